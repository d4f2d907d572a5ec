import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GateSubject } from '../../../core/ports/manifests';
import { editSnapshot } from '../../../test/support/registry/edit-snapshot';
import { claimsOf } from '../../../test/support/registry/registry-people';
import { agentSha256, createSignedPackage, nodeName, packageVersion, type SignedPackage } from '../../../test/support/signed-package';
import { testKey } from '../../../test/support/test-keys';
import type { RootDocument } from '../../documents/root-document';
import type { SnapshotEntry } from '../../documents/snapshot-document';
import { toJwk } from '../../keys/create-keys';
import { findRoot, lastSnapshot } from '../../approval/snapshot-editor';
import { revokeVersion } from '../../approval/revoke-version';
import { signToken } from '../../token/sign-token';
import { writeAtomically } from '../../write-file';
import { openPackageGate } from '../package-gate';
import { slowTest } from '../../../test/support/slow-tests';

const node: GateSubject = { kind: 'node', name: nodeName, version: 1 };
const packaged: GateSubject = { kind: 'agent', id: 'support', version: '1.0.0', sha256: agentSha256 };
const written: GateSubject = { kind: 'agent', id: 'written-here', version: '0.0.1', sha256: 'b'.repeat(64) };

let original: SignedPackage;
let signed: SignedPackage;
beforeAll(async () => {
	original = await createSignedPackage();
});
afterAll(() => original.remove());
beforeEach(() => {
	signed = original.copy();
});
afterEach(() => signed.remove());

function readRoot() {
	const claims = claimsOf<RootDocument>(readFileSync(join(signed.trust, 'root.jwt'), 'utf8'));
	const { iss: _iss, aud: _aud, iat: _iat, exp: _exp, ...root } = claims;
	return root;
}

function writeRoot(root: ReturnType<typeof readRoot>): void {
	const validity = { nowMs: signed.nowMs, days: 30 };
	writeAtomically(join(signed.trust, 'root.jwt'), signToken('troupe-root+jwt', root, signed.key('root'), validity));
}

/** Retires the keys of the roles, and gives each role a new one. */
function retire(roles: Array<'author' | 'approver'>, atMs: number): void {
	const root = readRoot();
	const retiredKeys = Object.fromEntries(roles.map((role) => [signed.key(role).keyId, Math.floor(atMs / 1000)]));
	for (const role of roles) {
		const heir = testKey(`${role}-heir`);
		root.keys.push(toJwk(heir));
		root.roles[role].keyIds.push(heir.keyId);
	}
	writeRoot({ ...root, retiredKeys });
}

const open = () => openPackageGate({ packageFolder: signed.packageFolder, scanIntervalMs: 0 });

