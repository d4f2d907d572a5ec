import { hasOtherSentence, identifyLanguage } from '../../base/text/identify-language';
import type { Language } from '../../ports';
import type { CheckKind } from '../policy/check-kind';

const names: Record<Language | 'other', Record<Language, string>> = {
	en: { en: 'English', pt: 'inglês' },
	pt: { en: 'Portuguese', pt: 'português' },
	other: { en: 'a language other than English or Portuguese', pt: 'um idioma que não é português nem inglês' },
};
const reason: Record<Language, (name: string) => string> = {
	en: (name) => `The text is in ${name}, which is not allowed.`,
	pt: (name) => `O texto está em ${name}, o que não é permitido.`,
};

const ofSentence: Record<Language, string> = {
	en: 'The text has a sentence in a language that is not allowed.',
	pt: 'O texto tem uma frase em um idioma que não é permitido.',
};

/** The language of most of a text, or of each of its sentences. Texts too short to detect it pass. */
export const language: CheckKind<'language'> = {
	code: 'LANGUAGE',
	stages: ['output'],
	scope: 'text',
	create: ({ allowed, strict }) => ({
		id: 'language',
		check(text, context) {
			const found = identifyLanguage(text);
			const isAllowed = found === undefined || allowed.includes(found);
			if (isAllowed && !(strict && hasOtherSentence(text, allowed))) return { kind: 'pass' };
			const why = isAllowed ? ofSentence[context.language] : reason[context.language](names[found][context.language]);
			return { kind: 'violation', reason: why, matches: [] };
		},
	}),
};
