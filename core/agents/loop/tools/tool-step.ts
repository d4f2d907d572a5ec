import type { ChatResponse, ToolCall } from '../../../ports';
import { runInParallel } from '../../../tools/run-in-parallel';
import type { Violation } from '../../../guardrails/policy/guard';
import type { LimitName } from '../../agent-outcome';
import { callTool } from './call-tool';
import type { Conversation } from '../run/conversation';
import { planCall, type PlannedWork, type PendingCall } from './plan-call';
import { isLooping } from './repeated-calls';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';

/** The results of an answer's calls. */
interface ToolStep {
	/** Calls that persons must decide before the conversation can continue; all others are done. */
	waiting: PendingCall[];
	limit?: LimitName;
	/** A guardrail requires that a person sees a result first. */
	stop?: Violation;
}

/** Performs the calls of an answer in parallel, and appends their results to the conversation. */
export async function performCalls(run: Run, conversation: Conversation, step: number, response: ChatResponse): Promise<ToolStep> {
	const plans: PlannedWork[] = [];
	// Planned in order, since each one depends on the limits that the previous ones leave.
	for (const call of response.toolCalls ?? []) plans.push(await planCall(run, call, plans));
	const waiting = plans.filter((plan) => plan.kind === 'pending');
	const done = await runInParallel(
		plans.map((plan) => () => carryOut(run, step, plan)),
		run.toolbox?.parallel ?? 1,
	);
	const stop = done.find((entry) => entry?.stop)?.stop;
	if (waiting.length > 0 && !stop) return { waiting };
	conversation.steps.push({
		assistant: createAssistantMessage(response),
		results: done.flatMap((entry) => (entry ? [asMessage(entry)] : [])),
	});
	return {
		waiting: [],
		stop,
		limit: isLooping(run) || done.some((entry) => entry?.errorCode === 'TOOL_LIMIT_REACHED') ? 'tool-calls' : undefined,
	};
}

async function carryOut(run: Run, step: number, plan: PlannedWork): Promise<TrailEntry<'tool-finished'> | undefined> {
	if (plan.kind === 'pending') return undefined;
	if (plan.kind === 'finished') return plan.entry;
	if (plan.kind === 'call') return callTool(run, step, plan.ready, plan.comment);
	const { call, outcome, text, errorCode } = plan;
	return run.trail.write('tool-finished', {
		step,
		callId: call.id,
		tool: readToolName(call),
		outcome,
		text,
		...(errorCode && { errorCode }),
		characters: text.length,
		durationMs: 0,
		violations: plan.violations ?? [],
	});
}

/** A model can call any name: a name is not a text. */
function readToolName({ name }: ToolCall): string {
	return name.slice(0, 64);
}

function createAssistantMessage({ text, toolCalls, native }: ChatResponse): Conversation['steps'][number]['assistant'] {
	return { role: 'assistant', content: text, toolCalls, ...(native && { native }) };
}

function asMessage({ callId, tool, text, outcome }: TrailEntry<'tool-finished'>): Conversation['steps'][number]['results'][number] {
	const failed = outcome !== 'ok' && outcome !== 'planned';
	return { role: 'tool', callId, name: tool, content: text, ...(failed && { failed }) };
}
