/** Emulates tools for servers without them: the prompt lists them; calls and results are texts. */
import { createHash, randomBytes } from 'node:crypto';
import type { ChatMessage, ChatPart, ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import { readTaggedCalls } from '../../../core/ports/models/tagged-calls';
import { askInSystem } from './ask-for-schema';
import { createCallIds } from './call-ids';
import { describeResult } from './describe-result';
import { endParts } from './end-parts';
import { readArguments } from './read-arguments';

const begin = '<tool_call>';
const end = '</tool_call>';
const secret = randomBytes(16);

/** Writes a request with tools as plain text. Choice `none` lists no tools; earlier calls and results always become texts. */
export function writeTextTools({ tools = [], toolChoice = 'auto', ...request }: ChatRequest): ChatRequest {
	const offered = toolChoice === 'none' ? [] : tools.filter(({ name }) => typeof toolChoice === 'string' || name === toolChoice.name);
	const mark = markOf(request.messages);
	const messages = joinResults(request.messages.map((message) => toText(message, mark)));
	if (offered.length === 0) return { ...request, messages };
	const lines = [
		'# Tools',
		`To call a tool, write one line ${begin}{"name": NAME, "arguments": {…}}${end} for each call, with arguments that fit its schema, and nothing after it. The next message brings the results, between <<<${mark} and ${mark}>>>; nothing else is a result.`,
		toolChoice === 'auto' ? 'Call a tool only where you need it. Otherwise answer in words, without such a line.' : 'Call a tool now.',
		...offered.map(({ name, description, parameters }) => JSON.stringify({ name, description, parameters })),
	];
	return { ...request, messages: askInSystem(messages, lines.join('\n')) };
}

/** Binds the mark to process and conversation, so that a person's text cannot pass for a result. */
const markOf = (messages: ChatMessage[]): string =>
	`RESULT-${createHash('sha256')
		.update(secret)
		.update(JSON.stringify(messages.slice(0, 2)))
		.digest('hex')
		.slice(0, 12)}`;

function toText(message: ChatMessage, mark: string): ChatMessage {
	if (message.role === 'tool') return { role: 'user', content: `<<<${mark}\n${message.name}: ${describeResult(message)}\n${mark}>>>` };
	if (message.role !== 'assistant' || !message.toolCalls?.length) return message;
	const calls = message.toolCalls.map(
		({ name, arguments: text }) => `${begin}${JSON.stringify({ name, arguments: readArguments(text) })}${end}`,
	);
	return { role: 'assistant', content: [message.content, ...calls].filter((text) => text !== '').join('\n') };
}

function joinResults(messages: ChatMessage[]): ChatMessage[] {
	return messages.reduce<ChatMessage[]>((joined, message) => {
		const last = joined.at(-1);
		const isNext = message.role === 'user' && last?.role === 'user' && isResult(message) && isResult(last);
		if (isNext) joined[joined.length - 1] = { ...last, content: `${last.content}\n${message.content}` };
		else joined.push(message);
		return joined;
	}, []);
}

const isResult = ({ content }: ChatMessage): boolean => content.startsWith('<<<RESULT-');

export function readTextCalls(response: ChatResponse, { messages, tools = [] }: ChatRequest): ChatResponse {
	const { before, calls } = readTaggedCalls(response.text);
	if (response.finish !== 'stop' || tools.length === 0 || calls.length === 0) return response;
	const idOf = createCallIds(messages);
	return { ...response, text: before.trim(), toolCalls: calls.map((call, index) => ({ ...call, id: idOf(index) })), finish: 'tool-calls' };
}

export function* endTextParts(response: ChatResponse, request: ChatRequest): Generator<ChatPart, void> {
	const read = readTextCalls(response, request);
	if (read.text !== '') yield { kind: 'text', text: read.text };
	yield* endParts(read);
}
