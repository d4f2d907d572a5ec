import type { Violation } from '../../../guardrails/policy/guard';
import type { ChatResponse, ToolCall } from '../../../ports/models/models';
import { runInParallel } from '../../../tools/run-in-parallel';
import type { LimitName } from '../../agent-outcome';
import type { Conclusion } from '../conclusion/conclusion';
import { readReturned } from '../team/held-conversation';
import { callAgent, rereadAgent } from '../team/call-agent';
import { callTool } from './call-tool';
import type { Conversation } from '../run/conversation';
import { maxOutside } from './outside-call';
import { planCall } from './plan-call';
import { isLooping } from '../call-faults/repeated-calls';
import { noteSearch, restoreFound } from '../run/found-passages';
import type { Run } from '../run/run';
import type { TrailEntry } from '../trail/trail-entry';
import type { OutsideWork, PlannedWork, PendingCall } from './planned-work';

interface ToolStep {
	waiting: PendingCall[];
	outside?: OutsideWork[];
	limit?: LimitName;
	/** The run ends: another agent has answered, or a guardrail requires a person to see a result first. */
	conclusion?: Conclusion;
}

export async function performCalls(run: Run, conversation: Conversation, step: number, response: ChatResponse): Promise<ToolStep> {
	const plans: PlannedWork[] = [];
	// Planned in order, since each one depends on the limits left by the previous ones.
	const stops = run.trail.peek('model', step)?.stops;
	for (const call of response.toolCalls ?? []) plans.push(await planCall(run, step, call, plans, stops?.[call.id]));
	const results = await runInParallel(
		plans.map((plan) => () => carryOut(run, step, plan)),
		run.toolbox?.parallel ?? 1,
	);
	const waiting = results.flatMap((result) => ('waiting' in result ? result.waiting : []));
	const outside = results.flatMap((result) => ('outside' in result ? [result.outside] : []));
	const done = results.filter((result) => 'kind' in result);
	if (run.handedOver && waiting.length === 0) return { waiting, conclusion: { kind: 'handed-over', outcome: run.handedOver.outcome } };
	const note = readReturned(run, response, done);
	if (note !== undefined) return { waiting: [], conclusion: { kind: 'returned', note } };
	const stop = done.find((entry) => entry.stop)?.stop;
	if (waiting.length > 0 && !stop) return { waiting };
	if (outside.length > 0 && !stop) return { waiting, outside: outside.slice(0, maxOutside) };
	conversation.steps.push({
		assistant: createAssistantMessage(response),
		results: done.map(asMessage),
	});
	return {
		waiting: [],
		...(stop && { conclusion: { kind: 'stopped', stop } }),
		limit: findLimit(run, done),
	};
}

function findLimit(run: Run, done: Array<TrailEntry<'tool-finished'>>): LimitName | undefined {
	if (isLooping(run) || done.some(({ errorCode }) => errorCode === 'TOOL_LIMIT_REACHED')) return 'tool-calls';
	return done.some(({ errorCode }) => errorCode === 'AGENT_CALLS_REACHED') ? 'agent-calls' : undefined;
}

type Result = TrailEntry<'tool-finished'> | { waiting: PendingCall[] } | { outside: OutsideWork };

async function carryOut(run: Run, step: number, plan: PlannedWork): Promise<Result> {
	if (plan.kind === 'pending') return { waiting: [plan] };
	if (plan.kind === 'asking') return { waiting: plan.waiting };
	if (plan.kind === 'outside') return { outside: plan };
	if (plan.kind === 'finished') {
		const { entry, member } = plan;
		if (member) await rereadAgent(run, entry.callId, member);
		const finished = run.trail.recorded('tool-finished', entry.callId) ?? entry;
		await restoreFound(run, finished);
		return finished;
	}
	if (plan.kind === 'agent') return callAgent(run, step, plan);
	if (plan.kind === 'call') return callTool(run, step, plan);
	const { call, outcome, text, errorCode, stop, deniedBy } = plan;
	if (outcome === 'error') noteSearch(run, readToolName(call));
	return run.trail.write('tool-finished', {
		step,
		callId: call.id,
		tool: readToolName(call),
		outcome,
		text,
		...(errorCode && { errorCode }),
		characters: text.length,
		durationMs: 0,
		violations: deniedBy === undefined ? [] : [describeDenial(run, readToolName(call), deniedBy)],
		...(stop && { stop }),
	});
}

const describeDenial = ({ context: { language } }: Run, tool: string, guardrail: string): Violation => ({
	...{ guardrail, code: 'CALL_DENIED', stage: 'tool-arguments', action: 'refuse', tool, matches: [] },
	reason: deniedCall[language](tool),
});

const deniedCall = {
	en: (tool: string) => `The tool ${tool} was not called: the call is not permitted.`,
	pt: (tool: string) => `A ferramenta ${tool} não foi chamada: a chamada não é permitida.`,
};

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
