/** The languages of texts for users. */
export type { Language } from '../base/text/language';

export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
