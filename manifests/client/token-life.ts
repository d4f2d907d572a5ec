import { readUnverifiedClaims } from '../token/unverified-claims';
import type { Lifetime } from '../trust/expiry';
import type { RegistryAddress } from './registry-settings';

/** The token file is read on each request; its expiry this often. */
const lookAgainMs = 60_000;

export function createTokenLife({ readToken }: Pick<RegistryAddress, 'readToken'>): () => Lifetime | undefined {
	let cached: { at: number; life: Lifetime | undefined } | undefined;
	return () => {
		const now = performance.now();
		if (cached === undefined || now - cached.at >= lookAgainMs) cached = { at: now, life: readLife(readToken) };
		return cached.life;
	};
}

function readLife(readToken: () => string | undefined): Lifetime | undefined {
	let token: string | undefined;
	try {
		token = readToken();
	} catch {
		return undefined;
	}
	const { iat, exp } = readUnverifiedClaims(token);
	if (typeof iat !== 'number' || typeof exp !== 'number') return undefined;
	return {
		document: 'token',
		name: "This machine's access token to the registry",
		startMs: iat * 1000,
		endMs: exp * 1000,
		consequence:
			'after that this machine hears nothing of the registry, and stops with its snapshot. Get the next one: `troupe manifest token issue`',
	};
}
