import { TroupeError } from '../../core/base/errors';

/** Of an answer, unpacked: a hundred thousand tokens as a stream's events take half of it. */
const mostMegabytes = 64;
const mostBytes = mostMegabytes * 1024 * 1024;

/** How long a body may take to end after the last that counts in it came. */
const lastGaspMs = 1000;

/**
 * The body's chunks, up to a size that no answer has. Ends the connection when the reader stops, unless it has `ended` by then: an answer
 * whose last word came is left to end by itself, so that its connection can be used again.
 * @throws TroupeError MODEL_MALFORMED_RESPONSE beyond that, and whatever breaks the connection
 */
export async function* boundedChunks(
	response: Response,
	progress: { ended: boolean } = { ended: false },
): AsyncGenerator<Uint8Array, void> {
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
			if (bytes > mostBytes) throw tooLong();
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
		// What was to be read was read.
	} finally {
		clearTimeout(late);
	}
}

/** A stream that broke refuses to be cancelled: what broke it is thrown already. */
async function cancel(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
	await reader.cancel().catch(() => undefined);
}

/** The whole body as text. @throws as boundedChunks does */
export async function boundedText(response: Response): Promise<string> {
	if (announcesItsSize(response)) return response.text();
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of boundedChunks(response)) text += decoder.decode(chunk, { stream: true });
	return text + decoder.decode();
}

/** The same answer with a body that ends, for readers that are not ours. */
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

/** Of a size that the transport holds it to. What is packed may grow when it is unpacked. */
function announcesItsSize({ headers }: Response): boolean {
	const length = headers.get('content-length');
	return length !== null && Number(length) <= mostBytes && !headers.has('content-encoding');
}

function tooLong(): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The response of the model server exceeds ${mostMegabytes} MB.`,
		fix: 'Check that the base URL leads to the API, not to a login page or proxy.',
	});
}
