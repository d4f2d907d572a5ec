/** Max characters of a wish that are read, and max number of sentences. */
export const maxWish = 20_000;
const maxSentences = 120;

interface Sentence {
	text: string;
}

const abbreviation =
	/(?:(?<![\p{L}])(?:[eE]\.g|[iI]\.e|approx|nr|[mM]rs?|[mM]s|[dD]ra?|[sS]ra?|[eE]x|[aA]v|incl|vs)|^\d{1,2}|(?<![\p{L}])\p{Lu})$/u;
const bullet = /^\s{0,20}(?:[-*•–+]|\(?\d{1,2}[.)]|\(?[a-h]\)|passo \d{1,2}:|step \d{1,2}:)\s+/i;

/** Splits a wish into its sentences and the entries of its lists, in order. Addresses, figures and abbreviations keep their points. */
export function splitSentences(text: string): Sentence[] {
	const sentences: Sentence[] = [];
	for (const line of text.slice(0, maxWish).normalize('NFC').split(/\r?\n/)) {
		for (const part of splitLine(withoutBullet(line))) {
			if (sentences.length >= maxSentences) return sentences;
			if (/\p{L}/u.test(part)) sentences.push({ text: part });
		}
	}
	return sentences;
}

function splitLine(line: string): string[] {
	const parts: string[] = [];
	let from = 0;
	for (const { index } of line.matchAll(/[.!?;](?=\s|$)/g)) {
		const part = line.slice(from, index);
		if (abbreviation.test(part.slice(-10)) && line[index] === '.' && index < line.length - 1) continue;
		parts.push(part.trim());
		from = index + 1;
	}
	parts.push(line.slice(from).trim());
	return parts.filter((part) => part !== '');
}

/** Returns a text of one line without repeated blanks, at most `max` characters, cut between words. */
export function shorten(text: string, max: number): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (line.length <= max) return line;
	const cut = line.slice(0, max);
	return cut.slice(0, Math.max(cut.lastIndexOf(' '), max / 2)).replace(/[,;:\s]+$/, '');
}

const joining =
	/[\s,;:(–-]+(?:(?:the|an?|of|to|for|with|and|or|in|on|at|by|from|that|if|as|[oa]s?|um|uma|de|d[oa]s?|em|n[oa]s?|com|e|ou|para|por|pel[oa]s?|que|se|ao|aos|à|às)[\s,;:(–-]*)*$/iu;

/** Returns a text of one line, at most `max` characters; a longer one ends after a clause or a word, with `…`. */
export function cut(text: string, max: number): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (line.length <= max) return line;
	const words = shorten(line, max - 1);
	const clause = Math.max(...['. ', ', ', '; ', ': ', ' ('].map((mark) => words.lastIndexOf(mark)));
	return `${(clause > max * 0.6 ? words.slice(0, clause) : words).replace(joining, '')}…`;
}

export const withoutBullet = (line: string): string => line.replace(bullet, '');
