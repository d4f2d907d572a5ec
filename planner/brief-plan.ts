import type { Plan } from './plan';

export type BriefPlan = Pick<Plan, 'id' | 'state' | 'version' | 'wish' | 'hash' | 'changedAt'> & {
	tree?: { id: string; name: string };
	provedAt?: string;
};

const maxWish = 300;
const maxName = 200;

export const toBriefPlan = ({ id, state, version, wish, hash, proof, changedAt, tree }: Plan): BriefPlan => ({
	id,
	state,
	version,
	changedAt,
	wish: wish.length > maxWish ? `${wish.slice(0, maxWish - 1)}…` : wish,
	...(tree && { tree: { id: tree.id, name: tree.name.slice(0, maxName) } }),
	...(hash !== undefined && { hash }),
	...(proof && { provedAt: proof.at }),
});
