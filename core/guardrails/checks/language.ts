import { identifyLanguage } from '../../base/text/language';
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

/** The language of most of a text. Texts too short to detect it pass. */
export const language: CheckKind<'language'> = {
	code: 'LANGUAGE',
	stages: ['output'],
	scope: 'text',
	create: ({ allowed }) => ({
		id: 'language',
		check(text, context) {
			const found = identifyLanguage(text);
			if (found === undefined || allowed.includes(found)) return { kind: 'pass' };
			return { kind: 'violation', reason: reason[context.language](names[found][context.language]), matches: [] };
		},
	}),
};
