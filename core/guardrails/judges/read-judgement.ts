import { isFields } from '../../base/is-fields';
import { readJsonAnswers } from '../../base/text/json/read-json-answer';

/**
 * Returns what the JSON objects of a judge's answer agree about. Code fences, words around the JSON and other letters in its names change nothing. Undefined if
 * none can be read or two differ, as where the judge quotes a verdict beside its own.
 * @param read reads the fields of one object, by names in lower case
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

/** A line that is a verdict, such as `**Verdict:** WORD`. */
const line = /^\W*(?:(?:final )?(?:verdict|answer|veredito|resposta)(?: is)?\W+)?(\w+)\W*$/i;

/**
 * Returns the one word of `words`, made up for this call, that is the verdict of an answer: alone in its JSON, whatever the name of the field, or alone in
 * a line.
 */
export function readWord(answer: string, words: readonly string[]): string | undefined {
	const pick = (given: unknown): string[] => (typeof given === 'string' ? words.filter((word) => word === given.trim().toUpperCase()) : []);
	const read = readAgreed(answer, (fields) => takeOnly(Object.values(fields).flatMap(pick)));
	return read ?? takeOnly(answer.split('\n').flatMap((each) => pick(line.exec(each)?.[1])));
}

const takeOnly = (found: string[]): string | undefined => (new Set(found).size === 1 ? found[0] : undefined);

/** Compares a word that was made up for this call with what an answer repeats. */
export const repeats = (given: unknown, word: string): boolean => typeof given === 'string' && given.trim().toUpperCase() === word;

/** Models write `Harmless`, or `self_harm` for `self-harm`. */
export const lowerNames = (fields: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase().replaceAll('_', '-'), value]));
