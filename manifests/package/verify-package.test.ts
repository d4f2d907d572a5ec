import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import { createSignedPackage, packageVersion, type SignedPackage } from '../../test/support/signed-package';
import { copyTestKeys } from '../../test/support/test-keys';
import { approvePackage } from '../approval/approve-package';
import { signPackage } from './sign-package';
import type { Claims } from '../documents/document-fields';
import type { PackageManifest } from '../documents/package-manifest';
import type { RootDocument } from '../documents/root-document';
import { revokeVersion } from '../approval/revoke-version';
import { SeenFiles } from '../tree/seen-files';
import { hashTree } from '../tree/hash-tree';
import type { TreeHasher } from '../tree/tree-cache';
import { signToken } from '../token/sign-token';
import { slowTest } from '../../test/support/slow-tests';

const nodeFile = 'dist/nodes/troupe-agent/TroupeAgent.node.js';
const day = 24 * 60 * 60 * 1000;

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

async function refusal(overrides?: Parameters<SignedPackage['verify']>[0]): Promise<TroupeError> {
	const error: unknown = await signed.verify(overrides).then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!isTroupeError(error)) throw new Error(`not refused as expected: ${String(error)}`);
	return error;
}

const inPackage = (path: string) => join(signed.packageFolder, path);
const approvalFile = () => join(signed.trust, 'approvals', readdirSync(join(signed.trust, 'approvals'))[0] ?? '');

describe('a package as it was signed and approved', () => {
	it('may run, and says by whose word', async () => {
		const verified = await signed.verify();
		expect(verified.reference).toEqual({
			package: 'n8n-nodes-troupe',
			version: packageVersion,
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
			keyId: signed.key('author').keyId,
			root: 'bundled',
			development: false,
		});
		expect(verified.approvers).toEqual(['Ada']);
		expect(verified.expiresAt).toBeGreaterThan(signed.nowMs);
	});

	it('may run until the first of its documents expires, and warns in the last part of its lifetime, each day', async () => {
		listInSnapshot((await signed.verify()).reference.sha256);
		const endMs = Math.floor(signed.nowMs / 1000) * 1000 + day;
		const early = await signed.verify();
		expect(early.lifetimes.find(({ document }) => document === 'snapshot')).toMatchObject({ endMs });
		expect(early).toMatchObject({
			expiresAt: endMs - day / 5,
			reference: expect.not.objectContaining({ warnings: expect.anything() }) as object,
		});
		const late = await signed.verify({ nowMs: early.expiresAt });
		expect(late.expiresAt).toBe(endMs);
		expect(late.reference.warnings).toEqual([
			expect.stringMatching(/^The snapshot \d+ expires at .*, in 4 hours; after that nothing runs\./),
		]);
	});

	slowTest('may run after n8n has installed it: package.json rewritten, npm run inside', async () => {
		const { devDependencies: _, ...kept } = JSON.parse(readFileSync(inPackage('package.json'), 'utf8')) as Record<string, unknown>;
		signed.write('package.json', JSON.stringify(kept, null, 2));
		const options = [
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		];
		execFileSync('npm', ['install', '--offline', ...options], { cwd: signed.packageFolder, stdio: 'ignore', timeout: 50_000 });
		await expect(signed.verify()).resolves.toMatchObject({
			reference: { package: 'n8n-nodes-troupe', version: packageVersion },
			approvers: ['Ada'],
		});
	});

	it('runs under the root that an ops team pinned, with the approvals that came along', async () => {
		const pinnedTrust = join(signed.folder, 'pinned');
		mkdirSync(pinnedTrust);
		writeFileSync(join(pinnedTrust, 'root.jwt'), readFileSync(join(signed.trust, 'root.jwt')));
		expect((await signed.verify({ pinnedTrust })).reference.root).toBe('pinned');
	});

	it('runs as released under the root of an ops team that signed and approved it in its own trust folder', async () => {
		const [keysFolder, into] = [join(signed.folder, 'ops-keys'), join(signed.folder, 'ops-trust')];
		await copyTestKeys(keysFolder, 'others');
		const released = readFileSync(inPackage('troupe.manifest.jwt'));
		const how = { packageFolder: signed.packageFolder, keysFolder, into, nowMs: signed.nowMs, days: 30 };
		const { sha256 } = await signPackage({ ...how, covers: ['.'], unlistedAgents: 'allow' });
		await approvePackage({ ...how, approver: 'Grace' });
		const verified = await signed.verify({ pinnedTrust: into });
		expect(verified).toMatchObject({ reference: { sha256, root: 'pinned' }, approvers: ['Grace'] });
		expect(verified.manifest.commands).toEqual(['agent run']);
		expect(readFileSync(inPackage('troupe.manifest.jwt'))).toEqual(released);

		signed.write(nodeFile, 'spoilt');
		expect((await refusal({ pinnedTrust: into })).code).toBe('MANIFEST_TAMPERED');
		await revokeVersion({ ...how, package: 'n8n-nodes-troupe', version: packageVersion });
		expect((await refusal({ pinnedTrust: into })).code).toBe('MANIFEST_REVOKED');
	});

	it('says what to do where an ops team pinned its own root and has not decided about the package', async () => {
		const [keysFolder, into] = [join(signed.folder, 'ops-keys'), join(signed.folder, 'ops-trust')];
		await copyTestKeys(keysFolder, 'others');
		const how = { packageFolder: signed.packageFolder, keysFolder, into, nowMs: signed.nowMs, days: 30 };
		await signPackage({ ...how, covers: ['.'], unlistedAgents: 'allow' });
		await approvePackage({ ...how, approver: 'Grace' });
		signed.write('package.json', readFileSync(inPackage('package.json'), 'utf8').replace(packageVersion, '1.2.4'));
		const error = await refusal({ pinnedTrust: into });
		expect(error).toMatchObject({ code: 'TOKEN_INVALID', message: expect.stringContaining('by the pinned root') });
		expect(error.fix).toContain('--as-installed');
	});

	it('may run again once a spoilt file is put right', async () => {
		const bytes = readFileSync(inPackage(nodeFile));
		signed.write(nodeFile, 'spoilt');
		await refusal();
		signed.write(nodeFile, bytes);
		await expect(signed.verify()).resolves.toMatchObject({
			reference: { package: 'n8n-nodes-troupe', version: packageVersion },
			approvers: ['Ada'],
		});
	});
});

