/** An installation of n8n with community packages, reviewed, signed and approved with real keys, for tests. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { approvePackage } from '../../manifests/approval/approve-package';
import { revokeVersion } from '../../manifests/approval/revoke-version';
import { scanInstallation, type InstallationScan, type ScanTrust } from '../../manifests/scan/scan-installation';
import { signInstalled, type SignedInstalled } from '../../manifests/scan/sign-installed';
import { communityFolder } from '../../manifests/scan/installed-packages';
import { closeKeys, copyTestKeys } from './test-keys';

export const communityPackage = 'n8n-nodes-weather';
export const communityNode = `${communityPackage}.weather`;

export interface Installation {
	/** The folder that contains all others. */
	folder: string;
	/** The folder of `N8N_USER_FOLDER`. */
	userFolder: string;
	/** n8n's folder of community packages. */
	nodes: string;
	/** The folder of the reviewed package. */
	packageFolder: string;
	keysFolder: string;
	trust: string;
	nowMs: number;
	/** Relative to `nodes`. */
	write(path: string, content: string | Buffer): void;
	sign(): Promise<SignedInstalled>;
	approve(): Promise<void>;
	/** The version, or of its manifests the one whose hash begins so. */
	revoke(manifest?: string): Promise<number>;
	request(changes?: Partial<ScanTrust>): ScanTrust;
	scan(changes?: Partial<ScanTrust>): Promise<InstallationScan>;
	copy(): Installation;
	remove(): void;
}

/** A package with a nested dependency, a hoisted one beside it, and an unreviewed package beside it. */
export async function createInstallation(): Promise<Installation & { signed: SignedInstalled }> {
	const made = openInstallation(mkdtempSync(join(tmpdir(), 'troupe-installation-')));
	writeCommunityPackage((path, content) => made.write(path, content));
	made.write('node_modules/left-pad/package.json', JSON.stringify({ name: 'left-pad', version: '1.3.0', dependencies: { cycle: '*' } }));
	made.write('node_modules/left-pad/index.js', 'module.exports = (text) => ` ${text}`;\n');
	made.write('node_modules/cycle/package.json', JSON.stringify({ name: 'cycle', version: '0.1.0', dependencies: { 'left-pad': '*' } }));
	made.write('node_modules/cycle/index.js', 'module.exports = 1;\n');
	made.write(
		'node_modules/n8n-nodes-other/package.json',
		JSON.stringify({ name: 'n8n-nodes-other', version: '2.0.0', n8n: { nodes: [] } }),
	);
	await copyTestKeys(made.keysFolder);
	const signed = await made.sign();
	await made.approve();
	return { ...made, signed };
}

/** A package of another publisher. */
export function writeCommunityPackage(write: (path: string, content: string) => void): void {
	const folder = `node_modules/${communityPackage}`;
	const nodes = ['dist/nodes/Weather/Weather.node.js'];
	const dependencies = { 'is-sunny': '^1.0.0', 'left-pad': '^1.0.0', 'n8n-workflow': '*' };
	write(`${folder}/package.json`, JSON.stringify({ name: communityPackage, version: '1.0.0', dependencies, n8n: { nodes } }));
	write(`${folder}/dist/nodes/Weather/Weather.node.js`, "exports.Weather = class { open() { return require('pg-native'); } };\n");
	write(`${folder}/node_modules/is-sunny/package.json`, JSON.stringify({ name: 'is-sunny', version: '1.0.1', main: 'index.js' }));
	write(`${folder}/node_modules/is-sunny/index.js`, 'module.exports = () => true;\n');
}

function openInstallation(folder: string): Installation {
	const userFolder = join(folder, 'user');
	const nodes = communityFolder(userFolder);
	const packageFolder = join(nodes, 'node_modules', communityPackage);
	const [keysFolder, trust] = [join(folder, 'keys'), join(folder, 'trust')];
	const nowMs = Date.now();
	const common = { packageFolder, keysFolder, nowMs, days: 30, into: trust };
	const request = (changes: Partial<ScanTrust> = {}): ScanTrust => ({
		packageFolder: join(folder, 'no-troupe'),
		pinnedTrust: trust,
		nowMs: Date.now(),
		...changes,
	});
	return {
		folder,
		userFolder,
		nodes,
		packageFolder,
		keysFolder,
		trust,
		nowMs,
		write(path, content) {
			mkdirSync(dirname(join(nodes, path)), { recursive: true });
			writeFileSync(join(nodes, path), content);
		},
		sign: () => signInstalled(common),
		async approve() {
			await approvePackage({ ...common, approver: 'Ada' });
		},
		revoke: (manifest) => revokeVersion({ ...common, package: communityPackage, version: '1.0.0', ...(manifest && { manifest }) }),
		request,
		scan: (changes) => scanInstallation(userFolder, request(changes)),
		copy() {
			const other = mkdtempSync(join(tmpdir(), 'troupe-installation-'));
			cpSync(folder, other, { recursive: true });
			closeKeys(join(other, 'keys'));
			return openInstallation(other);
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
