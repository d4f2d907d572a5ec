import type { Token } from './tokens';

/** Given names that are verbs of orders too. */
const names = new Set('mark grant bill rob drew chase pat sue skip ward trace nick frank will may'.split(' '));
const lineStart = /(?:^|\n)[ \t>]{0,12}(?:(?:[-*+•]|\d{1,3}[.)])[ \t]{1,4})?(?:\[[ x]?\][ \t])?[*_]{0,2}$/;
/** `Mark:`, `Mark (sales):`, `**Mark**:`. */
const label = /^[*_]{0,2} ?(?:\([^()\n]{1,40}\) ?)?[*_]{0,2}:(?:[\s*_]|$)/;
const longestStart = 30;
const maxSurnames = 2;

/**
 * Returns whether a word that could begin an order is the name of the person whose line it heads: "- Mark: review the plan", "Grant Lee: …". What
 * follows is for that person.
 */
export function isAddressee(text: string, tokens: readonly Token[], at: number): boolean {
	const { word, start, end } = tokens[at]!;
	if (!names.has(word) || !lineStart.test(text.slice(Math.max(0, start - longestStart), start))) return false;
	let nameEnd = end;
	// Unlike "approved" in "mark approved:", a surname is outside the lexicon.
	for (const { classes, start: next, end: last } of tokens.slice(at + 1, at + 1 + maxSurnames)) {
		if (classes.length > 0 || text.slice(nameEnd, next) !== ' ') break;
		nameEnd = last;
	}
	return label.test(text.slice(nameEnd, nameEnd + 60));
}
