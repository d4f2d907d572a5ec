import type { ChatMessage, ChatModel, ChatRequest } from '../ports';

/** What chat templates of models put between messages. A server that reads it in a text begins another message there. */
const token = new RegExp(
	[
		String.raw`<[|｜][\w▁.-]{1,40}[|｜]?>`,
		String.raw`<[\w▁.-]{1,40}[|｜]>`,
		String.raw`\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|gMASK)\]`,
		'<</?SYS>>',
		'</?(?:start_of_turn|end_of_turn|start_of_image|bos|eos|tool_call|tool_response)>',
		// Alone, it strikes a text through in HTML.
		String.raw`</?s>(?=\s{0,8}(?:</?s>|\[/?INST\]|<[|｜]))`,
	].join('|'),
	'g',
);
const mayContain = /<[|｜/<\w▁]|\[\/?[A-Zg]/;

/**
 * Returns a text as models get it: with composed characters (NFC), so that one word has one spelling, and with its special tokens split: `<|im_start|>`
 * becomes `< |im_start|>`, which models read as words.
 */
export function toModelText(text: string): string {
	const composed = text.normalize('NFC');
	return mayContain.test(composed) ? composed.replace(token, (written) => `${written[0]} ${written.slice(1)}`) : composed;
}

/**
 * Normalizes all that is sent to a model, and neutralizes its special tokens. Messages, passages, results and descriptions of tools come from outside, and roles are
 * fields of a request: no text needs the tokens.
 */
export function withoutSpecialTokens(model: ChatModel): ChatModel {
	return {
		id: model.id,
		generate: (request, signal) => model.generate(neutralizeRequest(request), signal),
		stream: (request, signal) => model.stream(neutralizeRequest(request), signal),
	};
}

function neutralizeRequest(request: ChatRequest): ChatRequest {
	const { messages, tools } = request;
	return { ...request, messages: messages.map(neutralizeMessage), ...(tools && { tools: neutralizeValue(tools) as typeof tools }) };
}

function neutralizeMessage(message: ChatMessage): ChatMessage {
	const content = toModelText(message.content);
	if (message.role !== 'assistant' || !message.toolCalls) return content === message.content ? message : { ...message, content };
	const toolCalls = message.toolCalls.map((call) => ({ ...call, arguments: toModelText(call.arguments) }));
	return { ...message, content, toolCalls };
}

/** Names of fields stay: calls are checked with them. */
function neutralizeValue(value: unknown): unknown {
	if (typeof value === 'string') return toModelText(value);
	if (Array.isArray(value)) return value.map(neutralizeValue);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, neutralizeValue(inner)]));
}
