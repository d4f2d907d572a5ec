import type { FastifyReply } from 'fastify';

/** Returns a signal for what is of no use once the caller has left, or the service stops. */
export function signalOf({ raw }: FastifyReply, stop: AbortSignal): AbortSignal {
	const gone = new AbortController();
	raw.once('close', () => gone.abort());
	return AbortSignal.any([stop, gone.signal]);
}
