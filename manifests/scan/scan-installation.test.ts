import { createHash, randomUUID } from 'node:crypto';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editSnapshot } from '../../test/support/registry/edit-snapshot';
import { communityPackage, createInstallation, type Installation } from '../../test/support/installation';
import type { PackageManifest } from '../documents/package-manifest';
import { readSigningKey } from '../keys/key-files';
import { parseToken } from '../token/read-token';
import { signToken } from '../token/sign-token';
import { detach } from '../tree/file-list';
import { writeAtomically } from '../write-file';
import type { ScannedPackage } from './scan-installation';
import { slowTest } from '../../test/support/slow-tests';

const own = `node_modules/${communityPackage}`;

let original: Awaited<ReturnType<typeof createInstallation>>;
let installation: Installation;
beforeAll(async () => {
	original = await createInstallation();
});
afterAll(() => original.remove());
beforeEach(() => {
	installation = original.copy();
});
afterEach(() => installation.remove());

const packageOf = async (name = communityPackage): Promise<ScannedPackage> =>
	(await installation.scan()).packages.find((found) => found.name === name)!;

describe('a scan of an installation', () => {
	it('names every community package with its state, and passes over what is not one', async () => {
		const { packages, unknownPackages } = await installation.scan();
		expect(packages).toMatchObject([
			{ name: 'n8n-nodes-other', version: '2.0.0', state: 'unknown', code: 'MANIFEST_UNKNOWN', mayRun: true },
			{
				name: communityPackage,
				version: '1.0.0',
				state: 'approved',
				mayRun: true,
				manifest: { package: communityPackage, root: 'pinned' },
			},
		]);
		expect(unknownPackages).toBe('allow');
	});

	it('tells the signer which files load what no manifest can hold', async () => {
		installation.write(`${own}/dist/nodes/Weather/helper.js`, 'const load = require; load(process.env.NAME);\n');
		expect((await installation.sign()).computedLoads).toEqual(['dist/nodes/Weather/helper.js']);
	});

	it('says that a version was revoked', async () => {
		await installation.revoke();
		expect(await packageOf()).toMatchObject({ state: 'revoked', mayRun: false, code: 'MANIFEST_REVOKED' });
	});

	it('does not take another version of a listed package for an unknown one', async () => {
		installation.write(`${own}/package.json`, JSON.stringify({ name: communityPackage, version: '1.0.1' }));
		expect(await packageOf()).toMatchObject({ state: 'unknown', mayRun: false, code: 'MANIFEST_NOT_APPROVED' });
	});

	it('refuses all where an ops team pinned a root and its snapshot is no longer good', async () => {
		const nowMs = Date.now() + 60 * 24 * 60 * 60 * 1000;
		const scan = await installation.scan({ nowMs });
		expect(scan).toMatchObject({ trustProblem: { code: 'TOKEN_INVALID' }, packages: [{ mayRun: false }, { mayRun: false }] });
	});

	it('lets packages run, as unknown ones, where nobody pinned anything', async () => {
		const scan = await installation.scan({ pinnedTrust: undefined });
		expect(scan).toMatchObject({
			trustProblem: { code: 'TRUST_ROOT_MISSING' },
			packages: [{ mayRun: true }, { mayRun: true, state: 'unknown' }],
		});
	});

	it('lists what n8n loads as CUSTOM', async () => {
		const custom = join(installation.folder, 'extensions');
		cpSync(join(installation.nodes, own), custom, { recursive: true });
		const { packages } = await installation.scan({ customFolders: [custom] });
		// Its hoisted dependencies are not beside it there.
		expect(packages.find(({ from }) => from === 'custom')).toMatchObject({ name: communityPackage, state: 'tampered', mayRun: false });
	});

	it('refuses a package that goes by the name of another, or of a package of n8n', async () => {
		installation.write('node_modules/n8n-nodes-evil/package.json', JSON.stringify({ name: 'n8n-nodes-good', version: '1.0.0' }));
		installation.write('node_modules/n8n-nodes-base/package.json', JSON.stringify({ name: 'n8n-nodes-base', version: '1.0.0' }));
		for (const name of ['n8n-nodes-good', 'n8n-nodes-base']) {
			expect(await packageOf(name)).toMatchObject({ state: 'tampered', mayRun: false });
		}
	});

	it('finds the nodes without running code, and the dependencies that the code resolves to, in cycles too', async () => {
		const signed = await installation.sign();
		expect(signed).toMatchObject({ nodesFrom: 'file-names', dependencies: 2, files: 4 });
	});
});

