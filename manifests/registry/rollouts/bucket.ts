import { hash } from 'node:crypto';

const buckets = 100;

/**
 * Assigns an instance to one of a hundred buckets, 1 to 100: always the same for one rollout, another for the next. An instance stays within an
 * increasing percentage.
 */
export function computeBucket(subject: string, instance: string): number {
	return (parseInt(hash('sha256', `${subject}:${instance}`).slice(0, 8), 16) % buckets) + 1;
}

export function isInShare(percent: number, subject: string, instance: string): boolean {
	return computeBucket(subject, instance) <= percent;
}
