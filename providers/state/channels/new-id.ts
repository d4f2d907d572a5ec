import { randomUUID } from 'node:crypto';

const timeDigits = 9;
const orderDigits = 4;
const maxOrder = 16 ** orderDigits;
/** The last group of a UUID is random, and Node caches UUIDs. */
const randomDigits = 12;

let last = { time: 0, order: 0 };

/** Ids sort by time, and within this process by creation. @param time milliseconds since the epoch */
export function newId(time: number): string {
	last = { time, order: time === last.time ? (last.order + 1) % maxOrder : 0 };
	return `${time.toString(36).padStart(timeDigits, '0')}${last.order.toString(16).padStart(orderDigits, '0')}${randomUUID().slice(-randomDigits)}`;
}

export const timeOf = (id: string): number => Number.parseInt(id.slice(0, timeDigits), 36);
