import type { FastifyReply, FastifyRequest } from 'fastify';
import { TroupeError } from '../../core/base/errors';

/** Bounds the request bodies in memory: a slot is taken before the body is read, and freed when nothing needs it. */
export class RequestSlots {
	readonly #taken = new Set<FastifyRequest>();
	readonly #atWork = new Set<FastifyRequest>();

	constructor(private readonly max: number) {}

	/** An onRequest hook. @throws TroupeError RATE_LIMITED */
	readonly take = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
		if (reply.raw.destroyed || request.raw.socket.destroyed) return;
		if (this.#taken.size >= this.max) throw busy(this.max);
		this.#taken.add(request);
		reply.raw.once('close', () => this.#atWork.has(request) || this.#taken.delete(request));
	};

	/** Keeps the slot during the work, also without its sender. */
	async hold<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
		this.#atWork.add(request);
		try {
			return await work();
		} finally {
			this.#atWork.delete(request);
			this.#taken.delete(request);
		}
	}
}

const busy = (max: number) =>
	new TroupeError({
		code: 'RATE_LIMITED',
		message: `The service reads ${max} such requests already.`,
		fix: 'Send it again in a few seconds.',
		retryable: true,
		retryAfterMs: 5_000,
	});
