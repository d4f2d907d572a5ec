import { CPF } from 'validation-br/cpf';
import { normalize } from '../normalize';
import type { Recognizer } from '../recognizer';

/** Brazil's taxpayer number of a person: eleven digits whose last two check the rest (modulo 11). */
export const brCpf: Recognizer = {
	type: 'BR_CPF',
	name: { en: 'CPF', pt: 'CPF' },
	label: 'CPF',
	words: {
		en: ['cpf', 'taxpayer', 'tax id', 'tax number', 'taxpayer id'],
		pt: ['cpf', 'c p f', 'contribuinte', 'cadastro de pessoa fisica', 'cadastro de pessoas fisicas'],
	},
	numbers: {
		checked: true,
		valid: hasCheckDigits,
		shapes: [
			{ written: '000.000.000-00', score: 1, sloppyScore: 0.85 },
			{ written: '000000000-00', score: 0.95, sloppyScore: 0.75 },
			{ written: '000000.000-00', score: 0.9, sloppyScore: 0.7 },
			{ written: '000.000000-00', score: 0.9, sloppyScore: 0.7 },
			{ written: '000.000.00000', score: 0.9, sloppyScore: 0.7 },
			{ written: '00000000000', score: 0.75 },
		],
	},
	canonical: (value) => digitsOf(normalize(value).text),
	partialMask(value) {
		const digits = digitsOf(normalize(value).text);
		return `***.${digits.slice(3, 6)}.${digits.slice(6, 9)}-**`;
	},
};

/** Eleven equal digits pass the sum and are nobody's. By `checksum`, as `isCPF` throws inside for each number that is none. */
function hasCheckDigits(digits: string): boolean {
	return !/^(\d)\1+$/.test(digits) && CPF.checksum(digits.slice(0, 9)) === digits.slice(9);
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '');
}
