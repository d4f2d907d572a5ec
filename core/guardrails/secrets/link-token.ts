import type { GivenTexts } from '../../ports/guardrails';
import type { SecretMatch } from './rule';

/** Max characters of a link before its token. */
const reach = 500;
/** A key of an interface has a longer name: `access_token`, `api_key`. */
const tokenName = /[?&/;]token[=/]\W?$/i;
const endsAddress = /[\s<>"'`|^{}()[\]]/;

/**
 * Returns whether a secret is the token of a link that the result of a tool contains as it is, such as the one to track an order or to reset a password:
 * whoever opens the link needs it. Passages do not count, because documents of a team name tokens of its own systems.
 */
export function isTokenOfGivenLink(text: string, { rule, start, end }: SecretMatch, { results = [] }: GivenTexts): boolean {
	// A key that is known by its form has another rule.
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
