import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import { reconcileUsage } from '../../../core/tokens/token-usage';
import { readEnding, readReason, settleAnswer } from '../../../core/ports/models/answer-ending';
import type { ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../core/ports/models/models';
import type { CallFacts } from '../ai-node-sdk/troupe-model';

/** A LangChain model's message, or the chunks of one put together. */
export interface ConnectedReply {
	content: string | Array<{ type?: string; text?: string }>;
	/** `refusal`: the text of a model of OpenAI that declines. `stop_reason`: in streams of Anthropic. */
	additional_kwargs?: { refusal?: string; stop_reason?: string | null };
	tool_calls?: Array<{ id?: string; name: string; args?: unknown }>;
	/** Calls without valid JSON. */
	invalid_tool_calls?: Array<{ id?: string; name?: string; args?: string }>;
	usage_metadata?: {
		input_tokens?: number;
		output_tokens?: number;
		total_tokens?: number;
		input_token_details?: { cache_read?: number; cache_creation?: number };
		output_token_details?: { reasoning?: number };
	};
	response_metadata?: {
		tokenUsage?: { promptTokens?: number; completionTokens?: number; totalTokens?: number };
		finish_reason?: string;
		stop_reason?: string;
		finishReason?: string;
		done_reason?: string;
		stopReason?: string;
		/** OpenAI's responses. */
		id?: string;
		status?: string;
		incomplete_details?: { reason?: string } | null;
		/** Bedrock's, in streams. */
		messageStop?: { stopReason?: string };
		/** From a Troupe model. */
		troupe?: CallFacts;
	};
}

/**
 * A reply as core reads it.
 * @param id `n8n:model`
 * @param reason why it ended; that of a stream, whose joined chunks repeat the word
 * @throws TroupeError MODEL_* for a reply that the model did not complete
 */
export function fromConnectedReply(reply: ConnectedReply, request: ChatRequest, id: string, reason = findReason(reply)): ChatResponse {
	const refusal = reply.additional_kwargs?.refusal;
	const text = readText(reply) || refusal || '';
	const facts = readFacts(reply) ?? { model: id, usage: readUsage(reply, request, text) };
	const settled = settleAnswer(refusal ? 'filtered' : readEnding(reason), readCalls(reply), (ending) =>
		endedFault(ending, reason, id, facts.usage),
	);
	return { text, ...settled, ...facts };
}

function endedFault(ending: 'failed' | 'unknown', reason: string, id: string, usage: TokenUsage): TroupeError {
	const named = /^[\w.:-]{1,100}$/.test(reason) ? reason : 'no code';
	return new TroupeError({
		code: ending === 'failed' ? 'MODEL_OVERLOADED' : 'MODEL_MALFORMED_RESPONSE',
		message: `The connected chat model ${id} ${ending === 'failed' ? 'did not complete its answer' : 'ended its answer for an unknown reason'} (${named}).`,
		fix: 'Retry later, or connect another chat model.',
		retryable: ending === 'failed',
		details: { model: id, providerCode: named, usage },
	});
}

function readFacts({ response_metadata: metadata }: ConnectedReply) {
	if (!metadata?.troupe) return undefined;
	const { model, usage, costUsd, priceTable, attempts } = metadata.troupe;
	return { model, usage, attempts, ...(costUsd !== null && { costUsd }), ...(priceTable !== null && { priceTable }) };
}

export function readText({ content }: Pick<ConnectedReply, 'content'>): string {
	if (typeof content === 'string') return content;
	return content.flatMap((part) => (part.type === undefined || part.type === 'text' ? [part.text ?? ''] : [])).join('');
}

function readCalls({ tool_calls: calls = [], invalid_tool_calls: invalid = [] }: ConnectedReply): ToolCall[] {
	return [
		...calls.map(({ id, name, args }) => ({ id: id || randomUUID(), name, arguments: JSON.stringify(args ?? {}) })),
		...invalid.flatMap(({ id, name, args }) => (name ? [{ id: id || randomUUID(), name, arguments: args ?? '' }] : [])),
	];
}

/** Returns the reason under the name that the vendor's LangChain model uses. */
export function findReason({ response_metadata: metadata = {}, additional_kwargs: more }: ConnectedReply): string {
	const { finish_reason: one, stop_reason: two, finishReason: three, done_reason: four, stopReason: five } = metadata;
	const { messageStop, incomplete_details: incomplete } = metadata;
	return (
		[one, two, three, four, five, messageStop?.stopReason, more?.stop_reason, incomplete?.reason]
			.map(readReason)
			.find((reason) => reason !== '') ?? ''
	);
}

/** Detects a stream of OpenAI's responses that ended early: its LangChain model hands on no event but the one of a whole answer. */
export const isCutResponse = ({ response_metadata: { id, status } = {} }: ConnectedReply): boolean =>
	String(id).startsWith('resp_') && status === undefined;

function readUsage(reply: ConnectedReply, { messages }: ChatRequest, text: string): TokenUsage {
	const { input, output, ...parts } = readCounts(reply);
	if (input === undefined || output === undefined) {
		const estimate = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
		return { inputTokens: input ?? estimate, outputTokens: output ?? estimateTokens(text), estimated: true };
	}
	return { ...reconcileUsage({ input, output, ...parts }), estimated: false };
}

function readCounts({ usage_metadata: usage, response_metadata: metadata }: ConnectedReply) {
	const { cache_read: cached, cache_creation: cacheWrite } = usage?.input_token_details ?? {};
	return {
		input: usage?.input_tokens ?? metadata?.tokenUsage?.promptTokens,
		output: usage?.output_tokens ?? metadata?.tokenUsage?.completionTokens,
		total: usage?.total_tokens ?? metadata?.tokenUsage?.totalTokens,
		cached,
		cacheWrite,
		reasoning: usage?.output_token_details?.reasoning,
	};
}
