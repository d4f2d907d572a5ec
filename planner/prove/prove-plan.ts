import type { PlannerSkills } from '../skills';
import { prove } from './prove';
import { writeCases } from './write-cases';

/** Writes the cases of a plan, and plays them. */
export const provePlan: PlannerSkills['prove'] = async (tree, files, now, signal) => {
	const written = await writeCases(tree, files, now, signal);
	return { cases: written.cases, proof: await prove(tree, files, written, now, signal) };
};
