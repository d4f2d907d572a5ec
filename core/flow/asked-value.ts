import { fitsTemplate } from './filled-template';
import type { ListedValue } from './list-values';
import { hasNouns, listWords } from './listed-words';
import { listNouns } from './named-record';
import { isPlainText, takesText } from './plain-text';
import { findFields } from './result-fields';
import type { TextIndex } from './text-index';

/**
 * How a person asked for a value without saying it. `field`: "set the location to the hotel's address". `template`: "title it 'Dinner at {restaurant}'".
 */
export type Asked = 'field' | 'template';

const longestAsked = 2_000;

/** Finds out how the person asked for a value that only texts of others have, or nobody. Undefined if they did not. */
export function findAsked(value: ListedValue, texts: readonly TextIndex[]): Asked | undefined {
	if (value.value.length > longestAsked || !takesText(value)) return undefined;
	if (fitsTemplate(value, texts)) return 'template';
	return isAskedField(value, texts) ? 'field' : undefined;
}

/**
 * Returns whether one sentence of the person names the argument and what goes into it: the field of a result, or what the tool that returned it is
 * about. A field of others is then their text and no more.
 */
function isAskedField(value: ListedValue, texts: readonly TextIndex[]): boolean {
	const sentences = listSentences(value.name, texts);
	if (sentences.length === 0 || !isPlainText(value.value)) return false;
	return texts.some(({ of }, at) => {
		if (of.trusted || of.source !== 'tool') return false;
		return findFields(value.value, texts[at]!).some(
			({ key }) =>
				key !== undefined && [listWords(key), listNouns(of.from ?? '')].some((nouns) => sentences.some((words) => hasNouns(words, nouns))),
		);
	});
}

const shortestName = 4;
const maxSentences = 200;

/** Lists the sentences of people who may decide that name an argument. */
function listSentences(name: string, texts: readonly TextIndex[]): string[][] {
	const names = listWords(name);
	if (!names.some((word) => word.length >= shortestName)) return [];
	return texts
		.filter(({ of }) => of.trusted && (of.source === 'person' || of.source === 'decider'))
		.flatMap(({ text }) => text.slice(0, 20_000).split(/[.!?;]+(?:\s|$)|\n/, maxSentences))
		.map(listWords)
		.filter((words) => hasNouns(words, names));
}