describe('a list of files too long for a token', () => {
	const long = async () => {
		for (let file = 0; file < 1_005; file++) installation.write(`${own}/dist/part-${file}.js`, `exports.part = ${file};`);
		const signed = await installation.sign();
		// The one of before is of another installation, which nobody has any more.
		await installation.revoke(original.signed.sha256);
		await installation.approve();
		return signed;
	};

	slowTest('lies beside the manifest, and its files are checked as any others', async () => {
		const { fileList, token } = await long();
		expect(fileList).toMatchObject({ count: 1_009 });
		expect(token.length).toBeLessThan(4_096);
		expect(await packageOf()).toMatchObject({ state: 'approved' });
		installation.write(`${own}/dist/part-7.js`, 'exports.part = 8;');
		expect(await packageOf()).toMatchObject({ state: 'tampered', differences: [{ file: 'dist/part-7.js' }] });
	});

	slowTest('is refused when it is not the one that the manifest names, and when it is gone', async () => {
		const { fileList } = await long();
		const path = join(installation.trust, 'file-lists', `${fileList!.sha256}.json`);
		writeFileSync(path, fileList!.text.replace('part-7.js', 'part-x.js'));
		expect(await packageOf()).toMatchObject({ mayRun: false, code: 'TOKEN_INVALID' });
		rmSync(path);
		expect(await packageOf()).toMatchObject({
			mayRun: false,
			code: 'TOKEN_INVALID',
			reason: expect.stringContaining('it is missing') as string,
		});
	});
});

describe('a signed list with a name that no file may have', () => {
	/** As an author and an approver would sign who are deceived, or who deceive. */
	async function listing(path: string, beside: boolean): Promise<void> {
		const { keysFolder, trust, nowMs } = installation;
		const { token } = await installation.sign();
		const signed = parseToken('it', 'troupe-manifest+jwt', Buffer.from(token)).claimed as PackageManifest;
		const { iss: _iss, aud: _aud, iat: _iat, exp: _exp, ...document } = signed;
		const files = [...document.files, { path, size: 1, sha256: '0'.repeat(64) }];
		const { fileList, text } = detach(files);
		const listed = beside ? { files: [], fileList } : { files };
		if (beside) writeAtomically(join(trust, 'file-lists', `${fileList.sha256}.json`), text);
		const keyOf = (role: 'author' | 'approver') => readSigningKey(keysFolder, role);
		const validity = { nowMs, days: 30 };
		const manifest = signToken('troupe-manifest+jwt', { ...document, ...listed }, keyOf('author'), validity);
		const sha256 = createHash('sha256').update(manifest).digest('hex');
		writeAtomically(join(trust, 'manifests', `${sha256}.jwt`), manifest);
		const what = { package: communityPackage, version: '1.0.0' };
		const yes = { ver: 1, manifest: sha256, ...what, approver: 'Ada', jti: randomUUID() };
		writeAtomically(
			join(trust, 'approvals', `${sha256.slice(0, 16)}-approver.jwt`),
			signToken('troupe-approval+jwt', yes, keyOf('approver'), validity),
		);
		editSnapshot({ keysFolder, trust }, { manifests: [{ sha256, ...what, state: 'approved', revision: 2 }] });
	}

	it.each([
		['a NUL', 'dist/a.js\0.txt', 'it contains a NUL'],
		['a line of its own', 'dist/a.js\nok', 'it contains a control character'],
		['a way out of the folder', '../other/index.js', 'it leaves the folder'],
		['a twin', 'PACKAGE.json', 'the same name on some file systems'],
	])('is refused for %s, in the manifest and beside it, and shows it escaped', async (_what, path, reason) => {
		for (const beside of [false, true]) {
			await listing(path, beside);
			const found = await packageOf();
			expect(found).toMatchObject({ mayRun: false, code: 'TOKEN_INVALID', reason: expect.stringContaining(reason) as string });
			expect(found.reason).not.toMatch(/[\0\n]/);
		}
	});
});
