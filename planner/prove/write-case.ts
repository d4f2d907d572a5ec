import { addDuration, parseDate, parseSchedule } from '../../bpmn/timer';
import { dropUnasked } from '../build/reasons';
import type { Block, PlanTree, Trigger } from '../tree/plan-tree';
import { findBoundary, findFlow, toEntered, toJobVariables, type BuiltProcess } from './built-process';
import type { ValueFinder } from './find-values';
import type { Unknown } from './unknown';
import type { Act, Walked } from './walk-plan';

const maxWaitMs = 1e12;
const dayMs = 86_400_000;

/** A script that makes an instance go the way that was walked, and what its trace has to be. */
export function writeCase(tree: PlanTree, walked: Walked, built: BuiltProcess, finder: ValueFinder): Record<string, unknown> {
	const read = (unknowns: Map<string, Unknown>): Record<string, unknown> =>
		Object.fromEntries([...unknowns].map(([name, unknown]) => [name, finder.valueOf(unknown, walked.values)]));
	const script = walked.acts.flatMap((act) => writeAct(act, walked, built, finder, read));
	return {
		...startOf(tree, read(walked.inputs), script, finder.now),
		autoComplete: false,
		expect: expectOf(walked, built),
	};
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

type Read = (unknowns: Map<string, Unknown>) => Record<string, unknown>;

function writeAct(act: Act, walked: Walked, built: BuiltProcess, finder: ValueFinder, read: Read): object[] {
	switch (act.kind) {
		case 'task':
			return writeTask(act, built, read(act.writes));
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

function writeTask({ step, fails }: Extract<Act, { kind: 'task' }>, built: BuiltProcess, values: Record<string, unknown>): object[] {
	const node = built.nodes.get(step.id);
	if (fails) {
		const event = findBoundary(built, step.id, 'error')?.event;
		const code = event?.kind === 'error' && event.code !== undefined && event.code !== '' ? event.code : 'TROUPE_FAILED';
		const job = step.kind === 'call' ? { elementId: `${step.process}-stand-in` } : { elementId: step.id };
		return [{ completeJob: { ...job, error: { code, message: 'A case of the plan.' } } }];
	}
	if (node?.userTask?.native)
		return [{ completeUserTask: { elementId: step.id, variables: toEntered(node, dropUnasked(step.writes ?? [], values)) } }];
	if (step.kind === 'call' && node?.called)
		return [{ completeJob: { elementId: `${step.process}-stand-in`, variables: toJobVariables(node, values) } }];
	return [{ completeJob: { elementId: step.id, variables: node ? toJobVariables(node, values) : values } }];
}

/** Until it rings. A text is what it says; else it is FEEL. */
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

/** The ways that have to be taken, and the steps that have to be done, so often. */
function expectOf({ blocks, ways, acts }: Walked, built: BuiltProcess): object {
	const done: Record<string, number> = {};
	const flows: Record<string, number> = {};
	const count = (counts: Record<string, number>, id: string | undefined): void => {
		if (id !== undefined) counts[id] = (counts[id] ?? 0) + 1;
	};
	for (const act of acts) if (act.kind === 'task' && !act.fails) count(done, idOf(act.step, built));
	for (const { path, block } of ways) {
		if (block.kind === 'choice') count(flows, flowOf(path, block, built));
		else if (block.kind === 'event') count(done, waitOf(path, block, built));
		else if (path.endsWith('/deadline')) count(done, findBoundary(built, block.id, 'timer')?.id);
		else if (path.endsWith('/onError')) count(done, findBoundary(built, block.id, 'error')?.id);
	}
	// An end in a loop throws what leads out of it, and is never completed itself.
	for (const block of blocks)
		if (block.kind === 'end' && built.nodes.get(block.id)?.event?.kind !== 'error') count(done, idOf(block, built));
	const elements = Object.fromEntries(Object.entries(done).map(([id, completed]) => [id, { completed }]));
	return { deploy: 'ok', outcome: 'completed', incidents: [], rejections: [], elements, flows };
}

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
