import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TroupeError } from '../../../core/base/errors';

/** Requests a minute. */
export interface RateLimits {
	/** Per caller and address. Machines that share a token do not share this limit. */
	calls: number;
	/**
	 * The same for the snapshot and for metrics. A machine polls once in 300 s and after each event; behind a proxy that is not trusted, thousands
	 * share one address.
	 */
	snapshots: number;
	/** Per address, without a valid token. Callers with a valid token are not limited by others' failures. */
	failures: number;
	/** Per address, for public routes. */
	open: number;
}

export const defaultLimits: RateLimits = { calls: 1_200, snapshots: 60_000, failures: 60, open: 600 };

const minuteMs = 60_000;
/** Max number of callers and addresses that are counted. The least recently seen one is dropped. */
const maxCounted = 10_000;

/** Rate limits with headers, by caller and address where there is a caller, by address where not. */
export async function limitRates(app: FastifyInstance, limits: RateLimits): Promise<void> {
	await app.register(rateLimit, {
		global: true,
		cache: maxCounted,
		timeWindow: minuteMs,
		max: (request: FastifyRequest) => (request.grant ? limits.calls : limits.open),
		keyGenerator: (request: FastifyRequest) =>
			request.grant ? `${request.ip} ${request.grant.caller.tenant} ${request.grant.caller.subject}` : getAddress(request),
		enableDraftSpec: true,
		errorResponseBuilder: (_request, { ttl, max }) => tooMany(`More than ${max} requests in a minute.`, ttl),
	});
}

/** Counts requests without a valid token. Above the limit they get 429. */
export function countFailures(
	app: FastifyInstance,
	{ failures }: RateLimits,
): (request: FastifyRequest) => Promise<TroupeError | undefined> {
	const check = app.createRateLimit({ max: failures, timeWindow: minuteMs, keyGenerator: getAddress });
	return async (request) => {
		const counted = await check(request);
		if (counted.isAllowed || !counted.isExceeded) return undefined;
		return tooMany(`More than ${failures} requests without a valid token came from this address in a minute.`, counted.ttl);
	};
}

/** Sets headers against interpretation by browsers. The interface is for programs, so no response is a page. */
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
