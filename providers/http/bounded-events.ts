import { TroupeError } from '../../core/base/errors';

/** Max size of one event; a whole answer of a hundred thousand tokens has a tenth of it. */
const maxMegabytes = 4;

/**
 * Wraps fetch to limit the size of events in streams: the vendors' SDKs scan an unfinished event again with each piece that arrives,
 * so that an event of 64 MB would keep the processor busy for minutes.
 */
export function boundedEvents(send: typeof fetch): typeof fetch {
	return async (url, init) => {
		const response = await send(url, init);
		const streams = response.headers.get('content-type')?.startsWith('text/event-stream');
		return streams && response.body ? new Response(response.body.pipeThrough(eventCounter()), response) : response;
	};
}

/** @internal Passes everything on; fails if too much arrives without a blank line. */
export function eventCounter(maxBytes = maxMegabytes * 1024 * 1024): TransformStream<Uint8Array, Uint8Array> {
	let length = 0;
	let lineIsEmpty = false;
	return new TransformStream({
		transform(chunk, controller) {
			for (const byte of chunk) {
				length += 1;
				if (byte === 0x0a && lineIsEmpty) length = 0;
				if (byte !== 0x0d) lineIsEmpty = byte === 0x0a;
			}
			if (length > maxBytes) throw tooLong();
			controller.enqueue(chunk);
		},
	});
}

function tooLong(): TroupeError {
	return new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The model server sent more than ${maxMegabytes} MB without ending an event.`,
		fix: 'Check that the base URL leads to the API, not to a login page or proxy.',
	});
}
