import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import { TroupeError } from '../../../core/base/errors';
import type { Caller, RegistryApi, RegistryEvent } from '../registry-api';

export interface StreamLimits {
	perTenant: number;
	total: number;
	heartbeatMs: number;
	/** Max bytes that wait for a slow consumer. */
	maxQueueBytes: number;
}

const defaults: StreamLimits = { perTenant: 2_000, total: 5_000, heartbeatMs: 15_000, maxQueueBytes: 256 * 1024 };

interface StreamRequest {
	caller: Caller;
	/** The last event that the client has. */
	after?: number;
	/** Whether its token is still good; asked with each heartbeat. */
	isStillGranted: () => Promise<boolean>;
}

/**
 * Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html: bounded in number, with a heartbeat, ended when the
 * access token is over. A consumer that does not read is dropped: it comes back with the last id that it has.
 */
export class EventStreams {
	readonly #limits: StreamLimits;
	readonly #open = new Map<ServerResponse, { tenant: string; stop: AbortController }>();
	#closed = false;

	constructor(
		private readonly registry: Pick<RegistryApi, 'events'>,
		private readonly reportFault: (error: unknown, url: string) => void,
		limits: Partial<StreamLimits> = {},
	) {
		this.#limits = { ...defaults, ...limits };
	}

	get size(): number {
		return this.#open.size;
	}

	/** Answers with the stream, until either side ends it. @throws TroupeError RATE_LIMITED, REGISTRY_NOT_READY */
	async serve(request: FastifyRequest, reply: FastifyReply, { caller, after, isStillGranted }: StreamRequest): Promise<void> {
		this.#checkRoom(caller.tenant);
		const stop = new AbortController();
		const { raw } = reply.hijack();
		this.#open.set(raw, { tenant: caller.tenant, stop });
		raw.once('close', () => stop.abort());
		begin(reply);
		const beat = async () => {
			if (await isStillGranted()) this.#write(raw, ': \n\n');
			else stop.abort();
		};
		const heartbeat = setInterval(() => {
			beat().catch((error: unknown) => {
				this.reportFault(error, request.url);
				stop.abort();
			});
		}, this.#limits.heartbeatMs);
		try {
			for await (const event of this.registry.events(caller, after, stop.signal)) this.#write(raw, formatFrame(event));
		} catch (error) {
			if (!stop.signal.aborted) this.reportFault(error, request.url);
		} finally {
			clearInterval(heartbeat);
			this.#open.delete(raw);
			raw.end();
		}
	}

	/** Ends all; their clients come back to whatever runs then. */
	close(): void {
		this.#closed = true;
		for (const { stop } of this.#open.values()) stop.abort();
	}

	#checkRoom(tenant: string): void {
		if (this.#closed)
			throw new TroupeError({ code: 'REGISTRY_NOT_READY', message: 'The registry is stopping.', retryable: true, retryAfterMs: 1_000 });
		const ofTenant = [...this.#open.values()].filter((stream) => stream.tenant === tenant).length;
		if (ofTenant < this.#limits.perTenant && this.#open.size < this.#limits.total) return;
		throw new TroupeError({
			code: 'RATE_LIMITED',
			message: `The tenant has ${ofTenant} event streams open, and the registry ${this.#open.size}; the max is reached.`,
			fix: 'Poll the snapshot with If-None-Match, because events are only hints. One stream serves all processes of a machine.',
			retryable: true,
			retryAfterMs: 30_000,
		});
	}

	#write(raw: ServerResponse, text: string): void {
		if (raw.destroyed) return;
		raw.write(text);
		if (raw.writableLength > this.#limits.maxQueueBytes) raw.destroy();
	}
}

function begin(reply: FastifyReply): void {
	reply.raw.writeHead(200, {
		...(reply.getHeaders() as Record<string, string>),
		'content-type': 'text/event-stream; charset=utf-8',
		'cache-control': 'no-store',
		// nginx holds back what it does not know to be a stream.
		'x-accel-buffering': 'no',
	});
	reply.raw.write('retry: 2000\n: \n\n');
}

const formatFrame = (event: RegistryEvent) => `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
