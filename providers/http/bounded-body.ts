import { TroupeError } from '../../core/base/errors';

/** Max unpacked response; a hundred thousand tokens as stream events take half of it. */
const maxMegabytes = 64;
const mostBytes = maxMegabytes * 1024 * 1024;

const limits = new WeakMap<Response, number>();

export function limitBody(response: Response, maxBytes: number | undefined): Response {
	if (maxBytes !== undefined && maxBytes < mostBytes) limits.set(response, maxBytes);
	return response;
}

/** Max time until a body ends after its last relevant part. */
const lastGaspMs = 1000;

/**
 * Reads a body up to a max size. Ends the connection when the reader stops, unless the response has `ended`: its connection can be reused. @throws
 * TroupeError MODEL_MALFORMED_RESPONSE beyond the max size, with `tooLarge` in its details beyond that of the request; the error of a broken
 * connection
 */
export async function* boundedChunks(
	response: Response,
	progress: { ended: boolean } = { ended: false },
): AsyncGenerator<Uint8Array, void> {
	const limit = limits.get(response);
	const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
	if (!reader) return;
	let bytes = 0;
	let whole = false;
	try {
		for (;;) {
			const { done, value } = await reader.read();
			whole = done;
			if (done) return;
			bytes += value.length;
			if (bytes > (limit ?? mostBytes)) throw tooLong(limit);
			yield value;
		}
	} finally {
		if (!whole && progress.ended) void letEnd(reader);
		else if (!whole) await cancel(reader);
	}
}

async function letEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
	const late = setTimeout(() => void cancel(reader), lastGaspMs).unref();
	try {
		while (!(await reader.read()).done);
	} catch {
		// Everything relevant was read.
	} finally {
		clearTimeout(late);
	}
}

/** Cancelling a broken stream fails; its error was already thrown. */
async function cancel(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
	await reader.cancel().catch(() => undefined);
}

/** @throws as boundedChunks does */
export async function boundedText(response: Response): Promise<string> {
	if (announcesItsSize(response)) return response.text();
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of boundedChunks(response)) text += decoder.decode(chunk, { stream: true });
	return text + decoder.decode();
}

export function bounded(response: Response): Response {
	if (!response.body || announcesItsSize(response)) return response;
	const chunks = boundedChunks(response);
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await chunks.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		cancel: async () => void (await chunks.return()),
	});
	return new Response(body, response);
}

/** True if the transport limits the size. A compressed body can grow. */
function announcesItsSize(response: Response): boolean {
	const { headers } = response;
	const length = headers.get('content-length');
	return length !== null && Number(length) <= (limits.get(response) ?? mostBytes) && !headers.has('content-encoding');
}

function tooLong(limit: number | undefined): TroupeError {
	if (limit !== undefined)
		return new TroupeError({
			code: 'MODEL_MALFORMED_RESPONSE',
			message: `The response of the model server exceeds the ${limit} bytes that the max output tokens allow.`,
			fix: 'Use a server that keeps to the max output tokens, or raise them (limits.outputTokens).',
			details: { tooLarge: true },
		});
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The response of the model server exceeds ${maxMegabytes} MB.`,
		fix: 'Check that the base URL leads to the API, not to a login page or proxy.',
	});
}
