import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTestKeys } from '../../test/support/test-keys';
import type { SnapshotEntry } from '../documents/snapshot-document';
import { readSigningKey } from '../keys/create-keys';
import type { Bundle } from '../registry/registry-api';
import { signToken } from '../token/sign-token';
import { SeenFiles } from '../tree/seen-files';
import { verifyRoot } from '../trust/root/root-chain';
import { TrustStore } from '../trust/trust-store';
import { acceptBundle } from './accept-bundle';
import { parseBundle, computeSha256 } from './bundle-schema';
import { slowTest } from '../../test/support/slow-tests';

const nowMs = Date.now();
const validity = { nowMs, days: 1 };
let folder: string;
let into: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-bundle-'));
	await copyTestKeys(join(folder, 'keys'));
	await copyTestKeys(join(folder, 'other-keys'), 'others');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
	into = join(mkdtempSync(join(folder, 'site-')), 'trust');
});

const root = (keys = 'keys') => readFileSync(join(folder, keys, 'root.jwt'));
const key = (role: 'author' | 'approver' | 'snapshot', keys = 'keys') => readSigningKey(join(folder, keys), role);

function publishAgent(version: string, keys = 'keys'): string {
	const identity = { name: 'support', version };
	const document = { ver: 1, kind: 'agent' as const, package: identity, content: '{}', purpose: 'Helps.', capabilities: [] };
	return signToken('troupe-manifest+jwt', document, key('author', keys), validity);
}

function approve(manifest: string, version: string, keys = 'keys'): string {
	const yes = { ver: 1, manifest: computeSha256(manifest), package: 'support', version, approver: 'Grace', jti: `yes-to-${version}` };
	return signToken('troupe-approval+jwt', yes, key('approver', keys), validity);
}

const entry = (manifest: string, version: string, more: Partial<SnapshotEntry> = {}): SnapshotEntry => ({
	sha256: computeSha256(manifest),
	kind: 'agent',
	package: 'support',
	version,
	state: 'approved',
	...more,
});
const snapshot = (ver: number, manifests: SnapshotEntry[], keys = 'keys') =>
	signToken('troupe-snapshot+jwt', { ver, manifests }, key('snapshot', keys), validity);

const first = { token: '', approval: '' };
beforeAll(() => {
	first.token = publishAgent('1.0.0');
	first.approval = approve(first.token, '1.0.0');
});

function bundle(changes: Partial<Bundle> = {}): Bundle {
	return {
		version: 1,
		tenant: 'default',
		roots: [{ version: 1, tokens: root().toString() }],
		snapshot: snapshot(2, [entry(first.token, '1.0.0')]),
		manifests: [first.token],
		approvals: [first.approval],
		fileLists: [],
		...changes,
	};
}

const accept = (changes: Partial<Bundle> = {}) => acceptBundle({ bundle: bundle(changes), into, root: root(), nowMs });

it('makes a trust folder that verifies with no network', () => {
	expect(accept()).toMatchObject({ tenant: 'default', snapshotVersion: 2, manifests: 1, approvals: 1, roots: 1 });
	const trust = new TrustStore({ pinned: into, named: true }, new SeenFiles(), nowMs);
	const [only] = trust.snapshot().document.manifests;
	expect(only && trust.findManifest(only)?.document.package).toEqual({ name: 'support', version: '1.0.0' });
	expect(trust.approvals(computeSha256(first.token))).toHaveLength(1);
	expect(readdirSync(join(into, '..'))).toEqual(['trust']);
});

it('takes a newer one over the last, and the same one twice', () => {
	accept();
	accept();
	const second = publishAgent('1.1.0');
	const manifests = [entry(first.token, '1.0.0', { state: 'revoked', revision: 2 }), entry(second, '1.1.0')];
	const newer = { snapshot: snapshot(3, manifests), manifests: [second], approvals: [approve(second, '1.1.0')] };
	expect(accept(newer)).toMatchObject({ snapshotVersion: 3, manifests: 1 });
});

