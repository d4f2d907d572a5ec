import { isFields } from '../../base/is-fields';
import { readJsonAnswers } from '../../base/text/json/read-json-answer';

/**
 * Reads the common verdict of the JSON objects in an answer, despite code fences, surrounding words and case. Undefined without one or if two differ,
 * as when the judge quotes another verdict. @param read reads one object, by lower-case names
 */
export function readAgreed<T>(answer: string, read: (fields: Record<string, unknown>) => T | undefined): T | undefined {
	const judgements = new Map<string, T>();
	for (const value of readJsonAnswers(answer.replaceAll(/\b(?:True|False)\b/g, (word) => word.toLowerCase()))) {
		if (!isFields(value)) continue;
		const judgement = read(lowerNames(value));
		if (judgement !== undefined) judgements.set(JSON.stringify(judgement), judgement);
	}
	return judgements.size === 1 ? [...judgements.values()][0] : undefined;
}

const line = /^\W*(?:(?:final )?(?:verdict|answer|veredito|resposta)(?: is)?\W+)?(\w+)\W*$/i;

/** Returns the verdict's random word: alone in the JSON, in any field, or alone in a line. */
export function readWord(answer: string, words: readonly string[]): string | undefined {
	const pick = (given: unknown): string[] => (typeof given === 'string' ? words.filter((word) => word === given.trim().toUpperCase()) : []);
	const read = readAgreed(answer, (fields) => takeOnly(Object.values(fields).flatMap(pick)));
	return read ?? takeOnly(answer.split('\n').flatMap((each) => pick(line.exec(each)?.[1])));
}

const takeOnly = (found: string[]): string | undefined => (new Set(found).size === 1 ? found[0] : undefined);

export const repeats = (given: unknown, word: string): boolean => typeof given === 'string' && given.trim().toUpperCase() === word;

/** Models write `Harmless`, or `self_harm` for `self-harm`. */
export const lowerNames = (fields: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase().replaceAll('_', '-'), value]));
