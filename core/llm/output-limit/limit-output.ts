import { withAnswerSize } from '../../base/network/answer-size';
import { isTroupeError } from '../../base/errors';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse } from '../../ports/models/models';
import { estimateUsage } from '../../tokens/estimate-tokens';

/** More than any prose has: an answer within its tokens is never cut. */
const maxCharactersOfToken = 8;
const bytesOfToken = 1024;
const bytesAround = 1024 * 1024;
/** Factor by which a server's figures may exceed the limit. */
const tolerance = 1.1;

/** Closes the connection at the request's max output tokens (`length`). Text counts by characters, all else by bytes. */
export function limitOutput(model: ChatModel): ChatModel {
	return {
		id: model.id,
		...(model.metered !== undefined && { metered: model.metered }),
		async generate(request, signal) {
			const { maxOutputTokens: max } = request;
			if (max === undefined) return model.generate(request, signal);
			try {
				return cutResponse(await withAnswerSize(countBytes(max), () => model.generate(request, signal)), max);
			} catch (error) {
				if (!isTooLarge(error)) throw error;
				return createCut(model, request, '');
			}
		},
		stream: (request, signal) =>
			request.maxOutputTokens === undefined ? model.stream(request, signal) : streamWithin(model, request, signal, request.maxOutputTokens),
	};
}

async function* streamWithin(model: ChatModel, request: ChatRequest, signal: AbortSignal, max: number): AsyncGenerator<ChatPart, void> {
	const parts = model.stream(request, signal)[Symbol.asyncIterator]();
	let text = '';
	try {
		for (;;) {
			const next = await withAnswerSize(countBytes(max), () => parts.next());
			if (next.done) return;
			const part = next.value;
			if (part.kind === 'withdrawn') text = '';
			if (part.kind !== 'text') {
				yield part.kind === 'end' ? { ...part, response: cutResponse(part.response, max) } : part;
				continue;
			}
			const whole = text + part.text;
			const kept = cutText(whole, max);
			yield { kind: 'text', text: kept.slice(text.length) };
			text = kept;
			if (kept.length === whole.length) continue;
			yield { kind: 'end', response: createCut(model, request, text) };
			return;
		}
	} catch (error) {
		if (!isTooLarge(error)) throw error;
		yield { kind: 'end', response: createCut(model, request, text) };
	} finally {
		await parts.return?.();
	}
}

const countBytes = (max: number): number => bytesAround + max * bytesOfToken;
const isTooLarge = (error: unknown): boolean => isTroupeError(error) && error.details?.tooLarge === true;

const createCut = (model: ChatModel, request: ChatRequest, text: string): ChatResponse => ({
	text,
	finish: 'length',
	model: model.id,
	usage: estimateUsage(request.messages, text),
});

function cutResponse(response: ChatResponse, max: number): ChatResponse {
	const { text, toolCalls = [], usage } = response;
	const kept = cutText(text, max);
	const isOver = !usage.estimated && usage.outputTokens - (usage.reasoningTokens ?? 0) > Math.ceil(max * tolerance);
	const calls = toolCalls.map(({ arguments: written }) => written).join('');
	if (!isOver && kept.length === text.length && cutText(calls, max).length === calls.length) return response;
	return { ...response, text: kept, toolCalls: undefined, native: undefined, finish: 'length' };
}

/** Other characters than Latin can be a token each. */
function cutText(text: string, max: number): string {
	const most = max * maxCharactersOfToken;
	if (text.length * 4 <= most) return text;
	let weight = 0;
	for (let at = 0; at < text.length; at += 1) {
		weight += text.charCodeAt(at) < 0x250 ? 1 : 4;
		if (weight > most) return text.slice(0, at);
	}
	return text;
}
