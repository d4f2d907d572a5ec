import { straightenLines, straightenMessage } from './straighten-message';

/** Marks an incomplete response; the SDK would wait until the timeout. */
export const lost = 'answer-lost';

/** Max bytes of one response; a message is read completely or not at all. */
export const maxBytes = 10 * 1024 * 1024;

/** The response exceeds `maxBytes`. */
export class ResponseTooLarge extends Error {
	constructor() {
		super(`the response exceeds ${maxBytes / 1024 / 1024} MB and was not read`);
	}
}

/**
 * A fetch for the SDK with bounded responses; a broken one fails its request. The general message stream is not opened: only messages during a
 * response are read.
 */
export function boundedAnswers(send: typeof fetch): typeof fetch {
	return async (url, init) => {
		const method = init?.method ?? 'GET';
		if (method === 'GET' && !new Headers(init?.headers).has('last-event-id')) return new Response(null, { status: 405 });
		const response = await send(url, init);
		const streams = /^text\/event-stream/i.test(response.headers.get('content-type') ?? '');
		const id = readId(init?.body);
		if (!response.body) return id !== undefined && response.ok ? unanswered(id) : response;
		if (streams && response.ok) return new Response(limitEvents(response.body, id), response);
		const body = limitBytes(response.body);
		if (id === undefined || aboutAccess.has(response.status)) return new Response(body, response);
		const text = await new Response(body).text();
		if (response.ok && text.trim() === '') return unanswered(id);
		if (isStale(text, response, init)) return new Response(text, { status: 404, headers: response.headers });
		return straighten(text, response, id);
	};
}

/** The status decides, whatever the body: log in, open a new session, or use another address. */
const aboutAccess = new Set([401, 403, 404, 405]);

/** The SDK would wait for another stream, which is not opened. */
function unanswered(id: unknown): Response {
	return Response.json(lostAnswer(id, 'the server accepted the request without a response'));
}

/** The protocol uses 404 for an unknown session; servers based on the official examples answer 400. */
function isStale(body: string, { status }: Response, init: RequestInit | undefined): boolean {
	return status === 400 && /\bsession\b/i.test(body) && new Headers(init?.headers).has('mcp-session-id');
}

function straighten(body: string, response: Response, id: unknown): Response {
	const message = straightenMessage(body, id);
	if (!message) return new Response(body, response);
	const headers = new Headers(response.headers);
	headers.set('content-type', 'application/json');
	return new Response(JSON.stringify(message), { headers });
}

async function* limited(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	let left = maxBytes;
	for await (const chunk of body) {
		left -= chunk.length;
		if (left < 0) throw new ResponseTooLarge();
		yield chunk;
	}
}

function limitBytes(body: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
	return ReadableStream.from<Uint8Array<ArrayBuffer>>(limited(body));
}

/** The SDK resumes events with ids; without ids, the end of the stream is final. */
function limitEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>, id: unknown): ReadableStream<Uint8Array<ArrayBuffer>> {
	async function* events() {
		let resumable = false;
		let why = 'the server ended the connection before the response was complete';
		let tooLarge = false;
		try {
			for await (const lines of straightenLines(limited(body), id)) {
				resumable ||= /(?:^|\n)id:/.test(lines);
				yield Buffer.from(lines);
			}
		} catch (error) {
			if (resumable) throw error;
			if (error instanceof ResponseTooLarge) [why, tooLarge] = [error.message, true];
		}
		// Ignored if the response has already arrived.
		if (!resumable && id !== undefined) yield Buffer.from(`\n\ndata: ${JSON.stringify(lostAnswer(id, why, tooLarge))}\n\n`);
	}
	return ReadableStream.from(events());
}

function lostAnswer(id: unknown, message: string, tooLarge = false): object {
	return { jsonrpc: '2.0', id, error: { code: -32_000, message, data: { troupe: lost, tooLarge } } };
}

function readId(body: unknown): unknown {
	return typeof body === 'string' ? (JSON.parse(body) as { id?: unknown }).id : undefined;
}
