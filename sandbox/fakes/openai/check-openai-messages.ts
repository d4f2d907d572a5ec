import type { RawReply } from '../fake-server';
import { emptyArray, missing, refuse, stringTooLong, wrongType, wrongValue } from './openai-refusals';

const roles = ['system', 'assistant', 'user', 'function', 'tool', 'developer'];

interface Message {
	role: string;
	content?: unknown;
	tool_calls?: Array<{ id?: unknown; type?: unknown; function?: { name?: unknown; arguments?: unknown } }>;
	tool_call_id?: unknown;
}

export function checkOpenAiMessages(messages: unknown): RawReply | undefined {
	if (messages === undefined) return missing('messages');
	if (!Array.isArray(messages)) return wrongType('messages', 'an array of objects', messages);
	if (messages.length === 0) return emptyArray('messages');
	for (const [index, message] of messages.entries()) {
		const wrong = checkMessage((message ?? {}) as Message, `messages[${index}]`);
		if (wrong) return wrong;
	}
	return checkToolTurns(messages as Message[]);
}

function checkMessage(message: Message, where: string): RawReply | undefined {
	if (!roles.includes(message.role)) return wrongValue(`${where}.role`, message.role, roles);
	const calls = message.role === 'assistant' && message.tool_calls !== undefined;
	const wordless = calls && (message.content === null || message.content === undefined);
	return (wordless ? undefined : checkContent(message, where)) ?? (calls ? checkCalls(message.tool_calls!, where) : undefined);
}

function checkContent({ role, content }: Message, where: string): RawReply | undefined {
	if (typeof content === 'string') return undefined;
	if (!Array.isArray(content)) return wrongType(`${where}.content`, 'a string or an array of objects', content);
	for (const [index, part] of (content as Array<Record<string, unknown>>).entries()) {
		const wrong = checkPart(part, role, `${where}.content[${index}]`);
		if (wrong) return wrong;
	}
	return undefined;
}

function checkPart(part: Record<string, unknown>, role: string, where: string): RawReply | undefined {
	if (part.type === 'text') return typeof part.text === 'string' ? undefined : missing(`${where}.text`);
	if (part.type !== 'image_url') return wrongValue(`${where}.type`, part.type, ['text', 'image_url', 'input_audio', 'refusal', 'file']);
	if (role !== 'user') {
		const message = `Image URLs are only allowed for messages with role 'user', but this message with role '${role}' contains an image URL.`;
		return refuse(where, 'invalid_value', `Invalid '${where}'. ${message}`);
	}
	const url = (part.image_url as { url?: unknown } | undefined)?.url;
	if (typeof url !== 'string') return missing(`${where}.image_url.url`);
	if (/^https?:\/\//.test(url)) return undefined;
	if (/^data:image\/(png|jpeg|gif|webp);base64,[\w+/]+=*$/.test(url)) return undefined;
	return refuse(`${where}.image_url.url`, 'invalid_image_url', 'Invalid image URL: expected a web address or a base64-encoded data URL.');
}

function checkCalls(calls: NonNullable<Message['tool_calls']>, where: string): RawReply | undefined {
	if (!Array.isArray(calls)) return wrongType(`${where}.tool_calls`, 'an array of objects', calls);
	if (calls.length === 0) return emptyArray(`${where}.tool_calls`);
	for (const [index, call] of calls.entries()) {
		const at = `${where}.tool_calls[${index}]`;
		if (typeof call.id !== 'string') return missing(`${at}.id`);
		if (call.id.length > 40) return stringTooLong(`${at}.id`, 40, call.id.length);
		if (call.type !== 'function') return wrongValue(`${at}.type`, call.type, ['function']);
		if (typeof call.function?.name !== 'string') return missing(`${at}.function.name`);
		if (typeof call.function.arguments !== 'string') return missing(`${at}.function.arguments`);
	}
	return undefined;
}

/** Each call needs its own result message right after the message with the calls. */
function checkToolTurns(messages: Message[]): RawReply | undefined {
	let open: string[] = [];
	for (const [index, message] of messages.entries()) {
		if (message.role === 'tool') {
			if (typeof message.tool_call_id !== 'string') return missing(`messages[${index}].tool_call_id`);
			if (!open.includes(message.tool_call_id)) return strayResult(index);
			open = open.filter((id) => id !== message.tool_call_id);
			continue;
		}
		if (open.length > 0) return unanswered(open, index);
		open = (message.tool_calls ?? []).map(({ id }) => id as string);
	}
	return open.length > 0 ? unanswered(open, messages.length) : undefined;
}

function strayResult(index: number): RawReply {
	const message = "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
	return refuse(`messages.[${index}].role`, null, message);
}

function unanswered(ids: string[], index: number): RawReply {
	const message = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${ids.join(', ')}`;
	return refuse(`messages.[${index}].role`, null, message);
}
