import type { Plan } from '../plan';
import { compareTrees, type TreeDifference } from './compare-trees';

export function findSinceConfirmed({ tree, hash, confirmed }: Plan): TreeDifference | undefined {
	if (!tree || !confirmed?.tree || hash === undefined || confirmed.hash === hash) return undefined;
	return compareTrees(confirmed.tree, tree);
}