it("a tenant's policy denies agents that no manifest names, whatever the package says", async () => {
	await expect(open().admit(written)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
	editSnapshot(signed, { policy: { unlistedAgents: 'deny' } });
	await expect(open().admit(written)).rejects.toMatchObject({ code: 'MANIFEST_NOT_LISTED' });
	await expect(open().admit(packaged)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
});

it('denies them to a host that runs listed agents only, whatever the package and the policy say', async () => {
	editSnapshot(signed, { policy: { unlistedAgents: 'allow' } });
	const gate = open();
	await expect(gate.admit({ ...written, unlisted: 'deny' })).rejects.toMatchObject({
		code: 'MANIFEST_NOT_LISTED',
		message: expect.stringContaining('the agent written-here 0.0.1, and jobs run listed agents only'),
		fix: expect.stringContaining('TROUPE_UNLISTED_AGENTS=allow'),
	});
	await expect(gate.admit({ ...packaged, unlisted: 'deny' })).resolves.toMatchObject({ package: 'n8n-nodes-troupe' });
	await expect(gate.admit(written)).resolves.toMatchObject({ package: 'n8n-nodes-troupe' });
});

describe('an agent that the snapshot lists', () => {
	const content = JSON.stringify({ id: 'triage', version: '1.1.0' });
	const triage = { kind: 'agent', id: 'triage', version: '1.1.0', sha256: sha256(content) } as const;

	it('runs in its published bytes only, and in the versions that are approved', async () => {
		publish('triage', content);
		await expect(open().admit(triage)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
		await expect(open().admit({ ...triage, unlisted: 'deny' })).resolves.toMatchObject({ package: 'n8n-nodes-troupe' });
		await expect(open().admit({ ...triage, sha256: 'c'.repeat(64) })).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
		await expect(open().admit({ ...triage, version: '1.2.0' })).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
	});

	it('needs its approvals, and its manifest', async () => {
		publish('triage', content, {}, { approved: false });
		await expect(open().admit(triage)).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
		publish('triage', '{}', {}, { kept: false });
		await expect(open().admit(triage)).rejects.toMatchObject({ code: 'MANIFEST_MISSING' });
	});

	it('is not approved by its author with another key of hers (self-approval)', async () => {
		const hers = testKey('approver-1');
		const root = readRoot();
		root.keys.push(toJwk(hers));
		root.roles.approver.keyIds.push(hers.keyId);
		const owners = { [signed.key('author').keyId]: 'ada@example.com', [hers.keyId]: 'Ada@Example.com ' };
		writeRoot({ ...root, owners });
		publish('triage', content, {}, { by: hers });
		await expect(open().admit(triage)).rejects.toMatchObject({
			code: 'MANIFEST_NOT_APPROVED',
			details: { document: 'The agent triage 1.1.0', reason: 'approvals', expected: 1, actual: 0 },
		});
		await expect(open().admit(node)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
	});

	it('stays valid when the keys of its author and approver are retired later (grafana/grafana#68621, rnpgp/rnp#1536)', async () => {
		publish('triage', content);
		retire(['author', 'approver'], signed.nowMs + 1_000);
		await expect(open().admit(triage)).resolves.toMatchObject({ package: 'n8n-nodes-troupe' });
	});

	it.each([
		['author', 'TOKEN_INVALID'],
		['approver', 'MANIFEST_NOT_APPROVED'],
	] as const)('is refused if the key of its %s was retired before (rpm-software-management/rpm#1911)', async (role, code) => {
		publish('triage', content);
		retire([role], signed.nowMs - 1_000);
		await expect(open().admit(triage)).rejects.toMatchObject({ code });
	});

	it('stays revoked in its version, whatever was listed under its number since', async () => {
		publish('triage', content);
		const { manifests } = lastSnapshot(
			findRoot({ keysFolder: signed.keysFolder, into: signed.trust, days: 1, nowMs: signed.nowMs }).root,
			signed.trust,
		);
		const old = { sha256: 'd'.repeat(64), kind: 'agent' as const, package: 'triage', version: '1.1.0', state: 'revoked' as const };
		editSnapshot(signed, { manifests: [...manifests, old] });
		await expect(open().admit(triage)).rejects.toMatchObject({ code: 'MANIFEST_REVOKED', details: { reason: 'revoked' } });
	});

	it('warns when it is deprecated, and is refused when revoked, also where a package brings the same', async () => {
		publish('triage', content, { state: 'deprecated', successor: '2.0.0' });
		await expect(open().admit(triage)).resolves.toMatchObject({ warnings: [expect.stringContaining('use 2.0.0') as string] });
		publish('support', '{}', { version: '1.0.0', state: 'revoked', reason: 'it leaks' });
		await expect(open().admit(packaged)).rejects.toMatchObject({
			code: 'MANIFEST_REVOKED',
			message: expect.stringContaining('it leaks') as string,
		});
	});

	it('does not block the version that came with the package', async () => {
		publish('support', '{}', { version: '2.0.0' });
		await expect(open().admit(packaged)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
	});

	slowTest('lets a published prompt run in its bytes, and no other; tells what runs with it of its revocation', async () => {
		const tone = { kind: 'prompt', name: 'tone', version: '1.1.0', sha256: sha256('Be kind.') } as const;
		const gate = open();
		await expect(gate.admit(tone)).rejects.toMatchObject({ code: 'MANIFEST_NOT_LISTED' });
		publish('tone', 'Be kind.', { kind: 'prompt' });
		await expect(gate.admit(tone)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
		await expect(gate.admit({ ...tone, sha256: 'c'.repeat(64) })).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
		const { signal, close } = gate.watch!(tone);
		const stopped = once(signal, 'abort');
		publish('tone', 'Be kind.', { kind: 'prompt', state: 'revoked', reason: 'too kind' });
		await stopped;
		expect(signal.reason).toMatchObject({ code: 'MANIFEST_REVOKED', details: { prompt: 'tone' } });
		close();
	});

	function publish(
		id: string,
		text: string,
		entry: Partial<SnapshotEntry> = {},
		{ approved = true, kept = true, by = signed.key('approver') } = {},
	): void {
		const { trust, nowMs } = signed;
		const version = entry.version ?? '1.1.0';
		const validity = { nowMs, days: 30 };
		const identity = { package: { name: id, version } };
		const common = { ver: 1, ...identity, content: text, purpose: 'Sorts' };
		const claims =
			entry.kind === 'prompt'
				? { ...common, kind: 'prompt' as const, variables: [] }
				: { ...common, kind: 'agent' as const, capabilities: [] };
		const token = signToken('troupe-manifest+jwt', claims, signed.key('author'), validity);
		const hash = sha256(token);
		const yes = { ver: 1, manifest: hash, package: id, version, approver: 'Ada', jti: `${id}-${version}-${String(approved)}` };
		if (kept) writeAtomically(join(trust, 'manifests', `${hash}.jwt`), token);
		if (approved) writeAtomically(join(trust, 'approvals', `${id}.jwt`), signToken('troupe-approval+jwt', yes, by, validity));
		const { root } = findRoot({ keysFolder: signed.keysFolder, into: trust, days: 1, nowMs });
		const { manifests } = lastSnapshot(root, trust);
		const others = manifests.filter((one) => one.package !== id);
		editSnapshot(signed, { manifests: [...others, { sha256: hash, kind: 'agent', package: id, version, state: 'approved', ...entry }] });
	}
});

slowTest('work that runs is told of a revocation', async () => {
	const gate = open();
	await gate.admit(node);
	const { signal, close } = gate.watch!(node);
	const stopped = once(signal, 'abort');
	const { keysFolder, trust } = signed;
	await revokeVersion({ keysFolder, into: trust, days: 1, nowMs: Date.now(), package: 'n8n-nodes-troupe', version: '1.2.3' });
	await stopped;
	expect(signal.reason).toMatchObject({ code: 'MANIFEST_REVOKED' });
	close();
});

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
