import { shiftLetters } from '../../base/text/shift-letters';
import type { Phrase } from '../injection/phrase';
import { PhraseBook } from '../injection/phrase-book';
import type { Words } from '../read-words';
import { readWords } from '../read-words';
import type { HarmKind } from './harm-kinds';
import { HarmVocabulary } from './vocabulary';
import contempt from './words/contempt.json';
import context from './words/context.json';
import crimes from './words/crimes.json';
import desire from './words/desire.json';
import despair from './words/despair.json';
import english from './words/english.json';
import idioms from './words/idioms.json';
import illegalActs from './words/illegal-acts.json';
import insults from './words/insults.json';
import lastWords from './words/last-words.json';
import menace from './words/menace.json';
import minors from './words/minors.json';
import portuguese from './words/portuguese.json';
import spanish from './words/spanish.json';
import threats from './words/threats.json';
import topics from './words/topics.json';

/**
 * Words of harmful texts, without accents, in lower case; `stem*` means all words with that beginning. Text in braces is ROT13, unreadable by
 * chance.
 */
interface WordFile {
	about: string;
	/** Names for people, for `%` in a pattern. Adjectives alone are not people: "the black shoes". */
	people?: readonly string[];
	classes: Record<string, Words>;
	/** Weights from 0 to 1; notation in core/guardrails/harm/vocabulary.ts. */
	patterns: Partial<Record<HarmKind, Record<string, number>>>;
	/** Harmless look-alikes: patterns inside them do not count. */
	harmless: readonly string[];
}

const unveil = (words: Words): string => readWords(words).replace(/\{([^{}]*)\}/g, (_, moved: string) => shiftLetters(moved));

function listPatterns({ people = [], patterns }: WordFile): Array<{ kind: HarmKind; pattern: string; weight: number }> {
	return (Object.entries(patterns) as [HarmKind, Record<string, number>][]).flatMap(([kind, weights]) =>
		Object.entries(weights).flatMap(([pattern, weight]) => {
			const named = pattern.includes('%') ? people.map((name) => pattern.replace('%', name)) : [pattern];
			return named.map((each) => ({ kind, pattern: unveil(each), weight }));
		}),
	);
}

export interface HarmPattern {
	kind: HarmKind | 'harmless';
	phrase: Phrase;
}

export const harmWords = new HarmVocabulary();

/** English, Portuguese and Spanish; a file without a language covers all three. */
const files: WordFile[] = [
	english,
	portuguese,
	spanish,
	threats,
	despair,
	crimes,
	contempt,
	insults,
	menace,
	desire,
	lastWords,
	illegalActs,
	idioms,
];

/**
 * Classes precede patterns that name them. Those of `context` lower neighbouring evidence: reports, prevention, treatment. Those of `minors`
 * together make sexual content about minors.
 */
const classes: Array<[name: string, words: Words]> = [
	...Object.entries(context),
	...Object.entries(minors),
	...files.flatMap((file) => Object.entries(file.classes)),
];
for (const [name, words] of classes) harmWords.addClass(name, unveil(words));

export const harmPatterns = new PhraseBook<HarmPattern>();
for (const file of files) {
	for (const { kind, pattern, weight } of listPatterns(file)) harmPatterns.add({ kind, phrase: harmWords.parse(weight, pattern) });
	for (const pattern of file.harmless) harmPatterns.add({ kind: 'harmless', phrase: harmWords.parse(0, unveil(pattern)) });
}

/** Classes of frequent topic words. Alone they prove nothing; the model that selects texts for a judge counts them (doubt/). */
export const topicIds = new Map<number, HarmKind>();
for (const [kind, words] of Object.entries(topics) as [HarmKind, Words][]) {
	const name = `TOPIC${kind.replace('-', '').toUpperCase()}`;
	harmWords.addClass(name, unveil(words));
	topicIds.set(harmWords.parse(0, name).steps[0]!.ids[0]!, kind);
}

export const contextIds = {
	reports: harmWords.parse(0, 'REPORTS').steps[0]!.ids[0]!,
	helps: harmWords.parse(0, 'HELPS').steps[0]!.ids[0]!,
};
