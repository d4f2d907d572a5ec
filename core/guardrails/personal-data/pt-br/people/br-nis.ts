import type { Recognizer } from '../../recognizer';
import { digitAt, digitsIn, isOneDigitRepeated, modulo11, weightedSum } from '../check-digits';

const weights = [3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

/** The number of a worker or of a recipient of benefits: PIS, PASEP, NIT and NIS are one series (Caixa, modulo 11). */
export const brNis: Recognizer = {
	type: 'BR_NIS',
	name: { en: 'NIS (PIS/PASEP)', pt: 'NIS (PIS/PASEP)' },
	label: 'NIS',
	words: {
		pt: [
			'meu numero do nis',
			'meu numero do pis',
			'nis',
			'pis',
			'pasep',
			'pis/pasep',
			'pispasep',
			'pis pasep nit',
			'nit',
			'nit/pis',
			'nit pis pasep',
			'pis nis',
			'p.i.s.',
			'n.i.s.',
			'n.i.t.',
			'cadunico',
			'cad unico',
			'cadastro unico',
			'numero de identificacao social',
			'identificacao social',
			'numero de identificacao do trabalhador',
			'identificacao do trabalhador',
			'inscricao do trabalhador',
			'programa de integracao social',

			'nrpis',
			'numeropis',
			'pistrabalhador',
			'nrnis',
			'numeronis',
			'nispispasep',
			'cartao cidadao',
		],
		en: [
			'nis number',
			'pis number',
			'pis no',
			'nit number',
			'pasep number',
			'social identification number',
			'social identification',
			'worker registration',
			'worker id',
			'worker identification',
			'workers identification',
			'social integration program',
			'social program number',
			'pisnumber',
			'nisnumber',
			'employee pis',
		],
	},
	hints: {
		pt: [
			'segurado',
			'inss',
			'previdencia',
			'bolsa familia',
			'auxilio brasil',
			'abono salarial',
			'abono',
			'fgts',
			'ctps',
			'carteira de trabalho',
			'empregado',
			'trabalhador',
		],
		en: ['employee', 'worker', 'payroll'],
	},
	numbers: {
		shapes: [
			{ written: '000.00000.00-0', score: 0.97, sloppyScore: 0.75 },
			{ written: '000.00000.000', score: 0.7, sloppyScore: 0.6 },
			{ written: '00000.00000-0', score: 0.45, sloppyScore: 0.45 },
			{ written: '0.000.000.000-0', score: 0.45, sloppyScore: 0.4 },
			{ written: '000.000.000-00', score: 0.3, sloppyScore: 0.3 },
			{ written: '0000000000-0', score: 0.55 },
			{ written: '00000000000', score: 0.51 },
		],
		valid: isNis,
		rare: (digits) => digits[0] !== '1' && digits[0] !== '2',
		checked: true,
	},
	canonical: digitsIn,
	partialMask: (value) => `***.${digitsIn(value).slice(3, 8)}.**-*`,
};

/** Returns whether eleven digits are a NIS. RENAVAM numbers have the same check digit. */
export function isNis(digits: string): boolean {
	return digits.length === 11 && modulo11(weightedSum(digits, weights)) === digitAt(digits, 10) && !isOneDigitRepeated(digits);
}
