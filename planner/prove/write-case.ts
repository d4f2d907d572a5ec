import type { FlowNode } from '../../bpmn/reading/process-model';
import { isJobType, jobResults } from '../../bpmn/job-types';
import { addDuration, parseDate, parseSchedule } from '../../bpmn/timer';
import { isReply, isWhole, pickResult } from '../build/jobs';
import { dropUnasked } from '../build/reasons';
import type { AgentStep, Block, NodeStep, PlanTree, Task, Trigger } from '../tree/plan-tree';
import { findBoundary, findFlow, findPerson, toEntered, type BuiltProcess } from './built-process';
import type { ValueFinder } from './find-values';
import type { Unknown } from './unknown';
import { isObject, writeAt } from './unknown';
import type { Act, Walked } from './walk/walked';

/** Describes the trace that a case has to have: the ways that are taken, the steps that are done, so often, and the values at the end. */
function expectTrace(walked: Walked, built: BuiltProcess, values: Record<string, unknown>): object {
	const ways = walked.ways.map(({ path, block }) => findWay(path, block, built));
	const ends = walked.blocks.filter((block) => block.kind === 'end' && built.nodes.get(block.id)?.event?.kind !== 'error');
	const done = [
		...walked.acts.map((act) => findDone(act, built)),
		...ways.map((way) => way.element),
		// An end in a loop throws what leads out of it, and is never completed itself.
		...ends.map((block) => idOf(block, built)),
	];
	const elements = Object.fromEntries(Object.entries(count(done)).map(([id, completed]) => [id, { completed }]));
	const flows = count(ways.map(({ flow }) => flow));
	const variables = Object.fromEntries(Object.entries(values).filter(([, value]) => isKnown(value)));
	return { deploy: 'ok', outcome: 'completed', incidents: [], rejections: [], elements, flows, variables };
}

function count(ids: ReadonlyArray<string | undefined>): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const id of ids) if (id !== undefined) counts[id] = (counts[id] ?? 0) + 1;
	return counts;
}

function findDone(act: Act, built: BuiltProcess): string | undefined {
	if (act.kind === 'person') return findPerson(built, act.agent.id)?.id;
	return act.kind === 'task' && act.ends !== 'fails' ? idOf(act.step, built) : undefined;
}

function findWay(path: string, block: Block, built: BuiltProcess): { element?: string; flow?: string } {
	if (block.kind === 'choice') return { flow: flowOf(path, block, built) };
	if (block.kind === 'event') return { element: waitOf(path, block, built) };
	if (path.endsWith('/deadline')) return { element: findBoundary(built, block.id, 'timer')?.id };
	return path.endsWith('/onError') ? { element: findBoundary(built, block.id, 'error')?.id } : {};
}

const isKnown = (value: unknown): boolean => value !== null && value !== undefined;

const idOf = ({ id }: Block, { nodes }: BuiltProcess): string | undefined => (nodes.has(id) ? id : undefined);

function flowOf(path: string, block: Extract<Block, { kind: 'choice' }>, built: BuiltProcess): string | undefined {
	const index = /\/branches\/(\d+)$/.exec(path)?.[1];
	return findFlow(built, block, index === undefined ? undefined : Number(index));
}

function waitOf(path: string, block: Extract<Block, { kind: 'event' }>, built: BuiltProcess): string | undefined {
	const wait = block.waits[Number(/\/waits\/(\d+)$/.exec(path)?.[1] ?? 0)];
	const id = wait?.id ?? (block.waits.length === 1 ? block.id : undefined);
	return id !== undefined && built.nodes.has(id) ? id : undefined;
}

type Answer = Record<string, unknown>;

/** Returns the answer of a worker with which a step sets these values, by the tree alone: so a wrong mapping of the element is found. */
function answerJob(step: Task, node: FlowNode | undefined, values: Answer, finder: ValueFinder): Answer {
	switch (step.kind) {
		case 'agent':
			return answerAsAgent(step, values);
		case 'node':
			return step.node !== undefined && isJobType(step.node) ? answerAsJobType(step, step.node, values) : answerAsNode(step, values);
		case 'http':
			return shapeResponse(step, node, values, finder);
		default:
			return values;
	}
}

const askPerson: Answer = { outcome: 'needs-human', reply: null, output: null };

function answerAsAgent({ writes = [] }: AgentStep, values: Answer): Answer {
	const reply = writes.find((field) => isReply(field, writes));
	const output = Object.fromEntries(Object.entries(values).filter(([name]) => name !== reply?.name));
	return { outcome: 'reply', ...(reply && { reply: values[reply.name] }), ...(Object.keys(output).length > 0 && { output }) };
}

function answerAsJobType({ writes = [] }: NodeStep, type: keyof typeof jobResults, values: Answer): Answer {
	const answer: Answer = {};
	for (const field of writes) writeAt(answer, pickResult(field, writes, jobResults[type]).split('.'), values[field.name]);
	return answer;
}

function answerAsNode({ writes = [] }: NodeStep, values: Answer): Answer {
	const [first] = writes;
	if (!first) return {};
	const value = isWhole(writes) ? values[first.name] : values;
	return first.type === 'list' && isWhole(writes) ? { items: value } : { item: value, items: [value] };
}

