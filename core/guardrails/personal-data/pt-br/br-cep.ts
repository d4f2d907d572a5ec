import { normalize } from '../normalize';
import type { Recognizer } from '../recognizer';

/** Ranges that the post office gives to no state: below 01000, and 78900 to 78999 since Rondônia moved to 76800. */
const UNUSED: ReadonlyArray<readonly [first: number, last: number]> = [
	[0, 999],
	[78900, 78999],
];

/** Brazil's postal code, CEP: five digits of the place and three of the street or of one building (Correios). */
export const brCep: Recognizer = {
	type: 'BR_CEP',
	name: { en: 'Brazilian postal code (CEP)', pt: 'CEP' },
	label: 'CEP',
	words: {
		pt: ['cep', 'ceps', 'codigo postal', 'codigo de enderecamento postal', 'enderecamento postal', 'cod postal'],
		en: ['zip', 'zip code', 'zipcode', 'postal code', 'postcode', 'post code', 'postalcode'],
	},
	hints: {
		pt: ['endereco', 'rua', 'avenida', 'av', 'alameda', 'travessa', 'bairro', 'cidade', 'logradouro', 'complemento', 'entrega', 'frete'],
		en: ['address', 'street', 'city', 'delivery', 'shipping'],
	},
	numbers: {
		shapes: [
			{ written: '00000-000', score: 0.7, sloppyScore: 0.3 },
			{ written: '00.000-000', score: 0.7, sloppyScore: 0.3 },
			{ written: '00000000', score: 0.3 },
		],
		checked: false,
		valid: isPostalCode,
	},
	canonical: (value) => normalize(value).text.replace(/\D/g, ''),
	partialMask: (value) => `${normalize(value).text.replace(/\D/g, '').slice(0, 2)}***-***`,
};

/** Equal digits are placeholders of forms. */
function isPostalCode(digits: string): boolean {
	const area = Number(digits.slice(0, 5));
	return digits.length === 8 && !/^(\d)\1+$/.test(digits) && UNUSED.every(([first, last]) => area < first || area > last);
}
