import type { Plan } from './plan';

/** A plan in a list: its files are long. */
export type BriefPlan = Pick<Plan, 'id' | 'state' | 'version' | 'wish' | 'changedAt'> & { tree?: { id: string; name: string } };

export const toBriefPlan = ({ id, state, version, wish, changedAt, tree }: Plan): BriefPlan => ({
	...{ id, state, version, wish, changedAt },
	...(tree && { tree: { id: tree.id, name: tree.name } }),
});
