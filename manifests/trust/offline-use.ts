import { longestOfflineSeconds, type SnapshotDocument } from '../documents/documents';
import { refusedToken } from '../token/refused-token';
import type { TrustSource } from './trust-folders';

/** A registry renews its snapshots every few minutes; whoever stole its key freezes nobody for longer than this with one. */
const longestOnlineSeconds = 86_400;

/**
 * Where a snapshot counts. One for a site without a network lasts long enough to hide a revocation, so it counts in a folder that people
 * pinned, on a machine that follows no registry, and nowhere else: neither sent by a registry, nor kept by its client, nor in a package.
 * @throws TroupeError TOKEN_INVALID
 */
export function requireUse(
	name: string,
	{ offline, iat, exp }: SnapshotDocument,
	{ from, hasRegistry }: { from: TrustSource; hasRegistry: boolean },
): void {
	const seconds = exp - iat;
	if (offline === undefined) {
		if (from === 'registry' && seconds > longestOnlineSeconds) throw tooLong(name, seconds, longestOnlineSeconds);
		return;
	}
	if (from !== 'pinned' || hasRegistry) {
		const where = from === 'pinned' ? 'a machine that follows a registry' : from === 'registry' ? 'the registry' : 'a package';
		throw refusedToken(name, 'offline', `it was issued for a site without a network, and does not count from ${where}`, {
			expected: 'a folder that is pinned on a machine without a registry',
			actual: where,
		});
	}
	if (seconds > longestOfflineSeconds) throw tooLong(name, seconds, longestOfflineSeconds);
}

function tooLong(name: string, actual: number, expected: number) {
	return refusedToken(name, 'claims', `it is good for ${actual} s, at most ${expected} are taken`, { expected, actual });
}
