import type { Match } from '../../../../ports/guardrails/match';
import { beforeLabel, findLabelled, type Label, type LabelledValue, findLabels, readValueAt } from '../../reading/labelled';
import { normalize } from '../../reading/normalize';
import { feature } from '../../reading/readable-text';
import { matchBounds } from '../../match-bounds';
import type { Recognizer } from '../../recognizer';

const labelForm =
	/(?<![\p{L}\p{N}])(?:c?CIB|NIRF|cadastro[\s_-]{1,3}imobili[aá]rio[\s_-]{1,3}brasileiro|n[uú]mero[\s_]{1,3}do[\s_]{1,3}im[oó]vel[\s_]{1,3}na[\s_]{1,3}receita(?:[\s_]{1,3}federal)?)(?![\p{L}])/giu;
const mentioned = /CIB|NIRF|cadastro.imobili|receita/i;
const standard = String.raw`(?:[\dA-Z]{7}-\s{0,3}[\dA-Z]|[\dA-Z]\.\s{0,3}[\dA-Z]{3}\.\s{0,3}[\dA-Z]{3}-\s{0,3}[\dA-Z])`;
const edge = String.raw`(?![\p{L}\p{N}*]|[-./]\d)`;
const writtenAsStandard = new RegExp(`(?<![\\p{L}\\p{N}*.-])${standard}${edge}`, 'iuy');
/** Directly after the label, in one piece or with another separator; or before it, with or without brackets. */
const direct = new RegExp(
	String.raw`(?=[A-Z]{0,7}\d|[A-Z]\.)(?:[\dA-Z]{7}[-.\s]{0,4}[\dA-Z]|[\dA-Z](?:\s?\.\s{0,3})?[\dA-Z]{3}(?:\s?\.\s{0,3})?[\dA-Z]{3}[-\s]{0,3}[\dA-Z])${edge}`,
	'iuy',
);
const numberBeforeLabel = beforeLabel(String.raw`[\dA-Z]{7}-?[\dA-Z]|[\dA-Z]\.[\dA-Z]{3}\.[\dA-Z]{3}-[\dA-Z]`);

/**
 * Property code of the real-estate cadastre: seven characters in Crockford's base 32 and a check character (Receita Federal, "Identificador do
 * Cafir"). Not specific, so the cadastre must be named nearby.
 */
export const brCib: Recognizer = {
	type: 'BR_CIB',
	name: { en: 'property code (CIB)', pt: 'código CIB do imóvel' },
	label: 'CIB',
	words: {
		pt: ['cib', 'codigo cib', 'nirf', 'cadastro imobiliario brasileiro', 'numero do imovel na receita federal'],
		en: ['cib code', 'brazilian real estate registry', 'brazilian property registry'],
	},
	needs: ({ has, text }) => (has & feature.digit) !== 0 && mentioned.test(text),
	find({ text }) {
		const labels = findLabels(text, labelForm);
		const beside = findLabelled(text, { labels, value: direct, before: numberBeforeLabel });
		return [...beside, ...standardNearLabels(text, labels)]
			.filter(({ start, end }) => isPropertyCode(text.slice(start, end)))
			.map(({ start, end }): Match => ({ type: 'BR_CIB', start, end, score: text[end - 2] === '-' ? 0.95 : 0.85 }));
	},
	canonical: (value) => decode(value),
	partialMask(value) {
		const code = decode(value);
		return `${code.slice(0, 2)}*****-*`;
	},
};

const beforeItsLabel = 32;

/** Standard form near a label. Other forms only directly beside it: one in eleven dates of eight digits passes the check. */
function standardNearLabels(text: string, labels: readonly Label[]): LabelledValue[] {
	const values: LabelledValue[] = [];
	let read = 0;
	for (const label of labels) {
		const until = label.end + matchBounds.words;
		for (let dash = nextDash(text, Math.max(read, label.start - beforeItsLabel)); dash < until; dash = nextDash(text, dash + 1)) {
			const value = readValueAt(text, dash - 7, writtenAsStandard) ?? readValueAt(text, dash - 9, writtenAsStandard);
			if (value) values.push(value);
		}
		read = Math.max(read, until);
	}
	return values;
}

const nextDash = (text: string, from: number): number => {
	const dash = text.indexOf('-', Math.max(from, 7));
	return dash < 0 ? Infinity : dash;
};

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const weights = [4, 3, 9, 5, 7, 1, 8];

/** Digits: modulo 11, weights 8 to 2; with letters modulo 31. U is not in base 32. */
function isPropertyCode(value: string): boolean {
	let count = 0;
	let check = none;
	let alphanumeric = 0;
	let decimal = 0;
	let anyLetter = false;
	let anyValue = false;
	for (let at = 0; at < value.length; at++) {
		const digit = digits[value.charCodeAt(at)] ?? none;
		if (digit === none) return false;
		if (digit === separator) continue;
		if (count < 7) {
			alphanumeric += digit * weights[count]!;
			decimal += digit * (8 - count);
			anyLetter ||= digit > 9;
			anyValue ||= digit > 0;
		}
		check = digit;
		count++;
	}
	if (count !== 8 || !anyValue || !/\d/.test(value)) return false;
	if (anyLetter) return alphanumeric % 31 === check;
	return (decimal % 11 < 2 ? 0 : 11 - (decimal % 11)) === check;
}

const none = -1;
const separator = -2;
/** Base-32 digit by character. Look-alike letters count as digits, in either case. */
const digits = Array.from({ length: 0x80 }, (_, code) => {
	const character = decode(String.fromCharCode(code));
	return character === '' ? (/[-.\s]/.test(String.fromCharCode(code)) ? separator : none) : alphabet.indexOf(character);
});

function decode(value: string): string {
	return normalize(value)
		.text.toUpperCase()
		.replace(/[^\dA-Z]/g, '')
		.replace(/[IL]/g, '1')
		.replace(/O/g, '0');
}
