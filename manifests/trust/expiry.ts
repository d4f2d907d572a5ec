import type { Expiry } from '../../core/ports/manifests';
import { formatTimeLeft } from './stale-policy';

const dayMs = 86_400_000;
/** Warnings begin in this last part of a lifetime, bounded in time. */
const lastPart = 0.2;
const maxNoticeMs = 30 * dayMs;

export interface Lifetime extends Expiry {
	name: string;
	startMs: number;
	consequence: string;
}

/** Returns the time from which people are warned, in milliseconds since the epoch. */
const findNotice = ({ startMs, endMs }: Lifetime): number => endMs - Math.min(maxNoticeMs, Math.floor((endMs - startMs) * lastPart));

/** The text has the days left, so that it is logged again each day. */
export function warnOfExpiry(lifetimes: readonly Lifetime[], nowMs: number): string[] {
	return lifetimes
		.filter((one) => nowMs >= findNotice(one))
		.map(
			({ name, endMs, consequence }) =>
				`${name} expires at ${new Date(endMs).toISOString()}, in ${formatTimeLeft(endMs - nowMs)}; ${consequence}`,
		);
}

/** Next change of the warnings: the first notice, then daily. */
export function findNextNotice(lifetimes: readonly Lifetime[], nowMs: number): number {
	return Math.min(...lifetimes.map(findNotice).map((noticeMs) => (noticeMs > nowMs ? noticeMs : nowMs + dayMs)));
}
