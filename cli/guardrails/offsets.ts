import { Option } from 'commander';
import type { Match } from '../../core/ports/guardrails/match';

const offsetUnits = ['utf16', 'codepoints'] as const;
export type OffsetUnit = (typeof offsetUnits)[number];

export function offsetsOption(): Option {
	return new Option('--offsets <unit>', 'count positions in UTF-16 code units, as JavaScript does, or in code points, as Python does')
		.choices(offsetUnits)
		.default('utf16');
}

/** Returns the matches with their positions in the given unit. Matches are in order and in UTF-16 code units. */
export function toSpans<Span extends Match>(text: string, matches: readonly Span[], offsets: OffsetUnit): Span[] {
	if (offsets === 'utf16' || matches.length === 0 || !/[\uD800-\uDFFF]/.test(text)) return [...matches];
	let unit = 0;
	let point = 0;
	const pointAt = (position: number): number => {
		for (; unit < position; point++) unit += text.codePointAt(unit)! > 0xffff ? 2 : 1;
		return point;
	};
	return matches.map((match) => ({ ...match, start: pointAt(match.start), end: pointAt(match.end) }));
}
