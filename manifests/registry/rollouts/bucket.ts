import { v3 } from 'murmurhash';

const BUCKETS = 100;

/**
 * Which of a hundred parts an instance falls into, 1 to 100: always the same for one rollout or flag, and another for the next, so that
 * not the same instances go first every time. Who stays at or under a percentage stays there when it rises.
 */
export function bucketOf(subject: string, instance: string): number {
	return (v3(`${subject}:${instance}`, 0) % BUCKETS) + 1;
}

export function isInShare(percent: number, subject: string, instance: string): boolean {
	return bucketOf(subject, instance) <= percent;
}
