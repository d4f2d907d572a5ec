import * as Type from 'typebox/type';
import { distinct } from '../../base/shape';
import { hasOtherSentence, identifyLanguage } from '../../base/text/identify-language';
import { type Language, languages } from '../../base/text/languages';
import type { GuardrailVerdict } from '../../ports/guardrails/guardrail';
import type { GuardrailContext } from '../../ports/guardrails/guardrail-context';
import { findCustomerLanguage, isInAnother } from './customer-language';
import { defineCheck } from '../policy/check-kind';

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

const ofCustomer: Record<Language, (asked: string) => string> = {
	en: (asked) => `The reply is in another language than the message, which is in ${asked}.`,
	pt: (asked) => `A resposta está em um idioma diferente do da mensagem, que está em ${asked}.`,
};

const options = {
	allowed: distinct([...languages, 'other', 'customer'], {
		minItems: 1,
		maxItems: 4,
		description: 'customer: the language of the message that is answered, unless somebody speaks of languages.',
	}),
	strict: Type.Optional(Type.Boolean({ description: 'Judges each sentence; one in which no word is known counts as another language.' })),
};

/** Checks the language of most of a text, each sentence, or a reply beside its message. Texts too short to detect pass. */
export const language = defineCheck({
	id: 'language',
	code: 'LANGUAGE',
	options,
	stages: ['output'],
	scope: 'text',
	findProblem: ({ action, text }) =>
		action === 'rewrite' && !text ? 'applies to the whole text. To rewrite the text, set "text" to the replacement' : undefined,
	chooseScope: ({ allowed }) => (allowed.includes('customer') ? 'sentence' : 'text'),
	create: ({ allowed: named, strict }) => ({
		check(text, context) {
			const allowed = named.filter((one) => one !== 'customer');
			if (allowed.length < named.length) return checkCustomer(text, allowed, context);
			const found = identifyLanguage(text);
			const isAllowed = found === undefined || allowed.includes(found);
			if (isAllowed && !(strict && hasOtherSentence(text, allowed))) return { kind: 'pass' };
			const why = isAllowed ? ofSentence[context.language] : reason[context.language](names[found][context.language]);
			return { kind: 'violation', reason: why, matches: [] };
		},
	}),
});

function checkCustomer(
	text: string,
	besides: ReadonlyArray<Language | 'other'>,
	{ given, isRefusal, language: spoken, passages }: GuardrailContext,
): GuardrailVerdict {
	const asked = given && !given.isForProgram && !isRefusal ? findCustomerLanguage(given) : undefined;
	const quotable = passages.every((passage) => identifyLanguage(passage.text) !== asked) ? passages : [];
	if (!asked || !isInAnother(text, asked, [...given!.others, ...(given!.shown ?? [])], quotable)) return { kind: 'pass' };
	const found = identifyLanguage(text);
	if (found !== undefined && found !== asked && besides.includes(found)) return { kind: 'pass' };
	return { kind: 'violation', reason: ofCustomer[spoken](names[asked][spoken]), matches: [] };
}
