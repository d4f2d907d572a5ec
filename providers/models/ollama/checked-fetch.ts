import { boundedChunks, boundedText } from '../../http/bounded-body';
import type { ModelCall } from '../shared/model-call';
import { cutError, malformedError, refusedError } from '../shared/to-model-error';
import { ollamaErrors } from './wire/to-model-error';

/**
 * A fetch for Ollama's SDK that throws what is wrong with an answer as a TroupeError: the SDK would write refusals and broken lines, with
 * parts of the conversation, to the console, and tell of them in words alone. Gives up with the signal.
 */
export function checkedFetch(send: typeof fetch, call: ModelCall, signal: AbortSignal): typeof fetch {
	return async (url, init) => {
		// The SDK's own signal ends a stream that nobody reads on.
		const signals = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
		const response = await send(url, { ...init, signal: signals });
		if (!response.ok) throw await refusalOf(response, call);
		if (/html/.test(response.headers.get('content-type') ?? '')) throw malformedError(call, 'it is a web page');
		const streams = typeof init?.body === 'string' && (JSON.parse(init.body) as { stream?: unknown }).stream === true;
		return streams ? new Response(ReadableStream.from(checkedLines(response, call))) : readObject(response, call);
	};
}

async function refusalOf(response: Response, call: ModelCall) {
	const text = await boundedText(response);
	const refused = parsed(text) as { error?: unknown } | undefined;
	const said = typeof refused?.error === 'string' ? refused.error : undefined;
	return refusedError({ status: response.status, headers: response.headers, text: said }, call, ollamaErrors);
}

/** The SDK would only parse it once more. */
async function readObject(response: Response, call: ModelCall): Promise<Response> {
	const value = objectOf(await boundedText(response), call);
	return Object.assign(new Response(), { json: () => Promise.resolve(value) });
}

/** The lines of a stream, each a JSON object and the last one the end. @throws TroupeError for any other */
async function* checkedLines(response: Response, call: ModelCall): AsyncGenerator<Uint8Array, void> {
	const encoder = new TextEncoder();
	const progress = { ended: false };
	let last = '';
	for await (const line of linesOf(response, progress)) {
		const part = objectOf(line, call);
		if (part.error !== undefined) throw refusedError({ text: typeof part.error === 'string' ? part.error : undefined }, call, ollamaErrors);
		progress.ended = part.done === true;
		last = line;
		if (progress.ended) break;
		yield encoder.encode(`${line}\n`);
	}
	if (!progress.ended) throw cutError(call);
	// Behind the end of reading: the SDK asks for nothing more once it has this line.
	yield encoder.encode(`${last}\n`);
}

async function* linesOf(response: Response, progress: { ended: boolean }): AsyncGenerator<string, void> {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of boundedChunks(response, progress)) {
		const text = decoder.decode(chunk, { stream: true });
		// Only what is new is searched: a line that comes in many pieces is put together once.
		if (!text.includes('\n')) {
			rest += text;
			continue;
		}
		const lines = (rest + text).split('\n');
		rest = lines.pop()!;
		yield* lines.filter((line) => line.trim() !== '');
	}
	// What has no line end was cut, or it is a plain body.
	if (rest.trim() !== '' && parsed(rest) !== undefined) yield rest;
}

function objectOf(text: string, call: ModelCall): Record<string, unknown> {
	const value = parsed(text);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformedError(call, 'it is not a JSON object');
	return value as Record<string, unknown>;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
