import { fitsTemplate } from './filled-template';
import type { ListedValue } from './list-values';
import { hasNouns, listWords } from './listed-words';
import { listNouns } from './named-record';
import { isPlainText, takesText } from './plain-text';
import { findFields } from './result-fields';
import type { TextIndex } from './text-index';

/**
 * How a person requested a value without stating it. `field`: "set the location to the hotel's address". `template`: "title it 'Dinner at
 * {restaurant}'".
 */
export type Asked = 'field' | 'template';

const longestAsked = 2_000;

/** Undefined unless the person requested a value that only foreign texts, or none, contain. */
export function findAsked(value: ListedValue, texts: readonly TextIndex[]): Asked | undefined {
	if (value.value.length > longestAsked || !takesText(value)) return undefined;
	if (fitsTemplate(value, texts)) return 'template';
	return isAskedField(value, texts) ? 'field' : undefined;
}

/**
 * True if one sentence of the person names the argument and, by another word, its content: the field of a result, or the subject of the tool that
 * returned it. The value is then foreign text and no more.
 */
function isAskedField({ name, value }: ListedValue, texts: readonly TextIndex[]): boolean {
	const argument = listWords(name);
	const sentences = listSentences(argument, texts);
	if (sentences.length === 0 || !isPlainText(value)) return false;
	const isNamed = (nouns: readonly string[]) => !hasNouns(argument, nouns) && sentences.some((words) => hasNouns(words, nouns));
	return texts.some((text) => {
		if (text.of.trusted || text.of.source !== 'tool') return false;
		const fields = findFields(value, text).flatMap(({ key }) => (key === undefined ? [] : [listWords(key), listNouns(text.of.from ?? '')]));
		return fields.some(isNamed);
	});
}

const shortestName = 4;
const maxSentences = 200;

function listSentences(argument: readonly string[], texts: readonly TextIndex[]): string[][] {
	if (!argument.some((word) => word.length >= shortestName)) return [];
	return texts
		.filter(({ of }) => of.trusted && of.source === 'person')
		.flatMap(({ text }) => text.slice(0, 20_000).split(/[.!?;]+(?:\s|$)|\n/, maxSentences))
		.map(listWords)
		.filter((words) => hasNouns(words, argument));
}
