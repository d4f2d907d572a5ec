import { readJsonLines } from './read-lines';
import { createChance } from './sample';

/** What hurts when it is repeated: beginnings that never become a value, and values that touch each other. */
const patterns = readJsonLines<string>('bench/samples/hostile.jsonl');

const alphabets: Record<string, string> = {
	'random digits and separators': '0123456789 .-/()',
	'random digits, few separators': '0123456789012345678901234567890123456789 .',
	'random letters and digits': 'abcdefABCDEF0123456789 :.-@',
	'random lines': '0123456789\n',
	'random look-alikes': 'O0Il1S5B8Z2 .-',
	'random words': 'cpf nasc 19/.:\nmatrícula',
};

/** Texts of this length in UTF-16 code units that are made to hurt, by what they are made of. */
export function hostileTexts(length: number): Array<[name: string, text: string]> {
	const repeated = patterns.map((pattern): [string, string] => [
		pattern,
		pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length),
	]);
	return [...repeated, ...Object.entries(alphabets).map(([name, alphabet]): [string, string] => [name, random(alphabet, length)])];
}

function random(alphabet: string, length: number): string {
	const chance = createChance(7);
	const letters = alphabet.split('');
	return Array.from({ length }, () => chance.pick(letters)).join('');
}
