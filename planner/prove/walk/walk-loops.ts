import type { Loop } from '../../tree/plan-tree';
import type { Unknown } from '../unknown';
import type { WalkState } from './walk-state';
import { DeadEnd, type Going, type Place } from './walked';

/** Once, twice, or as often as it may be. */
export async function goRounds(state: WalkState, block: Loop, path: string, place: Place): Promise<Going> {
	const { until, limit } = block;
	const ways = until === undefined ? ['limit'] : limit > 1 ? ['until', 'again', 'limit'] : ['until', 'limit'];
	const way = ways[state.decide(state.orderWays(ways, path))]!;
	const rounds = way === 'limit' ? limit : way === 'again' ? 2 : 1;
	for (let round = 1; round <= rounds; round++) {
		const going = await state.goBlocks(block.do, `${path}/do`, place);
		if (going !== 'on') return going;
		if (until !== undefined) await state.expect(until, way !== 'limit' && round === rounds, place);
	}
	return goLimit(state, block, path, way, place);
}

/** Two entries, none, one more than there may be, or as many as another condition needs. */
export async function goEntries(state: WalkState, block: Loop, each: string, path: string, place: Place): Promise<Going> {
	const list = place.scope.get(each);
	if (!list) throw new DeadEnd();
	const counts = list.entries ? [list.entries.length] : listCounts(state, block, path);
	const count = counts[state.decide([...counts.keys()])]!;
	// A form refuses a list that is required and empty.
	if (count === 0 && list.isEntered && list.field.required !== false) throw new DeadEnd();
	const entries = await state.fill(list, count, block.as ?? 'entry');
	for (const entry of entries.slice(0, block.limit)) {
		const going = await goEntry(state, block, entry, path, place);
		if (going !== 'on') return going;
	}
	return goLimit(state, block, path, count === 0 ? 'none' : count > block.limit ? 'limit' : 'each', place);
}

/** Variables set for one entry are there for the next, unless they are worked on at the same time. */
async function goEntry(state: WalkState, block: Loop, entry: Unknown, path: string, place: Place): Promise<Going> {
	const inner: Place = { scope: new Map(place.scope), acts: place.acts };
	if (block.as !== undefined) inner.scope.set(block.as, entry);
	const going = await state.goBlocks(block.do, `${path}/do`, inner);
	if (!block.together) for (const [name, unknown] of inner.scope) if (name !== block.as) place.scope.set(name, unknown);
	return going;
}

/** How many entries to try. What leads to the target comes first: it may be the limit of another loop through the same list. */
function listCounts(state: WalkState, { each, limit }: Loop, path: string): number[] {
	const { kind, block } = state.target ?? {};
	const goal = block?.kind === 'loop' && block.each === each ? block : undefined;
	const wanted = state.leadsTo(`${path}/onLimit`)
		? limit + 1
		: goal && kind === 'limit'
			? goal.limit + 1
			: goal && kind === 'none'
				? 0
				: Math.min(2, limit);
	return [...new Set([wanted, Math.min(2, limit), 0, limit + 1, limit, 1])];
}

function goLimit(state: WalkState, block: Loop, path: string, way: string, place: Place): Promise<Going> {
	return state.goWay(way === 'limit' ? (block.onLimit ?? []) : [], block, `${path}/${way}`, place, `${path}/onLimit`);
}
