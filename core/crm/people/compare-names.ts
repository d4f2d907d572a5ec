import { plain } from '../../base/text/plain-text';

type NameMatch = 'equal' | 'like' | 'other';

const particles = new Set(['da', 'das', 'de', 'do', 'dos', 'e']);
const generations = new Set(['filho', 'junior', 'neto', 'segundo', 'sobrinho']);

/** Compares names of people. Namesakes of a father or grandfather are other people. */
export function compareNames(one: string | undefined, other: string | undefined): NameMatch {
	const first = readWords(one);
	const second = readWords(other);
	if (first.length === 0 || second.length === 0) return 'like';
	const [short, long] = first.length <= second.length ? [first, second] : [second, first];
	const isOfOther = short.length > 1 && findGeneration(short) !== findGeneration(long);
	if (isOfOther || short[0] !== long[0] || !isWithin(short, long)) return 'other';
	return short.length === long.length ? 'equal' : 'like';
}

export const isFullName = (name: string): boolean => readWords(name).length > 1;

export const isName = (name: string | undefined): boolean => readWords(name).length > 0;

/** An address or number in place of a name has no words. */
function readWords(name: string | undefined): string[] {
	if (name === undefined || name.includes('@') || !/\p{L}/u.test(name)) return [];
	const words = plain(name).match(/[\p{L}\p{N}]+/gu) ?? [];
	return words.filter((word) => !particles.has(word)).map((word) => (word === 'jr' ? 'junior' : word));
}

const findGeneration = (words: string[]) => words.slice(1).findLast((word) => generations.has(word));

function isWithin(short: string[], long: string[]): boolean {
	let from = 0;
	return short.every((word) => (from = long.indexOf(word, from) + 1) > 0);
}

const legalForms = /\b(?:ltda|me|epp|eireli|mei|sa|slu|cia)\b/g;

/** Ignores the legal form. */
export function isSameCompanyName(one: string | undefined, other: string | undefined): boolean {
	const [first, second] = [one, other].map((name) =>
		plain(name)
			.replace(/[^\p{L}\p{N}\s]/gu, '')
			.replace(legalForms, '')
			.replace(/\s/g, ''),
	);
	return first !== '' && first === second;
}
