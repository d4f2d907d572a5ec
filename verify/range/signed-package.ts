import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { approvePackage } from '../../manifests/approval/approve-package';
import { createKeys } from '../../manifests/keys/create-keys';
import { signPackage } from '../../manifests/package/sign-package';
import type { Range } from './range';

/** A small package with its keys and the trust of an operator. Changing it is up to the attack. */
export interface SignedPackage {
	folder: string;
	/** The operator's pinned trust. */
	trust: string;
	keys: string;
}

const common = (folder: string) => ({
	packageFolder: join(folder, 'package'),
	keysFolder: join(folder, 'keys'),
	nowMs: Date.now(),
	days: 30,
});

/** Returns a copy of a package that was signed and approved with real keys. */
export async function copySignedPackage(range: Range): Promise<SignedPackage> {
	const original = await range.once('signed package', () => signOne(range));
	const folder = range.createFolder();
	cpSync(original, folder, { recursive: true });
	chmodSync(join(folder, 'keys'), 0o700);
	return toPaths(folder);
}

const toPaths = (folder: string): SignedPackage => ({
	folder: join(folder, 'package'),
	trust: join(folder, 'trust'),
	keys: join(folder, 'keys'),
});

async function signOne(range: Range): Promise<string> {
	const folder = range.createFolder();
	const write = (path: string, text: string) => {
		mkdirSync(dirname(join(folder, 'package', path)), { recursive: true });
		writeFileSync(join(folder, 'package', path), text);
	};
	write('package.json', JSON.stringify({ name: 'n8n-nodes-verified', version: '1.0.0' }));
	write('dist/code.js', 'exports.run = () => 1;\n');
	write('dist/other.js', 'exports.run = () => 2;\n');
	write('dist/troupe.contents.json', JSON.stringify({ nodes: [], jobTypes: [], agents: [], commands: [] }));
	await createKeys({ into: join(folder, 'keys'), development: false, nowMs: Date.now() });
	await signPackage({ ...common(folder), covers: ['.'], unlistedAgents: 'deny' });
	await approvePackage({ ...common(folder), into: join(folder, 'trust'), approver: 'Ada' });
	return folder;
}

export async function signAnew({ folder, keys }: SignedPackage): Promise<void> {
	await signPackage({ packageFolder: folder, keysFolder: keys, nowMs: Date.now(), days: 30, covers: ['.'], unlistedAgents: 'allow' });
}
