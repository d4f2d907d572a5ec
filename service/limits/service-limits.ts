import { defaultLimits, type RateLimits } from '../http/limits';

/** Requests a minute to all parts of the service. */
export interface ServiceLimits extends RateLimits {
	/** Per caller and address, for the engine's REST API: workers ask it often. */
	engine: number;
	/** Per address, for each channel: a provider sends the messages of all customers from a few addresses. */
	channels: number;
}

export const defaultServiceLimits: ServiceLimits = { ...defaultLimits, engine: 600_000, channels: 120_000 };
