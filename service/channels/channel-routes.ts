import { createHash, timingSafeEqual } from 'node:crypto';
import rateLimit, { type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isTroupeError } from '../../core/base/errors';
import type { ChannelMetrics } from '../../core/channels/channel-metrics';
import type { ChannelParts } from '../../core/channels/channel-parts';
import { inSpan } from '../../core/tracing/in-span';
import { type ReceiveAnswer, receiveRequest, refusedAnswer } from '../../core/channels/receive-request';
import type { ChannelRecord, OpenChannel } from '../../core/ports/channels/channel-records';
import { type ChannelRequest, maxRequestBytes } from '../../core/ports/channels/channel';
import { isAllowedAddress } from '../../providers/channels/shared/allowed-networks';
import { withTimeout, requestMs } from '../with-timeout';
import { rateCounters } from '../limits/rate-counters';
import { answerFaults } from '../problems';
import { registerRoutes } from '../http/name-plugin';

/** As for other unreachable stores. */
const retryAfterSeconds = 5;

const answer = { 200: { description: 'The answer that the provider expects', content: { '*/*': { schema: {} } } } };

interface ChannelRouteOptions {
	parts: ChannelParts;
	metrics: ChannelMetrics;
	rate: number;
	/** Default: in this process. */
	counters?: FastifyRateLimitStoreCtor;
	/** Max time of a request. Default: `requestMs`. */
	maxMs?: number;
	onFault: (fault: unknown, request: FastifyRequest) => void;
}

interface Path {
	tenant: string;
	channel: string;
	secret?: string;
}

type Request = FastifyRequest<{ Params: Path; Querystring: Record<string, string | undefined> }>;

/**
 * GET and POST /channels/{tenant}/{channel} and /channels/{tenant}/{channel}/{secret}: where providers send messages. A request is verified and
 * stored before its acknowledgement, and processed afterwards. Callers without a right learn nothing about existing channels.
 */
export async function channelRoutes(service: FastifyInstance, options: ChannelRouteOptions): Promise<void> {
	await registerRoutes(service, 'channels', async (app) => {
		await app.register(rateLimit, {
			max: options.rate,
			timeWindow: 60_000,
			store: options.counters ?? rateCounters(),
			// Decoded: a path has many spellings.
			keyGenerator: (request) => {
				const { tenant, channel } = request.params as Path;
				return `channel ${JSON.stringify([request.ip, tenant, channel])}`;
			},
		});
		// Raw bytes: signatures cover them.
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxRequestBytes }, (_request, body, done) => done(null, body));
		app.setErrorHandler(answerFaults(options.onFault));
		for (const url of ['/channels/:tenant/:channel', '/channels/:tenant/:channel/:secret']) {
			app.route<{ Params: Path; Querystring: Record<string, string | undefined> }>({
				method: ['GET', 'POST'],
				url,
				bodyLimit: maxRequestBytes,
				schema: { summary: 'Receives what a provider of messages sends to a channel', security: [], 'x-answers': answer },
				handler: async (request, reply) => {
					// If stored later after all, it has the key of the provider's repeated request.
					const answer = await withTimeout(receive(options, request), options.maxMs ?? requestMs, 'Storing the request');
					if (answer.status === 503) reply.header('retry-after', retryAfterSeconds);
					return reply.code(answer.status).type(answer.contentType).send(answer.body);
				},
			});
		}
	});
}

async function receive({ parts, metrics, onFault }: ChannelRouteOptions, request: Request): Promise<ReceiveAnswer> {
	const { tenant, channel: name, secret } = request.params;
	let open: OpenChannel | undefined;
	try {
		open = await parts.directory.find(tenant, name);
	} catch (fault) {
		onFault(fault, request);
		// Providers treat 404 as final, but retry after 503.
		return refusedAnswer(503);
	}
	if (!open) return refusedAnswer(404);
	if (!hasSecret(open.record, secret) || !isAllowedAddress(open.record.allowedNetworks, request.ip)) {
		await parts.channels.noteRefusal(tenant, name, `secret: A request from ${request.ip} had a wrong path or came from another network.`);
		return refusedAnswer(404);
	}
	try {
		const received = { name: `receive ${open.record.provider}`, facts: { 'troupe.channel': name, 'troupe.tenant': tenant } };
		return await inSpan(parts.tracing, received, () => receiveRequest(parts, open, toChannelRequest(request)));
	} catch (fault) {
		if (isTroupeError(fault) && fault.code === 'CHANNEL_BUSY') metrics.of({ tenant, channel: name }).refused += 1;
		throw fault;
	}
}

function hasSecret({ pathSecretHash }: ChannelRecord, secret = ''): boolean {
	if (pathSecretHash === null) return true;
	return timingSafeEqual(createHash('sha256').update(secret).digest(), Buffer.from(pathSecretHash, 'hex'));
}

function toChannelRequest({ method, headers, query, body }: Request): ChannelRequest {
	const single = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value] as const);
	return {
		method: method === 'GET' ? 'GET' : 'POST',
		headers: Object.fromEntries(single),
		query,
		body: Buffer.isBuffer(body) ? body : new Uint8Array(),
		receivedAt: Date.now(),
	};
}
