import type { Language } from '../../base/text/languages';
import { findPromptLeak } from '../leaks/find-prompt-leak';
import { defineCheck } from '../policy/check-kind';

const reason: Record<Language, string> = {
	en: 'The reply repeats instructions of the prompt.',
	pt: 'A resposta repete instruções do prompt.',
};

/** Finds instructions of the prompt in replies. Its facts, and texts meant to be said, pass. */
export const promptLeak = defineCheck({
	id: 'prompt-leak',
	code: 'PROMPT_LEAK',
	options: {},
	stages: ['output'],
	scope: 'stretch',
	create: () => ({
		check(text, context) {
			const { given, before } = context;
			const matches = given ? findPromptLeak(text, given, before) : [];
			return matches.length === 0 ? { kind: 'pass' } : { kind: 'violation', reason: reason[context.language], matches };
		},
	}),
});
