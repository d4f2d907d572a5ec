import type { AgentOutcome, OutsideCall, RunState } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';
import type { AdHocActivation, Job, JobOutcome } from '../../engine/jobs';
import { isPresent } from '../job-input';
import { readElementId } from './element-tools';
import type { ElementResult } from './toolbox-variables';

/** The next step of the job: the run begins or goes on (with these decisions), or the job waits for elements. */
export type NextStep = { kind: 'run'; decided?: Decision[] } | { kind: 'answer'; outcome: JobOutcome };

/** Decides by what the run waits for. The engine asks again whenever an element has ended, so most jobs only wait. */
export function planStep({ variables: { agentState } }: Job, results: ElementResult[]): NextStep {
	if (!isPresent(agentState)) return { kind: 'run' };
	const atWork = listAtWork(agentState as RunState);
	if (atWork.length === 0) return { kind: 'run' };
	const isDone = atWork.every((call) => results.some(({ id }) => id === call?.id));
	return isDone ? { kind: 'run', decided: [] } : { kind: 'answer', outcome: { kind: 'complete', variables: {}, adHoc: { activate: [] } } };
}

/**
 * Turns the outcome of a run into that of the job: elements that may run begin. Anything else ends the sub-process: a person, too, decides outside
 * of it.
 */
export function toToolboxOutcome(outcome: AgentOutcome, answered: JobOutcome): JobOutcome {
	if (answered.kind !== 'complete') return answered;
	const calls = 'outside' in outcome ? (outcome.outside ?? []) : [];
	if (calls.length === 0) return endToolbox(answered);
	// The outcome is that of the whole run, which has none yet.
	return { kind: 'complete', variables: { agentState: answered.variables.agentState }, adHoc: { activate: calls.map(toActivation) } };
}

/** Ends the sub-process. */
export const endToolbox = (answered: JobOutcome & { kind: 'complete' }): JobOutcome => ({ ...answered, adHoc: { complete: true } });

function toActivation({ id, source, arguments: input }: OutsideCall): AdHocActivation {
	const elementId = readElementId(source)!;
	const toolCall = { _meta: { id, name: elementId }, ...(input as object) };
	// An empty result of its own: otherwise the results of elements that run together would be one variable of the process.
	return { elementId, variables: { toolCall, toolCallResult: '' } };
}

/** Nobody has verified the state: a changed one can only wait, or is refused when the run goes on. */
function listAtWork({ trail }: RunState): Array<OutsideCall | null> {
	const entries = Array.isArray(trail) ? (trail as Array<{ kind?: string; outside?: Array<OutsideCall | null> } | null>) : [];
	const outside = entries.findLast((entry) => entry?.kind === 'suspended')?.outside;
	return Array.isArray(outside) ? outside : [];
}
