import type { Block, Choice, Event, Loop, Parallel, Task } from '../plan-tree';
import { listExpressions, listWrites, walkBlocks } from '../walk';
import { judgeWays } from '../ways-end';
import { checkExpression, checkName, type Place } from './check-expressions';
import { joinBranches, joinWays, type Variables, withFields } from './known-variables';

/** Follows the ways through blocks, and checks what each reads. Returns the variables after them; undefined if no way goes on. */
export function checkFlow(blocks: readonly Block[], path: string, before: Place): Variables | undefined {
	let variables: Variables | undefined = before.variables;
	for (const [at, block] of blocks.entries()) {
		if (variables === undefined) {
			before.faults.add(`${path}/${at}`, 'unreachable');
			return undefined;
		}
		variables = checkBlock(block, `${path}/${at}`, { ...before, variables });
	}
	return variables;
}

function checkBlock(block: Block, path: string, place: Place): Variables | undefined {
	const isLoop = block.kind === 'loop';
	// The condition of a loop is evaluated after a round.
	if (!isLoop) for (const one of listExpressions(block)) checkExpression({ ...one, path: path + one.path }, place);
	switch (block.kind) {
		case 'end':
			return undefined;
		case 'choice':
			return block.many ? checkBranches(block, path, place) : checkChoice(block, path, place);
		case 'parallel':
			return checkBranches(block, path, place);
		case 'loop':
			return checkLoop(block, path, place);
		case 'event':
			return checkEvent(block, path, place);
		default:
			return checkStep(block, path, place);
	}
}

function checkChoice(block: Choice, path: string, place: Place): Variables | undefined {
	const ways = block.branches.map((branch, at) => checkFlow(branch.do, `${path}/branches/${at}/do`, place));
	return join([...ways, checkFlow(block.otherwise.do, `${path}/otherwise/do`, place)]);
}

const join = (ways: Array<Variables | undefined>): Variables | undefined => {
	const open = ways.filter((way) => way !== undefined);
	return open.length === 0 ? undefined : joinWays(open);
};

/** Checks branches that run at the same time, all of them or those whose conditions hold. */
function checkBranches(block: Parallel | Choice, path: string, place: Place): Variables | undefined {
	const lists = block.branches.map((branch, at) => ({ blocks: branch.do, path: `${path}/branches/${at}/do` }));
	if (block.kind === 'choice') lists.push({ blocks: block.otherwise.do, path: `${path}/otherwise/do` });
	const sets = lists.map((list) => namesSet(list.blocks));
	const after = lists.map((list, at) => {
		const others = sets.filter((_, other) => other !== at);
		for (const { block: inner, path: innerPath } of walkBlocks(list.blocks, list.path)) {
			const twice = listWrites(inner).find(({ name }) => others.some((names) => names.has(name)));
			if (twice && at > 0) place.faults.add(innerPath, 'set-twice', twice.name);
		}
		const beside = new Set([...place.beside, ...others.flatMap((names) => [...names])]);
		return checkFlow(list.blocks, list.path, { ...place, beside });
	});
	if (block.kind === 'choice')
		return joinBranches(
			place.variables,
			after.map((way) => joinWays([place.variables, way ?? place.variables])),
		);
	const open = after.filter((way) => way !== undefined);
	return open.length === 0 ? undefined : joinBranches(place.variables, open);
}

const namesSet = (blocks: Block[]): Set<string> =>
	new Set([...walkBlocks(blocks, '')].flatMap(({ block }) => listWrites(block).map(({ name }) => name)));

function checkLoop(block: Loop, path: string, place: Place): Variables | undefined {
	const { variables, faults } = place;
	if (block.each !== undefined) {
		checkName(block.each, `${path}/each`, place);
		const type = variables.get(block.each)?.type;
		if (type !== undefined && type !== 'list' && type !== 'unknown') faults.add(`${path}/each`, 'not-a-list', block.each);
	}
	const entry = block.as === undefined ? variables : new Map([...variables, [block.as, { type: 'unknown', mayBeNull: false } as const]]);
	// What a round sets is there in the next one, and null in the first.
	const later = [...walkBlocks(block.do, '')].flatMap(({ block: inner }) => listWrites(inner)).filter(({ name }) => !variables.has(name));
	const after = checkFlow(block.do, `${path}/do`, { ...place, variables: withFields(entry, later, true) });
	for (const one of listExpressions(block)) checkExpression({ ...one, path: path + one.path }, { ...place, variables: after ?? entry });
	const outside = leaveLoop(block, variables, after);
	const atLimit = block.onLimit && checkFlow(block.onLimit, `${path}/onLimit`, { ...place, variables: outside ?? variables });
	if (!judgeWays([block]).goOn) return undefined;
	return block.onLimit ? join([outside, atLimit]) : outside;
}

/** Entries that are worked on at the same time have variables of their own; there may be no entry at all. */
function leaveLoop(block: Loop, before: Variables, after: Variables | undefined): Variables | undefined {
	if (block.together) return before;
	if (after === undefined) return block.each === undefined ? undefined : before;
	const outside = new Map([...after].filter(([name]) => name !== block.as || before.has(name)));
	return block.each === undefined ? outside : joinWays([before, outside]);
}

function checkEvent(block: Event, path: string, place: Place): Variables | undefined {
	const ways = block.waits.map(({ on, do: blocks = [] }, at) => {
		const variables = withFields(place.variables, on.kind === 'message' ? (on.writes ?? []) : []);
		return checkFlow(blocks, `${path}/waits/${at}/do`, { ...place, variables });
	});
	return join(ways);
}

function checkStep(block: Task, path: string, place: Place): Variables | undefined {
	const read = [
		...('reads' in block ? (block.reads ?? []).map((name, at) => [name, `${path}/reads/${at}`] as const) : []),
		...('shows' in block ? (block.shows ?? []).map((name, at) => [name, `${path}/shows/${at}`] as const) : []),
	];
	for (const [name, at] of read) checkName(name, at, place);
	const done = withFields(place.variables, block.writes ?? []);
	const failed = block.onError && checkFlow(block.onError, `${path}/onError`, place);
	const late = block.deadline && checkFlow(block.deadline.do, `${path}/deadline/do`, place);
	const ways = [done, ...(block.onError ? [failed] : []), ...(block.deadline && !block.deadline.goesOn ? [late] : [])];
	return join(ways);
}
