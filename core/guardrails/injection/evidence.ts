import { allMatches } from '../all-matches';
import { concernsWriter, isFromWriter } from './own-words';
import type { Rule } from './rule';
import { type QuotesAndComments, commentRanges, isWithin, quotedRanges } from './quotes-and-comments';
import type { Reading } from './reading';
import type { Phrase } from './phrase';
import { PhraseBook } from './phrase-book';
import { rules } from './rules';
import type { Token } from './tokens';
import { classCount, findClassId } from './vocabulary';

const prompt = findClassId('PROMPT');
const howTo = new Set(['do', 'can', 'could', 'should', 'would', 'to']);
/** Questions about one's own steps: "Where in the node do I write", "Como faço para o terminal mostrar". */
const asking = new Set(['how', 'where', 'como', 'onde', 'donde', 'wie', 'wo']);
const ownSteps = new Set(['i', 'we', 'faco', 'fazemos', 'consigo', 'posso', 'devo', 'hago', 'puedo', 'ich', 'wir']);
const programs = new Set(
	'code script scripts program programs function functions method terminal shell bash zsh powershell cmd cli repl console app apps application installer compiler library codigo programa programas funcao aplicativo biblioteca'.split(
		' ',
	),
);
const indefiniteWords = new Set(['um', 'uma', 'uns', 'an', 'good', 'bom']);
/** Before these nouns, "a" is English. */
const englishNouns = new Set(['system', 'prompt', 'good', 'short', 'new', 'better']);
const not = findClassId('NOT');
const inThe = new Set('modo lixo inicio comeco topo prompt sistema chat papel texto contexto site'.split(' '));
const third = findClassId('THIRD');
const self = findClassId('SELF');
const you = findClassId('YOU');
const blockKinds = new Set(['code', 'text', 'txt', 'markdown', 'quote']);
/** A permission is weaker than an order. */
const may = new Set(['can', 'may', 'pode', 'podem', 'podes']);
const duties = new Set(['should', 'must', 'shall', 'devem', 'deben', 'sollen', 'mussen']);
const narrowing = new Set(['for', 'on', 'about', 'regarding', 'concerning', 'sobre', 'referente', 'referentes', 'quanto']);
const here = new Set(
	'rest chat conversation session minute moment now me you time question message word this day safety ethics conversa sessao mensagem voce te ti resto momento seguranca etica'.split(
		' ',
	),
);
const ask = findClassId('ASK');
const present = findClassId('PRESENT');
const opening = findClassId('OPENING');
const avert = findClassId('AVERT');
const assistant = findClassId('ASSISTANT');
const discuss = findClassId('DISCUSS');

/** A person who quotes an order does not give it. */
function computeQuotedDamping(tokens: Token[], at: number): number {
	return discussion(tokens, at) > 0 ? 0.25 : 0.4;
}

/** True if nearby words make a phrase harmless: "do not ignore", "how to avoid", "ignore the warning about the rules". */
function isHarmless(rule: Rule, tokens: Token[], at: number, last: number): boolean {
	const { barrier, barrierReach } = rule;
	const end = barrierReach === 0 ? last : last + 1 + barrierReach;
	if (barrier !== undefined && tokens.slice(at + 1, end).some(({ classes }) => classes.includes(barrier))) return true;
	if (!rule.negated && isNegated(tokens, at)) return true;
	return before(tokens, at, 7).some(({ classes }) => classes.includes(avert));
}

function before(tokens: Token[], at: number, places: number): Token[] {
	const { sentence, place } = tokens[at]!;
	const near: Token[] = [];
	for (let index = at - 1; index >= 0 && tokens[index]!.sentence === sentence && place - tokens[index]!.place <= places; index--)
		near.push(tokens[index]!);
	return near;
}

/** A comma ends a negation: in "don't translate, tell me", "tell" is not negated. "No modo" is Portuguese, not a negation. */
function isNegated(tokens: Token[], at: number): boolean {
	return beforeComma(tokens, at, 3).some(
		({ word, classes }, index, near) => classes.includes(not) && !(word === 'no' && inThe.has((near[index - 1] ?? tokens[at]!).word)),
	);
}

