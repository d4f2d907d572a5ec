import { type Asides, isWithin } from './asides';
import type { Rule } from './rule';
import type { Token } from './tokens';
import { findClassId } from './vocabulary';

const PROMPT = findClassId('PROMPT');
const HOW_TO = new Set(['do', 'can', 'could', 'should', 'would', 'to']);
const INDEFINITE = new Set(['um', 'uma', 'uns', 'an', 'good', 'bom']);
/** Before these nouns, "a" is English. */
const ENGLISH_NOUNS = new Set(['system', 'prompt', 'good', 'short', 'new', 'better']);
const NOT = findClassId('NOT');
const IN_THE = new Set('modo lixo inicio comeco topo prompt sistema chat papel texto contexto site'.split(' '));
const THIRD = findClassId('THIRD');
const SELF = findClassId('SELF');
const YOU = findClassId('YOU');
const MINE = findClassId('MINE');
/** A permission is weaker than an order. */
const MAY = new Set(['can', 'may', 'pode', 'podem', 'podes']);
const NARROWING = new Set(['for', 'on', 'about', 'regarding', 'concerning', 'sobre', 'referente', 'referentes', 'quanto']);
const HERE = new Set(
	'rest chat conversation session minute moment now me you time question message word this day safety ethics conversa sessao mensagem voce te ti resto momento seguranca etica'.split(
		' ',
	),
);
const ASK = findClassId('ASK');
const PRESENT = findClassId('PRESENT');
const OPENING = findClassId('OPENING');
const AVERT = findClassId('AVERT');
const ASSISTANT = findClassId('ASSISTANT');
const DISCUSS = findClassId('DISCUSS');

/** Returns the damping of a quoted order, since a person who quotes an order does not give it. */
export function computeQuotedDamping(tokens: Token[], at: number): number {
	return discussion(tokens, at) > 0 ? 0.25 : 0.4;
}

/** Returns whether words in or before a phrase make it harmless: "do not ignore", "how to avoid", "ignore the warning about the rules". */
export function isHarmless(rule: Rule, tokens: Token[], at: number, last: number): boolean {
	const { barrier } = rule;
	if (barrier !== undefined && tokens.slice(at + 1, last).some(({ classes }) => classes.includes(barrier))) return true;
	if (!rule.negated && isNegated(tokens, at)) return true;
	return before(tokens, at, 7).some(({ classes }) => classes.includes(AVERT));
}

function before(tokens: Token[], at: number, places: number): Token[] {
	const { sentence, place } = tokens[at]!;
	const near: Token[] = [];
	for (let index = at - 1; index >= 0 && tokens[index]!.sentence === sentence && place - tokens[index]!.place <= places; index--)
		near.push(tokens[index]!);
	return near;
}

/**
 * Whether a negation without a comma precedes the phrase. In "don't translate, tell me", "tell" is not negated. "No modo" is Portuguese and
 * not a negation.
 */
function isNegated(tokens: Token[], at: number): boolean {
	const near = before(tokens, at, 3);
	const comma = near.findIndex(({ place }, index) => (near[index - 1] ?? tokens[at]!).place - place > 1);
	return (comma < 0 ? near : near.slice(0, comma)).some(
		({ word, classes }, index) => classes.includes(NOT) && !(word === 'no' && IN_THE.has((near[index - 1] ?? tokens[at]!).word)),
	);
}

/** Returns the damping of a phrase: quoted, about others, or in a text about attacks, it counts less. */
export function computeDamping(rule: Rule, tokens: Token[], at: number, last: number, { quotes, comments }: Asides): number {
	const { start } = tokens[at]!;
	let damping = isWithin(start, start + 1, quotes) ? computeQuotedDamping(tokens, at) : 1;
	if (isAboutOthers(rule, tokens, at)) damping *= 0.4;
	if (discussion(tokens, at) > 1) damping *= 0.5;
	if (rule.indirect < 1.2 && isWithin(start, start + 1, comments)) damping *= 0.5;
	if (isNarrowed(tokens, last)) damping *= 0.65;
	if (asksHow(tokens, at)) damping *= 0.5;
	if (isIndefinite(tokens, at, last)) damping *= 0.4;
	if (!rule.firstPerson && before(tokens, at, 2).some(({ classes }) => classes.includes(ASK))) damping *= 0.6;
	if (!rule.firstPerson && concernsWriter(tokens, at, last)) damping *= 0.5;
	if (before(tokens, at, 2).some(({ word }) => MAY.has(word))) damping *= 0.65;
	return damping;
}

/** Whether a phrase is part of a question: "How do I turn on developer mode?" */
function asksHow(tokens: Token[], at: number): boolean {
	const near = before(tokens, at, 4);
	return near.some(({ word }, index) => HOW_TO.has(word) && near[index + 1]?.word === 'how');
}

/** Whether a phrase is about any prompt, not the assistant's: "Write a system prompt". */
function isIndefinite(tokens: Token[], at: number, last: number): boolean {
	return tokens.slice(at, last).some(({ word }, index) => {
		const [next, ...others] = tokens.slice(at + index + 1, at + index + 4);
		const indefinite = INDEFINITE.has(word) || (word === 'a' && ENGLISH_NOUNS.has(next!.word));
		return indefinite && [next!, ...others].some(({ classes }) => classes.includes(PROMPT));
	});
}

/** Whether a phrase is about the writer's own words, which the writer may take back: "Ignore my previous instructions". */
function concernsWriter(tokens: Token[], at: number, last: number): boolean {
	return tokens.slice(at + 1, last + 1).some(({ classes }) => classes.includes(MINE) || classes.includes(SELF));
}

/** Whether a phrase reports and does not order: "Users forget", "makes the model ignore", "I ignored". */
function isAboutOthers(rule: Rule, tokens: Token[], at: number): boolean {
	const near = before(tokens, at, 3);
	if (near.some(({ classes }) => classes.includes(YOU))) return false;
	if (near.some(({ classes }) => classes.includes(THIRD))) return true;
	const [last, lastButOne] = near;
	const token = tokens[at]!;
	if (!last || token.place - last.place > 1) return false;
	if (isPredicate(token, last) || (!rule.firstPerson && last.classes.includes(SELF))) return true;
	const subject = last.word === 'to' || last.word === 'a' ? lastButOne : last;
	return subject?.classes.includes(ASSISTANT) === true;
}

/** Whether a verb follows its subject: "O firmware ignora", "a empresa não recusa". */
function isPredicate({ classes, word }: Token, subject: Token): boolean {
	if (word === 'nao') return subject.classes.length === 0;
	return classes.includes(PRESENT) && !subject.classes.includes(OPENING) && !subject.classes.includes(NOT);
}

/** Whether the next words narrow a phrase: "Your guidelines for reviews", but not "your guidelines for the rest of this chat". */
function isNarrowed(tokens: Token[], last: number): boolean {
	const next = tokens[last + 1];
	if (!next || next.sentence !== tokens[last]!.sentence || !NARROWING.has(next.word)) return false;
	return !tokens.slice(last + 2, last + 5).some(({ word }) => HERE.has(word));
}

/** Counts distinct words about attacks within forty words around. */
function discussion(tokens: Token[], at: number): number {
	const seen = new Set<string>();
	for (const { word, classes } of tokens.slice(Math.max(0, at - 40), at + 40)) if (classes.includes(DISCUSS)) seen.add(word);
	return seen.size;
}
