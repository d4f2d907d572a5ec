import { isTroupeError } from '../errors';
import { detectLanguage } from '../language';
import type { Guard, Violation } from '../guardrails/policy/guard';
import { advance } from '../guardrails/policy/conversation-state';
import { estimateTokens } from '../llm/estimate-tokens';
import type {
	ChatModel,
	ChatRequest,
	ChatResponse,
	Clock,
	ConversationMemory,
	ConversationStateStore,
	Gate,
	GuardrailContext,
	Language,
	ManifestReference,
	PersonalDataVault,
	RememberedTurn,
	Retriever,
} from '../ports';
import type { AgentDefinition } from './agent-definition';
import type { AgentOutcome, Citation, GuardrailEvent, LimitName } from './agent-outcome';
import { type AgentRequest, checkAgentRequest } from './agent-request';
import { askModel } from './ask-model';
import { buildMessages } from './build-messages';
import { type Deadline, startDeadline } from './deadline';
import { citationsOf, NOT_COVERED } from './grounding';
import { guardPassages, guardText } from './guard-run';
import { measureUsage, noUsage } from './measure-usage';
import { textFor } from './standard-texts';

/** Everything a run needs, passed in. Built by providers/compose.ts. */
export interface AgentParts {
	definition: AgentDefinition;
	/** Of the definition's bytes as read, hex. */
	definitionSha256: string;
	gate: Gate;
	model: ChatModel;
	retriever?: Retriever;
	memory?: ConversationMemory;
	/** The conversation's, or where no state is kept one for the run. */
	openVault(conversationId: string): PersonalDataVault;
	guard: Guard;
	/** Kept where a guardrail asks what the replies before were like. */
	conversations?: ConversationStateStore;
	/** Writes down what the guardrails found, where a host keeps that. */
	recordViolations?(violations: Violation[], conversationId: string): Promise<void>;
	clock: Clock;
}

/**
 * Answers one message.
 * @throws TroupeError for faults: a refused gate, every model down, a broken store; never for an agent that declines
 */
export async function runAgent(request: AgentRequest, parts: AgentParts, signal: AbortSignal): Promise<AgentOutcome> {
	checkAgentRequest(request);
	const run = await startRun(request, parts, signal);
	try {
		return conclude(run, await answer(run, signal));
	} catch (error) {
		if (signal.aborted || !run.deadline.expired() || !isTroupeError(error) || error.code !== 'CANCELLED') throw error;
		// Told to stop by the time limit, before a model was asked.
		return conclude(run, limitReached(run, 'wall-clock'));
	} finally {
		run.deadline.end();
		if (run.guardrails.length > 0) await parts.recordViolations?.(run.guardrails, request.conversationId);
	}
}

async function answer(run: Run, host: AbortSignal): Promise<Ending> {
	const { request, parts } = run;
	const input = await guardText(run, 'input', request.message);
	if (input.stop) return stoppedBy(run, input.stop);

	const turns = await recallRedacted(run);
	const { passages, stop } = await retrieveGuarded(run, input.text);
	if (stop) return stoppedBy(run, stop);

	const chatRequest: ChatRequest = {
		messages: buildMessages(parts.definition, passages, turns, input.text),
		passages,
		maxOutputTokens: parts.definition.limits.outputTokens,
		temperature: parts.definition.model.temperature,
	};
	forgetWhatExceeds(chatRequest, parts.definition);
	if (exceedsTokens(chatRequest, parts.definition)) return limitReached(run, 'tokens');

	const asked = await askModel(parts.model, chatRequest, host, run.deadline);
	run.usage = measureUsage(asked);
	if (asked.limit) return limitReached(run, asked.limit);

	const ending = await judge(run, asked.response);
	await remember(run, ending);
	return ending;
}

/** What a run carries from step to step. */
interface Run {
	request: AgentRequest;
	parts: AgentParts;
	manifest: ManifestReference;
	context: GuardrailContext & { vault: PersonalDataVault };
	guardrails: GuardrailEvent[];
	usage: ReturnType<typeof measureUsage>;
	startedAt: number;
	deadline: Deadline;
}

type Ending =
	| { kind: 'reply'; reply: string; citations: Citation[] }
	| { kind: 'blocked'; reply: string; guardrail: string; reason: string }
	| { kind: 'needs-human'; reply: string; reason: (AgentOutcome & { kind: 'needs-human' })['reason'] }
	| { kind: 'limit-reached'; reply: string; limit: LimitName };

