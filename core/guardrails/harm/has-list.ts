import { identifyLanguage } from '../../base/text/language';

/** Words of Spanish that the other languages with Latin letters do not have. */
const spanish = new Set(
	'el los del y es está están hay muy más también usted ustedes tiene pero cuándo dónde cómo qué gracias hola yo para'.split(' '),
);
const fewest = 2;

/** Returns whether a text is in a language of the word lists, or in none that can be told. */
export function hasList(text: string): boolean {
	if (identifyLanguage(text) !== 'other') return true;
	const words =
		text
			.normalize('NFC')
			.toLowerCase()
			.slice(0, maxRead)
			.match(/\p{L}+/gu) ?? [];
	return /[ñ¿¡]/i.test(text) || words.filter((word) => spanish.has(word)).length >= Math.max(fewest, words.length / 10);
}

const maxRead = 4_000;
