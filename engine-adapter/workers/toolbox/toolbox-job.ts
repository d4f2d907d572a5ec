import type { AgentOutcome, OutsideCall, RunState } from '../../../core/agents/agent-outcome';
import type { Decision } from '../../../core/agents/agent-request';
import type { AdHocActivation, Job, JobOutcome } from '../../engine/jobs';
import { isPresent } from '../job-input';
import { readElementId } from './element-tools';
import type { ElementResult } from './toolbox-variables';

/** The run begins or resumes (with these decisions), or the job waits for elements. */
export type NextStep = { kind: 'run'; decided?: Decision[] } | { kind: 'answer'; outcome: JobOutcome };

/** The engine asks again when an element ends, so most jobs only wait. */
export function planStep({ variables: { agentState } }: Job, results: ElementResult[]): NextStep {
	if (!isPresent(agentState)) return { kind: 'run' };
	const atWork = listAtWork(agentState as RunState);
	if (atWork.length === 0) return { kind: 'run' };
	const isDone = atWork.every((call) => results.some(({ id }) => id === call?.id));
	return isDone ? { kind: 'run', decided: [] } : { kind: 'answer', outcome: { kind: 'complete', variables: {}, adHoc: { activate: [] } } };
}

/** Activates allowed elements. Anything else, approvals too, ends the sub-process. */
export function toToolboxOutcome(outcome: AgentOutcome, answered: JobOutcome): JobOutcome {
	if (answered.kind !== 'complete') return answered;
	const calls = 'outside' in outcome ? (outcome.outside ?? []) : [];
	if (calls.length === 0) return endToolbox(answered);
	return { kind: 'complete', variables: { agentState: answered.variables.agentState }, adHoc: { activate: calls.map(toActivation) } };
}

export const endToolbox = (answered: JobOutcome & { kind: 'complete' }): JobOutcome => ({ ...answered, adHoc: { complete: true } });

function toActivation({ id, source, arguments: input }: OutsideCall): AdHocActivation {
	const elementId = readElementId(source)!;
	const toolCall = { _meta: { id, name: elementId }, ...(input as object) };
	// An empty result of its own: otherwise parallel elements would share one variable of the process.
	return { elementId, variables: { toolCall, toolCallResult: '' } };
}

/** The state is unverified: a changed one only waits, or is refused on resume. */
function listAtWork({ trail }: RunState): Array<OutsideCall | null> {
	const entries = Array.isArray(trail) ? (trail as Array<{ kind?: string; outside?: Array<OutsideCall | null> } | null>) : [];
	const outside = entries.findLast((entry) => entry?.kind === 'suspended')?.outside;
	return Array.isArray(outside) ? outside : [];
}
