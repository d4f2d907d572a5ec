/** Reads whose keys may sign what in the registry. */
import { call } from './call';
import { readClaims } from './claims';

/** A signed document, with its times in seconds since the epoch. */
export interface Signed {
	ver: number;
	iat: number;
	exp: number;
}

interface Role {
	keyIds: string[];
	threshold: number;
}

/** The root of the registry, as far as the page reads it. */
export interface Root extends Signed {
	/** RSA keys, as JWKs have them. */
	keys: Array<{ kid: string; n: string; e: string }>;
	roles: Record<string, Role> & Record<'author' | 'approver', Role>;
	owners?: Record<string, string>;
	retiredKeys?: Record<string, number>;
	revokedKeyIds?: string[];
	development: boolean;
}

/** Reads the newest edition of the root. @throws Problem */
export async function readRoot(signal: AbortSignal): Promise<Root> {
	const { roots } = await call<{ roots: Array<{ tokens: string }> }>('GET roots', { query: { from: 1 }, signal });
	return readClaims<Root>(roots.at(-1)!.tokens.split('\n')[0]!);
}
