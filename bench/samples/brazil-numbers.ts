import type { Chance } from './sample';

/** Brazil's numbers by chance, as bare digits with right check digits: made from the definitions, apart from the recognisers' own sums. */

const sum = (digits: string, weights: readonly number[]): number =>
	[...digits].reduce((total, digit, at) => total + (digit.charCodeAt(0) - 48) * weights[at]!, 0);

/** Weights 2, 3, 4… to a highest one and again, from the right. */
const fromTheRight = (length: number, highest: number): number[] =>
	Array.from({ length }, (_, at) => 2 + ((length - 1 - at) % (highest - 1)));

const complement = (total: number): string => {
	const check = 11 - (total % 11);
	return check > 9 ? '0' : String(check);
};

const withCheckDigits = (digits: string, count: number, highest: number): string =>
	count === 0 ? digits : withCheckDigits(digits + complement(sum(digits, fromTheRight(digits.length, highest))), count - 1, highest);

export const makeCpf = (chance: Chance): string => withCheckDigits(chance.digits(9), 2, 12);

export function makeCnpj(chance: Chance): string {
	const root = chance.digits(8);
	return withCheckDigits(root + (chance.below(4) > 0 ? '000' + chance.pick(['1', '1', '1', '2', '7']) : chance.digits(4)), 2, 9);
}

/** Twelve letters and digits, at least one of them a letter. */
export function makeAlphanumericCnpj(chance: Chance): string {
	const characters = Array.from({ length: 12 }, () => chance.pick([...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']));
	if (chance.once(2)) characters.splice(8, 4, '0', '0', '0', '1');
	characters[chance.below(8)] = chance.pick([...'ABCDEFGHJKLMNPRSTUVWXYZ']);
	return withCheckDigits(characters.join(''), 2, 9);
}

export const makeNis = (chance: Chance): string => withCheckDigits(chance.pick(['1', '1', '2']) + chance.digits(9), 1, 9);

export const makeRenavam = (chance: Chance): string =>
	withCheckDigits((chance.pick(['00', '01', '0', '1']) + chance.digits(10)).slice(0, 10), 1, 9);

export function makeCns(chance: Chance): string {
	if (chance.once(2)) {
		const pis = chance.pick(['1', '2']) + chance.digits(10);
		const total = sum(pis, [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5]);
		const check = (11 - (total % 11)) % 11;
		return check === 10 ? `${pis}001${(11 - ((total + 2) % 11)) % 11}` : `${pis}000${check}`;
	}
	const weights = [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];
	for (;;) {
		const body = chance.pick(['7', '8', '9']) + chance.digits(13);
		const last = (11 - (sum(body, weights) % 11)) % 11;
		if (last < 10) return body + String(last);
	}
}

export function makeCnh(chance: Chance): string {
	const body = chance.digits(9);
	const first = sum(body, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
	const second = (sum(body, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11) - (first === 10 ? 2 : 0);
	if (second < 0) return makeCnh(chance);
	return body + String(first % 10) + String(second % 10);
}

export function makeVoterId(chance: Chance): string {
	const state = 1 + chance.below(28);
	const body = chance.digits(8);
	const digit = (total: number): number => (total % 11 === 10 ? 0 : total % 11 === 0 && state < 3 ? 1 : total % 11);
	const first = digit(sum(body, [2, 3, 4, 5, 6, 7, 8, 9]));
	const states = String(state).padStart(2, '0');
	return body + states + String(first) + String(digit(sum(states + String(first), [7, 8, 9])));
}

/** São Paulo's: eight digits, and one that may be X. */
export function makeRgOfSaoPaulo(chance: Chance): string {
	const body = chance.digits(8);
	const check = (11 - (sum(body, [2, 3, 4, 5, 6, 7, 8, 9]) % 11)) % 11;
	return body + (check === 10 ? 'X' : String(check));
}

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Of letters that spell no common word and no standard. */
const plateLetters = (chance: Chance): string =>
	chance.pick(['B', 'C', 'F', 'G', 'H', 'J', 'K', 'L', 'N', 'P', 'Q', 'R']) +
	chance.pick(['Q', 'X', 'Z', 'W', 'Y', 'K', 'J', 'H', 'B']) +
	chance.pick(letters);

export const makeOldPlate = (chance: Chance): string => plateLetters(chance) + chance.digits(4);

export const makeNewPlate = (chance: Chance): string =>
	plateLetters(chance) + chance.digits(1) + chance.pick(letters.slice(0, 10)) + chance.digits(2);

/** The value with its digits in the places of the form's zeros: `000.000.000-00`. */
export function writeAs(form: string, digits: string): string {
	let at = 0;
	return form.replace(/0/g, () => digits[at++] ?? '');
}

/** Another digit for one of them, so that the check digits are wrong. */
export function withWrongDigit(digits: string, chance: Chance, isRight: (digits: string) => boolean): string {
	for (;;) {
		const at = chance.below(digits.length);
		const wrong = digits.slice(0, at) + chance.pick([...'0123456789']) + digits.slice(at + 1);
		if (!isRight(wrong)) return wrong;
	}
}

/** Returns true if eleven digits have the check digits of a CPF, a NIS or a licence. */
export function passesElevenDigits(digits: string): boolean {
	if (digits.length !== 11) return false;
	const nine = digits.slice(0, 9);
	const first = sum(nine, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
	return (
		withCheckDigits(nine, 2, 12) === digits || withCheckDigits(digits.slice(0, 10), 1, 9) === digits || String(first % 10) === digits[9]
	);
}
