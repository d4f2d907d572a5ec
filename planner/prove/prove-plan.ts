import type { PlannerSkills } from '../skills';
import { failureWords } from './failures/failure-words';
import { prove } from './prove';
import { type FindAnswers, findRecorded } from './recordings/recorded-answers';
import { writeCases } from './write-cases';

const nothingRecorded: FindAnswers = () => Promise.resolve({ answers: [] });

/** Returns what writes the cases of a plan, and plays them. @param find recorded answers of agents, to play before supposed ones */
export const provePlanWith =
	(find: FindAnswers): PlannerSkills['prove'] =>
	async (tree, files, now, signal) => {
		const { values, faults } = await findRecorded(tree, find, signal);
		const written = await writeCases(tree, files, now, signal, { recorded: values });
		const proof = await prove(tree, files, written, now, signal);
		const unplayed = faults.map(([agent, why]) => failureWords[tree.language].unplayedSet(agent, why));
		return { cases: written.cases, proof: { ...proof, ...(unplayed.length > 0 && { unplayed }) } };
	};

export const provePlan = provePlanWith(nothingRecorded);
