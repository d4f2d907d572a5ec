import type { ChatMessage, ChatRequest } from '../../../core/ports';

/** The conversation with the wish for JSON in its first message: for servers that cannot be held to a schema. */
export function askForSchema(messages: ChatMessage[], { schema }: NonNullable<ChatRequest['responseSchema']>): ChatMessage[] {
	const wish = 'Answer with one JSON value that fits this JSON schema, and with nothing else: no words before or after it, no code fence.';
	return askInSystem(messages, `${wish}\n${JSON.stringify(schema)}`);
}

/** One system message: many chat templates take no second. */
export function askInSystem(messages: ChatMessage[], wish: string): ChatMessage[] {
	const [first, ...others] = messages;
	if (first?.role === 'system') return [{ ...first, content: `${first.content}\n\n${wish}` }, ...others];
	return [{ role: 'system', content: wish }, ...messages];
}
