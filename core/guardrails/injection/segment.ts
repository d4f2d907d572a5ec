import type { WordBook } from './word-book';

const smallWords = new Set(
	`the of to and is are be in on at by for with from as a i it its me my we us you he them this these those that was were been has have had will would can now up out so or if but not no
	word words hello please everything nothing one two more instead starting tell output say answer question
	o a os as e um uma de da do das dos em na no nas nos que para por com se eu ele ela isso este esta foi sao ser ter te por favor mais tudo ate`.split(
		/\s+/,
	),
);
const maxLength = 16;

/** Splits joined words (`ignoreallpreviousinstructions`); undefined if one is unknown. Linear time. */
export function segment(run: string, book: Pick<WordBook, 'isKnown'>): string[] | undefined {
	if (!/^[a-z]+$/.test(run)) return undefined;
	const fewest: (number | undefined)[] = [0];
	const from: number[] = [];
	for (let end = 1; end <= run.length; end++) {
		for (let start = Math.max(0, end - maxLength); start < end; start++) {
			const before = fewest[start];
			if (before === undefined || (fewest[end] ?? Infinity) <= before + 1) continue;
			const word = run.slice(start, end);
			if (!smallWords.has(word) && !(word.length > 2 && book.isKnown(word))) continue;
			fewest[end] = before + 1;
			from[end] = start;
		}
	}
	if (fewest[run.length] === undefined) return undefined;
	const words: string[] = [];
	for (let end = run.length; end > 0; end = from[end]!) words.unshift(run.slice(from[end], end));
	return words;
}
