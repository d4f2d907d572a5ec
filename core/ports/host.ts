/** The languages of user-facing texts. */
export type Language = 'en' | 'pt';

export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
