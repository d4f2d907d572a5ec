/** Models and memories of n8n's nodes with tokens: n8n stores what these nodes are given, and what they return. */
import { mapTexts } from '../../../core/base/text/map-texts';
import { createRestoreStream, restoreJson } from '../../../core/guardrails/vault/restore-stream';
import type { AgentMemory } from '../../../core/ports/memory';
import type { ChatMessage, ChatModel, ChatRequest, ChatResponse, ToolCall } from '../../../core/ports/models/models';
import type { ItemTokens } from './item-tokens';

interface Place {
	tokens: ItemTokens;
	item: number;
}

export function withModelTokens(model: ChatModel, place: Place): ChatModel {
	const restore = (response: ChatResponse) => restoreResponse(response, place);
	return {
		...model,
		generate: async (request, signal) => restore(await model.generate(await maskRequest(request, place), signal)),
		async *stream(request, signal) {
			let text = createRestoreStream(place.tokens.vaultOf(place.item));
			for await (const part of model.stream(await maskRequest(request, place), signal)) {
				if (part.kind === 'text') {
					const shown = await text.write(part.text);
					if (shown) yield { ...part, text: shown };
					continue;
				}
				const rest = await text.end();
				text = createRestoreStream(place.tokens.vaultOf(place.item));
				if (rest && part.kind !== 'withdrawn') yield { kind: 'text', text: rest };
				if (part.kind === 'tool-call') yield { ...part, call: await restoreCall(part.call, place) };
				else if (part.kind === 'end') yield { ...part, response: await restore(part.response) };
				else yield part;
			}
		},
	};
}

/** A model's native content goes back as it came: it has tokens. */
async function maskRequest(request: ChatRequest, { tokens, item }: Place): Promise<ChatRequest> {
	const mask = <Value>(value: Value) => tokens.mask(item, value);
	const messages: ChatMessage[] = [];
	for (const message of request.messages) {
		const content = await mask(message.content);
		if (message.role !== 'assistant') messages.push({ ...message, content });
		else {
			const toolCalls = message.toolCalls?.map(async (call) => ({ ...call, arguments: await mask(call.arguments) }));
			messages.push({ ...message, content, ...(toolCalls && { toolCalls: await Promise.all(toolCalls) }) });
		}
	}
	return { ...request, messages, ...(request.passages && { passages: await mask(request.passages) }) };
}

async function restoreResponse(response: ChatResponse, place: Place): Promise<ChatResponse> {
	const { text, toolCalls } = response;
	const calls = toolCalls && (await Promise.all(toolCalls.map((call) => restoreCall(call, place))));
	return { ...response, text: await place.tokens.restore(place.item, text), ...(calls && { toolCalls: calls }) };
}

const restoreCall = async (call: ToolCall, { tokens, item }: Place): Promise<ToolCall> => ({
	...call,
	arguments: await restoreJson(call.arguments, tokens.vaultOf(item)),
});

/** The memory stores tokens. Its turns come back with values. */
export function withMemoryTokens(memory: AgentMemory, { tokens, item }: Place): AgentMemory {
	return {
		recall: async (...asked) => mapTexts(await memory.recall(...asked), (text) => tokens.restore(item, text)),
		remember: async (conversation, turn) => memory.remember(conversation, await tokens.mask(item, turn)),
	};
}
