import type Anthropic from '@anthropic-ai/sdk';
import type { ImagePart } from '../../../../core/ports/models/image-shapes';
import type { ChatMessage, NativeMessage, ToolCall } from '../../../../core/ports/models/models';
import { callIdWithin } from '../../shared/call-ids';
import { readArguments } from '../../shared/read-arguments';

type Block = Anthropic.ContentBlockParam;
type Turn = { role: 'user' | 'assistant'; content: Block[] };

/** Alternating roles, tool results first in the message after their calls, nothing empty. */
export function toMessages(messages: ChatMessage[], modelId: string): Anthropic.MessageParam[] {
	const turns: Turn[] = [];
	for (const message of messages) {
		if (message.role === 'system') continue;
		const role = message.role === 'assistant' ? 'assistant' : 'user';
		const content = toBlocks(message, modelId);
		if (content.length === 0) continue;
		const last = turns.at(-1);
		if (last?.role === role) last.content.push(...content);
		else turns.push({ role, content });
	}
	return turns.map(({ role, content }) => ({ role, content: textsOnly(content) ?? content }));
}

/** True outside a tool round. */
export function beganWithThinking(messages: ChatMessage[], modelId: string): boolean {
	const question = messages.findLastIndex(({ role }) => role === 'user');
	const first = messages.slice(question + 1).find((message) => message.role === 'assistant');
	return first === undefined || nativeBlocks(first, modelId)?.some(isThinking) === true;
}

function toBlocks(message: Exclude<ChatMessage, { role: 'system' }>, modelId: string): Block[] {
	if (message.role === 'tool') return [toResult(message)];
	const text: Block[] = message.content.trim() === '' ? [] : [{ type: 'text', text: message.content }];
	if (message.role === 'user') return [...(message.images ?? []).map(toImage), ...text];
	const calls = (message.toolCalls ?? []).map(toCall);
	const native = nativeBlocks(message, modelId);
	if (!native) return [...text, ...calls];
	if (!saysTheSame(native, message)) return [...native.filter(isThinking), ...text, ...calls];
	let call = 0;
	return native.map((block) => (block.type === 'tool_use' ? calls[call++]! : block));
}

function toResult({ callId, content, failed }: Extract<ChatMessage, { role: 'tool' }>): Block {
	return { type: 'tool_result', tool_use_id: toId(callId), ...(content.trim() !== '' && { content }), ...(failed && { is_error: true }) };
}

function toCall({ id, name, arguments: text }: ToolCall): Block {
	return { type: 'tool_use', id: toId(id), name, input: readArguments(text) };
}

/** Ids of other providers can contain forbidden characters. */
function toId(id: string): string {
	return /^[\w-]+$/.test(id) ? id : callIdWithin(0, id);
}

function toImage(image: ImagePart): Block {
	if (image.kind === 'url') return { type: 'image', source: { type: 'url', url: image.url } };
	const mediaType = image.mediaType as Anthropic.Base64ImageSource['media_type'];
	return { type: 'image', source: { type: 'base64', media_type: mediaType, data: image.data } };
}

export function toNative(model: string, blocks: unknown[]): NativeMessage {
	return { model, data: blocks, texts: ['text', 'thinking', 'input'], seal: 'signature' };
}

function nativeBlocks({ native }: Extract<ChatMessage, { role: 'assistant' }>, modelId: string): Block[] | undefined {
	return native?.model === modelId && Array.isArray(native.data) ? (native.data as Block[]) : undefined;
}

/** False if a guardrail or the context window changed the text, or calls are missing: removed text must not come back. */
function saysTheSame(native: Block[], { content, toolCalls = [] }: Extract<ChatMessage, { role: 'assistant' }>): boolean {
	const text = native.map((block) => (block.type === 'text' ? block.text : '')).join('');
	const names = native.flatMap((block) => (block.type === 'tool_use' ? [block.name] : []));
	return text === content && names.join() === toolCalls.map(({ name }) => name).join();
}

export function isThinking({ type }: { type: string }): boolean {
	return type === 'thinking' || type === 'redacted_thinking';
}

function textsOnly(content: Block[]): string | undefined {
	if (!content.every((block) => block.type === 'text')) return undefined;
	return content.map(({ text }) => text).join('\n\n');
}
