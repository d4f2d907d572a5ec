import type { TroupeError } from '../../core/base/errors';
import { refusal, type Compared } from '../refusal';

export type TokenRule =
	| 'size'
	| 'encoding'
	| 'json'
	| 'header'
	| 'key'
	| 'signature'
	| 'claims'
	| 'schema'
	| 'expired'
	| 'missing'
	| 'unreadable'
	| 'offline';

export function refusedToken(document: string, rule: TokenRule, reason: string, compared: Compared, fix?: string): TroupeError {
	return refusal({
		code: 'TOKEN_INVALID',
		message: `${document} is refused: ${reason}`,
		fix: fix ?? fixes[rule] ?? 'Get the document again from its signer. A signed document cannot be edited.',
		details: { document, reason: rule, ...compared },
	});
}

export const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

const fixes: Partial<Record<TokenRule, string>> = {
	key: 'Have the document signed by a key that the root gives this role, or pin the root under which it was signed.',
	expired: 'Publish a new one (`troupe manifest approve` renews the snapshot), or check the clock of this machine.',
	unreadable: 'Allow the user that runs Troupe to read it.',
	offline:
		'If this machine follows a registry, remove the document from the trust folder. If it works with bundles, unset TROUPE_REGISTRY_URL and import the bundle: `troupe manifest bundle import`.',
	missing: 'Run `troupe manifest approve` to create it, or put it into the trust folder.',
};
