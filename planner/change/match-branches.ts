import { canonicalJson } from '../../core/json-schema/canonical-json';
import type { Block, Wait } from '../tree/plan-tree';
import type { PlacedBlock } from './block-lists';

interface Branch {
	id?: string;
	name?: string;
	when?: string;
	on?: Wait;
	do?: Block[];
}

export const branchesIn = (block: Block): Branch[] =>
	block.kind === 'choice' || block.kind === 'parallel' ? block.branches : block.kind === 'event' ? block.waits : [];

/**
 * Names the branches of the new version by those of the old one, by the id of their block and their number. A branch is the one with its id, else with
 * its name and condition, else the one that shares most blocks with it, else the one with its name or, last, at its place.
 */
export function matchBranches(before: ReadonlyMap<string, PlacedBlock>, after: ReadonlyMap<string, PlacedBlock>): Map<string, number> {
	const matched = new Map<string, number>();
	for (const [id, { block }] of after) {
		const old = before.get(id);
		if (!old) continue;
		for (const [part, number] of pair(branchesIn(old.block), branchesIn(block))) matched.set(`${id} ${part}`, number);
	}
	return matched;
}

/** Pairs each new branch with at most one old one, the surest pairs first. */
function pair(before: Branch[], after: Branch[]): Map<number, number> {
	const pairs = after
		.flatMap((branch, to) => before.map((old, from) => ({ from, to, score: likeness(old, branch, from === to) })))
		.filter(({ score }) => score > 0)
		.toSorted((one, other) => other.score - one.score);
	const [numbers, taken] = [new Map<number, number>(), new Set<number>()];
	for (const { from, to } of pairs) {
		if (numbers.has(to) || taken.has(from)) continue;
		numbers.set(to, from);
		taken.add(from);
	}
	return numbers;
}

/** Both beyond what blocks can count for. */
const [sameId, sameWay] = [100_000, 10_000];

function likeness(old: Branch, branch: Branch, isInPlace: boolean): number {
	const ids = new Set((old.do ?? []).map(({ id }) => id));
	const shared = (branch.do ?? []).filter(({ id }) => ids.has(id)).length;
	const isNamed = old.name !== undefined && old.name === branch.name;
	const isSameWay = isNamed && old.when === branch.when && canonicalJson(old.on) === canonicalJson(branch.on);
	const sure = old.id !== undefined && old.id === branch.id ? sameId : isSameWay ? sameWay : 0;
	return sure + shared * 3 + (isNamed ? 2 : 0) + (isInPlace ? 1 : 0);
}
