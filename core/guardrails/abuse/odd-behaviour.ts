import type { AbuseStanding } from '../../ports/abuse';
import { compareMinHashes } from './min-hash';

/** Something that a contact does too often within the window. */
export type Oddity = 'refusals' | 'probes' | 'repeats' | 'similar';

/** From how many messages within the window each counts. 0: never. */
export type OddityLimits = Record<Oddity, number> & { windowMs: number };

/** The last messages of a contact that are compared. */
const maxMessages = 100;
/** Share of a mark from which two messages are nearly equal. */
const alike = 0.6;

/** Adds one to a standing. @param mark of a message that came to the check */
export function addSigns(
	standing: AbuseStanding | undefined,
	{ windowMs }: OddityLimits,
	{ now, mark, signs = [] }: { now: number; mark?: string; signs?: readonly ('refusals' | 'probes')[] },
): AbuseStanding {
	const recent = (times: readonly number[] = []) => times.filter((at) => at > now - windowMs).slice(1 - maxMessages);
	const { violations = [], odd = {} } = standing ?? {};
	const messages = (odd.messages ?? []).filter(({ at }) => at > now - windowMs).slice(1 - maxMessages);
	return {
		...standing,
		violations,
		odd: {
			...odd,
			messages: mark === undefined ? messages : [...messages, { at: now, mark }],
			refusals: [...recent(odd.refusals), ...(signs.includes('refusals') ? [now] : [])],
			probes: [...recent(odd.probes), ...(signs.includes('probes') ? [now] : [])],
		},
	};
}

/** Returns what a contact does too often, and how often, if it was not told. The last message is the one that is judged. */
export function findOddity(
	{ odd = {} }: AbuseStanding,
	limits: OddityLimits,
	now: number,
	isTold: (oddity: Oddity) => boolean,
): { oddity: Oddity; times: number } | undefined {
	const since = now - limits.windowMs;
	const messages = (odd.messages ?? []).filter(({ at }) => at > since);
	const last = messages.at(-1);
	const shares = last ? messages.map(({ mark }) => compareMinHashes(mark, last.mark)) : [];
	const times: Record<Oddity, number> = {
		probes: (odd.probes ?? []).filter((at) => at > since).length,
		refusals: (odd.refusals ?? []).filter((at) => at > since).length,
		repeats: messages.filter(({ mark }) => mark === last?.mark).length,
		similar: shares.filter((share) => share >= alike).length,
	};
	const found = (Object.keys(times) as Oddity[]).find((oddity) => limits[oddity] > 0 && times[oddity] >= limits[oddity] && !isTold(oddity));
	return found && { oddity: found, times: times[found] };
}
