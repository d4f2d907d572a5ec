import type { Expiry } from '../../core/ports/manifests';
import { formatTimeLeft } from './stale-policy';

const dayMs = 86_400_000;
/** Warnings begin in this last part of a lifetime, at most so long before its end. */
const lastPart = 0.2;
const maxNoticeMs = 30 * dayMs;

/** Something that ends, and what to do before it does. */
export interface Lifetime extends Expiry {
	/** For people, such as `the root of trust`. */
	name: string;
	startMs: number;
	/** Consequence of the expiry, and the command that prevents it. */
	consequence: string;
}

/** Returns the time from which people are warned, in milliseconds since the epoch. */
const findNotice = ({ startMs, endMs }: Lifetime): number => endMs - Math.min(maxNoticeMs, Math.floor((endMs - startMs) * lastPart));

/** Warns of what ends soon. The text names the days left, so that it is logged again each day. */
export function warnOfExpiry(lifetimes: readonly Lifetime[], nowMs: number): string[] {
	return lifetimes
		.filter((one) => nowMs >= findNotice(one))
		.map(
			({ name, endMs, consequence }) =>
				`${name} expires at ${new Date(endMs).toISOString()}, in ${formatTimeLeft(endMs - nowMs)}; ${consequence}`,
		);
}

/** Returns when the warnings change next: at the first notice, or daily after it. */
export function findNextNotice(lifetimes: readonly Lifetime[], nowMs: number): number {
	return Math.min(...lifetimes.map(findNotice).map((noticeMs) => (noticeMs > nowMs ? noticeMs : nowMs + dayMs)));
}
