import type { Plan } from '../plan';
import { compareTrees, type TreeDifference } from './compare-trees';

/** Compares a plan with what was confirmed of it last, over all changes since. Undefined where nothing else waits for a confirmation. */
export function findSinceConfirmed({ tree, hash, confirmed }: Plan): TreeDifference | undefined {
	if (!tree || !confirmed?.tree || hash === undefined || confirmed.hash === hash) return undefined;
	return compareTrees(confirmed.tree, tree);
}
