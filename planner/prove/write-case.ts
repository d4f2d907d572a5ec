import { addDuration, parseDate, parseSchedule } from '../../bpmn/timer';
import { dropUnasked } from '../build/reasons';
import type { PlanTree, Trigger } from '../tree/plan-tree';
import { answerJob, askPerson } from './answer-job';
import { findBoundary, findPerson, toEntered, type BuiltProcess } from './built-process';
import { expectTrace } from './expect-trace';
import type { ValueFinder } from './find-values';
import type { Unknown } from './unknown';
import type { Act, Walked } from './walk/walked';

const maxWaitMs = 1e12;
const dayMs = 86_400_000;

/** A script that makes an instance go the way that was walked, and what its trace has to be. */
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

/** Leaves out what a form hides with the values of this case: nobody enters it. */
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
