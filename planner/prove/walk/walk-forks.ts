import type { Block, Choice, Event, Parallel } from '../../tree/plan-tree';
import { maxActs, type WalkState } from './walk-state';
import type { Going, Place } from './walked';

export async function goOne(state: WalkState, block: Choice, path: string, place: Place): Promise<Going> {
	const ways = [...block.branches.map((_, index) => `branches/${index}`), 'otherwise'];
	const index = state.decide(state.orderWays(ways, path));
	for (const { when } of block.branches.slice(0, index)) await state.expect(when, false, place);
	const branch = block.branches[index];
	if (branch) await state.expect(branch.when, true, place);
	return state.goWay((branch ?? block.otherwise).do, block, `${path}/${ways[index]}`, place);
}

/** Any of the branches: one, or all of them, or none. */
export async function goMany(state: WalkState, block: Choice, path: string, place: Place): Promise<Going> {
	const all = block.branches.map((_, index) => index);
	const sets = [...all.map((index) => [index]), all, ...all.map((index) => all.filter((one) => one !== index)), []];
	const wanted = all.find((index) => state.leadsTo(`${path}/branches/${index}`));
	const isWanted = (set: number[]): boolean =>
		wanted === undefined ? !state.leadsTo(`${path}/otherwise`) || set.length === 0 : set.includes(wanted);
	const order = [...sets.keys()].sort((a, b) => Number(isWanted(sets[b]!)) - Number(isWanted(sets[a]!)) || a - b);
	const taken = sets[state.decide(order)]!;
	for (const [index, { when }] of block.branches.entries()) await state.expect(when, taken.includes(index), place);
	if (taken.length === 0) return state.goWay(block.otherwise.do, block, `${path}/otherwise`, place);
	const branches = taken.map((index) => ({ do: block.branches[index]!.do, at: `${path}/branches/${index}` }));
	return goBeside(state, block, branches, place);
}

export function goParallel(state: WalkState, block: Parallel, path: string, place: Place): Promise<Going> {
	const branches = block.branches.map((branch, index) => ({ do: branch.do, at: `${path}/branches/${index}` }));
	return goBeside(state, block, branches, place);
}

/** Plays the longest waiting branch last: time must not pass for others. */
async function goBeside(state: WalkState, block: Block, branches: Array<{ do: Block[]; at: string }>, place: Place): Promise<Going> {
	const played: Array<{ own: Place; going: Going }> = [];
	for (const { do: blocks, at } of branches) {
		const own: Place = { scope: new Map(place.scope), acts: [] };
		played.push({ own, going: await state.goWay(blocks, block, at, own) });
	}
	const waits = ({ own, going }: (typeof played)[number]): number =>
		(going === 'cancels' ? maxActs : 0) + own.acts.filter(({ kind }) => kind === 'pass').length;
	for (const { own } of played.toSorted((a, b) => waits(a) - waits(b))) place.acts.push(...own.acts);
	const before = new Map(place.scope);
	for (const { own } of played) for (const [name, unknown] of own.scope) if (before.get(name) !== unknown) place.scope.set(name, unknown);
	if (played.some(({ going }) => going === 'cancels')) return 'cancels';
	return played.some(({ going }) => going === 'on') ? 'on' : 'ends';
}

export async function goEvent(state: WalkState, block: Event, path: string, place: Place): Promise<Going> {
	const ways = [...block.waits.keys()].map((index) => `waits/${index}`);
	const index = state.decide(state.orderWays(ways, path));
	const { on, do: blocks = [] } = block.waits[index]!;
	if (on.kind === 'message') {
		const writes = state.create(on.writes ?? [], false);
		state.act(place, { kind: 'message', name: on.name, key: on.key, scope: new Map(place.scope), writes });
		for (const [name, unknown] of writes) place.scope.set(name, unknown);
	} else if (on.kind === 'signal') state.act(place, { kind: 'signal', name: on.name });
	else state.act(place, { kind: 'pass', wait: on, scope: new Map(place.scope) });
	return state.goWay(blocks, block, `${path}/waits/${index}`, place);
}
