import { createHash } from 'node:crypto';
import type { Fields } from '../fake-server';

type Block = Record<string, unknown> & { type: string };
type Message = { role: string; content: string | Block[] };

const blockFields: Record<string, Record<string, string[]>> = {
	user: {
		text: ['text', 'citations', 'cache_control'],
		image: ['source', 'cache_control'],
		tool_result: ['tool_use_id', 'content', 'is_error', 'cache_control'],
	},
	assistant: {
		text: ['text', 'citations', 'cache_control'],
		thinking: ['thinking', 'signature'],
		redacted_thinking: ['data'],
		tool_use: ['id', 'name', 'input', 'caller', 'cache_control'],
	},
};
const mediaTypes = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];

export function signThinking(thinking: string): string {
	return createHash('sha256').update(`fake ${thinking}`).digest('base64');
}

/** Finds what the real service refuses. It joins consecutive turns of one role. */
export function checkAnthropicMessages({ messages, tools }: Fields): string | undefined {
	if (!Array.isArray(messages)) return 'messages: Input should be a valid list';
	if (messages.length === 0) return 'messages: at least one message is required';
	for (const [index, message] of (messages as Message[]).entries()) {
		const wrong = checkMessage(message, `messages.${index}`) ?? checkPairs(messages, index);
		if (wrong) return wrong;
	}
	if (messages[0].role !== 'user') return 'messages: first message must use the "user" role';
	if (messages.at(-1).role !== 'user')
		return 'This model does not support assistant message prefill. The conversation must end with a user message.';
	if (tools === undefined && messages.some((message: Message) => listBlocks(message).some(({ type }) => type.startsWith('tool_'))))
		return 'Requests which have `tool_use` or `tool_result` blocks in `messages` must define tools.';
	return undefined;
}

function checkMessage(message: Message, at: string): string | undefined {
	const { role, content, ...rest } = message ?? {};
	if (role !== 'user' && role !== 'assistant')
		return `messages: Unexpected role "${String(role)}". The Messages API accepts a top-level \`system\` parameter, not "system" as an input message role.`;
	if (Object.keys(rest).length > 0) return `${at}.${Object.keys(rest)[0]}: Extra inputs are not permitted`;
	if (typeof content !== 'string' && !Array.isArray(content)) return `${at}.content: Input should be a valid string`;
	if (content.length === 0) return `${at}: all messages must have non-empty content except for the optional final assistant message`;
	if (typeof content === 'string')
		return content.trim() === '' ? 'messages: text content blocks must contain non-whitespace text' : undefined;
	for (const [index, block] of content.entries()) {
		const wrong = checkBlock(block, role, `${at}.content.${index}`);
		if (wrong) return wrong;
	}
	return undefined;
}

function checkBlock(block: Block, role: string, at: string): string | undefined {
	const fields = blockFields[role]![block?.type];
	if (!fields) return `${at}: Input tag '${block?.type}' found using 'type' does not match any of the expected tags`;
	const unknown = Object.keys(block).find((field) => field !== 'type' && !fields.includes(field));
	if (unknown) return `${at}.${block.type}.${unknown}: Extra inputs are not permitted`;
	switch (block.type) {
		case 'text':
			return typeof block.text === 'string' && block.text.trim() !== '' ? undefined : 'messages: text content blocks must be non-empty';
		case 'image':
			return checkImage(block.source as Record<string, unknown>, at);
		case 'tool_use':
			return checkCall(block, at);
		case 'thinking':
			return block.signature === signThinking(block.thinking as string) ? undefined : `${at}: Invalid \`signature\` in \`thinking\` block`;
		default:
			return undefined;
	}
}

function checkImage(source: Record<string, unknown> | undefined, at: string): string | undefined {
	if (source?.type === 'url')
		return String(source.url).startsWith('https://') ? undefined : `${at}.image.source.url: Only HTTPS URLs are supported.`;
	if (source?.type !== 'base64') return `${at}.image.source: Input tag does not match any of the expected tags: 'base64', 'url'`;
	if (!mediaTypes.includes(source.media_type as string))
		return `${at}.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'`;
	return /^[A-Za-z0-9+/]+={0,2}$/.test(String(source.data)) ? undefined : `${at}.image.source.base64: invalid base64 data`;
}

function checkCall({ id, name, input }: Block, at: string): string | undefined {
	if (!/^[a-zA-Z0-9_-]+$/.test(String(id))) return `${at}.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'`;
	if (!/^[a-zA-Z0-9_-]{1,128}$/.test(String(name))) return `${at}.tool_use.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`;
	const object = typeof input === 'object' && input !== null && !Array.isArray(input);
	return object ? undefined : `${at}.tool_use.input: Input should be an object`;
}

/** Each call needs one result, at the start of the next message. */
function checkPairs(messages: Message[], index: number): string | undefined {
	const calls = listBlocks(messages[index]).filter(({ type }) => type === 'tool_use');
	const next = listBlocks(messages[index + 1]);
	const answered = next.filter(({ type }) => type === 'tool_result').map((block) => block.tool_use_id);
	const open = calls.filter(({ id }) => !answered.includes(id)).map(({ id }) => id);
	if (open.length > 0)
		return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
	const ids = listBlocks(messages[index - 1]).flatMap(({ type, id }) => (type === 'tool_use' ? [id] : []));
	const results = listBlocks(messages[index]).filter(({ type }) => type === 'tool_result');
	const strange = results.find((block) => !ids.includes(block.tool_use_id));
	if (strange)
		return `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${String(strange.tool_use_id)}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
	if (new Set(results.map((block) => block.tool_use_id)).size < results.length)
		return `messages.${index}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with the same id.`;
	const first = listBlocks(messages[index]).slice(0, results.length);
	return first.every(({ type }) => type === 'tool_result') ? undefined : `messages.${index}: \`tool_result\` blocks must come first.`;
}

/** With a budget, the current tool round must begin with thinking. */
export function checkThinkingBlocks(messages: Message[]): string | undefined {
	const question = messages.findLastIndex(
		(message) => message.role === 'user' && !listBlocks(message).some(({ type }) => type === 'tool_result'),
	);
	const [first] = listBlocks(messages.slice(question + 1).find(({ role }) => role === 'assistant'));
	if (!first || first.type.endsWith('thinking')) return undefined;
	return `messages.${question + 1}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first.type}\`. When \`thinking\` is enabled, a final \`assistant\` message must start with a thinking block.`;
}

function listBlocks(message: Message | undefined): Block[] {
	return Array.isArray(message?.content)
		? message.content
		: typeof message?.content === 'string'
			? [{ type: 'text', text: message.content }]
			: [];
}
