import type { Match } from '../../ports/guardrails/match';

const gap = '\n[…]\n';

/** Returns at most `max` characters: the whole text, the surroundings of the matches, or both ends. */
export function excerpt(text: string, matches: readonly Match[], max: number): string {
	if (text.length <= max) return text;
	const around = matches.slice(0, 4);
	if (around.length === 0) return text.slice(0, max / 2) + gap + text.slice(-(max / 2 - gap.length));
	const share = Math.floor(max / around.length) - gap.length;
	return around
		.toSorted((a, b) => a.start - b.start)
		.map(({ start, end }) => {
			const from = Math.max(0, Math.floor((start + Math.min(end, start + share)) / 2 - share / 2));
			return text.slice(from, from + share);
		})
		.join(gap);
}
