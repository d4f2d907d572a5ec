import type { Language } from '../../base/text/languages';
import { defineCheck } from '../policy/check-kind';
import { maskSecrets } from '../secrets/mask-secrets';
import { scanSecrets } from '../secrets/scan-secrets';
import type { GivenTexts } from '../../ports/guardrails/guardrail-context';
import type { SecretMatch } from '../secrets/rule';

/** Max characters of a link before its token. */
const reach = 500;
/** Excludes API keys, which have longer names: `access_token`, `api_key`. */
const tokenName = /[?&/;]token[=/]\W?$/i;
const endsAddress = /[\s<>"'`|^{}()[\]]/;

/**
 * True for the token of a link given verbatim by a tool result, such as order tracking. Passages do not count: team documents name tokens of
 * their systems.
 */
function isTokenOfGivenLink(text: string, { rule, start, end }: SecretMatch, { results = [] }: GivenTexts): boolean {
	// A key of known form has another rule.
	if (rule !== 'token' || !tokenName.test(text.slice(Math.max(0, start - 10), start))) return false;
	const before = text
		.slice(Math.max(0, start - reach), start)
		.split(endsAddress)
		.at(-1)!;
	const scheme = before.search(/https?:\/\//i);
	if (scheme === -1) return false;
	const link = before.slice(scheme) + text.slice(start, end);
	return results.some((result) => result.includes(link));
}

const reason: Record<Language, (rules: string) => string> = {
	en: (rules) => `The text contains secrets: ${rules}.`,
	pt: (rules) => `O texto contém segredos: ${rules}.`,
};

/** Finds keys, tokens and passwords. Rewriting replaces them with `[SECRET]`. */
export const secrets = defineCheck({
	id: 'secrets',
	code: 'SECRET',
	options: {},
	stages: ['input', 'output', 'tool-result', 'knowledge'],
	arguments: 'follows',
	system: 'follows',
	scope: 'stretch',
	create: () => ({
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

/** Earlier text was judged already: a label in it can name a secret here. */
function moveBack(match: SecretMatch, by: number): SecretMatch[] {
	return match.end > by ? [{ ...match, start: Math.max(0, match.start - by), end: match.end - by }] : [];
}
