import { detectLanguage, identifyLanguage } from '../../base/text/language';
import type { Passage } from '../../ports';
import { extractTerms } from '../../words/terms';
import { read, type Said } from '../cite-statements';
import { splitIntoSentences } from '../sentences';
import { findQuantities, type Quantity } from './quantities';
import { indexNames } from './names';

/** A text that can hold what a statement says. */
export interface Source {
	quantities: Quantity[];
	/** Search forms of its words. */
	words: ReadonlySet<string>;
	hasName(name: string): boolean;
	sentences: Said[];
	/** Undefined if the text is too short to tell. */
	language: ReturnType<typeof identifyLanguage>;
}

const readPassages = new WeakMap<Passage, Source>();

/** Reads a passage once, however many statements cite it. */
export function readPassage(passage: Passage): Source {
	let source = readPassages.get(passage);
	if (!source) readPassages.set(passage, (source = readSource(`${passage.title}\n\n${passage.text}`)));
	return source;
}

/** Reads any other text: a message, a result of a tool. */
export function readSource(text: string): Source {
	const spoken = detectLanguage(text);
	return {
		quantities: findQuantities(text),
		words: new Set(extractTerms(text, ['pt', 'en']).flat()),
		hasName: indexNames([text]),
		sentences: splitIntoSentences(text).map((sentence) => read(sentence, spoken)),
		language: identifyLanguage(text),
	};
}
