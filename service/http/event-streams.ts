import type { FastifyReply, FastifyRequest } from 'fastify';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { TroupeError } from '../../core/base/errors';

export interface StreamLimits {
	perTenant: number;
	total: number;
	heartbeatMs: number;
}

const defaults: StreamLimits = { perTenant: 2_000, total: 5_000, heartbeatMs: 15_000 };

interface StreamRequest {
	tenant: string;
	/** Frames from `formatFrame`, read at the client's speed. */
	frames: (signal: AbortSignal) => AsyncIterable<string>;
	/** Rechecks the token with each heartbeat. */
	isStillGranted: () => Promise<boolean>;
}

/**
 * Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html: bounded in number, with a heartbeat, ended with the access
 * token. A client that takes nothing between two heartbeats is dropped: it returns with its last id.
 */
export class EventStreams {
	readonly #limits: StreamLimits;
	readonly #open = new Map<ServerResponse, { tenant: string; stop: AbortController }>();
	#closed = false;

	constructor(
		private readonly reportFault: (error: unknown, url: string) => void,
		limits: Partial<StreamLimits> = {},
		private readonly whenFull = 'Poll the snapshot with If-None-Match, because events are only hints. One stream serves all processes of a machine.',
	) {
		this.#limits = { ...defaults, ...limits };
	}

	get size(): number {
		return this.#open.size;
	}

	/** Streams until either side ends. @throws TroupeError RATE_LIMITED, REGISTRY_NOT_READY */
	async serve(request: FastifyRequest, reply: FastifyReply, { tenant, frames, isStillGranted }: StreamRequest): Promise<void> {
		this.#checkRoom(tenant);
		const stop = new AbortController();
		const { raw } = reply.hijack();
		this.#open.set(raw, { tenant, stop });
		raw.once('close', () => stop.abort());
		// It left before there was anything to read.
		if (raw.destroyed) stop.abort();
		begin(reply);
		let taken: number | undefined;
		const beat = async () => {
			if (!(await isStillGranted())) return stop.abort();
			if (!raw.writableNeedDrain) return void raw.write(': \n\n');
			const before = taken;
			taken = raw.socket?.bytesWritten;
			if (taken === before) raw.destroy();
		};
		const heartbeat = setInterval(() => {
			beat().catch((error: unknown) => {
				this.reportFault(error, request.url);
				stop.abort();
			});
		}, this.#limits.heartbeatMs);
		try {
			for await (const frame of frames(stop.signal)) if (!raw.write(keepLines(frame))) await once(raw, 'drain', { signal: stop.signal });
		} catch (error) {
			if (!stop.signal.aborted) this.reportFault(error, request.url);
		} finally {
			clearInterval(heartbeat);
			this.#open.delete(raw);
			raw.end();
		}
	}

	close(): void {
		this.#closed = true;
		for (const { stop } of this.#open.values()) stop.abort();
	}

	#checkRoom(tenant: string): void {
		if (this.#closed)
			throw new TroupeError({ code: 'REGISTRY_NOT_READY', message: 'The service is stopping.', retryable: true, retryAfterMs: 1_000 });
		const ofTenant = [...this.#open.values()].filter((stream) => stream.tenant === tenant).length;
		if (ofTenant < this.#limits.perTenant && this.#open.size < this.#limits.total) return;
		throw new TroupeError({
			code: 'RATE_LIMITED',
			message: `The tenant has ${ofTenant} event streams open, and the service ${this.#open.size}; the max is reached.`,
			fix: this.whenFull,
			retryable: true,
			retryAfterMs: 30_000,
		});
	}
}

export const streamType = 'text/event-stream; charset=utf-8';

/** Escapes what JSON keeps and some clients, such as httpx, take as a line end. */
export const keepLines = (frame: string): string =>
	frame.replace(/[\u0085\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

function begin(reply: FastifyReply): void {
	reply.raw.writeHead(200, {
		...(reply.getHeaders() as Record<string, string>),
		'content-type': streamType,
		'cache-control': 'no-store',
		// nginx holds back unknown streams.
		'x-accel-buffering': 'no',
	});
	reply.raw.write('retry: 2000\n: \n\n');
}

/** A returning client sends the last id. */
export const formatFrame = (id: number, type: string, data: string): string => `id: ${id}\nevent: ${type}\ndata: ${data}\n\n`;

/** @throws TroupeError INPUT_INVALID */
export function lastEventId(header: string | string[] | undefined): number | undefined {
	if (header === undefined || header === '') return undefined;
	if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The header Last-Event-ID is not an event id: expected up to 15 digits.',
		fix: 'Send the id of the last event that you received, or leave the header out.',
	});
}
