import type { ChatMessage } from '../../../ports';

/** Around a message or a call, at most; and before the reply. */
const MARKS = 24;
/** Of an image, at most. */
const IMAGE = 50_000;

/** Tokens that are never fewer than those of the messages: a token is a byte at least. No vocabulary has to be loaded for it. */
export function mostTokens(messages: ChatMessage[]): number {
	return messages.reduce((sum, message) => sum + MARKS + Buffer.byteLength(message.content) + mostBeside(message), MARKS);
}

function mostBeside(message: ChatMessage): number {
	if (message.role === 'user') return (message.images?.length ?? 0) * IMAGE;
	if (message.role === 'tool') return MARKS;
	if (message.role === 'system') return 0;
	const { toolCalls = [], native } = message;
	const calls = toolCalls.reduce((sum, call) => sum + MARKS + Buffer.byteLength(call.name + call.arguments), 0);
	// What is native holds text and calls once more.
	return calls + (native ? Buffer.byteLength(JSON.stringify(native.data) ?? '') : 0);
}
