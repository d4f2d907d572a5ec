import { TroupeError } from '../../core/errors';

/** All that a model's server is told besides the request itself and the key. */
const told = ['accept', 'content-type', 'anthropic-version'];

/** Of an answer, unpacked: a hundred thousand tokens as a stream's events take half of it. */
const mostMegabytes = 64;

/**
 * A fetch for the vendors' SDKs, of answers that end, and without their eight headers about the machine's system, processor and runtime:
 * no server's business, and slow to write. The key is the one given: SDKs let the environment's custom headers go before it,
 * and the server may be anyone's.
 */
export function quietFetch(apiKey: string, send: typeof fetch = fetch): typeof fetch {
	return async (url, init) => {
		const given = init?.headers instanceof Headers ? init.headers : new Headers(init?.headers);
		const headers: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {};
		for (const name of told) {
			const value = given.get(name);
			if (value !== null) headers[name] = value;
		}
		return bounded(await send(url, { ...init, headers }));
	};
}

function bounded(response: Response): Response {
	const length = Number(response.headers.get('content-length') ?? Infinity);
	if (!response.body || (length <= mostMegabytes * 1024 * 1024 && !response.headers.has('content-encoding'))) return response;
	let bytes = 0;
	const counter = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			bytes += chunk.length;
			if (bytes > mostMegabytes * 1024 * 1024) throw tooLong();
			controller.enqueue(chunk);
		},
	});
	return new Response(response.body.pipeThrough(counter), response);
}

function tooLong(): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The answer of the model's server is longer than ${mostMegabytes} MB.`,
		fix: 'Check that the base URL leads to the API and to no login page or proxy.',
	});
}
