import { composeText } from '../base/text/compose-text';
import type { ChatMessage, ChatModel, ChatRequest } from '../ports/models/models';

/** Separators of chat templates and tokenizers. In a text they would begin another message. */
const token = new RegExp(
	[
		String.raw`<[|｜][\w▁.-]{1,40}[|｜]?>`,
		String.raw`<[\w▁.-]{1,40}[|｜]>`,
		// EXAONE; MiniMax; Falcon
		String.raw`\[\|\w{1,40}\|\]`,
		String.raw`\](?:~b\]|~!b\[|![a-z]~\[|<\])|\[e~\[`,
		'>>[A-Z]{5,12}<<',
		String.raw`\[/?(?:INST|USER|BOT|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|CALL_ID|ARGS|THINK|IMG(?:_BREAK|_END)?|AUDIO|BEGIN_AUDIO)\]`,
		String.raw`\[(?:[gs]?MASK|BOS|EOS|EOT|PAD|UNK|CLS|SEP|unused\d{1,4}|UNUSED_TOKEN_\d{1,4})\]`,
		'<</?SYS>>',
		'[|｜]DSML[|｜]',
		// Alone, <s> strikes a text through in HTML. A space harms nothing in a text that a model reads.
		'</?(?:s|bos|eos|bot|eot|sot|eom|bom|eod|eoh|eoa|eop|sop|unk|pad|sep|cls|mask|image|role|think|tool_calls?|tool_response|boi|eoi|boa|eoa|escape|arg_(?:key|value))>',
		// MiniCPM; Baichuan and LLM-jp; StarCoder2
		'<(?:用户|AI)>|</?[BE]_(?:SYS|INST|BOT|USR|USER)>|<(?:file_sep|repo_name|filename|gh_stars|issue_(?:start|comment|closed)|jupyter_(?:start|text|code|output)|empty_output|commit_(?:before|msg|after))>',
		'<(?:[A-Z]{1,12}_TOKEN|BOS|EOS|EOT|PAD|UNK|SEP|CLS|MASK|EOD)>',
		// <start_of_turn>, <longcat_user>, <_system>, <bot_end>, <fim_prefix>, <extra_id_0>, <unused12>, <0x0A>, <seed:bos>
		String.raw`</?(?:start|end|begin|beginning)_of_\w{1,20}>|</?(?:start|end)_function_\w{1,20}>|<\[[\w▁]{1,60}\]>`,
		String.raw`<\w{0,20}_(?:system|user|assistant|bot|tool|start|end)>|</?(?:longcat|minimax)[_:]\w{1,30}>|<(?:\w{1,20}_soft_token|fake_token_\w{1,30})>`,
		String.raw`<fim_\w{1,20}>`,
		String.raw`<\w{1,30}_\d{1,6}>|<(?:unused|ctrl|reserved|extra|special)\d{1,6}>|<0x[\dA-F]{2}>`,
		String.raw`</?(?:seed|mask):\w{1,30}>`,
	].join('|'),
	'g',
);
const mayContain = /[<>]|\[[|/A-Zgsue]|\][~!<]|DSML/;

export function toModelText(text: string): string {
	const composed = composeText(text);
	return mayContain.test(composed) ? composed.replace(token, (written) => `${written[0]} ${written.slice(1)}`) : composed;
}

/** Messages, passages, results and descriptions of tools come from outside, and roles are fields of a request: no text needs special tokens. */
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

/** Keeps field names: calls are checked with them. */
function neutralizeValue(value: unknown): unknown {
	if (typeof value === 'string') return toModelText(value);
	if (Array.isArray(value)) return value.map(neutralizeValue);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, neutralizeValue(inner)]));
}
