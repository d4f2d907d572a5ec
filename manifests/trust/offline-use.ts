import { maxOfflineSeconds } from '../documents/documents';
import type { SnapshotDocument } from '../documents/snapshot-document';
import { refusedToken } from '../token/refused-token';
import type { TrustSource } from './trust-folders';

/** Snapshots are renewed every few minutes. A thief of the registry's key cannot freeze a machine longer than this. */
const maxOnlineSeconds = 86_400;

/**
 * An offline snapshot lasts long enough to hide a revocation. It counts only in a pinned folder on a machine without a registry: not from a registry,
 * its client's folder, or a package. @throws TroupeError TOKEN_INVALID
 */
export function requireUse(
	name: string,
	{ offline, iat, exp }: SnapshotDocument,
	{ from, hasRegistry }: { from: TrustSource; hasRegistry: boolean },
): void {
	const seconds = exp - iat;
	if (offline === undefined) {
		if (from === 'registry' && seconds > maxOnlineSeconds) throw tooLong(name, seconds, maxOnlineSeconds);
		return;
	}
	if (from !== 'pinned' || hasRegistry) {
		const where = from === 'pinned' ? 'a machine that follows a registry' : from === 'registry' ? 'the registry' : 'a package';
		throw refusedToken(name, 'offline', `it was issued for a site without a network, so it does not count from ${where}`, {
			expected: 'a pinned folder on a machine without a registry',
			actual: where,
		});
	}
	if (seconds > maxOfflineSeconds) throw tooLong(name, seconds, maxOfflineSeconds);
}

function tooLong(name: string, actual: number, expected: number) {
	return refusedToken(name, 'claims', `its lifetime is ${actual} s; the max is ${expected}`, { expected, actual });
}
