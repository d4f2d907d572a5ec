import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { Match } from '../../ports/guardrails/match';
import { type Directive, findDirectives } from './directives';
import { listDisguises, showPlain } from './disguises';
import { listShingles, splitWords } from './words';

const minShare = 0.8;
/** Fewer words in total reveal nothing. */
const minWords = 12;

/** Finds prompt directives that a text repeats, unless the person or a document wrote them too. @param before preceding text */
export function findPromptLeak(text: string, { author, others }: Pick<GivenTexts, 'author' | 'others'>, before = ''): Match[] {
	const directives = findDirectives(author);
	if (directives.length === 0) return [];
	const found = findRepeated(text, directives, others, before);
	const whole = before + text;
	const plain = showPlain(whole);
	if (found.length > 0 || plain === whole || findRepeated(plain, directives, others, '').length === 0) return found;
	return [{ type: 'PROMPT', start: 0, end: text.length, score: 1 }];
}

function findRepeated(text: string, directives: Directive[], others: readonly string[], before: string): Match[] {
	const words = splitWords(before + text);
	const shingles = listShingles(words.map((word) => word.text)).map((shingle, index) => [shingle, index] as const);
	const places = new Map(shingles.reverse());
	const share = ({ shingles }: Directive): number => shingles.filter((one) => places.has(one)).length / shingles.length;
	const repeated = directives.filter((directive) => {
		const first = places.get(directive.shingles[0]!);
		return first !== undefined && words[first]!.begins && share(directive) >= minShare;
	});
	const disguised = findDisguised(
		before + text,
		directives.filter((directive) => share(directive) < minShare),
	);
	if (countWords(repeated) + countWords(disguised) < minWords) return [];
	const elsewhere = new Set(others.flatMap((other) => listShingles(splitWords(other).map((word) => word.text))));
	const isOwn = (directive: Directive): boolean => directive.shingles.some((one) => !elsewhere.has(one));
	const whole = disguised.some(isOwn) ? [{ type: 'PROMPT', start: 0, end: text.length, score: 1 }] : [];
	const plain = repeated
		.filter(isOwn)
		.map((directive) => {
			const first = places.get(directive.shingles[0]!)!;
			const last = words[Math.min(first + directive.words, words.length) - 1]!;
			return { type: 'PROMPT', start: words[first]!.start - before.length, end: last.end - before.length, score: 1 };
		})
		.filter(({ end }) => end > 0)
		.map((match) => ({ ...match, start: Math.max(0, match.start) }));
	return whole.length > 0 ? whole : plain;
}

const countWords = (directives: readonly Directive[]): number => directives.reduce((sum, one) => sum + one.words, 0);

function findDisguised(text: string, directives: readonly Directive[]): readonly Directive[] {
	if (directives.length === 0) return [];
	const disguises = listDisguises(text);
	return directives.filter(({ letters }) => disguises.some((disguise) => disguise.includes(letters)));
}
