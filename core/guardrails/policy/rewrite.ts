import { type Span, splitSentences } from './sentences';

/** Removes the sentences that contain a match; `instead` replaces each run of removed sentences once. */
export function withoutMatches(text: string, matches: readonly Span[], instead: string): string {
	const sortedMatches = [...matches].sort((one, other) => one.start - other.start);
	let next = 0;
	let inside = false;
	const holds = ({ start, end }: Span): boolean => {
		while ((sortedMatches[next]?.end ?? Infinity) <= start) next += 1;
		return (sortedMatches[next]?.start ?? Infinity) < end;
	};
	const pieces = splitSentences(text).map((sentence) => {
		const before = inside;
		inside = holds(sentence);
		const written = text.slice(sentence.start, sentence.end);
		if (!inside) return written;
		return before || instead === '' ? '' : instead + written.slice(written.trimEnd().length);
	});
	return pieces.join('');
}
