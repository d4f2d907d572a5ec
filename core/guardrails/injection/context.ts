import { type QuotesAndComments, isWithin } from './quotes-and-comments';
import { concernsWriter, isFromWriter } from './own-words';
import type { Rule } from './rule';
import type { Token } from './tokens';
import { findClassId } from './vocabulary';

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
export function computeQuotedDamping(tokens: Token[], at: number): number {
	return discussion(tokens, at) > 0 ? 0.25 : 0.4;
}

/** True if nearby words make a phrase harmless: "do not ignore", "how to avoid", "ignore the warning about the rules". */
export function isHarmless(rule: Rule, tokens: Token[], at: number, last: number): boolean {
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

export function computeDamping(rule: Rule, tokens: Token[], at: number, last: number, { quotes, comments }: QuotesAndComments): number {
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