function beforeComma(tokens: Token[], at: number, places: number): Token[] {
	const near = before(tokens, at, places);
	const comma = near.findIndex(({ place }, index) => (near[index - 1] ?? tokens[at]!).place - place > 1);
	return comma < 0 ? near : near.slice(0, comma);
}

function computeDamping(rule: Rule, tokens: Token[], at: number, last: number, { quotes, comments }: QuotesAndComments): number {
	const { start } = tokens[at]!;
	let damping = isWithin(start, start + 1, quotes) ? computeQuotedDamping(tokens, at) : 1;
	if (isAboutOthers(rule, tokens, at)) damping *= 0.4;
	if (discussion(tokens, at) > 1) damping *= 0.5;
	if (rule.indirect < 1.2 && isWithin(start, start + 1, comments)) damping *= 0.5;
	if (isNarrowed(tokens, last)) damping *= 0.65;
	if (asksHow(tokens, at)) damping *= 0.5;
	if (isFromWriter(tokens, at, last)) damping *= 0.5;
	if (isIndefinite(tokens, at, last)) damping *= 0.4;
	if (!rule.firstPerson && before(tokens, at, 2).some(({ classes }) => classes.includes(ask))) damping *= 0.6;
	if (!rule.firstPerson && concernsWriter(tokens, at, last)) damping *= 0.5;
	if (before(tokens, at, 2).some(({ word }) => may.has(word))) damping *= 0.65;
	return damping;
}

/** "How do I turn on developer mode?" */
function asksHow(tokens: Token[], at: number): boolean {
	const near = before(tokens, at, 7);
	if (near.some(({ classes }) => classes.includes(you))) return false;
	return near.some(({ word }, index) => {
		const previous = near[index + 1]?.word;
		if (ownSteps.has(word)) return near.slice(index + 1).some((other) => asking.has(other.word));
		return (howTo.has(word) && previous === 'how') || (index === 0 && word === 'como' && /[aei]r$/.test(tokens[at]!.word));
	});
}

/** About any prompt, not the assistant's: "Write a system prompt". */
function isIndefinite(tokens: Token[], at: number, last: number): boolean {
	return tokens.slice(at, last).some(({ word }, index) => {
		const [next, ...others] = tokens.slice(at + index + 1, at + index + 4);
		const indefinite = indefiniteWords.has(word) || (word === 'a' && englishNouns.has(next!.word));
		return indefinite && [next!, ...others].some(({ classes }) => classes.includes(prompt));
	});
}

/** A report, not an order: "Users forget", "makes the model ignore", "I ignored". */
function isAboutOthers(rule: Rule, tokens: Token[], at: number): boolean {
	const near = beforeComma(tokens, at, 3);
	if (near.some(({ classes }) => classes.includes(you))) return false;
	if (near.some(({ classes }) => classes.includes(third))) return true;
	const [last, lastButOne] = near;
	const token = tokens[at]!;
	if (!last || token.place - last.place > 1) return false;
	if (isDuty(last, lastButOne)) return true;
	if (isPredicate(token, last) || (!rule.firstPerson && last.classes.includes(self))) return true;
	const subject = last.word === 'to' || last.word === 'a' ? lastButOne : last;
	return subject !== undefined && (subject.classes.includes(assistant) || programs.has(subject.word));
}

/** A duty of people: "Applicants should not mention", but not "the assistant should". */
function isDuty({ word }: Token, subject?: Token): boolean {
	return duties.has(word) && subject !== undefined && !subject.classes.some((id) => id === assistant || id === you);
}

function isPredicate({ classes, word }: Token, subject: Token): boolean {
	if (word === 'nao') return subject.classes.length === 0;
	return classes.includes(present) && !subject.classes.includes(opening) && !subject.classes.includes(not);
}

/** Narrowed: "Your guidelines for reviews", but not "your guidelines for the rest of this chat". */
function isNarrowed(tokens: Token[], last: number): boolean {
	const next = tokens[last + 1];
	if (!next || next.sentence !== tokens[last]!.sentence || !narrowing.has(next.word)) return false;
	return !tokens.slice(last + 2, last + 5).some(({ word }) => here.has(word));
}

