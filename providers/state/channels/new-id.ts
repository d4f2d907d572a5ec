import { randomBytes } from 'node:crypto';

const timeDigits = 9;

/** Returns an id that sorts by time. @param time milliseconds since the epoch */
export const newId = (time: number): string => `${time.toString(36).padStart(timeDigits, '0')}${randomBytes(8).toString('hex')}`;
