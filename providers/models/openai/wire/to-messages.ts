import type OpenAI from 'openai';
import type { ImagePart } from '../../../../core/ports/models/image-shapes';
import type { ChatMessage, ToolCall } from '../../../../core/ports/models/models';
import { callIdWithin } from '../../shared/call-ids';
import { describeResult } from '../../shared/describe-result';
import { readArguments } from '../../shared/read-arguments';
import type { Dialect } from './dialect';
import { type NativeData, thoughtFields } from './native-data';

type Message = OpenAI.ChatCompletionMessageParam;

const maxCallId = 40;

/** Gemini accepts this for calls of other models (ai.google.dev/gemini-api/docs/thought-signatures). */
const unsigned = { google: { thought_signature: 'skip_thought_signature_validator' } };

/** For servers that refuse a user's turn after tool results. */
const bridge: Message = { role: 'assistant', content: 'I have read the results.' };

/** Converts to OpenAI's form, with the thoughts of `model`. */
export function toMessages(messages: ChatMessage[], model: string, dialect: Pick<Dialect, 'thoughts' | 'signed' | 'bridged'>): Message[] {
	return messages.flatMap((message, index) => {
		const isApart = dialect.bridged && message.role === 'user' && messages[index - 1]?.role === 'tool';
		return [...(isApart ? [bridge] : []), toMessage(message, model, dialect)];
	});
}

function toMessage(message: ChatMessage, model: string, { thoughts, signed }: Pick<Dialect, 'thoughts' | 'signed'>): Message {
	if (message.role === 'tool')
		return { role: 'tool', tool_call_id: callIdWithin(maxCallId, message.callId), content: describeResult(message) };
	if (message.role === 'user' && message.images?.length) return { role: 'user', content: withImages(message.content, message.images) };
	if (message.role !== 'assistant' || !message.toolCalls?.length) return { role: message.role, content: message.content };
	const native = (message.native?.model === model ? message.native.data : {}) as NativeData;
	return {
		role: 'assistant',
		content: message.content || null,
		...(thoughts === 'always' && { reasoning_content: '' }),
		...(thoughts !== 'never' && thoughtFields(native, message.toolCalls, maxCallId)),
		tool_calls: message.toolCalls.map((call, index) =>
			toCall(call, native.extras?.[index] ?? (signed && index === 0 ? unsigned : undefined)),
		),
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
		id: callIdWithin(maxCallId, id),
		type: 'function',
		// Many servers fail permanently if earlier arguments are not an object.
		function: { name, arguments: JSON.stringify(readArguments(text)) },
		...(extra !== undefined && { extra_content: extra }),
	};
}
