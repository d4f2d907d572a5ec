import type { Match } from '../../../ports';
import { beforeLabel, valuesBefore, valuesBehind, valuesBelow } from '../labelled';
import { normalize } from '../normalize';
import { HAS } from '../readable-text';
import { REACH, type Recognizer } from '../recognizer';

const LABEL =
	/(?<![\p{L}\p{N}])(?:c?CIB|NIRF|cadastro[\s_-]{1,3}imobili[aá]rio[\s_-]{1,3}brasileiro|n[uú]mero[\s_]{1,3}do[\s_]{1,3}im[oó]vel[\s_]{1,3}na[\s_]{1,3}receita(?:[\s_]{1,3}federal)?)(?![\p{L}])/giu;
const STANDARD = String.raw`(?:[\dA-Z]{7}-\s{0,2}[\dA-Z]|\d\.\d{3}\.\d{3}-\s{0,2}[\dA-Z])`;
const EDGE = String.raw`(?![\p{L}\p{N}*]|[-./]\d)`;
const WRITTEN_AS_STANDARD = new RegExp(`(?<![\\p{L}\\p{N}*.-])${STANDARD}${EDGE}`, 'giu');
/** Right behind the label, also in one piece or with another separator; before it, in brackets or not. */
const DIRECT = new RegExp(String.raw`(?:[\dA-Z]{7}[-.\s]{0,3}[\dA-Z]|\d\.?\d{3}\.?\d{3}[-\s]{0,3}[\dA-Z])${EDGE}`, 'iuy');
const BEFORE_LABEL = beforeLabel(String.raw`[\dA-Z]{7}-?[\dA-Z]`);

/**
 * A property's code in the Brazilian real-estate cadastre: seven characters in Crockford's base 32 and one that checks them
 * (Receita Federal, "Identificador do Cafir"). Eight characters say little by themselves: the cadastre must be named near them.
 */
export const brCib: Recognizer = {
	type: 'BR_CIB',
	name: { en: 'property code (CIB)', pt: 'código CIB do imóvel' },
	label: 'CIB',
	words: {
		pt: ['cib', 'codigo cib', 'nirf', 'cadastro imobiliario brasileiro', 'numero do imovel na receita federal'],
		en: ['cib code', 'brazilian real estate registry', 'brazilian property registry'],
	},
	needs: ({ has }) => (has & HAS.digit) !== 0 && (has & HAS.letter) !== 0,
	find({ text }) {
		const beside = [...valuesBehind(text, LABEL, DIRECT), ...valuesBefore(text, LABEL, BEFORE_LABEL), ...valuesBelow(text, LABEL, DIRECT)];
		return [...beside, ...standardNearLabels(text)]
			.filter(({ start, end }) => isPropertyCode(text.slice(start, end)))
			.map(({ start, end }): Match => ({ type: 'BR_CIB', start, end, score: text[end - 2] === '-' ? 0.95 : 0.85 }));
	},
	canonical: (value) => decode(value),
	partialMask(value) {
		const code = decode(value);
		return `${code.slice(0, 2)}*****-*`;
	},
};

/** Any date of eight digits passes the check once in eleven; what is written as the standard has it may stand a little way off. */
function* standardNearLabels(text: string): Generator<{ start: number; end: number }> {
	let read = 0;
	for (const label of text.matchAll(LABEL)) {
		const from = Math.max(read, label.index - REACH.words);
		const until = label.index + label[0].length + REACH.words;
		for (const found of text.slice(from, until).matchAll(WRITTEN_AS_STANDARD)) {
			if (found.index > 0 || from === 0) yield { start: from + found.index, end: from + found.index + found[0].length };
		}
		read = until - 1;
	}
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const WEIGHTS = [4, 3, 9, 5, 7, 1, 8];

/** As the Receita Federal checks it: of digits alone modulo 11, with weights 8 to 2; with letters modulo 31. U is no digit of base 32. */
export function isPropertyCode(value: string): boolean {
	const code = decode(value);
	if (code.length !== 8 || !/\d/.test(code) || /^0+$/.test(code.slice(0, 7))) return false;
	const values = [...code].map((character) => ALPHABET.indexOf(character));
	if (values.includes(-1)) return false;
	const sum = (weights: readonly number[]): number => weights.reduce((total, weight, at) => total + weight * values[at]!, 0);
	if (!/^\d{7}/.test(code)) return sum(WEIGHTS) % 31 === values[7];
	const rest = sum([8, 7, 6, 5, 4, 3, 2]) % 11;
	return (rest < 2 ? 0 : 11 - rest) === values[7];
}

/** Read as digits are the letters that look like them, in either case. */
function decode(value: string): string {
	return normalize(value)
		.text.toUpperCase()
		.replace(/[^\dA-Z]/g, '')
		.replace(/[IL]/g, '1')
		.replace(/O/g, '0');
}
