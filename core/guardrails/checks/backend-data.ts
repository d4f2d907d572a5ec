import type { Language } from '../../base/text/languages';
import { findBackendData } from '../leaks/find-backend-data';
import { defineCheck } from '../policy/check-kind';

const reason: Record<Language, string> = {
	en: 'The reply tells of the systems behind the agent.',
	pt: 'A resposta revela dados dos sistemas por trás do agente.',
};

/** Finds stack traces, private addresses and raw tool results in replies. */
export const backendData = defineCheck({
	id: 'backend-data',
	code: 'BACKEND_DATA',
	options: {},
	stages: ['output'],
	scope: 'stretch',
	create: () => ({
		check(text, { given, before, language }) {
			const matches = given ? findBackendData(text, given, before) : [];
			return matches.length === 0 ? { kind: 'pass' } : { kind: 'violation', reason: reason[language], matches };
		},
	}),
});
