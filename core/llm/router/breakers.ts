import { createHmac, randomBytes } from 'node:crypto';
import { type Clock, systemClock } from '../../ports/host';
import { Breaker, type BreakerLimits, defaultBreakerLimits } from './breaker';

/** More than one process uses; removes the least recently used. */
const maxBreakers = 1_000;

export interface Breakers {
	get(key: string): Breaker;
}

export function createBreakers(options: { clock?: Clock; limits?: Partial<BreakerLimits>; most?: number } = {}): Breakers {
	const { clock = systemClock, most = maxBreakers } = options;
	const limits = { ...defaultBreakerLimits, ...options.limits };
	const breakers = new Map<string, Breaker>();
	return {
		get(key) {
			const breaker = breakers.get(key) ?? new Breaker(limits, clock);
			breakers.delete(key);
			breakers.set(key, breaker);
			if (breakers.size > most) breakers.delete(breakers.keys().next().value!);
			return breaker;
		},
	};
}

const salt = randomBytes(32);

/**
 * Things that fail together: model, API key, address and tenant, whose timeouts and messages could make it fail. Hashes the API key with a secret of
 * this process.
 */
export function createBreakerKey(call: { provider: string; model: string; apiKey?: string; baseUrl?: string; tenant?: string }): string {
	const { provider, model, apiKey = '', baseUrl = '', tenant = '' } = call;
	return createHmac('sha256', salt)
		.update(JSON.stringify([provider, model, apiKey, baseUrl, tenant]))
		.digest('base64url');
}
