import { TroupeError } from '../../core/base/errors';

/** Of one event: a whole answer of a hundred thousand tokens has a tenth of it. */
const mostMegabytes = 4;

/**
 * A fetch whose streams hold no endless event: the vendors' SDKs look through all of an unfinished one again with each piece that comes,
 * so that the 64 MB that an answer may have would keep the processor busy for minutes.
 */
export function boundedEvents(send: typeof fetch): typeof fetch {
	return async (url, init) => {
		const response = await send(url, init);
		const streams = response.headers.get('content-type')?.startsWith('text/event-stream');
		return streams && response.body ? new Response(response.body.pipeThrough(eventCounter()), response) : response;
	};
}

/** @internal Passes everything on; fails when too much came without a blank line. */
export function eventCounter(most = mostMegabytes * 1024 * 1024): TransformStream<Uint8Array, Uint8Array> {
	let length = 0;
	let lineIsEmpty = false;
	return new TransformStream({
		transform(chunk, controller) {
			for (const byte of chunk) {
				length += 1;
				if (byte === 0x0a && lineIsEmpty) length = 0;
				if (byte !== 0x0d) lineIsEmpty = byte === 0x0a;
			}
			if (length > most) throw tooLong();
			controller.enqueue(chunk);
		},
	});
}

function tooLong(): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The model server sent more than ${mostMegabytes} MB without ending an event.`,
		fix: 'Check that the base URL leads to the API, not to a login page or proxy.',
	});
}
