import type { SnapshotDocument, SnapshotEntry, SnapshotRollout } from '../documents/snapshot-document';
import { toCarrier } from '../registry/resolve/snapshot-labels';
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
		['makes room for one that is signed again, above it', entry, { ...entry, sha256: 'b'.repeat(64), revision: 2 }, undefined],
		['makes no room for its like', entry, { ...entry, sha256: 'b'.repeat(64) }, 'vanished'],
	])('%s', (_what, before, after, reason) => {
		expect(refusalOf(before, after)).toBe(reason);
	});
});

describe('a revocation', () => {
	const version: SnapshotEntry = { ...entry, state: 'revoked', revision: 2 };
	const alone: SnapshotEntry = { ...version, scope: 'manifest' };
	it.each<[string, SnapshotEntry, SnapshotEntry, string | undefined]>([
		['of a version gets not weaker', version, { ...alone, revision: 3 }, 'unrevoked'],
		['of a version gets not weaker in one revision', version, alone, 'unrevoked'],
		['of one manifest may become that of the version', alone, { ...version, revision: 3 }, undefined],
		['of one manifest stands on', alone, { ...alone, revision: 3 }, undefined],
		['of one manifest is for good', alone, { ...entry, revision: 3 }, 'unrevoked'],
		['of one manifest does not become a warning', alone, { ...entry, state: 'deprecated', revision: 3 }, 'unrevoked'],
		[
			'of an agent is of its version, whatever it says of itself',
			{ ...version, kind: 'agent' },
			{ ...alone, kind: 'agent', revision: 3 },
			undefined,
		],
	])('%s', (_what, before, after, reason) => {
		expect(refusalOf(before, after)).toBe(reason);
	});

	const other: SnapshotEntry = { ...entry, sha256: 'b'.repeat(64), revision: 9 };
	it.each<[string, SnapshotEntry]>([
		['a version', version],
		['one manifest', alone],
	])('of %s does not vanish, neither behind one that was there nor behind one that is new', (_what, before) => {
		expect(refusalOf(before, other)).toBe('vanished');
		expect(() => requireSuccession('The snapshot', snapshot(1, before, other), snapshot(2, { ...other, revision: 10 }))).toThrow(
			expect.objectContaining({ code: 'MANIFEST_ROLLED_BACK' }) as Error,
		);
	});
});

it('of several manifests of a version none vanishes because another rose: only one that is new may take its place', () => {
	const [other, third]: SnapshotEntry[] = ['b', 'c'].map((digit) => ({ ...entry, sha256: digit.repeat(64) }));
	const from = snapshot(1, entry, other!);
	const next = (...manifests: SnapshotEntry[]) => requireSuccession('The snapshot', from, snapshot(2, ...manifests));
	expect(() => next({ ...other!, revision: 5 })).toThrow(/but not in 2/);
	expect(() => next(other!, { ...third!, revision: 2 })).not.toThrow();
});

describe('a label', () => {
	const at = (version: string, revision: number, label = 'production') =>
		toCarrier({ kind: 'prompt', name: 'tone', label, version, revision });
	const following = (before: SnapshotRollout[], after: SnapshotRollout[]) => () =>
		requireSuccession('The snapshot', { ...snapshot(1), rollouts: before }, { ...snapshot(2), rollouts: after });

	it.each<[string, SnapshotRollout[], SnapshotRollout[]]>([
		['may move', [at('1.0.0', 1)], [at('1.1.0', 2)]],
		['may move back by a new revision', [at('1.1.0', 2)], [at('1.0.0', 3)]],
		['may stand', [at('1.0.0', 1)], [at('1.0.0', 1)]],
		['may be removed', [at('1.0.0', 1)], []],
		['may be another one', [at('1.0.0', 2)], [at('1.1.0', 1, 'canary')]],
	])('%s', (_what, before, after) => {
		expect(following(before, after)).not.toThrow();
	});

	it.each<[string, SnapshotRollout[], SnapshotRollout[]]>([
		['goes not back', [at('1.1.0', 2)], [at('1.0.0', 1)]],
		['moves not without a revision', [at('1.0.0', 1)], [at('1.1.0', 1)]],
	])('%s', (_what, before, after) => {
		expect(following(before, after)).toThrow(expect.objectContaining({ code: 'MANIFEST_ROLLED_BACK' }) as Error);
	});
});
