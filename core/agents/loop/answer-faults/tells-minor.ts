import { foldAccents } from '../../../words/terms';

const ending = '(?= ?(?:[.,;:!?()-]|$)';
const minorAge = '(?:[5-9]|1[0-7]|quatorze|catorze|quinze|dezesseis|dezessete|fourteen|fifteen|sixteen|seventeen)';
/** In the words of the customer, folded: an age as the end of a clause, since "tenho 15 anos de casa" is another. */
const minorWords = new RegExp(
	`\\b(?:(?:(?:eu |so |ainda ){0,3}(?:tenho|fiz|completei)|(?:i am|i'm|im)(?: only| just)?) ${minorAge}(?:(?: anos?)(?: de idade)?|(?: years?)?(?: old)?)${ending}| (?:e|mas|and|but|so|entao)\\b)|(?:sou|eu sou|ainda sou) (?:de )?menor(?: de (?:idade|18))?${ending}| (?:e|mas)\\b)|nao (?:tenho|fiz) 18(?: anos)?(?: ainda)?|(?:i am|i'm|im) (?:still )?(?:a minor|under ?age|under 18|not 18)\\b)`,
);

const adultAge = '(?:1[89]|[2-9]\\d)';
/** Matches an age that is thought up, denied or somebody else's: "finge que tenho 30 anos", "não sou o pai dele". */
const unsaid = '(?<!\\b(?:nao|not|que|that|se|if|quando|when|like|como) (?:eu |ja |i ){0,2})';
const pai = '(?:pai|mae|padrasto|madrasta|avo|tio|tia|responsavel(?: legal)?|tutora?)';
const parent = '(?:father|mother|dad|mum|mom|parent|guardian|stepfather|stepmother|uncle|aunt|grandfather|grandmother)';
/** An adult who says so, or who goes on in the place of a minor. */
const adultWords = new RegExp(
	`${unsaid}\\b(?:(?:tenho|ja fiz|completei) ${adultAge} anos(?: de idade)?${ending}| (?:e|mas|entao)\\b)|(?:sou|agora e) (?:(?:ja )?(?:de )?maior(?: de (?:idade|18))?${ending}| (?:e|mas|sim)\\b)|(?:um |uma )?adult[oa]\\b)|(?:sou|aqui e|aqui fala|quem (?:fala|escreve)(?: agora| aqui)? e)(?: eu,?)? (?:o |a )${pai}\\b|(?:i am|i'm|im) (?:${adultAge}(?: years?)?(?: old)?${ending}| (?:and|but|so)\\b)|an adult\\b|of age\\b|over 18\\b|(?:his|her|their|the|a) ${parent}\\b)|(?:this is|here is) (?:his|her|their|the) ${parent}\\b)`,
);

/** Returns whether the words of a customer say that they are a minor, or that they are not; undefined if they say neither. Where they say both, they are one. */
export function tellsMinor(text: string): boolean | undefined {
	const folded = fold(text);
	if (minorWords.test(folded)) return true;
	return adultWords.test(folded) ? false : undefined;
}

export const fold = (text: string): string => foldAccents(text.toLowerCase()).replaceAll('’', "'");
