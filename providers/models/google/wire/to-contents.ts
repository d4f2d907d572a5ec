import type { Content, Part } from '@google/genai';
import { TroupeError } from '../../../../core/base/errors';
import type { ImagePart } from '../../../../core/ports/models/image-shapes';
import type { ChatMessage, ToolCall } from '../../../../core/ports/models/models';
import type { ModelCall } from '../../shared/model-call';
import { readArguments } from '../../shared/read-arguments';
import { toWireName } from './wire-names';

type Assistant = Extract<ChatMessage, { role: 'assistant' }>;
type Result = Extract<ChatMessage, { role: 'tool' }>;
type ApiIds = Map<string, string>;

/** Signature for calls of other models (ai.google.dev/gemini-api/docs/thought-signatures). */
const unsigned = 'skip_thought_signature_validator';

/**
 * Own calls are sent back with signatures, and with ids that the API assigned. @throws TroupeError MODEL_BAD_REQUEST for images by URL, which Google
 * does not fetch
 */
export function toContents(messages: ChatMessage[], call: ModelCall, signed: boolean): Content[] {
	const contents: Content[] = [];
	/** Ids of the API by call id; ids created here are not sent. */
	const apiIds: ApiIds = new Map();
	for (const [index, message] of messages.entries()) {
		if (message.role === 'system') continue;
		if (message.role === 'tool') {
			if (messages[index - 1]?.role !== 'tool') contents.push({ role: 'user', parts: collectResults(messages, index, apiIds) });
			continue;
		}
		const role = message.role === 'user' ? 'user' : 'model';
		const parts = message.role === 'user' ? toUserParts(message, call) : toModelParts(message, call.id, signed, apiIds);
		const last = contents.at(-1);
		// A call must follow a question or a result.
		if (role === 'model' && last?.role === 'model') last.parts!.push(...parts);
		else if (parts.length > 0) contents.push({ role, parts });
	}
	return contents;
}

/** In the order of calls: without ids, the API matches by position. */
function collectResults(messages: ChatMessage[], first: number, apiIds: ApiIds): Part[] {
	const end = messages.findIndex((message, index) => index > first && message.role !== 'tool');
	const results = messages.slice(first, end === -1 ? undefined : end) as Result[];
	const turn = messages[first - 1];
	const order = turn?.role === 'assistant' ? (turn.toolCalls ?? []).map(({ id }) => id) : [];
	return results
		.toSorted((one, other) => order.indexOf(one.callId) - order.indexOf(other.callId))
		.map((result) => toResult(result, apiIds));
}

function toUserParts({ content, images = [] }: Extract<ChatMessage, { role: 'user' }>, call: ModelCall): Part[] {
	return [...images.map((image) => toImage(image, call)), ...toText(content)];
}

function toText(text: string): Part[] {
	return text.trim() === '' ? [] : [{ text }];
}

function toImage(image: ImagePart, call: ModelCall): Part {
	if (image.kind === 'data') return { inlineData: { mimeType: image.mediaType, data: image.data } };
	throw new TroupeError({
		code: 'MODEL_BAD_REQUEST',
		message: `${call.provider} (${call.id}) cannot be called: it accepts images as data only, but this image is a URL.`,
		fix: 'Download the image and send its data, or use a model of another provider.',
		details: { model: call.id },
	});
}

function toResult({ callId, name, content, failed }: Result, apiIds: ApiIds): Part {
	const response = failed ? { error: content } : { output: content };
	return { functionResponse: { ...(apiIds.has(callId) && { id: apiIds.get(callId) }), name: toWireName(name), response } };
}

function toModelParts(message: Assistant, modelId: string, signed: boolean, apiIds: ApiIds): Part[] {
	const { content, toolCalls = [], native } = message;
	const own = native?.model === modelId && Array.isArray(native.data) ? (native.data as Part[]) : [];
	const ownCalls = own.filter(({ functionCall }) => functionCall !== undefined);
	const calls = ownCalls.slice(0, toolCalls.length);
	if (toolCalls.length === 0 || calls.length !== toolCalls.length)
		return [...toText(content), ...toolCalls.map((one, index) => toCall(one, signed && index === 0))];
	for (const [index, { functionCall }] of calls.entries()) if (functionCall?.id) apiIds.set(toolCalls[index]!.id, functionCall.id);
	// A guardrail or the context window changed the text, or only the first calls are made.
	const isChanged = saidIn(own) !== content || calls.length < ownCalls.length;
	return isChanged ? [...toText(content), ...calls] : own;
}

function toCall({ name, arguments: text }: ToolCall, first: boolean): Part {
	return { functionCall: { name: toWireName(name), args: readArguments(text) }, ...(first && { thoughtSignature: unsigned }) };
}

export function saidIn(parts: Part[]): string {
	return parts.map(({ text, thought }) => (thought ? '' : (text ?? ''))).join('');
}
