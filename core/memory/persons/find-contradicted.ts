import { differ, negation, readStatements, type Statement } from '../../knowledge/review/find-contradictions';
import { extractContentWords, foldAccents } from '../../words/terms';
import type { ComparedMemory, Memory } from '../../ports/memory';

/** Facts are shorter than the sentences of documents. */
const leastWords = 2;
const assignment = /^(.{2,80}?)\s(?:is|are|was|é|são|era)\s(?!not\b)(.{1,200})$/iu;

const denial = /,\s*(?:not|n[ãa]o)\s([^,.]{2,80})[.!]*$/iu;
const filler = /^(?:an?|any|uma?|nenhuma?|longer|mais|do|does|did|don|doesn|didn|t|n[ãa]o)$/;

interface Fact {
	statements: Statement[];
	short: { of: string; numbers: string; isNegated: boolean };
	denied: { words: string[]; of: ReadonlySet<string> };
	/** "Her plan is basic": a thing with one value. */
	value?: { of: string; words: ReadonlySet<string> };
}

export class Contradictions {
	readonly #facts: Array<{ id: string; fact: Fact }>;

	constructor(earlier: readonly Memory[] = []) {
		this.#facts = earlier.map(({ id, text }) => ({ id, fact: readFact(text) }));
	}

	add({ id, text }: Memory): string[] {
		const fact = readFact(text);
		const found = this.#facts.filter((earlier) => earlier.id !== id && contradictsFact(fact, earlier.fact)).map((earlier) => earlier.id);
		this.#facts.push({ id, fact });
		return [...new Set(found)];
	}
}

export function noteContradicted<Of extends Memory>(memory: Of, contradictions: Contradictions): Of & ComparedMemory {
	const contradicts = contradictions.add(memory);
	return { ...memory, ...(contradicts.length > 0 && { contradicts }) };
}

function readFact(whole: string): Fact {
	const text = whole.trim().replace(denial, '');
	const denied = { words: wordsOf(denial.exec(whole.trim())?.[1] ?? ''), of: new Set(wordsOf(text)) };
	return { statements: readStatements(text, leastWords), short: readShort(text), denied, value: readValue(text) };
}

/** "Has 2 children", "has 3 children"; "has a dog", "has no dog". */
function readShort(text: string): Fact['short'] {
	const words = text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
	const numbers = words.filter((word) => /\d/.test(word));
	const others = words.filter((word) => !/\d/.test(word));
	const of = others.filter((word) => !filler.test(word) && !negation.test(word)).map(toStem);
	return { of: of.length < leastWords ? '' : of.join(' '), numbers: numbers.join(' '), isNegated: negation.test(text) };
}

/** "Does not like" and "likes" are of one verb. */
const toStem = (word: string): string => (word === 'has' ? 'have' : foldAccents(word).replace(/(?<=..)s$/, ''));

function differsInShort({ short: one }: Fact, { short: other }: Fact): boolean {
	if (one.of === '' || one.of !== other.of) return false;
	return one.isNegated !== other.isNegated || (one.numbers !== '' && other.numbers !== '' && one.numbers !== other.numbers);
}

const denies = ({ denied: { words, of } }: Fact, { short, denied: { of: said } }: Fact): boolean =>
	words.length > 0 && !short.isNegated && words.every((word) => said.has(word)) && [...of].some((word) => said.has(word));

function contradictsFact(one: Fact, other: Fact): boolean {
	if (differ(one.statements, other.statements, leastWords) || differsInShort(one, other) || denies(one, other) || denies(other, one))
		return true;
	return one.value !== undefined && one.value.of === other.value?.of && ![...one.value.words].some((word) => other.value!.words.has(word));
}

/** "She is tall" and "she is a doctor" are both true: a pronoun alone has no single value. */
function readValue(text: string): Fact['value'] {
	const [, subject = '', value = ''] = assignment.exec(text.trim().replace(/[.!]+$/, '')) ?? [];
	const of = wordsOf(subject).join(' ');
	const words = wordsOf(value);
	return of === '' || words.length === 0 ? undefined : { of, words: new Set(words) };
}

const wordsOf = (text: string): string[] => extractContentWords(text).map(foldAccents);
