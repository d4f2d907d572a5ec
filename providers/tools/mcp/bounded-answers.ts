/** What a connection is told when an answer did not come whole; the SDK itself would wait for it until the time is up. */
export const LOST = 'answer-lost';

/** Of one answer: a message is read whole or not at all. */
export const MOST_BYTES = 10 * 1024 * 1024;

/**
 * A fetch for the SDK's transport: answers end, and one that breaks off is an error of the request it was for.
 * The stream that servers may send messages by at any time is not opened: what they say while they answer is all that is heard.
 */
export function boundedAnswers(send: typeof fetch): typeof fetch {
	return async (url, init) => {
		const method = init?.method ?? 'GET';
		if (method === 'GET' && !new Headers(init?.headers).has('last-event-id')) return new Response(null, { status: 405 });
		const response = await send(url, init);
		const streams = /^text\/event-stream/i.test(response.headers.get('content-type') ?? '');
		if (!response.body) return response;
		const body = streams && response.ok ? eventsOf(response.body, idOf(init?.body)) : bytesOf(response.body);
		return new Response(body, { status: response.status, statusText: response.statusText, headers: response.headers });
	};
}

async function* limited(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
	let left = MOST_BYTES;
	for await (const chunk of body) {
		left -= chunk.length;
		if (left < 0) throw new Error(`the response exceeds ${MOST_BYTES / 1024 / 1024} MB and was not read`);
		yield chunk;
	}
}

function bytesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
	return ReadableStream.from<Uint8Array<ArrayBuffer>>(limited(body));
}

/** Events with ids can be asked for again, which the SDK does; of all others the end is the end. */
function eventsOf(body: ReadableStream<Uint8Array<ArrayBuffer>>, id: unknown): ReadableStream<Uint8Array<ArrayBuffer>> {
	async function* events() {
		let resumable = false;
		let why = 'the server ended the connection before the response was complete';
		try {
			for await (const chunk of limited(body)) {
				resumable ||= /(?:^|\n)id:/.test(Buffer.from(chunk).toString('latin1'));
				yield chunk;
			}
		} catch (error) {
			if (resumable) throw error;
			why = (error as Error).message.startsWith('the response exceeds') ? (error as Error).message : why;
		}
		// Where the answer has come already, nobody waits for this one.
		if (!resumable && id !== undefined) yield Buffer.from(`\n\ndata: ${JSON.stringify(lostAnswer(id, why))}\n\n`);
	}
	return ReadableStream.from(events());
}

function lostAnswer(id: unknown, message: string): object {
	return { jsonrpc: '2.0', id, error: { code: -32_000, message, data: { troupe: LOST } } };
}

function idOf(body: unknown): unknown {
	return typeof body === 'string' ? (JSON.parse(body) as { id?: unknown }).id : undefined;
}
