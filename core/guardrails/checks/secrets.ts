import type { Language } from '../../base/text/language';
import { defineCheck } from '../policy/check-kind';
import { isTokenOfGivenLink } from '../secrets/link-token';
import { maskSecrets } from '../secrets/mask-secrets';
import { scanSecrets, type SecretMatch } from '../secrets/scan-secrets';

const reason: Record<Language, (rules: string) => string> = {
	en: (rules) => `The text contains secrets: ${rules}.`,
	pt: (rules) => `O texto contém segredos: ${rules}.`,
};

/** Keys, tokens and passwords. Rewriting replaces them with `[SECRET]`. */
export const secrets = defineCheck({
	id: 'secrets',
	code: 'SECRET',
	options: {},
	stages: ['input', 'output', 'tool-result', 'knowledge'],
	arguments: 'follows',
	system: 'follows',
	scope: 'stretch',
	create: () => ({
		id: 'secrets',
		async check(text, context) {
			const { before = '', given, stage } = context;
			const whole = before + text;
			const secretMatches = (await scanSecrets(whole))
				.filter((match) => stage !== 'output' || !given || !isTokenOfGivenLink(whole, match, given))
				.flatMap((match) => moveBack(match, before.length));
			if (secretMatches.length === 0) return { kind: 'pass' };
			const rules = [...new Set(secretMatches.map(({ rule }) => rule))].join(', ');
			const matches = secretMatches.map(({ type, start, end, score }) => ({ type, start, end, score }));
			return { kind: 'violation', reason: reason[context.language](rules), matches, rewrite: () => maskSecrets(text, matches, 'redact') };
		},
	}),
});

/** The text before was judged already: a label in it can name a secret in this one. */
function moveBack(match: SecretMatch, by: number): SecretMatch[] {
	return match.end > by ? [{ ...match, start: Math.max(0, match.start - by), end: match.end - by }] : [];
}
