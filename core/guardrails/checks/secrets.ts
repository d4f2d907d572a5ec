import type { Language } from '../../ports';
import type { CheckKind } from '../policy/check-kind';
import { maskSecrets } from '../secrets/mask-secrets';
import { scanSecrets } from '../secrets/scan-secrets';

const reason: Record<Language, (rules: string) => string> = {
	en: (rules) => `The text contains secrets: ${rules}.`,
	pt: (rules) => `O texto contém segredos: ${rules}.`,
};

/** Keys, tokens and passwords. Rewriting replaces them with `[SECRET]`. */
export const secrets: CheckKind<'secrets'> = {
	code: 'SECRET',
	stages: ['input', 'output', 'tool-result', 'knowledge'],
	scope: 'text',
	create: () => ({
		id: 'secrets',
		async check(text, { language }) {
			const secretMatches = await scanSecrets(text);
			if (secretMatches.length === 0) return { kind: 'pass' };
			const rules = [...new Set(secretMatches.map(({ rule }) => rule))].join(', ');
			const matches = secretMatches.map(({ type, start, end, score }) => ({ type, start, end, score }));
			return { kind: 'violation', reason: reason[language](rules), matches, rewrite: () => maskSecrets(text, matches, 'redact') };
		},
	}),
};
