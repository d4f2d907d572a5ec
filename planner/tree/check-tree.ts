import { loadFeel } from '../../bpmn/feel';
import { findNearName } from '../../core/base/text/near-name';
import { parseExpression } from '../../bpmn/feel/parser';
import { findSyntaxFault } from '../../bpmn/feel/syntax-fault';
import type { Feel } from '../../bpmn/feel/feel-port';
import type { Node } from '../../bpmn/feel/syntax';
import { checkShape } from './check/check-shape';
import { listFreeNames } from './check/free-names';
import { inferType, typeOfField } from './check/infer-type';
import type { ValueType } from './check/infer-type';
import { Faults } from './faults';
import type { Block, Choice, Event, Fault, Field, Loop, Parallel, PlanTree, Task } from './plan-tree';
import { listExpressions, listWrites, walkBlocks } from './walk';
import type { PlacedExpression } from './walk';
import { judgeWays } from './ways-end';

interface Place {
	faults: Faults;
	feel: Feel;
	variables: Variables;
	/** Variables that branches beside this one set. */
	beside: ReadonlySet<string>;
}

function checkExpression({ text, path, use }: Pick<PlacedExpression, 'text' | 'path' | 'use'>, place: Place): void {
	const { faults, variables } = place;
	const node = parse(text, path, place);
	if (!node) return;
	for (const name of listFreeNames(node)) {
		checkName(name, path, place);
		if ((use === 'key' || use === 'time') && variables.get(name)?.mayBeNull) faults.add(path, 'may-be-null', name);
	}
	const type = inferType(
		node,
		(name) => variables.get(name)?.type ?? 'unknown',
		({ rule, values }) => faults.add(path, rule, ...values, ...(rule === 'unknown-function' ? [] : [text])),
	);
	if (use === 'condition' && !['boolean', 'unknown', 'null'].includes(type)) faults.add(path, 'not-a-condition', text, type);
	if (use === 'key' && node.kind === 'constant') faults.add(path, 'constant-key', text);
}

function parse(text: string, path: string, { faults, feel }: Place): Node | undefined {
	const fault = findSyntaxFault(text);
	const problem = fault ? { message: `"${text.slice(0, 80)}" is not FEEL: ${fault.reason}`, fix: fault.fix } : feel.findProblem(text);
	if (!problem) return parseExpression(text);
	faults.add(path, 'not-feel', problem.message, problem.fix, text);
	return undefined;
}

function checkName(name: string, path: string, { faults, variables, beside }: Place): void {
	if (variables.has(name)) return;
	if (beside.has(name)) {
		faults.add(path, 'set-beside', name);
		return;
	}
	const near = findNearName(name, [...variables.keys()]);
	const known = [...variables.keys()].slice(0, 20).join(', ');
	faults.add(path, 'unknown-variable', name, fixes[faults.language](near, known));
}

const fixes = {
	en: (near: string | undefined, known: string): string => {
		if (near !== undefined) return `Did you mean "${near}"?`;
		return `Add it to the inputs, or to the writes of an earlier step.${known && ` Known here: ${known}.`}`;
	},
	pt: (near: string | undefined, known: string): string => {
		if (near !== undefined) return `Quis dizer "${near}"?`;
		return `Acrescente-a às entradas (inputs), ou a writes de um passo anterior.${known && ` Conhecidas aqui: ${known}.`}`;
	},
};

/** Follows the ways through blocks, and checks what each reads. Returns the variables after them; undefined if no way goes on. */
function checkFlow(blocks: readonly Block[], path: string, before: Place): Variables | undefined {
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

/** Checks a tree: one without faults can be built, deployed and played to its end. */
export async function checkTree(tree: PlanTree): Promise<Fault[]> {
	const faults = new Faults(tree.language);
	checkShape(tree, faults);
	// A time brings nothing.
	const variables = withFields(new Map(), tree.inputs, tree.trigger.kind === 'timer');
	checkFlow(tree.do, '/do', { faults, feel: await loadFeel('8.6'), variables, beside: new Set() });
	return faults.list;
}

interface Known {
	type: ValueType;
	/** True if it may have no value. */
	mayBeNull: boolean;
}

type Variables = ReadonlyMap<string, Known>;

function withFields(variables: Variables, fields: readonly Field[], mayBeNull = false): Variables {
	if (fields.length === 0) return variables;
	const more = new Map(variables);
	for (const { name, type, required } of fields) more.set(name, { type: typeOfField(type), mayBeNull: mayBeNull || required === false });
	return more;
}

function joinWays(ways: readonly Variables[]): Variables {
	const joined = new Map<string, Known>();
	for (const name of new Set(ways.flatMap((way) => [...way.keys()]))) {
		const found = ways.flatMap((way) => way.get(name) ?? []);
		const isOneType = found.every(({ type }) => type === found[0]!.type);
		joined.set(name, {
			type: isOneType ? found[0]!.type : 'unknown',
			mayBeNull: found.length < ways.length || found.some((one) => one.mayBeNull),
		});
	}
	return joined;
}

/** Variables after parallel branches: all of them, as the branch that set it knows it. */
function joinBranches(before: Variables, branches: readonly Variables[]): Variables {
	const joined = new Map(before);
	for (const branch of branches) for (const [name, known] of branch) if (before.get(name) !== known) joined.set(name, known);
	return joined;
}
