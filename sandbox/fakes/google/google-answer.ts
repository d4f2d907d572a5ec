import { googleSignature, parseVersion } from './check-google-contents';
import { formatArguments, countTokens, type TextReply, type WireAnswer } from '../fake-server';

/** A question blocked by a filter has no candidate. */
export function wholeCandidate(reply: TextReply, model: string, input: number): WireAnswer {
	return {
		status: 200,
		headers: { 'content-type': 'application/json; charset=UTF-8' },
		body: JSON.stringify(toChunk(toParts(reply, model), reply, model, input, true)),
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : 1,
	};
}

export function streamedCandidate(reply: TextReply, model: string, input: number): WireAnswer {
	const pieces = toParts(reply, model).flatMap((part) => {
		const words = typeof part.text === 'string' && !part.thoughtSignature ? (part.text.match(/\S+\s*|\s+/g) ?? []) : undefined;
		return words ? words.map((text) => ({ ...part, text })) : [part];
	});
	const events = pieces.map((part) => event(toChunk([part], reply, model, input, false)));
	const end = reply.failWith ? event(reply.failWith) : event(toChunk([{ text: '' }], reply, model, input, true));
	return {
		status: 200,
		headers: { 'content-type': 'text/event-stream' },
		body: [...events, end],
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter,
	};
}

type Part = Record<string, unknown>;

/** Models from 3 on sign the first call of a turn. */
function toParts({ text, calls = [], thought }: TextReply, model: string): Part[] {
	const signs = parseVersion(model) >= 3;
	return [
		...(thought ? [{ text: thought, thought: true }] : []),
		...(text === '' ? [] : [{ text }]),
		...calls.map(({ name, input }, index) => {
			const args = typeof input === 'string' ? { malformed: input } : input;
			return { functionCall: { name, args }, ...(signs && index === 0 && { thoughtSignature: googleSignature(name, args) }) };
		}),
	];
}

function toChunk(parts: Part[], reply: TextReply, model: string, input: number, last: boolean): object {
	if (reply.finish === 'content-filter' && reply.text === '')
		return { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: toUsage(reply, input), modelVersion: model };
	const candidate = { content: { role: 'model', parts }, index: 0, ...(last && { finishReason: toReason(reply) }) };
	return {
		candidates: [candidate],
		...(reply.usage !== null && { usageMetadata: toUsage(reply, input) }),
		modelVersion: model,
		responseId: 'fake',
	};
}

function toReason({ finish = 'stop' }: TextReply): string {
	return { stop: 'STOP', length: 'MAX_TOKENS', 'content-filter': 'SAFETY' }[finish];
}

function toUsage(reply: TextReply, counted: number): object {
	const written = countTokens(reply.text + (reply.calls ?? []).map(({ input }) => formatArguments(input)).join(''));
	const { input, output, cached = 0, reasoning = 0 } = reply.usage ?? { input: counted, output: written };
	return {
		promptTokenCount: input,
		candidatesTokenCount: output - reasoning,
		totalTokenCount: input + output,
		...(reasoning && { thoughtsTokenCount: reasoning }),
		...(cached && { cachedContentTokenCount: cached }),
	};
}

function event(body: unknown): string {
	return `data: ${JSON.stringify(body)}\r\n\r\n`;
}