it.each<[string, () => Partial<Bundle>, string, string]>([
	['a manifest that was changed', () => ({ manifests: [`${first.token.slice(0, -4)}AAAA`] }), 'TOKEN_INVALID', 'is not in it'],
	['a manifest that is missing', () => ({ manifests: [] }), 'TOKEN_INVALID', 'is not in it'],
	['a manifest that nobody asked for', () => ({ manifests: [first.token, publishAgent('9.0.0')] }), 'TOKEN_INVALID', 'does not name'],
	['an approval that is missing', () => ({ approvals: [] }), 'MANIFEST_NOT_APPROVED', '0 of 1 approvals'],
	['an approval of another manifest', () => ({ approvals: [approve(publishAgent('1.0.1'), '1.0.0')] }), 'MANIFEST_NOT_APPROVED', '0 of 1'],
	['an approval by a stranger', () => ({ approvals: [approve(first.token, '1.0.0', 'other-keys')] }), 'MANIFEST_NOT_APPROVED', '0 of 1'],
	['a snapshot by a stranger', () => ({ snapshot: snapshot(2, [], 'other-keys') }), 'TOKEN_INVALID', 'is not allowed to sign it'],
	['a snapshot of another tenant', () => ({ tenant: 'acme' }), 'TOKEN_INVALID', 'expected troupe:acme'],
	['a root under a false number', () => ({ roots: [{ version: 2, tokens: root().toString() }] }), 'TOKEN_INVALID', 'another edition'],
	['a manifest by a stranger', byStranger, 'TOKEN_INVALID', 'is not allowed to sign it'],
])('refuses %s, and leaves the folder as it was', (_what, changes, code, words) => {
	expect(() => accept(changes())).toThrow(expect.objectContaining({ code, message: expect.stringContaining(words) }));
	expect(existsSync(into)).toBe(false);
	expect(readdirSync(join(into, '..'))).toEqual([]);
});

function byStranger(): Partial<Bundle> {
	const token = publishAgent('1.0.0', 'other-keys');
	return { snapshot: snapshot(2, [entry(token, '1.0.0')]), manifests: [token], approvals: [approve(token, '1.0.0')] };
}

it('counts approvals as the gate does: by people, and none by the author', () => {
	const { document } = verifyRoot('root', root(), nowMs).root;
	const owners = { [key('author').keyId]: 'ada@example.com', [key('approver').keyId]: 'Ada@Example.com' };
	const own = signToken('troupe-root+jwt', { ...document, owners }, readSigningKey(join(folder, 'keys'), 'root'), validity);
	expect(() => acceptBundle({ bundle: bundle({ roots: [{ version: 1, tokens: own }] }), into, root: Buffer.from(own), nowMs })).toThrow(
		expect.objectContaining({ code: 'MANIFEST_NOT_APPROVED', message: expect.stringContaining('who cannot approve her own manifest') }),
	);
	expect(existsSync(into)).toBe(false);
});

it('goes back neither to an older snapshot nor behind a revocation', () => {
	const revoked = snapshot(3, [entry(first.token, '1.0.0', { state: 'revoked', revision: 2 })]);
	accept({ snapshot: revoked, manifests: [], approvals: [] });
	const before = readFileSync(join(into, 'snapshot.jwt'), 'utf8');
	expect(() => accept()).toThrow(expect.objectContaining({ code: 'MANIFEST_ROLLED_BACK', message: expect.stringContaining('snapshot 3') }));
	const unrevoked = snapshot(4, [entry(first.token, '1.0.0', { revision: 3 })]);
	expect(() => accept({ snapshot: unrevoked })).toThrow(expect.objectContaining({ code: 'MANIFEST_ROLLED_BACK' }));
	expect(() => accept({ snapshot: snapshot(4, []), manifests: [], approvals: [] })).toThrow('is in snapshot 3 but not in 4');
	expect(readFileSync(join(into, 'snapshot.jwt'), 'utf8')).toBe(before);
});

slowTest('finds its approvals in a folder that holds thousands of others', () => {
	accept();
	for (let other = 0; other < 1_001; other++)
		writeFileSync(join(into, 'approvals', `${computeSha256(String(other)).slice(0, 16)}-x.jwt`), '');
	const trust = new TrustStore({ pinned: into, named: true }, new SeenFiles(), nowMs);
	expect(trust.approvals(computeSha256(first.token))).toHaveLength(1);
});

it('goes by the root that is pinned, never by the one that came along', () => {
	const given = { bundle: bundle(), into, nowMs };
	expect(() => acceptBundle(given)).toThrow(expect.objectContaining({ code: 'TRUST_ROOT_MISSING' }));
	expect(() => acceptBundle({ ...given, root: root('other-keys') })).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }));
	accept();
	// Once it is pinned, no other is taken for it.
	acceptBundle({ ...given, root: root('other-keys') });
	expect(readFileSync(join(into, 'root.jwt'))).toEqual(root());
});

it('reads only what has the shape of a bundle', () => {
	expect(() => parseBundle('{', 'site.bundle')).toThrow('site.bundle is not a bundle: not JSON');
	expect(() => parseBundle(JSON.stringify({ ...bundle(), tenant: '../up' }), 'site.bundle')).toThrow('is not a bundle');
	expect(() => parseBundle(JSON.stringify({ ...bundle(), extra: 1 }), 'site.bundle')).toThrow('is not a bundle');
	expect(parseBundle(JSON.stringify(bundle()), 'site.bundle')).toEqual(bundle());
});
