import { hasOtherSentence, identifyLanguage } from '../../base/text/identify-language';

/** Words of Spanish that the other languages with Latin letters do not have. */
const spanish = new Set(
	'el los del y es está están hay muy más también usted ustedes tiene pero cuándo dónde cómo qué gracias hola yo para'.split(' '),
);
const fewest = 2;

/** Returns whether each sentence of a text is in a language of the word lists, or too short to tell. */
export function hasList(text: string): boolean {
	if (hasOtherSentence(text, ['en', 'pt', 'es'])) return false;
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