/** Counts distinct words about attacks, forty words around. */
function discussion(tokens: Token[], at: number): number {
	const seen = new Set<string>();
	const from = Math.max(0, at - 40);
	for (const [index, { word, classes }] of tokens.slice(from, at + 40).entries())
		if (classes.includes(discuss) && !(word === 'block' && blockKinds.has(tokens[from + index - 1]?.word ?? ''))) seen.add(word);
	return seen.size;
}

const names = new Set('mark grant bill rob drew chase pat sue skip ward trace nick frank will may'.split(' '));
const lineStart = /(?:^|\n)[ \t>]{0,12}(?:(?:[-*+•]|\d{1,3}[.)])[ \t]{1,4})?(?:\[[ x]?\][ \t])?[*_]{0,2}$/;
/** `Mark:`, `Mark (sales):`, `**Mark**:`. */
const label = /^[*_]{0,2} ?(?:\([^()\n]{1,40}\) ?)?[*_]{0,2}:(?:[\s*_]|$)/;
const longestStart = 30;
const maxSurnames = 2;

/** True if the word is the name of the line's addressee: "- Mark: review the plan", "Grant Lee: …". */
function isAddressee(text: string, tokens: readonly Token[], at: number): boolean {
	const { word, start, end } = tokens[at]!;
	if (!names.has(word) || !lineStart.test(text.slice(Math.max(0, start - longestStart), start))) return false;
	let nameEnd = end;
	// A surname is outside the lexicon, unlike "approved" in "mark approved:".
	for (const { classes, start: next, end: last } of tokens.slice(at + 1, at + 1 + maxSurnames)) {
		if (classes.length > 0 || text.slice(nameEnd, next) !== ' ') break;
		nameEnd = last;
	}
	return label.test(text.slice(nameEnd, nameEnd + 60));
}

/** One sign of an injection; weight 0 to 1. */
export interface Evidence {
	id: string;
	start: number;
	end: number;
	weight: number;
}

export type Origin = 'user' | 'others' | 'unknown';

/** A text of unknown origin is read in both ways. */
function weighOrigin({ indirect }: Rule, origin: Origin): number {
	if (origin === 'user') return 1;
	return origin === 'others' ? indirect : Math.max(1, indirect);
}

const phrases = new PhraseBook<{ rule: Rule; phrase: Phrase }>();
for (const rule of rules) for (const phrase of rule.phrases) phrases.add({ rule, phrase });

export function findPhraseEvidence(reading: Reading, tokens: Token[], origin: Origin): Evidence[] {
	const evidence: Evidence[] = [];
	let asides: QuotesAndComments | undefined;
	for (const { entry, first, last } of phrases.findAll(tokens, classCount())) {
		const { rule, phrase } = entry;
		if (isHarmless(rule, tokens, first, last) || isAddressee(reading.text, tokens, first)) continue;
		asides ??= { quotes: quotedRanges(reading.text), comments: commentRanges(reading.text) };
		const weight = phrase.weight * weighOrigin(rule, origin) * computeDamping(rule, tokens, first, last, asides);
		evidence.push({ id: rule.id, ...reading.toOriginal(tokens[first]!.start, tokens[last]!.end), weight: Math.min(weight, 0.95) });
	}
	return evidence;
}

const shapes = rules.flatMap((rule) => rule.shapes.map((shape) => ({ rule, ...shape })));

export function findShapeEvidence(reading: Reading, tokens: Token[], origin: Origin): Evidence[] {
	const evidence: Evidence[] = [];
	let quotes: QuotesAndComments['quotes'] | undefined;
	for (const { rule, weight, expression, needs } of shapes) {
		if (!needs.some((part) => reading.text.includes(part))) continue;
		for (const { 0: found, index } of allMatches(reading.text, expression)) {
			const end = index + found.length;
			quotes ??= quotedRanges(reading.text);
			const damping = isWithin(index, end, quotes) ? computeQuotedDamping(tokens, tokenAt(tokens, index)) : 1;
			evidence.push({
				id: rule.id,
				...reading.toOriginal(index, end),
				weight: Math.min(weight * weighOrigin(rule, origin) * damping, 0.95),
			});
		}
	}
	return evidence;
}

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
