import { TroupeError } from '../../core/errors';
import { estimateTokens } from '../../core/llm/estimate-tokens';
import type { ChatMessage, ChatModel, ChatPart, ChatRequest, ChatResponse, TokenUsage } from '../../core/ports';
import { connectedModelFault } from './connected-model-fault';

/** What n8n hands over for a connected chat model: a LangChain model, used by its shape so that no version of it is bound here. */
export interface ConnectedModel {
	invoke(messages: Array<[role: string, text: string]>, options?: { signal?: AbortSignal }): Promise<ConnectedReply>;
	model?: string;
	modelName?: string;
}

interface ConnectedReply {
	content: string | Array<{ type?: string; text?: string }>;
	usage_metadata?: { input_tokens?: number; output_tokens?: number; input_token_details?: { cache_read?: number } };
	response_metadata?: {
		tokenUsage?: { promptTokens?: number; completionTokens?: number };
		finish_reason?: string;
		stop_reason?: string;
		finishReason?: string;
		done_reason?: string;
	};
}

/**
 * The model that a workflow connected, as core asks for it.
 * @param connected what `getInputConnectionData` gave: nothing, a model, or a list of them with the last connected first
 * @returns undefined when nothing is connected
 * @throws TroupeError INPUT_INVALID
 */
export function connectedChatModel(connected: unknown): ChatModel | undefined {
	const model: unknown = Array.isArray(connected) ? connected.at(-1) : connected;
	if (model === undefined || model === null) return undefined;
	if (!isConnectedModel(model)) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: 'What is connected as Chat Model cannot be asked: expected a chat model with an `invoke` method.',
			fix: "Connect one of n8n's chat model nodes, such as OpenAI Chat Model.",
		});
	}
	return fromConnected(model);
}

function isConnectedModel(value: unknown): value is ConnectedModel {
	return typeof value === 'object' && value !== null && typeof (value as ConnectedModel).invoke === 'function';
}

function fromConnected(connected: ConnectedModel): ChatModel {
	const id = `n8n:${connected.model ?? connected.modelName ?? 'chat-model'}`;
	const generate = async ({ messages }: ChatRequest, signal: AbortSignal): Promise<ChatResponse> => {
		const reply = await ask(connected, messages, signal, id);
		const text = textOf(reply);
		return { text, finish: finishOf(reply), model: id, usage: usageOf(reply, messages, text) };
	};
	return {
		id,
		generate,
		// A workflow gets whole items, so that nobody reads a part before the end.
		async *stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatPart> {
			const response = await generate(request, signal);
			if (response.text) yield { kind: 'text', text: response.text };
			yield { kind: 'end', response };
		},
	};
}

async function ask(connected: ConnectedModel, messages: ChatMessage[], signal: AbortSignal, id: string): Promise<ConnectedReply> {
	const turns = messages.map(({ role, content }): [string, string] => [ROLES[role], content]);
	try {
		signal.throwIfAborted();
		return await Promise.race([connected.invoke(turns, { signal }), rejectedBy(signal)]);
	} catch (error) {
		return Promise.reject(connectedModelFault(error, signal, id));
	}
}

const ROLES = { system: 'system', user: 'human', assistant: 'ai' } as const;

/** Some models look at the signal late or never: the run ends when it is told to all the same. */
function rejectedBy(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}

function textOf({ content }: ConnectedReply): string {
	if (typeof content === 'string') return content;
	return content.flatMap((part) => (part.type === undefined || part.type === 'text' ? [part.text ?? ''] : [])).join('');
}

function finishOf({ response_metadata: metadata = {} }: ConnectedReply): ChatResponse['finish'] {
	const reason = String(
		metadata.finish_reason ?? metadata.stop_reason ?? metadata.finishReason ?? metadata.done_reason ?? 'stop',
	).toLowerCase();
	if (['length', 'max_tokens', 'model_length'].includes(reason)) return 'length';
	if (['content_filter', 'content-filter', 'safety', 'refusal', 'guardrail_intervened'].includes(reason)) return 'content-filter';
	return 'stop';
}

function usageOf(reply: ConnectedReply, messages: ChatMessage[], text: string): TokenUsage {
	const { usage_metadata: usage, response_metadata: metadata } = reply;
	const input = usage?.input_tokens ?? metadata?.tokenUsage?.promptTokens;
	const output = usage?.output_tokens ?? metadata?.tokenUsage?.completionTokens;
	if (input === undefined || output === undefined) {
		const estimate = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
		return { inputTokens: input ?? estimate, outputTokens: output ?? estimateTokens(text), estimated: true };
	}
	return { inputTokens: input, outputTokens: output, cachedInputTokens: usage?.input_token_details?.cache_read, estimated: false };
}