describe('a package whose files are not as signed is refused', () => {
	it('when a folder became a link', async () => {
		renameSync(inPackage('dist'), join(signed.folder, 'dist'));
		symlinkSync(join(signed.folder, 'dist'), inPackage('dist'));
		expect((await refusal()).details).toMatchObject({ file: 'dist', problem: 'not-a-file' });
	});

	it.each([
		['case', 'BIN/troupe', 'bin/troupe'],
		['composition', 'bin/e\u0301', 'bin/\u00e9'],
	])('when two names differ in %s only', async (_what, one, other) => {
		signed.write(one, '');
		signed.write(other, '');
		expect((await refusal()).details.problem).toBe('twin');
	});

	it('when a name is not valid UTF-8', async () => {
		writeFileSync(Buffer.concat([Buffer.from(`${signed.packageFolder}/dist/`), Buffer.from([0xff])]), '');
		expect((await refusal()).details.problem).toBe('unsafe-name');
	});

	it('when package.json says something else, or the same twice', async () => {
		const before = readFileSync(inPackage('package.json'), 'utf8');
		signed.write('package.json', before.replace('{', '{"main":"evil.js",'));
		expect((await refusal()).details).toMatchObject({ file: 'package.json', problem: 'changed' });
		signed.write('package.json', before.replace('{', `{"name":"n8n-nodes-troupe",`));
		expect((await refusal()).message).toContain('appears twice');
	});

	it('counts and lists what differs', async () => {
		for (let number = 0; number < 30; number++) signed.write(`extra/${number}.js`, '');
		const { details, message } = await refusal();
		expect(details.count).toBe(30);
		expect(details.differences).toHaveLength(20);
		expect(message).toContain('and 29 more differences');
	});

	it('when a file is swapped after it was hashed', async () => {
		const hash: TreeHasher = async (...tree) => {
			const files = await hashTree(...tree);
			signed.write(nodeFile, 'swapped');
			return files;
		};
		expect((await refusal({ hash })).details).toMatchObject({ problem: 'unstable' });
	});

	it('not when a snapshot arrives while the files are hashed, which the next look shows', async () => {
		const seen = new SeenFiles();
		const hash: TreeHasher = async (...tree) => {
			const files = await hashTree(...tree);
			signed.write('trust/snapshot.jwt', 'on its way');
			return files;
		};
		await signed.verify({ seen, hash });
		expect(seen.unchanged()).toBe(false);
	});

	it('when a file cannot be read', async () => {
		if (process.getuid?.() === 0) return; // root reads everything
		chmodSync(inPackage(nodeFile), 0);
		expect((await refusal()).details.problem).toBe('unreadable');
	});
});

