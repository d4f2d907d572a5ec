import { hash } from 'node:crypto';
import { canonicalJson } from '../../json-schema/canonical-json';
import type { ChatMessage, ChatRequest } from '../../ports/models/models';

/** Returns what a request asks, the same in every run: without times, limits of attempts, and data that repeat others. */
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

/** Images are compared by their hash. `native` repeats the message in the words of its provider. */
function describeMessage(message: ChatMessage): object {
	if (message.role === 'user' && message.images)
		return { ...message, images: message.images.map((image) => hash('sha256', JSON.stringify(image))) };
	if (message.role !== 'assistant') return message;
	const { role, content, toolCalls } = message;
	return withoutUndefined({ role, content, toolCalls });
}

const withoutUndefined = (value: object): object =>
	Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined) as Array<[string, unknown]>);

/** Identifies a request among those of its kind. */
export const hashRequest = (kind: string, name: string, request: unknown): string => hash('sha256', canonicalJson([kind, name, request]));
