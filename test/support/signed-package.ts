/** A small package with real keys, signatures and approvals, for tests. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jobTypes } from '../../bpmn/job-types';
import { approvePackage } from '../../manifests/approval/approve-package';
import { readSigningKey } from '../../manifests/keys/create-keys';
import { signPackage } from '../../manifests/package/sign-package';
import { verifyPackage, type VerifiedPackage, type VerifyRequest } from '../../manifests/package/verify-package';
import type { Role } from '../../manifests/documents/documents';
import type { SigningKey } from '../../manifests/token/sign-token';
import { closeKeys, copyTestKeys } from './test-keys';

export const packageVersion = '1.2.3';
export const nodeName = 'n8n-nodes-troupe.troupeAgent';
export const agentSha256 = 'a'.repeat(64);

export interface SignedPackage {
	/** The folder that contains all others. */
	folder: string;
	packageFolder: string;
	keysFolder: string;
	/** The package's own `trust/`. */
	trust: string;
	nowMs: number;
	key(role: Role): SigningKey;
	write(path: string, content: string | Buffer): void;
	sign(): Promise<void>;
	approve(): Promise<void>;
	verify(overrides?: Partial<VerifyRequest>): Promise<VerifiedPackage>;
	/** Returns a separate copy that a test can change. */
	copy(): SignedPackage;
	remove(): void;
}

/** Builds the package, signs and approves it. Signing takes a while: build once, `copy()` for each test. */
export async function createSignedPackage(development = false): Promise<SignedPackage> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-signed-'));
	const built = openSignedPackage(folder);
	built.write('package.json', JSON.stringify({ name: 'n8n-nodes-troupe', version: packageVersion, devDependencies: { jest: '1' } }));
	built.write('bin/troupe', '#!/usr/bin/env node\n');
	built.write('dist/nodes/troupe-agent/TroupeAgent.node.js', 'exports.TroupeAgent = class {};\n');
	built.write('dist/troupe.contents.json', JSON.stringify(contents));
	await copyTestKeys(built.keysFolder, development ? 'development' : 'people');
	await built.sign();
	await built.approve();
	return built;
}

const contents = {
	nodes: [{ name: nodeName, versions: [1] }],
	jobTypes: [...jobTypes],
	agents: [{ id: 'support', version: '1.0.0', sha256: agentSha256 }],
	commands: ['agent run'],
};

function openSignedPackage(folder: string): SignedPackage {
	const packageFolder = join(folder, 'node_modules', 'n8n-nodes-troupe');
	const keysFolder = join(folder, 'keys');
	const trust = join(packageFolder, 'trust');
	const nowMs = Date.now();
	const common = { packageFolder, keysFolder, nowMs, days: 30 };
	return {
		folder,
		packageFolder,
		keysFolder,
		trust,
		nowMs,
		key: (role) => readSigningKey(keysFolder, role),
		write(path, content) {
			mkdirSync(dirname(join(packageFolder, path)), { recursive: true });
			writeFileSync(join(packageFolder, path), content);
		},
		async sign() {
			await signPackage({ ...common, covers: ['.'], unlistedAgents: 'allow' });
		},
		async approve() {
			await approvePackage({ ...common, into: trust, approver: 'Ada' });
		},
		verify: (overrides) => verifyPackage({ packageFolder, pinnedTrust: join(folder, 'no-trust'), nowMs, ...overrides }),
		copy() {
			const other = mkdtempSync(join(tmpdir(), 'troupe-signed-'));
			cpSync(folder, other, { recursive: true });
			closeKeys(join(other, 'keys'));
			return openSignedPackage(other);
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
