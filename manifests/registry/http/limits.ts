import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TroupeError } from '../../../core/base/errors';

/** Requests a minute. */
export interface RateLimits {
	/** Of one caller at one address: machines that share a token do not share this. */
	calls: number;
	/** The same for the snapshot and for metrics: a machine polls once in 300 s and after each event; behind a proxy that is not trusted, thousands are one address. */
	snapshots: number;
	/** Of one address, without a token that holds. Those that come with one are not held back by their neighbours' failures. */
	failures: number;
	/** Of one address, for what is public. */
	open: number;
}

export const defaultLimits: RateLimits = { calls: 1_200, snapshots: 60_000, failures: 60, open: 600 };

const minuteMs = 60_000;
/** Callers and addresses that are counted at once; the one not seen for longest gives way. */
const mostCounted = 10_000;

/** Rate limits with headers, by caller and address where there is a caller, by address where not. */
export async function limitRates(app: FastifyInstance, limits: RateLimits): Promise<void> {
	await app.register(rateLimit, {
		global: true,
		cache: mostCounted,
		timeWindow: minuteMs,
		max: (request: FastifyRequest) => (request.grant ? limits.calls : limits.open),
		keyGenerator: (request: FastifyRequest) =>
			request.grant ? `${request.ip} ${request.grant.caller.tenant} ${request.grant.caller.subject}` : addressOf(request),
		enableDraftSpec: true,
		errorResponseBuilder: (_request, { ttl, max }) => tooMany(`More than ${max} requests in a minute.`, ttl),
	});
}

/** Counts requests without a token that holds; from the limit on they are answered with 429. */
export function countFailures(
	app: FastifyInstance,
	{ failures }: RateLimits,
): (request: FastifyRequest) => Promise<TroupeError | undefined> {
	const check = app.createRateLimit({ max: failures, timeWindow: minuteMs, keyGenerator: addressOf });
	return async (request) => {
		const counted = await check(request);
		if (counted.isAllowed || !counted.isExceeded) return undefined;
		return tooMany(`More than ${failures} requests without a token that holds came from this address in a minute.`, counted.ttl);
	};
}

/** Headers against what browsers would do with an answer; it is an interface for programs, so nothing of it is ever a page. */
export async function secureHeaders(app: FastifyInstance): Promise<void> {
	await app.register(helmet, {
		contentSecurityPolicy: { useDefaults: false, directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] } },
		crossOriginResourcePolicy: { policy: 'same-origin' },
		// Set by the proxy that ends TLS: on plain http it means nothing.
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

// A network of IPv6 is one caller: each has 2^64 addresses.
const addressOf = (request: FastifyRequest) => normalizeIP(request.ip, 64);

function tooMany(message: string, ttlMs: number): TroupeError {
	return new TroupeError({
		code: 'RATE_LIMITED',
		message,
		fix: 'Wait as long as the header Retry-After says.',
		retryable: true,
		retryAfterMs: ttlMs,
	});
}
