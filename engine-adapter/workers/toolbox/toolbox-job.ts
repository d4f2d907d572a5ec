import type { AdHocElement } from '../../../bpmn/reading/process-model';
import type { AgentOutcome, PendingDecision, RunState } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';
import type { AdHocActivation, Job, JobOutcome } from '../../engine';
import { readDecisions } from '../agent-job-input';
import { isPresent } from '../job-input';
import { toToolName } from './element-tools';
import type { ElementResult } from './toolbox-variables';

/** A call that the run waits for, as its state says. */
interface WaitingCall {
	id: string;
	kind: 'approval' | 'question';
	tool?: string;
}

/** The next step of the job: the run begins or goes on (with these decisions), or the job waits for elements. */
export type NextStep = { kind: 'run'; decided?: Decision[] } | { kind: 'answer'; outcome: JobOutcome };

/** Elements that run at the same time. The others wait for a place: a model can ask for many at once. */
const maxAtOnce = 8;

/**
 * Decides by what the run waits for. The engine asks again whenever an element has ended, so most jobs only wait, or start what had no place yet.
 */
export function planStep(job: Job, elements: AdHocElement[], results: ElementResult[]): NextStep {
	const { agentState, agentQueue, decisions } = job.variables;
	if (!isPresent(agentState)) return { kind: 'run' };
	const pending = readPending(agentState as RunState);
	const calls = pending.filter((call) => findElement(call, elements));
	if (calls.length === 0) return { kind: 'run' };
	const done = calls.filter(({ id }) => results.some((result) => result.id === id));
	if (done.length < calls.length) {
		const queue = Array.isArray(agentQueue) ? (agentQueue as AdHocActivation[]) : [];
		return { kind: 'answer', outcome: activate(queue, maxAtOnce - (calls.length - queue.length - done.length)) };
	}
	const approved = calls.map(({ id }): Decision => ({ id, kind: 'approval', approved: true }));
	if (calls.length === pending.length) return { kind: 'run', decided: approved };
	if (Array.isArray(decisions) && decisions.length > 0) return { kind: 'run', decided: [...approved, ...readDecisions(job)] };
	return { kind: 'answer', outcome: askPeople(pending, calls, results) };
}

/** Turns the outcome of a run into that of the job: what the model called begins, anything else ends the sub-process. */
export function toToolboxOutcome(outcome: AgentOutcome, answered: JobOutcome, elements: AdHocElement[]): JobOutcome {
	if (answered.kind !== 'complete') return answered;
	const calls = 'state' in outcome ? outcome.pending.flatMap((one) => toActivation(one, elements)) : [];
	if (calls.length === 0) {
		const variables = { ...answered.variables, agentQueue: null, ...('state' in outcome ? {} : { agentToolResults: null }) };
		return { ...answered, variables, adHoc: { complete: true } };
	}
	const first = activate(calls, maxAtOnce);
	// The outcome is that of the whole run, which has none yet.
	return { ...first, variables: { agentState: answered.variables.agentState, ...first.variables } };
}

function toActivation(call: PendingDecision, elements: AdHocElement[]): AdHocActivation[] {
	if (call.kind === 'question') return [];
	const { elementId } = findElement(call, elements) ?? {};
	if (elementId === undefined) return [];
	const toolCall = { _meta: { id: call.id, name: elementId }, ...(call.arguments as object) };
	// An empty result of its own: otherwise the results of elements that run together would be one variable of the process.
	return [{ elementId, variables: { toolCall, toolCallResult: '' } }];
}

/** Begins as many as there is place for; the others wait in a variable. */
function activate(calls: AdHocActivation[], places: number) {
	const count = Math.max(0, places);
	return { kind: 'complete' as const, variables: { agentQueue: calls.slice(count) }, adHoc: { activate: calls.slice(0, count) } };
}

/** A person decides outside of the sub-process: it ends, and goes on with the results when it begins again. */
function askPeople(pending: WaitingCall[], calls: WaitingCall[], results: ElementResult[]): JobOutcome {
	const people = pending.filter(({ id }) => !calls.some((call) => call.id === id));
	const kept = results.filter(({ id }) => calls.some((call) => call.id === id));
	const variables = { outcome: 'needs-human', pending: people, agentToolResults: kept, agentQueue: null };
	return { kind: 'complete', variables, adHoc: { complete: true } };
}

const findElement = (call: { kind: string; tool?: string }, elements: AdHocElement[]): AdHocElement | undefined =>
	call.kind === 'approval' ? elements.find((element) => toToolName(element) === call.tool) : undefined;

function readPending({ trail }: RunState): WaitingCall[] {
	const entries = Array.isArray(trail) ? (trail as Array<{ kind?: string; pending?: WaitingCall[] } | null>) : [];
	return entries.findLast((entry) => entry?.kind === 'suspended')?.pending ?? [];
}
