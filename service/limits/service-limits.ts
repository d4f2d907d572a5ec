import { defaultLimits, type RateLimits } from '../http/limits';

export interface ServiceLimits extends RateLimits {
	/** Per caller and address, for the engine's REST API: workers ask it often. */
	engine: number;
	/** Per address and channel: a provider sends all customers' messages from a few addresses. */
	channels: number;
}

export const defaultServiceLimits: ServiceLimits = { ...defaultLimits, engine: 600_000, channels: 120_000 };
