const times = 3;
/** Sentences that a model repeats together. */
const maxPeriod = 5;
const maxLength = 100_000;

let segmenter: Intl.Segmenter | undefined;

/**
 * Returns the text without its repetitions, which end it: up to the first time that a sentence or line, or up to five together, is said three times in a
 * row. Undefined if none is.
 * @param open whether the last sentence can go on
 */
export function cutRepetitions(text: string, open = false): string | undefined {
	if (text.length > maxLength) return undefined;
	segmenter ??= new Intl.Segmenter('pt', { granularity: 'sentence' });
	const ends: number[] = [];
	const units: string[] = [];
	for (const { segment, index } of segmenter.segment(text)) {
		const unit = segment.trim().toLowerCase();
		if (unit === '' || (open && index + segment.length === text.length)) continue;
		units.push(unit);
		ends.push(index + segment.length);
		const period = findPeriod(units);
		if (period > 0) return text.slice(0, ends[units.length - 1 - period * (times - 1)]);
	}
	return undefined;
}

function findPeriod(units: string[]): number {
	for (let period = 1; period <= maxPeriod && period * times <= units.length; period += 1) {
		const last = units.slice(-period);
		const repeats = units.slice(-period * times).every((unit, index) => unit === last[index % period]);
		// Rules and brackets repeat in tables and code.
		if (repeats && last.some((unit) => /\p{L}{2}/u.test(unit))) return period;
	}
	return 0;
}
