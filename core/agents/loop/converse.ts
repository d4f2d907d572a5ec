import type { Violation } from '../../guardrails/policy/guard';
import { readAttempts } from '../../llm/attempts';
import { isBlank } from '../../llm/router/blank-answer';
import type { ChatResponse, ToolCall } from '../../ports/models/models';
import { runInParallel } from '../../tools/run-in-parallel';
import type { LimitName, Suspension } from '../agent-outcome';
import { isLooping } from './call-faults/repeated-calls';
import { askAgain } from './model/ask-again';
import { findFault } from './answer-faults/find-fault';
import { callAgent, rereadAgent } from './team/call-agent';
import { noteSearch, restoreFound } from './run/found-passages';
import { listCallers, speaksToCustomer } from './team/caller';
import { requestLastAnswer } from './model/request-last-answer';
import { askStep, isModelFault } from './model/ask-step';
import { fitLastOutput, fitOutput } from './model/fit-output';
import { type Conversation, startConversation } from './run/conversation';
import type { Conclusion } from './conclusion/conclusion';
import { callTool } from './tools/call-tool';
import { hasTools, openToolbox } from './tools/open-toolbox';
import { prepareInput } from './run/prepare-input';
import type { Run, MemberWaiting } from './run/run';
import { findSmallTalk } from './conclusion/small-talk';
import { maxOutside } from './tools/outside-call';
import { planCall } from './tools/plan-call';
import type { TrailEntry } from './trail/trail-entry';
import type { OutsideWork, PendingCall, PlannedWork } from './tools/planned-work';
import { suspend } from './waiting/suspend';
import { continueHeld, readReturned } from './team/held-conversation';
import { findScratchpad } from './team/team-scratchpad';

interface ToolStep {
	waiting: PendingCall[];
	outside?: OutsideWork[];
	limit?: LimitName;
	/** The run ends: another agent has answered, or a guardrail requires a person to see a result first. */
	conclusion?: Conclusion;
}

async function performCalls(run: Run, conversation: Conversation, step: number, response: ChatResponse): Promise<ToolStep> {
	const plans: PlannedWork[] = [];
	// Planned in order: each depends on the limits left.
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
	guardrail,
	code: 'CALL_DENIED',
	stage: 'tool-arguments',
	action: 'refuse',
	tool,
	matches: [],
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

/** Alternates between model and tools until an answer, a limit, or a decision by a person. */
export async function converse(run: Run): Promise<Conclusion | Suspension | MemberWaiting> {
	const prepared = await prepareInput(run);
	if (prepared.stop) return { kind: 'stopped', stop: prepared.stop };
	const { parts } = run;
	if (needsTools(run)) run.toolbox = await openToolbox(run);
	const conversation = startConversation(parts.definition, prepared, run.images, run.context);
	const held = await continueHeld(run, prepared, conversation);
	if (held) return 'waiting' in held ? suspend(run, 0, held.waiting) : held;
	const said = findSmallTalk(run, prepared.message);
	if (said) return { kind: 'small-talk', said };
	let isRepaired = false;
	for (let step = 1; ; step += 1) {
		const { response: first, limit } = await askStep(run, conversation, step, step === 1 ? 'first' : 'next');
		if (!first) return limit ? stopAt(run, conversation, step, limit) : { kind: 'wordless' };
		let answer: Conclusion & { kind: 'answer' } = { kind: 'answer', response: first, step };
		if (isAnswer(first) && !isRepaired) answer = await repairAnswer(run, conversation, answer);
		const { response } = answer;
		isRepaired ||= answer.step !== step;
		if (isAnswer(response)) return fitOutput(run, conversation, answer);
		step = answer.step;
		if (hasNoCallLeft(run)) return { kind: 'limit', limit: 'model-calls' };
		if (parts.mode !== 'replay') run.toolbox ??= await openToolbox(run);
		const came = await performCalls(run, conversation, step, response);
		if (came.waiting.length > 0 || came.outside) return suspend(run, step, came.waiting, came.outside);
		if (came.conclusion) return came.conclusion;
		if (came.limit) return stopAt(run, conversation, step, came.limit);
		if (parts.mode === 'dry-run') return lastWords(run, conversation, step + 1);
	}
}

const isAnswer = ({ toolCalls, finish }: ChatResponse): boolean => !toolCalls?.length || finish === 'content-filter';

function needsTools(run: Run): boolean {
	if (run.parts.mode === 'replay' || run.trail.has('ended', '')) return false;
	return hasTools(run.parts) || run.caller?.keeps === true || findScratchpad(run) !== undefined;
}

/** A tool is not called if no model could read its result. */
const hasNoCallLeft = (run: Run): boolean =>
	[run, ...listCallers(run)].some(({ usage, parts }) => usage.counted >= parts.definition.limits.modelCalls);

async function stopAt(run: Run, conversation: Conversation, step: number, limit: LimitName): Promise<Conclusion> {
	const response = await requestLastAnswer(run, conversation, step + 1, limit);
	const last = response && (await fitLastOutput(run, { kind: 'answer', response, step: step + 1, partial: limit }));
	return last ?? { kind: 'limit', limit };
}

async function lastWords(run: Run, conversation: Conversation, step: number): Promise<Conclusion> {
	const { response, limit } = await askStep(run, conversation, step, 'last');
	return response ? fitOutput(run, conversation, { kind: 'answer', response, step }) : { kind: 'limit', limit: limit! };
}

type Answer = Conclusion & { kind: 'answer' };

/**
 * Asks a model once more after a faulty answer. The new answer can be a call that fixes it. @returns the answer itself if it has no fault, or the
 * model does not answer again
 */
async function repairAnswer(run: Run, conversation: Conversation, answer: Answer): Promise<Answer> {
	const fault = await findFault(run, answer);
	if (!fault) return answer;
	const step = answer.step + 1;
	// A replay repeats a failed second call, which has no entry.
	if (run.parts.mode === 'replay' && !run.trail.has('model', step)) return answer;
	if (['citation', 'source-mark', 'other-part'].includes(fault.kind)) run.citesAgain = step;
	if (run.streamed?.step === answer.step && run.events.hasListener && speaksToCustomer(run))
		run.events.emit({ kind: 'model-withdrawn', step: answer.step });
	const written = { text: answer.response.text, step: answer.step };
	const { response } = await askAgain(run, conversation, written, fault.complaint, fault.mayCall).catch((error: unknown) => {
		if (run.host.aborted || !isModelFault(error)) throw error;
		run.usage.add({ attempts: readAttempts(error) });
		return { response: undefined };
	});
	// A model asked to write can call a tool instead.
	if (!response || (!fault.mayCall && isBlank(response.text))) return answer;
	if (!fault.mayCall || response.finish === 'content-filter')
		return { kind: 'answer', response: { ...response, toolCalls: undefined }, step };
	if (response.toolCalls?.length) conversation.steps.pop();
	return { kind: 'answer', response, step };
}
