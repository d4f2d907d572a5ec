import type { DayFigures } from '../../ports/channels/day-figures';
import type { RunEnds } from '../../ports/runs/conversation-runs';

/** Durations in seconds; null without any. */
export interface Spread {
	count: number;
	medianSeconds: number | null;
	/** 90th percentile. */
	p90Seconds: number | null;
}

export interface DayQuality extends RunEnds {
	changedByRule: number | null;
	firstAnswer: Spread;
	/** From the hand-over to the first message of a person. */
	personAnswer: Spread;
	handOversBy: { agent: number; person: number; program: number };
	reactions: { good: number; bad: number; other: number };
	/** Runs of the day that a judge saw, on the UTC day; null without any. */
	judged: { passed: number; failed: number } | null;
}

export function sumQuality(
	{ firstAnswerMs, personAnswerMs, handOvers, reactions }: DayFigures,
	ends: RunEnds,
	more: Pick<DayQuality, 'changedByRule' | 'judged'>,
): DayQuality {
	const by = { agent: 0, person: 0, program: 0 };
	for (const handOver of handOvers) by[toKind(handOver.by)] += 1;
	const feelings = { good: 0, bad: 0, other: 0 };
	for (const [emoji, count] of Object.entries(reactions)) feelings[toFeeling(emoji)] += count;
	return {
		...ends,
		...more,
		firstAnswer: spread(firstAnswerMs),
		personAnswer: spread(personAnswerMs),
		handOversBy: by,
		reactions: feelings,
	};
}

function toKind(by: string): 'agent' | 'person' | 'program' {
	if (by === 'agent') return 'agent';
	return /^(?:process|workflow):/.test(by) ? 'program' : 'person';
}

const good = /^(?:👍|❤|🧡|💛|💚|💙|💜|🤍|🖤|🤎|🙏|👏|😍|🥰|😊|😀|😃|😄|😁|🎉|🔥|💯|✅|👌|🤝|🙌|⭐|🌟)/u;
const bad = /^(?:👎|😡|😠|🤬|😤|😞|😢|😭|💔|🤮|🤢|🖕|❌|😒|🙄)/u;

function toFeeling(emoji: string): 'good' | 'bad' | 'other' {
	if (good.test(emoji)) return 'good';
	return bad.test(emoji) ? 'bad' : 'other';
}

function spread(times: readonly number[]): Spread {
	const sorted = times.toSorted((one, other) => one - other);
	const at = (share: number) => (sorted.length === 0 ? null : Math.ceil(sorted[Math.ceil(sorted.length * share) - 1]! / 1000));
	return { count: sorted.length, medianSeconds: at(0.5), p90Seconds: at(0.9) };
}
