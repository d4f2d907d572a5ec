import type { Rule, Shape } from './rule';
import type { Reading } from './reading';
import { matchPhrase, type Phrase } from './phrase';
import { rules } from './rules';
import type { Token } from './tokens';
import { classIdOf } from './vocabulary';

/** One sign of an injection: what, where in the original text, and how much it counts, 0 to 1. */
export interface Evidence {
	id: string;
	start: number;
	end: number;
	weight: number;
}

const NOT = classIdOf('NOT');
const THIRD = classIdOf('THIRD');
const SELF = classIdOf('SELF');
const YOU = classIdOf('YOU');
const MINE = classIdOf('MINE');
/** A permission is less than an order. */
const MAY = new Set(['can', 'may', 'pode', 'podem', 'podes']);
const AVERT = classIdOf('AVERT');
const ASSISTANT = classIdOf('ASSISTANT');
const DISCUSS = classIdOf('DISCUSS');

/** Phrases by the classes that they begin with. */
const byFirst = new Map<number, { rule: Rule; phrase: Phrase }[]>();
for (const rule of rules) {
	for (const phrase of rule.phrases) {
		for (const id of phrase.steps[0]!.ids) {
			const entries = byFirst.get(id);
			if (entries) entries.push({ rule, phrase });
			else byFirst.set(id, [{ rule, phrase }]);
		}
	}
}

/** What the words of a reading say. */
export function phraseEvidence(reading: Reading, tokens: Token[], indirect: boolean): Evidence[] {
	const found: Evidence[] = [];
	const quotes = quotedRanges(reading.text);
	for (const [at, token] of tokens.entries()) {
		for (const id of token.classes) {
			for (const { rule, phrase } of byFirst.get(id) ?? []) {
				const last = matchPhrase(phrase, tokens, at);
				if (last === undefined || isHarmless(rule, tokens, at, last)) continue;
				const weight = phrase.weight * (indirect ? rule.indirect : 1) * dampingOf(rule, tokens, at, last, quotes);
				found.push({ id: rule.id, ...reading.toOriginal(token.start, tokens[last]!.end), weight: Math.min(weight, 0.95) });
			}
		}
	}
	return found;
}

/** What stands between the words: marks of chats, links, hidden markup. */
export function shapeEvidence(reading: Reading, indirect: boolean): Evidence[] {
	const quotes = quotedRanges(reading.text);
	return rules.flatMap((rule) => rule.shapes.flatMap((shape) => evidenceOfShape(reading, rule, shape, quotes, indirect)));
}

function evidenceOfShape(reading: Reading, { id, indirect: more }: Rule, shape: Shape, quotes: Range[], indirect: boolean): Evidence[] {
	return [...reading.text.matchAll(shape.expression)].map(({ 0: found, index }) => {
		const damping = quotes.some(({ start, end }) => index >= start && index + found.length <= end) ? 0.6 : 1;
		const weight = Math.min(shape.weight * (indirect ? more : 1) * damping, 0.95);
		return { id, ...reading.toOriginal(index, index + found.length), weight };
	});
}

function isHarmless(rule: Rule, tokens: Token[], at: number, last: number): boolean {
	const { barrier } = rule;
	if (barrier !== undefined && tokens.slice(at + 1, last).some(({ classes }) => classes.includes(barrier))) return true;
	if (!rule.negated && before(tokens, at, 3).some(({ classes }) => classes.includes(NOT))) return true;
	return before(tokens, at, 7).some(({ classes }) => classes.includes(AVERT));
}

function before(tokens: Token[], at: number, places: number): Token[] {
	const { sentence, place } = tokens[at]!;
	const near: Token[] = [];
	for (let index = at - 1; index >= 0 && tokens[index]!.sentence === sentence && place - tokens[index]!.place <= places; index--)
		near.push(tokens[index]!);
	return near;
}

/** Less for what is quoted, told of others, or stands in a text about attacks. */
function dampingOf(rule: Rule, tokens: Token[], at: number, last: number, quotes: Range[]): number {
	const { start } = tokens[at]!;
	const { end } = tokens[last]!;
	const quoted = quotes.some((range) => start >= range.start && end <= range.end);
	const discussed = discussion(tokens, at);
	let damping = 1;
	if (quoted) damping *= discussed > 0 ? 0.3 : 0.6;
	if (isAboutOthers(rule, tokens, at)) damping *= 0.4;
	if (discussed > 1) damping *= 0.6;
	if (!rule.firstPerson && concernsWriter(tokens, at, last)) damping *= 0.5;
	if (before(tokens, at, 2).some(({ word }) => MAY.has(word))) damping *= 0.65;
	return damping;
}

/** "Ignore my previous instructions": what the writer said before is the writer's to take back. */
function concernsWriter(tokens: Token[], at: number, last: number): boolean {
	return tokens.slice(at + 1, last + 1).some(({ classes }) => classes.includes(MINE) || classes.includes(SELF));
}

/** "Users forget", "makes the model ignore", "I ignored": told, not ordered. */
function isAboutOthers(rule: Rule, tokens: Token[], at: number): boolean {
	const near = before(tokens, at, 3);
	if (near.some(({ classes }) => classes.includes(YOU))) return false;
	if (near.some(({ classes }) => classes.includes(THIRD))) return true;
	const [last, lastButOne] = near;
	if (!last || tokens[at]!.place - last.place > 1) return false;
	if (!rule.firstPerson && last.classes.includes(SELF)) return true;
	return (
		last.classes.includes(ASSISTANT) || ((last.word === 'to' || last.word === 'a') && lastButOne?.classes.includes(ASSISTANT) === true)
	);
}

/** Distinct words about attacks within forty words around. */
function discussion(tokens: Token[], at: number): number {
	const seen = new Set<string>();
	for (const { word, classes } of tokens.slice(Math.max(0, at - 40), at + 40)) if (classes.includes(DISCUSS)) seen.add(word);
	return seen.size;
}

interface Range {
	start: number;
	end: number;
}

const QUOTE = /"[^"\n]{3,400}"|“[^”]{3,400}”|«[^»]{3,400}»|`[^`]{3,400}`|(?<![\p{L}\p{N}])'[^'\n]{3,400}'(?![\p{L}\p{N}])/gu;

/** Quotations, save those that are the whole text and the values of JSON. */
function quotedRanges(text: string): Range[] {
	const trimmed = text.trim().length;
	return [...text.matchAll(QUOTE)]
		.filter(({ 0: quote, index }) => quote.length < trimmed * 0.85 && !/[:=[,{]\s{0,4}$/.test(text.slice(Math.max(0, index - 6), index)))
		.map(({ 0: quote, index }) => ({ start: index, end: index + quote.length }));
}
