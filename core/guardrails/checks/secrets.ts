import type { Language } from '../../ports';
import type { CheckKind } from '../policy/check-kind';
import { maskSecrets } from '../secrets/mask-secrets';
import { scanSecrets } from '../secrets/scan-secrets';

const REASON: Record<Language, string> = {
	en: 'The text contains a secret: a password, a key or a token.',
	pt: 'O texto contém um segredo: senha, chave ou token.',
};

/** Keys, tokens and passwords, wherever a text comes from. A rewriting puts `[SECRET]` in their place. */
export const secrets: CheckKind<'secrets'> = {
	code: 'SECRET',
	stages: ['input', 'output', 'tool-result', 'knowledge'],
	// A key block goes over many lines, and what a value is called may stand a sentence before it.
	scope: 'text',
	create: () => ({
		id: 'secrets',
		async check(text, { language }) {
			const matches = await scanSecrets(text);
			if (matches.length === 0) return { kind: 'pass' };
			return { kind: 'violation', reason: REASON[language], matches, rewrite: () => maskSecrets(text, matches, 'redact') };
		},
	}),
};
