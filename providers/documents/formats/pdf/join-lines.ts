/** Portuguese pronouns after a verb and a hyphen, which stays. */
const pronoun = /^(?:[oa]s?|l[oa]s?|n[oa]s?|lhes?|me|te|se|vos)(?![\p{L}])/u;
/** "Ein- und Ausgang", "pré- e pós-operatório". */
const conjunction = /^(?:und|oder|sowie|bis|and|e)\s/u;
/** Marks a line-end hyphen that may belong to the word; only the whole document decides. No text contains this mark. */
const cut = '\u00ad';

export function joinLines(lines: string[]): string {
	let text = '';
	for (const line of lines) {
		const end = text.slice(-100);
		text = end.endsWith(cut) ? text + line : text === '' ? line : joined(text, end, line);
	}
	// A mark at the end stays for the continuation; others were never visible.
	return text.endsWith(cut) ? text.slice(0, -1) : text;
}

function joined(text: string, end: string, line: string): string {
	if (!/[\p{L}\p{N}][-\u2010]$/u.test(end)) return `${text} ${line}`;
	if (!/^\p{Ll}/u.test(line)) return /^[\p{L}\p{N}]/u.test(line) ? text + line : `${text} ${line}`;
	if (conjunction.test(line)) return `${text} ${line}`;
	// A compound such as "state-of-the-art" can also be split at its hyphens.
	if (pronoun.test(line) || /\p{N}.$|[-\u2010][\p{L}\p{N}]+.$/u.test(end)) return text + line;
	return text.slice(0, -1) + cut + line;
}

const cutWord = /(\p{L}+)\u00ad(\p{Ll}\p{L}*)/gu;
const compound = /\p{L}+[-\u2010]\p{Ll}\p{L}*/gu;

/** Joins split words, with a hyphen if the document writes one elsewhere. */
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
