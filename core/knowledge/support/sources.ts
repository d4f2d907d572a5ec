import { identifyLanguage } from '../../base/text/identify-language';
import { detectLanguage } from '../../base/text/language';
import type { Passage } from '../../ports/knowledge/passages';
import { extractTerms } from '../../words/terms';
import { read, type Said } from '../cite-statements';
import { splitIntoSentences } from '../sentences';
import { type Amounts, readAmounts } from './other-subject';
import { findQuantities, type Quantity } from './quantities';
import { indexNames } from './names';

export interface SourceSentence extends Said {
	/** Words of the sentence before, if this one begins with a pronoun: "It does not cover drops." */
	subject: string[][];
}

export interface Source {
	quantities: Quantity[];
	words: ReadonlySet<string>;
	hasName(name: string): boolean;
	sentences: SourceSentence[];
	amounts: Amounts[];
	/** Undefined if the text is too short to tell. */
	language: ReturnType<typeof identifyLanguage>;
}

const pronoun = /^[^\p{L}]*(?:it|they|this|these|he|she|ele|ela|eles|elas|isso|isto|est[ea]s?|ess[ea]s?)(?!\p{L})/iu;

function readSentences(text: string, spoken: ReturnType<typeof detectLanguage>): SourceSentence[] {
	const sentences = splitIntoSentences(text);
	const said = sentences.map((sentence) => read(sentence, spoken));
	return said.map((one, index) => ({ ...one, subject: index > 0 && pronoun.test(sentences[index]!) ? said[index - 1]!.words : [] }));
}

const readPassages = new WeakMap<Passage, Source>();

export function readPassage(passage: Passage): Source {
	let source = readPassages.get(passage);
	if (!source) readPassages.set(passage, (source = readSource(`${passage.title}\n\n${passage.text}`)));
	return source;
}

function once<Value>(compute: () => Value): () => Value {
	let value: { is: Value } | undefined;
	return () => (value ??= { is: compute() }).is;
}

export function readSource(text: string): Source {
	const spoken = detectLanguage(text);
	const hasName = once(() => indexNames([text]));
	const sentences = once(() => readSentences(text, spoken));
	const amounts = once(() =>
		splitIntoSentences(text)
			.map(readAmounts)
			.filter(({ length }) => length > 0),
	);
	const words = once(() => new Set(extractTerms(text, ['pt', 'en']).flat()));
	return {
		quantities: findQuantities(text),
		get words() {
			return words();
		},
		get amounts() {
			return amounts();
		},
		hasName: (name) => hasName()(name),
		get sentences() {
			return sentences();
		},
		language: identifyLanguage(text),
	};
}
