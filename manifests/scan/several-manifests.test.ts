import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { editSnapshot } from '../../test/support/registry/edit-snapshot';
import { communityPackage, createInstallation, type Installation } from '../../test/support/installation';
import { maxManifestsPerVersion } from '../documents/several-manifests';
import { approvePackage } from '../approval/approve-package';
import { openTrust } from '../package/verify-package';
import { SeenFiles } from '../tree/seen-files';
import type { ScannedPackage } from './scan-installation';
import { verifyInstalled } from './verify-installed';

const leftPad = 'node_modules/left-pad/index.js';
const nodeFile = `node_modules/${communityPackage}/dist/nodes/Weather/Weather.node.js`;

let original: Awaited<ReturnType<typeof createInstallation>>;
let installation: Installation;
/** The manifest of the first installation, and of one whose npm resolved another left-pad. */
let first: string;
let second: string;
beforeAll(async () => {
	original = await createInstallation();
	first = original.signed.sha256;
	original.write(leftPad, newer);
	second = (await original.sign()).sha256;
	await original.approve();
});
afterAll(() => original.remove());
beforeEach(() => {
	installation = original.copy();
});
afterEach(() => installation.remove());

const older = 'module.exports = (text) => ` ${text}`;\n';
const newer = 'module.exports = (text) => `  ${text}`;\n';
const packageOf = async (): Promise<ScannedPackage> => (await installation.scan()).packages.find(({ name }) => name === communityPackage)!;

describe('a version that is installed in two ways', () => {
	it('may run as each of its approved manifests says, and the scan says which one it is', async () => {
		expect(await packageOf()).toMatchObject({ state: 'approved', manifest: { sha256: second }, manifests: 2 });
		installation.write(leftPad, older);
		expect(await packageOf()).toMatchObject({ state: 'approved', manifest: { sha256: first }, manifests: 2 });
	});

	it('is refused where it is different from all of them: the closest is named with its difference, how many there were, and what to type', async () => {
		installation.write(nodeFile, 'exports.Weather = class { spies() {} };\n');
		const found = await packageOf();
		expect(found).toMatchObject({ state: 'tampered', mayRun: false, code: 'MANIFEST_TAMPERED', manifests: 2 });
		expect(found.reason).toContain(
			`none of its 2 manifests; closest is ${second.slice(0, 12)}: The file dist/nodes/Weather/Weather.node.js`,
		);
		expect(found.differences).toMatchObject([{ file: 'dist/nodes/Weather/Weather.node.js', problem: 'changed' }]);
		expect(found.fix).toContain(`troupe manifest publish ${installation.packageFolder} --as-installed`);
	});

	it('says so where the package itself is as approved and what it loads is not', async () => {
		installation.write(leftPad, 'module.exports = 1;\n');
		expect((await packageOf()).fix).toContain('Its own files are approved, but a dependency is not.');
	});

	it('is refused as a mix: the files of one with a dependency of the other', async () => {
		installation.write(leftPad, older);
		installation.write(nodeFile, 'exports.Weather = class { further() {} };\n');
		const third = (await installation.sign()).sha256;
		await installation.approve();
		expect(await packageOf()).toMatchObject({ state: 'approved', manifest: { sha256: third }, manifests: 3 });
		// Every file stands in some approved manifest, and no manifest has them all.
		installation.write(leftPad, newer);
		expect(await packageOf()).toMatchObject({ state: 'tampered', mayRun: false, manifests: 3 });
	});

	it('is approved as it lies there, whichever was signed last', async () => {
		installation.write(leftPad, 'module.exports = 1;\n');
		const third = (await installation.sign()).sha256;
		installation.write(leftPad, older);
		const { keysFolder, trust, nowMs, packageFolder } = installation;
		const request = { packageFolder, keysFolder, into: trust, nowMs, days: 30, approver: 'Ada' };
		expect(await approvePackage(request)).toMatchObject({ manifest: first });
		installation.write(leftPad, 'module.exports = 1;\n');
		expect(await approvePackage(request)).toMatchObject({ manifest: third });
	});
});

