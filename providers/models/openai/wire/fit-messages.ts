import type { ChatMessage, ToolCall } from '../../../../core/ports/models/models';
import type { Dialect } from './dialect';

export function fitMessages(messages: ChatMessage[], { system, alternating, oneCall }: Dialect): ChatMessage[] {
	const single = oneCall ? splitCalls(messages) : messages;
	const roles = system ? single : foldSystem(single);
	return alternating ? joinTurns(roles) : roles;
}

function foldSystem(messages: ChatMessage[]): ChatMessage[] {
	const [first, ...others] = messages;
	if (first?.role !== 'system') return messages;
	const at = others.findIndex(({ role }) => role === 'user');
	if (at !== 0) return [{ role: 'user', content: first.content }, ...others];
	const user = others[0] as Extract<ChatMessage, { role: 'user' }>;
	return [{ ...user, content: `${first.content}\n\n${user.content}` }, ...others.slice(1)];
}

function joinTurns(messages: ChatMessage[]): ChatMessage[] {
	return messages.reduce<ChatMessage[]>((joined, message) => {
		const last = joined.at(-1);
		const content = `${last?.content}\n\n${message.content}`;
		if (last?.role === 'user' && message.role === 'user')
			joined[joined.length - 1] = { ...last, content, images: [...(last.images ?? []), ...(message.images ?? [])] };
		else if (last?.role === 'assistant' && message.role === 'assistant' && !last.toolCalls?.length)
			joined[joined.length - 1] = { ...message, content };
		else joined.push(message);
		return joined;
	}, []);
}

function splitCalls(messages: ChatMessage[]): ChatMessage[] {
	return messages.flatMap((message, index) => {
		if (message.role === 'tool') return [];
		if (message.role !== 'assistant' || !message.toolCalls?.length) return [message];
		const results = messages.slice(index + 1, nextTurn(messages, index));
		return message.toolCalls.flatMap((call, position) => [
			{ ...message, content: position === 0 ? message.content : '', toolCalls: [call] },
			...results.filter((result) => isResultOf(result, call)),
		]);
	});
}

function nextTurn(messages: ChatMessage[], index: number): number {
	const next = messages.findIndex(({ role }, at) => at > index && role !== 'tool');
	return next === -1 ? messages.length : next;
}

const isResultOf = (message: ChatMessage, { id }: ToolCall): boolean => message.role === 'tool' && message.callId === id;
