import { toZonedSecond } from '../../core/base/iso-time';
import { countNouns } from '../terminal/format-text';
import type { KeptAt } from './read-kept';

interface Stamps {
	count: number;
	entries?: number;
	/** ISO 8601: when that log existed at the latest. */
	by?: string;
	/** Timestamps that nothing could be judged by. */
	unchecked: number;
	/** Anchored checkpoints that have none. */
	missing: number;
}

/** @param isExpected an authority is set: then timestamps that are missing are told of. @returns undefined where there is nothing to tell */
export function countStamps(kept: readonly KeptAt[], isExpected: boolean): Stamps | undefined {
	const stamped = kept.flatMap(({ size, stamped: at }) => (at instanceof Date ? [{ size, at }] : []));
	const unchecked = kept.filter(({ stamped: at }) => at === 'unchecked').length;
	if (stamped.length + unchecked === 0 && !isExpected) return undefined;
	// A checkpoint that was anchored while the authority was away is there a second time, with its timestamp.
	const later = new Set(kept.flatMap(({ size, stamped: at }) => (at === 'none' ? [] : [size])));
	const missing = new Set(kept.flatMap(({ size, stamped: at }) => (at === 'none' && !later.has(size) ? [size] : []))).size;
	if (stamped.length + unchecked + missing === 0) return undefined;
	// The earliest time of the longest log says the most.
	const [longest] = stamped.toSorted((a, b) => b.size - a.size || a.at.getTime() - b.at.getTime());
	return { count: stamped.length, ...(longest && { entries: longest.size, by: longest.at.toISOString() }), unchecked, missing };
}

/** Tells them to a person. */
export const tellStamps = ({ count, entries, by, unchecked, missing }: Stamps): string[] => [
	...(entries !== undefined && by !== undefined
		? [
				`Timestamps that are right: ${count}. The first ${countNouns(entries, 'entry')} existed by ${toZonedSecond(Date.parse(by), 'UTC')} UTC.`,
			]
		: []),
	...(unchecked > 0 ? [`Timestamps that were not checked: ${unchecked}. Name the root of the authority in TROUPE_AUDIT_TSA_CA.`] : []),
	...(missing > 0 ? [`Checkpoints without a timestamp: ${missing}. Nothing shows by when they existed.`] : []),
];
