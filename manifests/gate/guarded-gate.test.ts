import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostileRegistry } from '../../sandbox/hostile-registry';
import { createSignedPackage, nodeName, packageVersion, type SignedPackage } from '../../sandbox/signed-package';
import { registryCacheFolder } from '../client/registry-settings';
import { signToken } from '../token/sign-token';
import { AuditLog } from '../trust/audit-log';
import { HighWater } from '../trust/high-water';
import { guardedGate } from './guarded-gate';
import { openPackageGate, type PackageGate } from './package-gate';
import type { SnapshotEntry } from '../documents/documents';

const node = { kind: 'node' as const, name: nodeName, version: 1 };

let original: SignedPackage;
let signed: SignedPackage;
let registry: HostileRegistry;
beforeAll(async () => {
	original = await createSignedPackage();
});
afterAll(() => original.remove());
beforeEach(async () => {
	signed = original.copy();
	registry = await HostileRegistry.start();
	mkdirSync(registry.pinned, { recursive: true });
	writeFileSync(join(registry.pinned, 'root.jwt'), readFileSync(join(signed.trust, 'root.jwt')));
});
afterEach(async () => {
	await registry.stop();
	signed.remove();
});

/** The gate of a package under a registry, as a process opens it. */
function open(): PackageGate {
	const highWater = new HighWater(registry.home);
	const clock = { now: () => registry.nowMs };
	const audit = new AuditLog({ home: registry.home, tenant: 'default', clock });
	const client = registry.client();
	const gate = openPackageGate({
		packageFolder: signed.packageFolder,
		pinnedTrust: registry.pinned,
		registryTrust: registryCacheFolder(registry.home, 'default'),
		trustRules: { highWater },
		clock,
		scanIntervalMs: 0,
	});
	return guardedGate(gate, audit, client);
}

async function serve(ver: number, change: Partial<SnapshotEntry> = {}): Promise<void> {
	const { reference } = await signed.verify();
	const entry: SnapshotEntry = {
		sha256: reference.sha256,
		package: reference.package,
		version: packageVersion,
		state: 'approved',
		...change,
	};
	const document = { ver, manifests: [entry] };
	registry.serve(signToken('troupe-snapshot+jwt', document, signed.key('snapshot'), { nowMs: registry.nowMs, days: 1 }));
}

describe('the gate under a registry', () => {
	it('lets run what the registry approved, and refuses it once it is revoked and the TTL is over, with a line in the audit log', async () => {
		await serve(1);
		const gate = open();
		await expect(gate.admit(node)).resolves.toMatchObject({ root: 'pinned', version: packageVersion });
		await serve(2, { state: 'revoked', revision: 2 });
		registry.nowMs += 301_000;
		await expect(open().admit(node)).rejects.toMatchObject({ code: 'MANIFEST_REVOKED', fix: expect.any(String) });
		await expect(gate.admit(node)).rejects.toMatchObject({ code: 'MANIFEST_REVOKED' });
		expect(registry.auditLines).toContainEqual(expect.objectContaining({ event: 'refused', by: 'gate', code: 'MANIFEST_REVOKED' }));
	});

	it('goes on with what is on the disk while the registry is down, until that is stale', async () => {
		await serve(1);
		await open().verify();
		registry.goDown();
		registry.nowMs += 3_600_000;
		await expect(open().admit(node)).resolves.toMatchObject({ package: 'n8n-nodes-troupe', version: packageVersion });
		registry.nowMs += 24 * 3_600_000;
		await expect(open().admit(node)).rejects.toMatchObject({ code: 'MANIFEST_STALE', retryable: true });
	});

	it('takes what came with the package while the registry was never reached', async () => {
		registry.goDown();
		await expect(open().admit(node)).resolves.toMatchObject({ root: 'pinned' });
	});
});
