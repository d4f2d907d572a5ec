import type { Match } from '../../../ports/guardrails/match';
import { beforeLabel, findLabelled, findLabels } from '../reading/labelled';
import type { Recognizer } from '../recognizer';
import { digitsIn } from './check-digits';

/** Unassigned: below 01000, and 78900 to 78999 (Rondônia moved to 76800). */
const unused: ReadonlyArray<readonly [first: number, last: number]> = [
	[0, 999],
	[78900, 78999],
];

const mentioned = /c\.?e\.?p|postal|zip|postcode/i;
const label =
	/(?<![\p{L}\p{N}])(?:ceps?|c\.e\.p\.?|c[oó]digo[\s_]{0,2}(?:de[\s_]endere[cç]amento[\s_])?postal|zip(?:[\s_-]?code)?|postal[\s_-]?code|postcode)(?![\p{L}])/giu;
/** Beside the words, the dash can be missing, or a line can break. */
const lineBreak = String.raw`(?:[ \t]{0,3}\r?\n[ \t]{0,3})?`;
const value = new RegExp(
	String.raw`(?:\d\d\s?\.\s?\d{3}\s?-|\d${lineBreak}\d${lineBreak}\d${lineBreak}\d${lineBreak}\d[-.\s]{0,3})\s{0,3}\d${lineBreak}\d${lineBreak}\d(?![\p{L}\d*]|[-./]\d)`,
	'iuy',
);

const numberBeforeLabel = beforeLabel(String.raw`\d\d\.?\d{3}-?\d{3}`);

/** Brazil's postal code: five digits for the place, three for a street or building (Correios). */
export const brCep: Recognizer = {
	type: 'BR_CEP',
	name: { en: 'Brazilian postal code (CEP)', pt: 'CEP' },
	label: 'CEP',
	words: {
		pt: ['cep', 'ceps', 'c.e.p.', 'codigo postal', 'codigo de enderecamento postal', 'enderecamento postal', 'cod postal'],
		en: ['zip', 'zip code', 'zipcode', 'postal code', 'postcode', 'post code', 'postalcode'],
	},
	hints: {
		pt: ['endereco', 'rua', 'avenida', 'av', 'alameda', 'travessa', 'bairro', 'cidade', 'logradouro', 'complemento', 'entrega', 'frete'],
		en: ['address', 'street', 'city', 'delivery', 'shipping'],
	},
	numbers: {
		shapes: [
			{ written: '00000-000', score: 0.7, sloppyScore: 0.3 },
			{ written: '00.000-000', score: 0.7, sloppyScore: 0.05 },
			{ written: '00000000', score: 0.22 },
		],
		checked: false,
		valid: isPostalCode,
	},
	needs: ({ digits, text }) => digits > 4 && mentioned.test(text),
	find: ({ readings }) =>
		readings.flatMap(({ text }) =>
			findLabelled(text, { labels: findLabels(text, label), value, before: numberBeforeLabel })
				.filter(({ start, end }) => isPostalCode(text.slice(start, end).replace(/\D/g, '')))
				.map(({ start, end }): Match => ({ type: 'BR_CEP', start, end, score: 0.75 })),
		),
	canonical: digitsIn,
	partialMask: (value) => `${digitsIn(value).slice(0, 2)}***-***`,
};

function isPostalCode(digits: string): boolean {
	const area = Number(digits.slice(0, 5));
	return digits.length === 8 && !/^(\d)\1+$/.test(digits) && unused.every(([first, last]) => area < first || area > last);
}
