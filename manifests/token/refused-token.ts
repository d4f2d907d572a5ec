import type { TroupeError } from '../../core/base/errors';
import { refusal, type Compared } from '../refusal';

/** The rule of the token gate that a document broke. */
export type TokenRule =
	'size' | 'encoding' | 'json' | 'header' | 'key' | 'signature' | 'claims' | 'schema' | 'expired' | 'missing' | 'unreadable' | 'offline';

/** The error for a signed document that the token gate does not let through. */
export function refusedToken(document: string, rule: TokenRule, reason: string, compared: Compared, fix?: string): TroupeError {
	return refusal({
		code: 'TOKEN_INVALID',
		message: `${document} is refused: ${reason}`,
		fix: fix ?? fixes[rule] ?? 'Get the document again from whoever signed it; a signed document cannot be edited.',
		details: { document, reason: rule, ...compared },
	});
}

/** Seconds since the epoch, for people. */
export const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

const fixes: Partial<Record<TokenRule, string>> = {
	key: 'Have the document signed by a key that the root gives this role, or pin the root that it was signed under.',
	expired: 'Publish a fresh one (`troupe manifest approve` renews the snapshot), or check the clock of this machine.',
	unreadable: 'Give the user that runs Troupe the right to read it.',
	offline:
		'Where a registry is followed, take it out of the trust folder. On a machine that is to live by bundles, unset TROUPE_REGISTRY_URL and import it: `troupe manifest bundle import`.',
	missing: 'Run `troupe manifest approve` to make it, or put it where it is looked for.',
};
