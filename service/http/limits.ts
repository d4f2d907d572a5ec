import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP, type FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TroupeError } from '../../core/base/errors';

export interface RateLimits {
	/** Per caller and address. Machines with one token do not share it. */
	calls: number;
	/**
	 * The same for snapshots and metrics. A machine polls once in 300 s and after each event; behind an untrusted proxy, thousands share one address.
	 */
	snapshots: number;
	/** All callers of one tenant. Default: any number. */
	tenants?: number;
	/** Per address, with an invalid token. These failures do not limit others at the address. */
	failures: number;
	open: number;
	/** Always set by a service. Default: for each part, in this process. */
	counters?: FastifyRateLimitStoreCtor;
}

export const defaultLimits: RateLimits = { calls: 1_200, snapshots: 60_000, failures: 60, open: 600 };

const minuteMs = 60_000;

interface LimitedPart {
	name: string;
	/** Per minute, caller and address. */
	max: number;
	/** Limits all routes of the part. Default: true. */
	global?: boolean;
}

/** Rate limits with headers: by caller and address, by a key with its own limit, or by route and address without a caller. */
export async function limitRates(app: FastifyInstance, limits: RateLimits, part?: LimitedPart): Promise<void> {
	const { name, max, global = true } = part ?? { name: 'registry', max: limits.calls };
	const nameLine = ({ ip, grant }: FastifyRequest) =>
		`${name} ${ip} ${grant?.root === undefined ? `${grant?.caller.tenant} ${grant?.caller.subject}` : `key ${grant.root}`}`;
	await app.register(rateLimit, {
		global,
		timeWindow: minuteMs,
		...(limits.counters && { store: limits.counters }),
		max: ({ grant }: FastifyRequest) => (grant ? (grant.rate ?? max) : limits.open),
		keyGenerator: (request: FastifyRequest) => {
			const { grant, routeOptions } = request;
			if (!grant) return `${routeOptions.url ?? 'none'} ${getAddress(request)}`;
			if (grant.rate !== undefined) return `key ${grant.countedWith ?? grant.id}`;
			return nameLine(request);
		},
		enableDraftSpec: true,
		errorResponseBuilder: (_request, context) => tooMany(`More than ${context.max} requests in a minute.`, context.ttl),
	});
	if (global) limitLines(app, max, nameLine);
	if (global && limits.tenants !== undefined) limitTenants(app, limits.tenants);
	app.addHook('onSend', async (_request, reply) => {
		const limit = reply.getHeader('ratelimit-limit');
		if (limit === undefined) return;
		// https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/: the three single headers are its earlier versions'.
		reply.header('ratelimit-policy', `"minute";q=${String(limit)};w=${minuteMs / 1000}`);
		reply.header(
			'ratelimit',
			`"minute";r=${String(reply.getHeader('ratelimit-remaining'))};t=${String(reply.getHeader('ratelimit-reset'))}`,
		);
	});
}

/** Counts requests of derived keys together: a derived key's rate does not add to its maker's. */
function limitLines(app: FastifyInstance, max: number, keyGenerator: (request: FastifyRequest) => string): void {
	const check = app.createRateLimit({ max, timeWindow: minuteMs, keyGenerator });
	app.addHook('preParsing', async (request) => {
		const { rate, root, countedWith, id } = request.grant ?? {};
		if (rate === undefined || root === id || root === countedWith || request.routeOptions.config?.rateLimit !== undefined) return;
		const counted = await check(request);
		if (!counted.isAllowed && counted.isExceeded)
			throw tooMany(`More than ${max} requests in a minute, with the key ${root} and those that it made.`, counted.ttl);
	});
}

function limitTenants(app: FastifyInstance, max: number): void {
	const keyGenerator = ({ grant }: FastifyRequest) => `tenant ${grant?.caller.tenant}`;
	const check = app.createRateLimit({ max, timeWindow: minuteMs, keyGenerator });
	app.addHook('preParsing', async (request) => {
		const counted = request.grant && (await check(request));
		if (counted && !counted.isAllowed && counted.isExceeded)
			throw tooMany(`More than ${max} requests in a minute, of all callers of the tenant ${request.grant!.caller.tenant}.`, counted.ttl);
	});
}

export const limitUnknownRoutes = (app: FastifyInstance) => (app.hasDecorator('rateLimit') ? [app.rateLimit()] : []);

export function countFailures(
	app: FastifyInstance,
	{ failures }: RateLimits,
): (request: FastifyRequest) => Promise<TroupeError | undefined> {
	const keyGenerator = (request: FastifyRequest) => `failures ${getAddress(request)}`;
	const check = app.createRateLimit({ max: failures, timeWindow: minuteMs, keyGenerator });
	return async (request) => {
		const counted = await check(request);
		if (counted.isAllowed || !counted.isExceeded) return undefined;
		return tooMany(`More than ${failures} requests with an invalid token came from this address in a minute.`, counted.ttl);
	};
}

/** Forbids browsers to interpret responses: the interface is for programs, so none is a page. */
export async function secureHeaders(app: FastifyInstance): Promise<void> {
	await app.register(helmet, {
		contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] } },
		crossOriginResourcePolicy: { policy: 'same-origin' },
		// The proxy that ends TLS sets it: on plain http it means nothing.
		strictTransportSecurity: false,
		xDownloadOptions: false,
		xPermittedCrossDomainPolicies: false,
		originAgentCluster: false,
		crossOriginOpenerPolicy: false,
		xDnsPrefetchControl: false,
		frameguard: { action: 'deny' },
		referrerPolicy: { policy: 'no-referrer' },
	});
}

// An IPv6 network is one caller with 2^64 addresses.
const getAddress = (request: FastifyRequest) => normalizeIP(request.ip, 64);

function tooMany(message: string, ttlMs: number): TroupeError {
	return new TroupeError({
		code: 'RATE_LIMITED',
		message,
		fix: 'Wait for the time in the header Retry-After.',
		retryable: true,
		retryAfterMs: ttlMs,
	});
}
