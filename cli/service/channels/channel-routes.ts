import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ChannelParts } from '../../../core/channels/channel-worker';
import { type ChannelRecord, type ChannelRequest, maxRequestBytes, type OpenChannel, type Verification } from '../../../core/ports';
import { sendProblem } from '../problems';

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
	await service.register(async (app) => {
		await app.register(rateLimit, {
			max: options.rate,
			timeWindow: 60_000,
			cache: 10_000,
			keyGenerator: (request) => `${request.ip} ${request.url.split('?', 1)[0]!.slice(0, 200)}`,
		});
		// The bytes as they came: signatures cover them.
		app.removeAllContentTypeParsers();
		app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxRequestBytes }, (_request, body, done) => done(null, body));
		app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
		for (const url of ['/channels/:tenant/:channel', '/channels/:tenant/:channel/:secret']) {
			app.route<{ Params: Path; Querystring: Record<string, string | undefined> }>({
				...{ method: ['GET', 'POST'], url, bodyLimit: maxRequestBytes },
				schema: { summary: 'Receives what a provider of messages sends to a channel' },
				handler: (request, reply) => receive(options, request, reply),
			});
		}
	});
}

async function receive({ parts, onFault }: ChannelRouteOptions, request: Request, reply: FastifyReply): Promise<FastifyReply> {
	const { tenant, channel: name, secret } = request.params;
	const open = await parts.directory.find(tenant, name).catch((fault: unknown) => onFault(fault, request.url));
	const isKnown = open !== undefined && open !== null;
	if (!isKnown) return refuse(reply, 404);
	if (!hasSecret(open.record, secret) || !isAllowed(open.record, request.ip)) {
		await parts.channels.noteRefusal(tenant, name, `secret: A request from ${request.ip} had a wrong path or came from another network.`);
		return refuse(reply, 404);
	}
	return answer(parts, open, open.channel.verify(toChannelRequest(request)), reply);
}

async function answer(parts: ChannelParts, { record }: OpenChannel, verified: Verification, reply: FastifyReply): Promise<FastifyReply> {
	const { tenant, name: channel } = record;
	switch (verified.kind) {
		case 'answer':
			return reply.code(verified.status).type(verified.contentType).send(verified.body);
		case 'refused':
			await parts.channels.noteRefusal(tenant, channel, `${verified.reason}: ${verified.detail}`);
			return refuse(reply, verified.status);
		case 'accepted':
			await parts.deliveries.accept({ tenant, channel, key: verified.key, stored: verified.stored, receivedAt: Date.now() });
			return reply.code(200).type('application/json').send('{}');
	}
}

/** Without details, which are in the channel's status. */
const refuse = (reply: FastifyReply, status: number) =>
	reply
		.code(status)
		.type('application/problem+json')
		.send(JSON.stringify({ type: 'about:blank', status, title: status === 404 ? 'Not Found' : 'Refused' }));

function hasSecret({ pathSecretHash }: ChannelRecord, secret = ''): boolean {
	if (pathSecretHash === null) return true;
	return timingSafeEqual(createHash('sha256').update(secret).digest(), Buffer.from(pathSecretHash, 'hex'));
}

function isAllowed({ allowedNetworks }: ChannelRecord, ip: string): boolean {
	if (allowedNetworks.length === 0) return true;
	const list = new BlockList();
	for (const network of allowedNetworks) {
		const [address = '', prefix] = network.split('/');
		const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
		list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family);
	}
	const plain = ip.startsWith('::ffff:') ? ip.slice('::ffff:'.length) : ip;
	return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
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
