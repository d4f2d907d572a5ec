import type { SnapshotDocument, SnapshotEntry } from '../documents/documents';
import { requireSuccession } from './snapshot-succession';

const entry: SnapshotEntry = { sha256: 'a'.repeat(64), package: 'n8n-nodes-acme', version: '1.0.0', state: 'approved' };
const claims = { iss: 'troupe', aud: 'troupe', iat: 1, exp: 2 } as const;
const snapshot = (ver: number, ...manifests: SnapshotEntry[]): SnapshotDocument => ({ ...claims, ver, manifests });
const refusalOf = (before: SnapshotEntry, ...after: SnapshotEntry[]): unknown => {
	try {
		requireSuccession('The snapshot', snapshot(1, before), snapshot(2, ...after));
		return undefined;
	} catch (error) {
		return (error as { details: { reason: string } }).details.reason;
	}
};

describe('an entry without a revision is at its first', () => {
	it.each<[string, SnapshotEntry, SnapshotEntry, string | undefined]>([
		['may stand on', entry, entry, undefined],
		['may say so', entry, { ...entry, revision: 1 }, undefined],
		['may rise', entry, { ...entry, state: 'deprecated', revision: 2 }, undefined],
		['does not come after a later one', { ...entry, revision: 2 }, entry, 'revision'],
		['gets no milder by itself', { ...entry, state: 'deprecated' }, entry, 'revision'],
		['leaves nothing revoked', { ...entry, state: 'revoked' }, { ...entry, revision: 2 }, 'unrevoked'],
		['makes room for one that is signed anew, above it', entry, { ...entry, sha256: 'b'.repeat(64), revision: 2 }, undefined],
		['makes no room for its like', entry, { ...entry, sha256: 'b'.repeat(64) }, 'vanished'],
	])('%s', (_what, before, after, reason) => {
		expect(refusalOf(before, after)).toBe(reason);
	});
});
