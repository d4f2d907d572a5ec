import type { AbuseStanding } from '../../ports/abuse';
import { compareMinHashes } from './min-hash';

export type Oddity = 'refusals' | 'probes' | 'repeats' | 'similar';

/** Min messages within the window. 0: never. */
export type OddityLimits = Record<Oddity, number> & { windowMs: number };

const maxMessages = 100;
const alike = 0.6;

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

/** Returns an unreported oddity of a contact, with its count. Judges the last message. */
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
