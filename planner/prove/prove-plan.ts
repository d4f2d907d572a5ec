import type { PlannerSkills } from '../skills';
import { prove } from './prove';
import { type FindAnswers, findRecorded } from './recordings/recorded-answers';
import { writeCases } from './write-cases';

const nothingRecorded: FindAnswers = () => Promise.resolve([]);

/** Returns what writes the cases of a plan, and plays them. @param find recorded answers of agents, to play before supposed ones */
export const provePlanWith =
	(find: FindAnswers): PlannerSkills['prove'] =>
	async (tree, files, now, signal) => {
		const written = await writeCases(tree, files, now, signal, { recorded: await findRecorded(tree, find, signal) });
		return { cases: written.cases, proof: await prove(tree, files, written, now, signal) };
	};

export const provePlan = provePlanWith(nothingRecorded);
