/** The languages of user-facing texts. */
export type { Language } from '../base/language';

export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