describe('a package that is not approved is refused', () => {
	it('when it has no manifest', async () => {
		rmSync(inPackage('troupe.manifest.jwt'));
		expect((await refusal()).code).toBe('MANIFEST_MISSING');
	});

	it('when nobody made a root', async () => {
		rmSync(signed.trust, { recursive: true });
		expect((await refusal()).code).toBe('TRUST_ROOT_MISSING');
	});

	it.each([
		['a link to nothing', () => symlinkSync(join(signed.folder, 'gone'), join(signed.folder, 'pinned', 'root.jwt'))],
		['a folder', () => mkdirSync(join(signed.folder, 'pinned', 'root.jwt'))],
	])('when the pinned root is %s: the bundled one does not take its place', async (_what, spoil) => {
		const pinnedTrust = join(signed.folder, 'pinned');
		mkdirSync(pinnedTrust);
		spoil();
		expect(await refusal({ pinnedTrust })).toMatchObject({ code: 'TOKEN_INVALID', details: { document: join(pinnedTrust, 'root.jwt') } });
	});

	it('when the folder of trust that somebody named is not there', async () => {
		expect((await refusal({ pinnedTrust: join(signed.folder, 'tursted'), trustNamed: true })).code).toBe('TRUST_ROOT_MISSING');
	});

	it('when its approval is missing', async () => {
		rmSync(approvalFile());
		const error = await refusal();
		expect(error.code).toBe('MANIFEST_NOT_APPROVED');
		expect(error.message).toContain('0 of 1 approvals');
	});

	it('when it was signed again since: an edit voids the approval', async () => {
		signed.write(nodeFile, 'edited');
		await signed.sign();
		const error = await refusal();
		expect(error.code).toBe('MANIFEST_NOT_APPROVED');
		expect(error.details.approved).toHaveLength(1);
	});

	it('when its author approved it himself', async () => {
		const approval = { ver: 1, manifest: (await signed.verify()).reference.sha256, package: 'n8n-nodes-troupe', version: packageVersion };
		const token = signToken('troupe-approval+jwt', { ...approval, approver: 'Mallory', jti: '1' }, signed.key('author'), {
			nowMs: signed.nowMs,
			days: 1,
		});
		writeFileSync(approvalFile(), token);
		const error = await refusal();
		expect(error.code).toBe('MANIFEST_NOT_APPROVED');
		expect(error.message).toContain('which is not allowed to sign it');
	});

	it('when the key of the snapshot lists what no approver saw', async () => {
		signed.write(nodeFile, 'edited');
		await signed.sign();
		listInSnapshot(
			createHash('sha256')
				.update(readFileSync(inPackage('troupe.manifest.jwt')))
				.digest('hex'),
		);
		const error = await refusal();
		expect(error.code).toBe('MANIFEST_NOT_APPROVED');
		expect(error.message).toContain('0 of 1 approvals');
	});

	it('when its approval names another version', async () => {
		const { sha256 } = (await signed.verify()).reference;
		const approval = { ver: 1, manifest: sha256, package: 'n8n-nodes-troupe', version: '9.9.9', approver: 'Ada', jti: '1' };
		writeFileSync(approvalFile(), signToken('troupe-approval+jwt', approval, signed.key('approver'), { nowMs: signed.nowMs, days: 1 }));
		expect((await refusal()).message).toContain('0 of 1 approvals');
	});

	it('when the manifest is of another package, approved as that', async () => {
		signManifest(await manifestClaims(), { package: { name: 'n8n-nodes-other', version: packageVersion } });
		await signed.approve();
		expect(await refusal()).toMatchObject({ code: 'MANIFEST_INVALID', details: { expected: { name: 'n8n-nodes-other' } } });
	});

	it('by an approver too, when its files are not those of its manifest', async () => {
		signed.write(nodeFile, 'edited');
		await expect(signed.approve()).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED' });
	});

	it('when the manifest leaves out package.json', async () => {
		const claims = await manifestClaims();
		signManifest(claims, { covers: ['dist'], files: claims.files.filter(({ path }) => path.startsWith('dist/')) });
		expect((await refusal()).message).toContain('does not list package.json');
	});

	slowTest('when there are approvals without number', async () => {
		for (let number = 0; number < 1000; number++) writeFileSync(join(signed.trust, 'approvals', `${number}.jwt`), '');
		expect((await refusal()).message).toContain('more than 1000 approvals');
	});

	it('when a document is larger than any is, without reading it', async () => {
		truncateSync(join(signed.trust, 'snapshot.jwt'), 2 ** 31);
		expect((await refusal()).details).toMatchObject({ reason: 'size', document: join(signed.trust, 'snapshot.jwt') });
	});

	it('when the approvals that an ops team pinned are not valid: those that came along do not take their place', async () => {
		const pinnedTrust = join(signed.folder, 'pinned');
		mkdirSync(join(pinnedTrust, 'approvals'), { recursive: true });
		writeFileSync(join(pinnedTrust, 'root.jwt'), readFileSync(join(signed.trust, 'root.jwt')));
		expect((await refusal({ pinnedTrust })).message).toContain('0 of 1 approvals');
	});

	it('when the version was revoked, and for good', async () => {
		const edit = { keysFolder: signed.keysFolder, into: signed.trust, days: 1, nowMs: signed.nowMs };
		expect(await revokeVersion({ ...edit, package: 'n8n-nodes-troupe', version: packageVersion })).toBe(2);
		expect((await refusal()).code).toBe('MANIFEST_REVOKED');
		await signed.sign();
		await expect(approvePackage({ ...edit, packageFolder: signed.packageFolder, approver: 'Ada' })).rejects.toMatchObject({
			code: 'MANIFEST_REVOKED',
		});
		expect((await refusal()).code).toBe('MANIFEST_REVOKED');
	});

	it('by an approval or a revocation that failed, which pins no root', async () => {
		const into = join(signed.folder, 'new-trust');
		const edit = { keysFolder: signed.keysFolder, into, days: 1, nowMs: signed.nowMs };
		signed.write(nodeFile, 'edited');
		await expect(approvePackage({ ...edit, packageFolder: signed.packageFolder, approver: 'Ada' })).rejects.toMatchObject({
			code: 'MANIFEST_TAMPERED',
		});
		await expect(revokeVersion({ ...edit, package: 'n8n-nodes-troupe', version: packageVersion })).rejects.toThrow('Nothing was approved');
		expect(existsSync(into)).toBe(false);

		await signed.sign();
		await approvePackage({ ...edit, packageFolder: signed.packageFolder, approver: 'Ada' });
		expect(readdirSync(into).sort()).toEqual(['approvals', 'root.jwt', 'snapshot.jwt']);
	});

	it('when the snapshot has expired (freeze)', async () => {
		const error = await refusal({ nowMs: signed.nowMs + 31 * day });
		expect(error).toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'expired' } });
		expect(error.message).toContain('snapshot.jwt');
	});

	it('when the clock was set back before its documents were issued', async () => {
		expect((await refusal({ nowMs: signed.nowMs - day })).details.reason).toBe('claims');
	});

	it('when the snapshot takes the place of the manifest (role confusion)', async () => {
		signed.write('troupe.manifest.jwt', readFileSync(join(signed.trust, 'snapshot.jwt')));
		expect(await refusal()).toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'header', expected: 'troupe-manifest+jwt' } });
	});

	it('when the key of another role signed its manifest', async () => {
		const { iss: _iss, aud: _aud, iat: _iat, exp: _exp, ...manifest } = (await signed.verify()).manifest;
		signed.write(
			'troupe.manifest.jwt',
			signToken('troupe-manifest+jwt', manifest, signed.key('snapshot'), { nowMs: signed.nowMs, days: 1 }),
		);
		expect(await refusal()).toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'key' } });
	});

	it('when the pinned root does not know its keys (unknown key)', async () => {
		const other = join(signed.folder, 'other-keys');
		await copyTestKeys(other, 'others');
		expect(await refusal({ pinnedTrust: other })).toMatchObject({ code: 'TOKEN_INVALID', details: { reason: 'key' } });
	});

	it('when the manifest lists a path out of the folder', async () => {
		const { iss: _iss, aud: _aud, iat: _iat, exp: _exp, ...manifest } = (await signed.verify()).manifest;
		const file = { path: 'dist/../../evil.js', size: 0, sha256: '0'.repeat(64) };
		const traversing = { ...manifest, files: [...manifest.files, file] };
		signed.write(
			'troupe.manifest.jwt',
			signToken('troupe-manifest+jwt', traversing, signed.key('author'), { nowMs: signed.nowMs, days: 1 }),
		);
		expect((await refusal()).message).toContain('leaves the folder');
	});

	it('when the root gives one key two roles', async () => {
		const { roles, ...rest } = rootClaims();
		const root = { ...rest, roles: { ...roles, approver: roles.author } };
		writeFileSync(join(signed.trust, 'root.jwt'), signToken('troupe-root+jwt', root, signed.key('root'), { nowMs: signed.nowMs, days: 1 }));
		expect((await refusal()).message).toContain('a key can have only one');
	});

	it('when the root asks for more approvers than it names', async () => {
		const { roles, ...rest } = rootClaims();
		const root = { ...rest, roles: { ...roles, approver: { ...roles.approver, threshold: 2 } } };
		writeFileSync(join(signed.trust, 'root.jwt'), signToken('troupe-root+jwt', root, signed.key('root'), { nowMs: signed.nowMs, days: 1 }));
		expect((await refusal()).message).toContain('needs 2 keys and has 1');
	});

	it('when one key is in the root under two names', async () => {
		const root = rootClaims();
		const [first] = root.keys;
		if (first) root.keys.push({ ...first, kid: 'second-name' });
		writeFileSync(join(signed.trust, 'root.jwt'), signToken('troupe-root+jwt', root, signed.key('root'), { nowMs: signed.nowMs, days: 1 }));
		expect((await refusal()).message).toContain('same key under two names');
	});

	it('when the root asks for two approvers and one said yes twice', async () => {
		const root = rootClaims();
		const other = join(signed.folder, 'other-keys');
		await copyTestKeys(other, 'others');
		const { keys } = JSON.parse(
			Buffer.from(readFileSync(join(other, 'root.jwt'), 'utf8').split('.')[1] ?? '', 'base64url').toString(),
		) as typeof root;
		const second = keys.find(({ kid }) => kid.startsWith('approver'));
		if (second) root.keys.push(second);
		root.roles.approver = { keyIds: [...root.roles.approver.keyIds, second?.kid ?? ''], threshold: 2 };
		writeFileSync(join(signed.trust, 'root.jwt'), signToken('troupe-root+jwt', root, signed.key('root'), { nowMs: signed.nowMs, days: 1 }));
		writeFileSync(join(signed.trust, 'approvals', 'again.jwt'), readFileSync(approvalFile()));
		expect((await refusal()).message).toContain('1 of 2 approvals');
	});
});

