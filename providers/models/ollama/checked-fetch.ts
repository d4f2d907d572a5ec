import { boundedChunks, boundedText } from '../../http/bounded-body';
import { parseObject } from '../../http/readable-events';
import type { ModelCall } from '../shared/model-call';
import { cutError, malformedError, refusedError } from '../shared/to-model-error';
import { ollamaErrors } from './wire/to-model-error';

/**
 * Throws response faults as a TroupeError. Ollama's SDK would write refusals and invalid lines, with parts of the conversation, to the console. Ends
 * with the signal.
 */
export function checkedFetch(send: typeof fetch, call: ModelCall, signal: AbortSignal): typeof fetch {
	return async (url, init) => {
		const signals = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
		const response = await send(url, { ...init, signal: signals });
		if (!response.ok) throw await readRefusal(response, call);
		if (/html/.test(response.headers.get('content-type') ?? '')) throw malformedError(call, 'it is a web page');
		const streams = typeof init?.body === 'string' && (JSON.parse(init.body) as { stream?: unknown }).stream === true;
		return streams ? new Response(ReadableStream.from(checkedLines(response, call))) : readObject(response, call);
	};
}

async function readRefusal(response: Response, call: ModelCall) {
	const text = await boundedText(response);
	const error = parseObject(text)?.error;
	const said = typeof error === 'string' ? error : undefined;
	return refusedError({ status: response.status, headers: response.headers, text: said }, call, ollamaErrors);
}

/** Returned as parsed: the SDK would only parse it again. */
async function readObject(response: Response, call: ModelCall): Promise<Response> {
	const value = parseObject(await boundedText(response));
	if (!value) throw malformedError(call, 'it is not a JSON object');
	return Object.assign(new Response(), { json: () => Promise.resolve(value) });
}

/** JSON lines, the last is the end. An unreadable line becomes an empty object, which the answer counts. */
async function* checkedLines(response: Response, call: ModelCall): AsyncGenerator<Uint8Array, void> {
	const encoder = new TextEncoder();
	const progress = { ended: false };
	let last = '';
	let isRead = false;
	for await (const line of readLines(response, progress)) {
		const part = parseObject(line);
		if (part?.error !== undefined)
			throw refusedError({ text: typeof part.error === 'string' ? part.error : undefined }, call, ollamaErrors);
		progress.ended = part?.done === true;
		isRead ||= part?.message !== undefined;
		last = line;
		if (progress.ended) break;
		yield encoder.encode(`${part ? line : '{}'}\n`);
	}
	if (!progress.ended) throw isRead ? cutError(call) : malformedError(call, 'none of its lines has a message');
	// After this line, the SDK reads nothing more.
	yield encoder.encode(`${last}\n`);
}

async function* readLines(response: Response, progress: { ended: boolean }): AsyncGenerator<string, void> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of boundedChunks(response, progress)) {
		const text = decoder.decode(chunk, { stream: true });
		// Only new data is searched: a line in many pieces is joined once.
		if (!text.includes('\n')) {
			rest += text;
			continue;
		}
		const lines = (rest + text).split('\n');
		rest = lines.pop()!;
		yield* lines.filter((line) => line.trim() !== '');
	}
	if (rest.trim() !== '' && parseObject(rest)) yield rest;
}
