import { possibleLanguages } from '../../base/text/language';
import { extractTerms } from '../../words/terms';

/** Returns how similar the content words of two texts are, 0 to 1: the cosine of the counts of their stems. */
export function compareWords(one: string, other: string): number {
	const [left, right] = [countStems(one), countStems(other)];
	if (left.size === 0 || right.size === 0) return one.trim() === other.trim() ? 1 : 0;
	let common = 0;
	for (const [stem, count] of left) common += count * (right.get(stem) ?? 0);
	// A rounding error must not make equal texts differ.
	return Math.min(1, Math.round((common / (measureLength(left) * measureLength(right))) * 1e6) / 1e6);
}

function countStems(text: string): Map<string, number> {
	const counts = new Map<string, number>();
	for (const [stem] of extractTerms(text, possibleLanguages(text).slice(0, 1)))
		if (stem !== undefined) counts.set(stem, (counts.get(stem) ?? 0) + 1);
	return counts;
}

const measureLength = (counts: Map<string, number>): number =>
	Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0));
