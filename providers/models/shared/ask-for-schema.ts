import type { ChatMessage, ChatRequest } from '../../../core/ports/models/models';

/** Asks for JSON in the prompt, for servers without schema support. */
export function askForSchema(messages: ChatMessage[], { schema }: NonNullable<ChatRequest['responseSchema']>): ChatMessage[] {
	const wish = 'Answer with one JSON value that fits this JSON schema, and with nothing else: no words before or after it, no code fence.';
	return askInSystem(messages, `${wish}\n${JSON.stringify(schema)}`);
}

/** Extends the single system message: many chat templates do not support a second one. */
export function askInSystem(messages: ChatMessage[], wish: string): ChatMessage[] {
	const [first, ...others] = messages;
	if (first?.role === 'system') return [{ ...first, content: `${first.content}\n\n${wish}` }, ...others];
	return [{ role: 'system', content: wish }, ...messages];
}
