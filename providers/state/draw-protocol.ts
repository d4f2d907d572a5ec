import { randomInt } from 'node:crypto';

/** Characters that sound distinct when read aloud. */
const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Draws a number to say and copy: `2026-11-28-7F3K`. @param now in milliseconds since the epoch */
export const drawProtocol = (now: number): string =>
	`${new Date(now).toISOString().slice(0, 10)}-${Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')}`;
