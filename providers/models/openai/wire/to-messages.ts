import type OpenAI from 'openai';
import type { ChatMessage, ImagePart, ToolCall } from '../../../../core/ports';
import { callIdWithin } from '../../shared/call-ids';
import { readArguments } from '../../shared/read-arguments';

type Message = OpenAI.ChatCompletionMessageParam;

/** What servers of thinking models want back with a turn that called tools: DeepSeek its thoughts, Gemini's gateway its signatures. */
export interface NativeData {
	thought?: string;
	/** By the call's id. */
	extras?: Record<string, unknown>;
}

const longestCallId = 40;

/** The conversation in OpenAI's form; `model` is whose native turns go back. */
export function toMessages(messages: ChatMessage[], model: string): Message[] {
	return messages.map((message) => toMessage(message, model));
}

function toMessage(message: ChatMessage, model: string): Message {
	if (message.role === 'tool') return { role: 'tool', tool_call_id: callIdWithin(longestCallId, message.callId), content: message.content };
	if (message.role === 'user' && message.images?.length) return { role: 'user', content: withImages(message.content, message.images) };
	if (message.role !== 'assistant' || !message.toolCalls?.length) return { role: message.role, content: message.content };
	const { thought, extras } = (message.native?.model === model ? message.native.data : {}) as NativeData;
	return {
		role: 'assistant',
		content: message.content || null,
		...(thought && { reasoning_content: thought }),
		tool_calls: message.toolCalls.map((call) => toCall(call, extras?.[call.id])),
	};
}

function withImages(text: string, images: ImagePart[]): OpenAI.ChatCompletionContentPart[] {
	const urls = images.map((image) => (image.kind === 'url' ? image.url : `data:${image.mediaType};base64,${image.data}`));
	return [
		...(text === '' ? [] : [{ type: 'text' as const, text }]),
		...urls.map((url) => ({ type: 'image_url' as const, image_url: { url } })),
	];
}

function toCall({ id, name, arguments: text }: ToolCall, extra: unknown): OpenAI.ChatCompletionMessageToolCall {
	return {
		id: callIdWithin(longestCallId, id),
		type: 'function',
		// Many servers read a turn's arguments when it comes back, and fail for good where they are no object.
		function: { name, arguments: JSON.stringify(readArguments(text)) },
		...(extra !== undefined && { extra_content: extra }),
	};
}