async function startRun(request: AgentRequest, parts: AgentParts, signal: AbortSignal): Promise<Run> {
	const { definition } = parts;
	const startedAt = parts.clock.now();
	const manifest = await parts.gate.admit({
		kind: 'agent',
		id: definition.id,
		version: definition.version,
		sha256: parts.definitionSha256,
	});
	const context = contextOf(request.message, parts.openVault(request.conversationId));
	const deadline = startDeadline(signal, definition.limits.wallClockMs);
	return { request, parts, manifest, context, guardrails: [], usage: noUsage, startedAt, deadline };
}

/** The language is asked for only where something is said in it. */
function contextOf(message: string, vault: PersonalDataVault): Run['context'] {
	let language: Language | undefined;
	return {
		vault,
		passages: [],
		get language() {
			return (language ??= detectLanguage(message));
		},
	};
}

/** Turns are kept masked as they were then: by another agent, or by an earlier version that knew fewer types of personal data. */
async function recallRedacted({ request, parts, context: { vault } }: Run): Promise<RememberedTurn[]> {
	const turns = (await parts.memory?.recall(request.conversationId, parts.definition.memory?.turns ?? 0)) ?? [];
	return Promise.all(
		turns.map(async (turn) => ({ ...turn, message: await vault.redact(turn.message), reply: await vault.redact(turn.reply) })),
	);
}

async function retrieveGuarded(run: Run, question: string): ReturnType<typeof guardPassages> {
	const { definition, retriever } = run.parts;
	if (!retriever || !definition.knowledge) return { passages: [] };
	return guardPassages(run, await retriever.retrieve(question, definition.knowledge.passages, run.deadline.signal));
}

/** A conversation longer than the limit loses its beginning, a turn at a time: else no message in it would ever be answered again. */
function forgetWhatExceeds(request: ChatRequest, definition: AgentDefinition): void {
	const first = request.messages.findIndex(({ role }) => role !== 'system');
	while (request.messages.length > first + 1 && exceedsTokens(request, definition)) request.messages.splice(first, 2);
}

function exceedsTokens(request: ChatRequest, { limits }: AgentDefinition): boolean {
	const input = request.messages.reduce((sum, message) => sum + estimateTokens(message.content), 0);
	return input + limits.outputTokens > limits.tokens;
}

/** Decides what the model's answer is worth: a reply, or a reason not to give it. */
async function judge(run: Run, response: ChatResponse): Promise<Ending> {
	if (response.finish === 'content-filter') return needsHuman(run, 'content-filter');
	if (response.finish === 'length') return limitReached(run, 'output-tokens');
	if (response.text.includes(NOT_COVERED)) return needsHuman(run, 'not-covered');
	run.context.state = await run.parts.conversations?.read(run.request.conversationId);
	const output = await guardText(run, 'output', response.text.trim());
	if (output.stop) return stoppedBy(run, output.stop);
	const reply = await run.context.vault.restore(output.text);
	return { kind: 'reply', reply, citations: citationsOf(output.text, run.context.passages) };
}

function stoppedBy(run: Run, stop: Violation): Ending {
	if (stop.action === 'ask-person') return needsHuman(run, stop.guardrail === 'citations-required' ? 'no-citation' : 'guardrail');
	const text = textFor(run.parts.definition, 'blocked', run.context.language);
	// The customer can mend a message; what was wrong with a reply is not for them.
	const reply = stop.stage === 'input' ? `${text} ${stop.reason}` : text;
	return { kind: 'blocked', reply, guardrail: stop.guardrail, reason: stop.reason };
}

function needsHuman(run: Run, reason: (Ending & { kind: 'needs-human' })['reason']): Ending {
	return { kind: 'needs-human', reason, reply: textFor(run.parts.definition, 'notCovered', run.context.language) };
}

function limitReached(run: Run, limit: LimitName): Ending {
	return { kind: 'limit-reached', limit, reply: textFor(run.parts.definition, 'limitReached', run.context.language) };
}

/** What is kept holds partial masks only. A blocked message is not kept at all. */
async function remember(run: Run, ending: Ending): Promise<void> {
	const { memory, conversations } = run.parts;
	await conversations?.change(run.request.conversationId, (state) => advance(state, ending.reply));
	if (!memory || (ending.kind !== 'reply' && ending.kind !== 'needs-human')) return;
	const { vault } = run.context;
	const turn = {
		message: await vault.redact(run.request.message),
		reply: await vault.redact(ending.reply),
		at: run.parts.clock.now(),
	};
	await memory.remember(run.request.conversationId, turn);
}

function conclude(run: Run, ending: Ending): AgentOutcome {
	const { id, version } = run.parts.definition;
	return {
		citations: [],
		...ending,
		agent: { id, version },
		conversationId: run.request.conversationId,
		usage: { ...run.usage, durationMs: run.parts.clock.now() - run.startedAt },
		guardrails: run.guardrails,
		manifest: run.manifest,
	};
}
