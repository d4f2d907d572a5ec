import type { Rule } from './rule';
import type { Reading } from './reading';
import { type Phrase, Window } from './phrase';
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
const NARROWING = new Set(['for', 'on', 'about', 'regarding', 'concerning', 'sobre', 'referente', 'referentes', 'quanto']);
const HERE = new Set(
	'rest chat conversation session minute moment now me time question message word this day safety ethics conversa sessao mensagem resto momento seguranca etica'.split(
		' ',
	),
);
const ASK = classIdOf('ASK');
const PRESENT = classIdOf('PRESENT');
const OPENING = classIdOf('OPENING');
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
	const asides = { quotes: quotedRanges(reading.text), comments: commentRanges(reading.text) };
	const window = new Window(tokens);
	for (let at = tokens.length - 1; at >= 0; at--) {
		const token = tokens[at]!;
		for (const id of token.classes) {
			for (const { rule, phrase } of byFirst.get(id) ?? []) {
				const last = window.endOf(phrase, at);
				if (last === undefined || isHarmless(rule, tokens, at, last)) continue;
				const weight = phrase.weight * (indirect ? rule.indirect : 1) * dampingOf(rule, tokens, at, last, asides);
				found.push({ id: rule.id, ...reading.toOriginal(token.start, tokens[last]!.end), weight: Math.min(weight, 0.95) });
			}
		}
		window.include(token);
	}
	return found;
}

/** What stands between the words: marks of chats, links, hidden markup. */
export function shapeEvidence(reading: Reading, tokens: Token[], indirect: boolean): Evidence[] {
	const quotes = quotedRanges(reading.text);
	return rules.flatMap((rule) =>
		rule.shapes.flatMap(({ weight, expression }) =>
			[...reading.text.matchAll(expression)].map(({ 0: found, index }) => {
				const end = index + found.length;
				const damping = isQuoted(index, end, quotes) ? quotedDamping(tokens, tokenAt(tokens, index)) : 1;
				return {
					id: rule.id,
					...reading.toOriginal(index, end),
					weight: Math.min(weight * (indirect ? rule.indirect : 1) * damping, 0.95),
				};
			}),
		),
	);
}

/** The index of the first token that begins at or after the offset. */
function tokenAt(tokens: Token[], offset: number): number {
	let low = 0;
	let high = tokens.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (tokens[middle]!.start < offset) low = middle + 1;
		else high = middle;
	}
	return low;
}

function isQuoted(start: number, end: number, quotes: Range[]): boolean {
	return quotes.some((range) => start >= range.start && end <= range.end);
}

/** Who quotes an order does not give it. */
function quotedDamping(tokens: Token[], at: number): number {
	return discussion(tokens, at) > 0 ? 0.25 : 0.4;
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
function dampingOf(rule: Rule, tokens: Token[], at: number, last: number, { quotes, comments }: Asides): number {
	const { start } = tokens[at]!;
	let damping = isQuoted(start, start + 1, quotes) ? quotedDamping(tokens, at) : 1;
	if (isAboutOthers(rule, tokens, at)) damping *= 0.4;
	if (discussion(tokens, at) > 1) damping *= 0.5;
	if (comments.some((range) => start >= range.start && start < range.end)) damping *= 0.5;
	if (isNarrowed(tokens, last)) damping *= 0.65;
	if (!rule.firstPerson && before(tokens, at, 2).some(({ classes }) => classes.includes(ASK))) damping *= 0.6;
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
	const { classes, word, place } = tokens[at]!;
	if (last && place - last.place === 1) {
		// "O firmware ignora", "a empresa não recusa".
		if (classes.includes(PRESENT) && !last.classes.includes(OPENING) && last.classes.every((id) => id !== NOT)) return true;
		if (word === 'nao' && last.classes.length === 0) return true;
	}
	if (!last || tokens[at]!.place - last.place > 1) return false;
	if (!rule.firstPerson && last.classes.includes(SELF)) return true;
	return (
		last.classes.includes(ASSISTANT) || ((last.word === 'to' || last.word === 'a') && lastButOne?.classes.includes(ASSISTANT) === true)
	);
}

/** "Your guidelines for reviews", not "your guidelines for the rest of this chat". */
function isNarrowed(tokens: Token[], last: number): boolean {
	const next = tokens[last + 1];
	if (!next || next.sentence !== tokens[last]!.sentence || !NARROWING.has(next.word)) return false;
	return !tokens.slice(last + 2, last + 5).some(({ word }) => HERE.has(word));
}

/** Distinct words about attacks within forty words around. */
function discussion(tokens: Token[], at: number): number {
	const seen = new Set<string>();
	for (const { word, classes } of tokens.slice(Math.max(0, at - 40), at + 40)) if (classes.includes(DISCUSS)) seen.add(word);
	return seen.size;
}

/** Where words stand that are not said as one's own. */
interface Asides {
	quotes: Range[];
	/** Of program code. */
	comments: Range[];
}

interface Range {
	start: number;
	end: number;
}

const QUOTE = /"[^"\n]{3,400}"|“[^”]{3,400}”|«[^»]{3,400}»|`[^`]{3,400}`|(?<![\p{L}\p{N}])'[^'\n]{3,400}'(?![\p{L}\p{N}])/gu;

const CODE = /;\n|;$|\{\n|=>|\b(?:const|let|def|import|return|function|class|public|npm|assert|expect)\b/;
const COMMENT = /(?:^|\n)[ \t]{0,40}(?:\/\/|\/\*|\*|#(?![#!])|--)[^\n]*/g;

/** Quotations, save those that are the whole text and the values of JSON. */
function quotedRanges(text: string): Range[] {
	const trimmed = text.trim();
	const json = /^[{[]/.test(trimmed);
	return [...text.matchAll(QUOTE)]
		.filter(
			({ 0: quote, index }) =>
				quote.length < trimmed.length * 0.85 && !(json && /[:[,]\s{0,4}$/.test(text.slice(Math.max(0, index - 6), index))),
		)
		.map(({ 0: quote, index }) => ({ start: index, end: index + quote.length }));
}

/** Lines of comment, where there is code about. */
function commentRanges(text: string): Range[] {
	if (!CODE.test(text)) return [];
	return [...text.matchAll(COMMENT)].map(({ 0: line, index }) => ({ start: index, end: index + line.length }));
}
