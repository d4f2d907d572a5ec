/** Reads the keys of the registry and their permissions. */
import { call } from './call';
import { readClaims } from './claims';

/** A signed document; times are in seconds since the epoch. */
export interface Signed {
	ver: number;
	iat: number;
	exp: number;
}

interface Role {
	keyIds: string[];
	threshold: number;
}

export interface Root extends Signed {
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
