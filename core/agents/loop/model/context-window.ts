import { readAttempts } from '../../../llm/attempts';
import { withoutSourceMarks } from '../../../knowledge/source-marks';
import { askForSummary, readSummary } from '../../../llm/summaries/summary';
import { type TokenCounter, createTokenCounter } from '../../../tokens/token-counter';
import type { ChatMessage } from '../../../ports/models/models';
import { addSummary, type Conversation, listMessages, type ToolMessage } from '../run/conversation';
import type { AskResult } from './ask-until-deadline';
import { askUntilDeadline } from './ask-until-deadline';
import { computeAllowance } from '../run/run-limits';
import { boundMessageTokens } from './bound-message-tokens';
import type { Run } from '../run/run';

const maxTokens = 300;

const task = {
	en: 'Summarise the conversation below, one message a line as JSON, in at most 150 words, for an assistant that goes on with it: what was asked, answered, agreed and left open.',
	pt: 'Resuma a conversa abaixo, uma mensagem por linha em JSON, em no máximo 150 palavras, para um assistente que vai continuá-la: o que foi perguntado, respondido, combinado e deixado em aberto.',
};

/**
 * Summarises earlier turns with one model call, which counts towards the limits. @returns undefined if it would use what the answer needs, or failed;
 * the turns are then dropped
 */
async function summarise(run: Run, step: number, turns: ChatMessage[][], count: () => number): Promise<string | undefined> {
	const { text } = run.trail.recorded('summary', step) ?? (await ask(run, step, turns, count)) ?? {};
	return text ?? undefined;
}

async function ask(run: Run, step: number, turns: ChatMessage[][], count: () => number): Promise<{ text: string | null } | undefined> {
	// A text cannot pass for another message. A model told to copy tokens would copy source marks too.
	const lines = turns
		.flat()
		.map(({ role, content }) => JSON.stringify(role === 'user' ? { person: content } : { assistant: withoutSourceMarks(content) }));
	const messages = askForSummary(task, lines.join('\n'), run.context.language);
	const left = computeAllowance({ ...run, base: 0 }, 'next');
	const answerNeeds = count() + run.parts.definition.limits.outputTokens;
	if (left.attempts < 2 || boundMessageTokens(messages) / 2 + maxTokens + answerNeeds > left.tokens || run.trail.has('model', step))
		return undefined;
	return run.trail.step('summary', step, async () => {
		const started = run.parts.clock.now();
		const result = await askUntilDeadline(
			run,
			{ messages, maxOutputTokens: maxTokens, maxAttempts: left.attempts - 1 },
			run.workingTime,
		).catch((error: unknown): AskResult => ({ attempts: readAttempts(error) }));
		const durationMs = run.parts.clock.now() - started;
		const text = (result.response && readSummary(result.response)) ?? null;
		return { step, text, response: result.response, attempts: result.attempts, durationMs };
	});
}

/** Min characters of an older result in a long conversation. */
const minResultLength = 300;
/** Min characters of a result that the model has not seen yet. */
const minNewResultLength = 1_000;
const mark = '\n[Cut here: the conversation became too long. Call the tool again if the rest matters.]';

interface FittedContext {
	messages: ChatMessage[];
	/** Input tokens, or an upper bound if that is far from every limit. */
	tokens: number;
}

/**
 * Shortens a conversation: cuts tool results, oldest first, summarises earlier turns, then drops steps. Keeps the prompt, the message, and each
 * call with its result. @param room max tokens of the messages @param affords returns whether this many tokens can be paid for; first called
 * with an upper bound, so that tokens are counted only if necessary
 */
export async function fitContext(
	run: Run,
	step: number,
	conversation: Conversation,
	room: number,
	affords: (tokens: number) => boolean = () => true,
): Promise<FittedContext> {
	const bound = boundMessageTokens(listMessages(conversation));
	if (bound <= room && affords(bound)) return { messages: listMessages(conversation), tokens: bound };
	const counter = await createTokenCounter(chooseModel(run));
	const count = () => counter.request({ messages: listMessages(conversation) });
	const tokens = count();
	if (tokens <= room) return { messages: listMessages(conversation), tokens };
	const before = conversation.turns.length;
	const cut = cutResults(conversation, counter, tokens - room);
	await shortenTurns(run, step, conversation, room, count);
	const cutNew = cutNewResults(conversation, count, room);
	// The last resort: a model that forgets its calls may repeat them.
	while (count() > room && conversation.steps.length > 1) conversation.steps.shift();
	const left = count();
	emitTrimmed(run, step, { droppedTurns: before - conversation.turns.length, cutToolResults: cut + cutNew, tokens: left });
	return { messages: listMessages(conversation), tokens: left };
}

/** Returns the model for the vocabulary: the answering one, else the first of the route. */
function chooseModel({ usage, parts }: Run): string {
	const [first] = parts.definition.model.route;
	return usage.lastModel ?? (first ? `${first.provider}:${first.model}` : parts.model.id);
}

/** Cuts results of all but the last step, oldest first, until enough tokens are saved. Returns their number. */
function cutResults({ steps }: Conversation, counter: TokenCounter, excess: number): number {
	let cut = 0;
	let left = excess;
	for (const result of steps.slice(0, -1).flatMap(({ results }) => results)) {
		if (left <= 0) break;
		const before = counter.text(result.content);
		if (!cutResult(result, minResultLength)) continue;
		cut += 1;
		left -= before - counter.text(result.content);
	}
	return cut;
}

function cutNewResults({ steps }: Conversation, count: () => number, room: number): number {
	const results = steps.at(-1)?.results ?? [];
	const touched = new Set<ToolMessage>();
	const maxLength = Math.max(0, ...results.map(({ content }) => content.length));
	for (let max = maxLength / 2; max >= minNewResultLength && count() > room; max /= 2) {
		for (const result of results) if (cutResult(result, Math.floor(max))) touched.add(result);
	}
	return touched.size;
}

function cutResult(result: ToolMessage, max: number): boolean {
	if (result.content.length <= max + mark.length) return false;
	result.content = result.content.slice(0, max) + mark;
	return true;
}

async function shortenTurns(run: Run, step: number, conversation: Conversation, room: number, count: () => number): Promise<void> {
	if (count() <= room || conversation.turns.length === 0) return;
	const older = conversation.turns.slice(0, -1);
	const summary = older.length > 0 ? await summarise(run, step, older, count) : undefined;
	if (summary !== undefined) {
		const told = addSummary(conversation, summary, run.id, run.context);
		conversation.turns.splice(0, older.length, told);
	}
	while (count() > room && conversation.turns.length > 0) conversation.turns.shift();
}

function emitTrimmed(run: Run, step: number, trimmed: { droppedTurns: number; cutToolResults: number; tokens: number }): void {
	if (trimmed.droppedTurns + trimmed.cutToolResults === 0) return;
	if (!run.trail.has('model', step) || run.parts.mode === 'replay') run.events.emit({ kind: 'context-trimmed', step, ...trimmed });
}
