import { randomUUID } from 'node:crypto';
import { estimateTokens } from '../../../core/tokens/estimate-tokens';
import type { ChatRequest, ChatResponse, TokenUsage, ToolCall } from '../../../core/ports';
import type { CallFacts } from '../ai-node-sdk/troupe-model';

/** A LangChain model's message, or the chunks of one put together. */
export interface ConnectedReply {
	content: string | Array<{ type?: string; text?: string }>;
	/** What a model of OpenAI says that declines. */
	additional_kwargs?: { refusal?: string };
	tool_calls?: Array<{ id?: string; name: string; args?: unknown }>;
	/** Calls without valid JSON. */
	invalid_tool_calls?: Array<{ id?: string; name?: string; args?: string }>;
	usage_metadata?: {
		input_tokens?: number;
		output_tokens?: number;
		input_token_details?: { cache_read?: number; cache_creation?: number };
		output_token_details?: { reasoning?: number };
	};
	response_metadata?: {
		tokenUsage?: { promptTokens?: number; completionTokens?: number };
		finish_reason?: string;
		stop_reason?: string;
		finishReason?: string;
		done_reason?: string;
		/** From a Troupe model. */
		troupe?: CallFacts;
	};
}

/** A reply as core reads it. @param id `n8n:model` */
export function fromConnectedReply(reply: ConnectedReply, request: ChatRequest, id: string): ChatResponse {
	const refusal = reply.additional_kwargs?.refusal;
	const text = readText(reply) || refusal || '';
	const toolCalls = readCalls(reply);
	return {
		text,
		...(toolCalls.length > 0 && { toolCalls }),
		finish: toolCalls.length > 0 ? 'tool-calls' : refusal ? 'content-filter' : readFinish(reply),
		...(readFacts(reply) ?? { model: id, usage: readUsage(reply, request, text) }),
	};
}

function readFacts({ response_metadata: metadata }: ConnectedReply) {
	if (!metadata?.troupe) return undefined;
	const { model, usage, costUsd, priceTable, attempts } = metadata.troupe;
	return { model, usage, attempts, ...(costUsd !== null && { costUsd }), ...(priceTable !== null && { priceTable }) };
}

/** Returns the text of a message or chunk. */
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

function readFinish({ response_metadata: metadata = {} }: ConnectedReply): ChatResponse['finish'] {
	const reason = String(
		metadata.finish_reason ?? metadata.stop_reason ?? metadata.finishReason ?? metadata.done_reason ?? 'stop',
	).toLowerCase();
	if (['length', 'max_tokens', 'model_length'].includes(reason)) return 'length';
	if (['content_filter', 'content-filter', 'safety', 'refusal', 'guardrail_intervened'].includes(reason)) return 'content-filter';
	return 'stop';
}

function readUsage(reply: ConnectedReply, { messages }: ChatRequest, text: string): TokenUsage {
	const { input, output, details } = readCounts(reply);
	if (input === undefined || output === undefined) {
		const estimate = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
		return { inputTokens: input ?? estimate, outputTokens: output ?? estimateTokens(text), estimated: true };
	}
	const known = Object.entries(details).filter(([, tokens]) => tokens !== undefined);
	return { inputTokens: input, outputTokens: output, ...Object.fromEntries(known), estimated: false };
}

function readCounts({ usage_metadata: usage, response_metadata: metadata }: ConnectedReply) {
	const { cache_read: cachedInputTokens, cache_creation: cacheWriteTokens } = usage?.input_token_details ?? {};
	return {
		input: usage?.input_tokens ?? metadata?.tokenUsage?.promptTokens,
		output: usage?.output_tokens ?? metadata?.tokenUsage?.completionTokens,
		details: { cachedInputTokens, cacheWriteTokens, reasoningTokens: usage?.output_token_details?.reasoning },
	};
}