describe('taking one back', () => {
	it('leaves the others, and cannot be undone', async () => {
		await installation.revoke(second.slice(0, 8));
		expect(await packageOf()).toMatchObject({ state: 'tampered', mayRun: false });
		await expect(installation.approve()).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		installation.write(leftPad, older);
		expect(await packageOf()).toMatchObject({ state: 'approved', manifest: { sha256: first }, manifests: 1 });
		await installation.revoke(first);
		expect(await packageOf()).toMatchObject({
			state: 'revoked',
			reason: expect.stringContaining(`of ${communityPackage} 1.0.0 was revoked`) as string,
		});
	});

	it('as a version takes all, also what is signed under its number later', async () => {
		await installation.revoke();
		for (const content of [older, newer]) {
			installation.write(leftPad, content);
			expect(await packageOf()).toMatchObject({ state: 'revoked', mayRun: false });
		}
		installation.write(leftPad, 'module.exports = 1;\n');
		const { sha256 } = await installation.sign();
		await expect(installation.approve()).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		const entry = { sha256, package: communityPackage, version: '1.0.0', state: 'approved' as const };
		const revoked = [first, second].map((one) => ({ ...entry, sha256: one, state: 'revoked' as const, revision: 3 }));
		editSnapshot(installation, { manifests: [...revoked, entry] });
		expect(await packageOf()).toMatchObject({ state: 'revoked', mayRun: false });
	});

	it('asks for as many digits as tell it from the others', async () => {
		await expect(installation.revoke('zz')).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('No manifest') as string,
		});
	});
});

describe('a manifest that cannot be used', () => {
	const aside = (sha256: string) => {
		const path = join(installation.trust, 'manifests', `${sha256}.jwt`);
		renameSync(path, `${path}.aside`);
	};

	it('takes nothing from the others, and is named where none of them fits', async () => {
		aside(second);
		installation.write(leftPad, older);
		expect(await packageOf()).toMatchObject({ state: 'approved', manifest: { sha256: first } });
		installation.write(leftPad, newer);
		const found = await packageOf();
		expect(found).toMatchObject({ mayRun: false, code: 'MANIFEST_TAMPERED', manifests: 2 });
		expect(found.reason).toContain(`not compared: The manifest of ${communityPackage} 1.0.0 is approved but missing`);
	});

	it('is what is told where there is no other', async () => {
		aside(first);
		aside(second);
		expect(await packageOf()).toMatchObject({ mayRun: false, code: 'MANIFEST_MISSING' });
	});

	it('does not run for being listed alone: each needs its own approvals', async () => {
		const { trust } = installation;
		for (const name of readdirSync(join(trust, 'approvals')))
			if (name.startsWith(second.slice(0, 16))) rmSync(join(trust, 'approvals', name));
		expect(await packageOf()).toMatchObject({ mayRun: false, reason: expect.stringContaining('0 of 1 approvals') as string });
		installation.write(leftPad, older);
		expect(await packageOf()).toMatchObject({ state: 'approved' });
	});
});

it('no more are compared than a version may have', async () => {
	const entry = { package: communityPackage, version: '1.0.0', state: 'approved' as const };
	const hashes = Array.from({ length: maxManifestsPerVersion + 1 }, (_, index) => index.toString(16).padStart(64, '0'));
	editSnapshot(installation, { manifests: [first, second, ...hashes.slice(3)].map((sha256) => ({ ...entry, sha256 })) });
	expect(await packageOf()).toMatchObject({ state: 'approved', manifests: maxManifestsPerVersion });
	await expect(
		(async () => {
			installation.write(leftPad, 'module.exports = 1;\n');
			await installation.sign();
			await installation.approve();
		})(),
	).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
	installation.write(leftPad, newer);
	editSnapshot(installation, { manifests: [first, second, ...hashes.slice(2)].map((sha256) => ({ ...entry, sha256 })) });
	expect(await packageOf()).toMatchObject({
		mayRun: false,
		code: 'TOKEN_INVALID',
		reason: expect.stringContaining('the max is 20') as string,
	});
});

it('one manifest can be asked for alone', async () => {
	const { packageFolder: folder, nodes } = installation;
	const installed = { name: communityPackage, version: '1.0.0', folder, installation: nodes, from: 'community' as const };
	const trust = () => openTrust({ ...installation.request(), seen: new SeenFiles() });
	const verify = (only: string) => verifyInstalled(installed, trust(), new SeenFiles(), { only });
	expect(await verify(second.slice(0, 6))).toMatchObject({ reference: { sha256: second } });
	await expect(verify(first.slice(0, 6))).rejects.toMatchObject({ code: 'MANIFEST_TAMPERED', details: { manifest: first } });
	await expect(verify('zzzz')).rejects.toMatchObject({ code: 'MANIFEST_NOT_APPROVED' });
	await installation.revoke(first);
	await expect(verify(first.slice(0, 6))).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
	const entry = { package: communityPackage, version: '1.0.0', state: 'approved' as const };
	const twin = second.slice(0, 8).padEnd(64, '0');
	editSnapshot(installation, {
		manifests: [
			{ ...entry, sha256: first, state: 'revoked', scope: 'manifest', revision: 9 },
			...[second, twin].map((sha256) => ({ ...entry, sha256, revision: 9 })),
		],
	});
	await expect(verify(second.slice(0, 8))).rejects.toMatchObject({ message: expect.stringContaining('more than one manifest') as string });
	expect(await verify(second)).toMatchObject({ reference: { sha256: second } });
});
