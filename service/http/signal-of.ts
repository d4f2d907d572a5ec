import type { FastifyReply } from 'fastify';

export function signalOf({ raw }: FastifyReply, stop: AbortSignal): AbortSignal {
	const gone = new AbortController();
	raw.once('close', () => gone.abort());
	return AbortSignal.any([stop, gone.signal]);
}
