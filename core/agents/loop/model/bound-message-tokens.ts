import type { ChatMessage } from '../../../ports/models/models';

/** Upper bound for the separators of a message or a call, and before the reply. */
const marks = 24;
const image = 50_000;

/** Returns an upper bound of tokens: a token is at least one byte. Needs no vocabulary. */
export function boundMessageTokens(messages: ChatMessage[]): number {
	return messages.reduce((sum, message) => sum + marks + Buffer.byteLength(message.content) + boundOtherTokens(message), marks);
}

function boundOtherTokens(message: ChatMessage): number {
	if (message.role === 'user') return (message.images?.length ?? 0) * image;
	if (message.role === 'tool') return marks;
	if (message.role === 'system') return 0;
	const { toolCalls = [], native } = message;
	const calls = toolCalls.reduce((sum, call) => sum + marks + Buffer.byteLength(call.name + call.arguments), 0);
	// Native data repeats text and calls.
	return calls + (native ? Buffer.byteLength(JSON.stringify(native.data) ?? '') : 0);
}
