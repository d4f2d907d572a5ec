/** Forms of Portuguese pronouns that follow a verb behind a hyphen, which stays. */
const pronoun = /^(?:[oa]s?|l[oa]s?|n[oa]s?|lhes?|me|te|se|vos)(?![\p{L}])/u;
/** "Ein- und Ausgang", "pré- e pós-operatório". */
const conjunction = /^(?:und|oder|sowie|bis|and|e)\s/u;
/** Where a word was cut that may have a hyphen of its own: only the whole document tells. No text has it otherwise. */
const cut = '\u00ad';

/** Lines as one text. A word that was cut at the end of a line is made whole, as nobody looks for its halves; see madeWhole. */
export function joinLines(lines: string[]): string {
	let text = '';
	for (const line of lines) {
		const end = text.slice(-100);
		text = end.endsWith(cut) ? text + line : text === '' ? line : joined(text, end, line);
	}
	// One at its end stays, for the block that goes on with it; another was never shown.
	return text.endsWith(cut) ? text.slice(0, -1) : text;
}

function joined(text: string, end: string, line: string): string {
	if (!/[\p{L}\p{N}][-\u2010]$/u.test(end)) return `${text} ${line}`;
	if (!/^\p{Ll}/u.test(line)) return /^[\p{L}\p{N}]/u.test(line) ? text + line : `${text} ${line}`;
	if (conjunction.test(line)) return `${text} ${line}`;
	// A word of several parts, such as "state-of-the-art", has them at the end of a line too.
	if (pronoun.test(line) || /\p{N}.$|[-\u2010][\p{L}\p{N}]+.$/u.test(end)) return text + line;
	return text.slice(0, -1) + cut + line;
}

const cutWord = /(\p{L}+)\u00ad(\p{Ll}\p{L}*)/gu;
const compound = /\p{L}+[-\u2010]\p{Ll}\p{L}*/gu;

/** Makes cut words whole: with a hyphen where the document writes the word with one elsewhere. */
export function madeWhole(texts: string[]): (text: string) => string {
	const compounds = new Set<string>();
	for (const text of texts) for (const [, head, tail] of text.matchAll(cutWord)) compounds.add(`${head}-${tail}`.toLowerCase());
	const written = new Set<string>();
	if (compounds.size > 0)
		for (const text of texts)
			for (const [word] of text.matchAll(compound)) {
				const name = word.replace('\u2010', '-').toLowerCase();
				if (compounds.has(name)) written.add(name);
			}
	return (text) =>
		text
			.replace(cutWord, (_, head: string, tail: string) => head + (written.has(`${head}-${tail}`.toLowerCase()) ? '-' : '') + tail)
			.replaceAll(cut, '');
}
