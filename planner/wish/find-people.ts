import type { Language } from '../../core/base/text/languages';
import { toId } from './names';
import { maxWish } from './sentences';
import { wishWords } from './words';

/** Returns the people and groups that a text names, in the order of the text, each once; at most 12. */
export function findPeople(text: string, language: Language): string[] {
	const shape = new RegExp(wishWords[language].roles.source, 'gu');
	const found = [...text.slice(0, maxWish).toLowerCase().matchAll(shape)].map(([name]) => name.replace(/\s+/g, ' '));
	return [...new Set(found)].slice(0, 12);
}

/** Returns the first person or group of a text, as a task names its group. */
export function findGroup(text: string, language: Language): string | undefined {
	const match = wishWords[language].roles.exec(text.toLowerCase());
	return match ? toId(match[0].replace(/\s+/g, ' '), 'team') : undefined;
}