/** The worker of HTTP tasks makes its variables of the response, by the expression of the element. */
function shapeResponse({ writes = [] }: Task, node: FlowNode | undefined, values: Answer, finder: ValueFinder): Answer {
	const { resultExpression } = node?.headers ?? {};
	if (writes.length === 0 || resultExpression === undefined) return values;
	const response = { status: 200, headers: {}, body: isWhole(writes) ? values[writes[0]!.name] : values };
	const shaped = finder.evaluateWith(resultExpression.replace(/^=/, ''), (name) => (name === 'response' ? response : undefined));
	return isObject(shaped) ? shaped : {};
}

const maxWaitMs = 1e12;
const dayMs = 86_400_000;

export function writeCase(tree: PlanTree, walked: Walked, built: BuiltProcess, finder: ValueFinder): Record<string, unknown> {
	const read: Read = (unknowns) => finder.valuesOf(unknowns, walked.values);
	const script = walked.acts.flatMap((act) => writeAct(act, walked, built, finder, read));
	return {
		// Conditions ask for today, and schedules ring by the clock: at another time, the values of the case would lead elsewhere.
		startAt: new Date(finder.now).toISOString(),
		...startOf(tree, read(walked.inputs), script, finder.now),
		autoComplete: false,
		expect: expectTrace(walked, built, withoutUnasked(read(walked.scope), walked, read)),
	};
}

function withoutUnasked(values: Record<string, unknown>, { acts }: Walked, read: Read): Record<string, unknown> {
	const hidden = new Set<string>();
	for (const act of acts) {
		if (act.kind !== 'task' || act.step.kind !== 'human') continue;
		const entered = read(act.writes);
		const asked = dropUnasked(act.step.writes ?? [], entered);
		for (const name of Object.keys(entered)) if (!(name in asked)) hidden.add(name);
	}
	return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
}

function startOf({ id, trigger }: PlanTree, variables: Record<string, unknown>, script: object[], now: number): object {
	switch (trigger.kind) {
		case 'message':
			return { start: null, script: [{ publishMessage: { name: trigger.name, correlationKey: '', ttlMs: 0, variables } }, ...script] };
		case 'timer':
			return { start: null, script: [{ wait: untilRing(trigger, now) }, ...script] };
		default:
			return { start: { processId: id, variables }, script };
	}
}

function untilRing({ at }: Extract<Trigger, { kind: 'timer' }>, now: number): number {
	const date = parseSchedule('date', at, now);
	const schedule = 'fault' in date ? parseSchedule('cycle', at, now) : date;
	// Another day, as the case is played at another time.
	return 'fault' in schedule ? dayMs : Math.min(maxWaitMs, Math.max(1_000, schedule.due - now + ('fault' in date ? 0 : dayMs)));
}

type Read = (unknowns: ReadonlyMap<string, Unknown>) => Record<string, unknown>;

function writeAct(act: Act, walked: Walked, built: BuiltProcess, finder: ValueFinder, read: Read): object[] {
	switch (act.kind) {
		case 'task':
			return writeTask(act, built, read(act.writes), finder);
		case 'person': {
			const node = findPerson(built, act.agent.id);
			return node ? [{ completeUserTask: { elementId: node.id, variables: toEntered(node, read(act.writes)) } }] : [];
		}
		case 'message': {
			const key = finder.evaluate(act.key, act.scope, walked.values);
			const correlationKey = typeof key === 'string' ? key : JSON.stringify(key);
			return [{ publishMessage: { name: act.name, correlationKey, ttlMs: 0, variables: read(act.writes) } }];
		}
		case 'signal':
			return [{ broadcastSignal: { name: act.name } }];
		case 'pass':
			return [{ wait: msOf(act, walked, finder) }];
	}
}

type TaskAct = Extract<Act, { kind: 'task' }>;

function writeTask({ step, ends }: TaskAct, built: BuiltProcess, values: Record<string, unknown>, finder: ValueFinder): object[] {
	const node = built.nodes.get(step.id);
	const job = step.kind === 'call' && (ends === 'fails' || node?.called) ? `${step.process}-stand-in` : step.id;
	if (ends === 'fails') {
		const event = findBoundary(built, step.id, 'error')?.event;
		const code = event?.kind === 'error' && event.code !== undefined && event.code !== '' ? event.code : 'TROUPE_FAILED';
		return [{ completeJob: { elementId: job, error: { code, message: 'A case of the plan.' } } }];
	}
	if (node?.userTask?.native)
		return [{ completeUserTask: { elementId: step.id, variables: toEntered(node, dropUnasked(step.writes ?? [], values)) } }];
	const variables = ends === 'asksPerson' ? askPerson : answerJob(step, node, values, finder);
	return [{ completeJob: { elementId: job, variables } }];
}

function msOf({ wait, scope }: Extract<Act, { kind: 'pass' }>, { values }: Walked, finder: ValueFinder): number {
	const text = wait.kind === 'timer' ? wait.duration : wait.date;
	const parse = (value: string): number | undefined => (wait.kind === 'timer' ? addDuration(finder.now, value) : parseDate(value));
	const evaluated = (): number | undefined => {
		const value = finder.evaluate(text.replace(/^=/, ''), scope, values);
		return typeof value === 'string' ? (parse(value) ?? readDay(value)) : undefined;
	};
	const due = parse(text) ?? evaluated() ?? finder.now;
	return Math.min(maxWaitMs, Math.max(0, due - finder.now) + (wait.kind === 'date' ? dayMs : 0));
}

const readDay = (text: string): number | undefined => (/^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.slice(0, 10)) : undefined);
