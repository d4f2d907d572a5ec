import { hash } from 'node:crypto';
import { canonicalJson } from '../../json-schema/canonical-json';
import type { ChatMessage, ChatRequest } from '../../ports/models/models';

/** Reduces a request to its stable parts: no times, attempt limits or redundant data. */
export function describeRequest(request: ChatRequest): object {
	const { messages, tools, toolChoice, responseSchema, maxOutputTokens, temperature, reasoning } = request;
	return withoutUndefined({
		messages: messages.map(describeMessage),
		tools,
		toolChoice,
		responseSchema,
		maxOutputTokens,
		temperature,
		reasoning,
	});
}

/** Images by hash. Drops `native`, which repeats the message in the provider's form. */
function describeMessage(message: ChatMessage): object {
	if (message.role === 'user' && message.images)
		return { ...message, images: message.images.map((image) => hash('sha256', JSON.stringify(image))) };
	if (message.role !== 'assistant') return message;
	const { role, content, toolCalls } = message;
	return withoutUndefined({ role, content, toolCalls });
}

const withoutUndefined = (value: object): object =>
	Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined) as Array<[string, unknown]>);

export const hashRequest = (kind: string, name: string, request: unknown): string => hash('sha256', canonicalJson([kind, name, request]));
