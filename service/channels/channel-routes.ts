import { createHash, timingSafeEqual } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ChannelParts } from '../../core/channels/channel-worker';
import { receiveRequest, refusedAnswer } from '../../core/channels/receive-request';
import { type ChannelRecord, type ChannelRequest, maxRequestBytes, type OpenChannel } from '../../core/ports';
import { isAllowedAddress } from '../../providers/channels/shared/allowed-networks';
import { sendProblem } from '../problems';
import { registerRoutes } from '../http/name-plugin';

/** As for other stores that do not answer. */
const retryAfterSeconds = 5;

/** Each provider expects another. */
const receipt = { 200: { description: 'The receipt that the provider expects', content: { '*/*': { schema: {} } } } };

export interface ChannelRouteOptions {
	parts: ChannelParts;
	/** Requests a minute of one address to one channel. */
	rate: number;
	onFault: (fault: unknown, url: string) => void;
}

interface Path {
	tenant: string;
	channel: string;
	secret?: string;
}

type Request = FastifyRequest<{ Params: Path; Querystring: Record<string, string | undefined> }>;

/**
 * GET and POST /channels/{tenant}/{channel} and /channels/{tenant}/{channel}/{secret}: where providers send messages. A request is verified and
 * stored before it is acknowledged, and processed afterwards. Whoever has no right to be here learns nothing about which channels exist.
 */
export async function channelRoutes(service: FastifyInstance, options: ChannelRouteOptions): Promise<void> {
	await registerRoutes(service, 'channels', async (app) => {
		await app.register(rateLimit, {
			max: options.rate,
			timeWindow: 60_000,
			cache: 10_000,
			// Decoded: the same path can be spelled in many ways.
			keyGenerator: (request) => {
				const { tenant, channel } = request.params as Path;
				return JSON.stringify([request.ip, tenant, channel]);
			},
		});
		// The bytes as they came: signatures cover them.
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxRequestBytes }, (_request, body, done) => done(null, body));
		app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
		for (const url of ['/channels/:tenant/:channel', '/channels/:tenant/:channel/:secret']) {
			app.route<{ Params: Path; Querystring: Record<string, string | undefined> }>({
				...{ method: ['GET', 'POST'], url, bodyLimit: maxRequestBytes },
				schema: { summary: 'Receives what a provider of messages sends to a channel', security: [], 'x-answers': receipt },
				handler: (request, reply) => receive(options, request, reply),
			});
		}
	});
}

async function receive({ parts, onFault }: ChannelRouteOptions, request: Request, reply: FastifyReply): Promise<FastifyReply> {
	const { tenant, channel: name, secret } = request.params;
	let open: OpenChannel | undefined;
	try {
		open = await parts.directory.find(tenant, name);
	} catch (fault) {
		onFault(fault, request.url);
		// A provider takes 404 for final, and tries again after this.
		return refuse(reply.header('retry-after', retryAfterSeconds), 503);
	}
	if (!open) return refuse(reply);
	if (!hasSecret(open.record, secret) || !isAllowedAddress(open.record.allowedNetworks, request.ip)) {
		await parts.channels.noteRefusal(tenant, name, `secret: A request from ${request.ip} had a wrong path or came from another network.`);
		return refuse(reply);
	}
	const answer = await receiveRequest(parts, open, toChannelRequest(request));
	return reply.code(answer.status).type(answer.contentType).send(answer.body);
}

function refuse(reply: FastifyReply, code: 404 | 503 = 404): FastifyReply {
	const { status, contentType, body } = refusedAnswer(code);
	return reply.code(status).type(contentType).send(body);
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
