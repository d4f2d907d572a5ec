import type { Terminal } from '../terminal/terminal';

/** Verifying the root takes a while, and anybody can ask for its keys. */
const keysLifetimeMs = 5_000;

export async function createKeyReader({ environment }: Terminal) {
	const [{ readPublicKeySet }, { defaultTrust }] = await Promise.all([
		import('../../manifests/keys/jwks'),
		import('../../manifests/gate/default-gate'),
	]);
	const { folders, rules } = defaultTrust(environment);
	let cached: { keys: ReturnType<typeof readPublicKeySet>; at: number } | undefined;
	return () => {
		if (cached === undefined || performance.now() - cached.at >= keysLifetimeMs)
			cached = { keys: readPublicKeySet(folders, Date.now(), rules), at: performance.now() };
		return cached.keys;
	};
}