function rootClaims() {
	const payload = readFileSync(join(signed.trust, 'root.jwt'), 'utf8').split('.')[1] ?? '';
	const { iss: _iss, aud: _aud, iat: _iat, exp: _exp, ...root } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as RootDocument;
	return root;
}

type UnsignedPackage = Omit<PackageManifest, keyof Claims> & { ver: number };

async function manifestClaims(): Promise<UnsignedPackage> {
	const { iss: _iss, aud: _aud, iat: _iat, exp: _exp, ...manifest } = (await signed.verify()).manifest;
	return manifest;
}

function signManifest(claims: UnsignedPackage, changes: Partial<UnsignedPackage>): void {
	const validity = { nowMs: signed.nowMs, days: 1 };
	signed.write('troupe.manifest.jwt', signToken('troupe-manifest+jwt', { ...claims, ...changes }, signed.key('author'), validity));
}

function listInSnapshot(sha256: string): void {
	const entry = { sha256, package: 'n8n-nodes-troupe', version: packageVersion, state: 'approved' } as const;
	const snapshot = signToken('troupe-snapshot+jwt', { ver: 2, manifests: [entry] }, signed.key('snapshot'), {
		nowMs: signed.nowMs,
		days: 1,
	});
	writeFileSync(join(signed.trust, 'snapshot.jwt'), snapshot);
}
