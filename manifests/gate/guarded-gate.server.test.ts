import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HostileRegistry } from '../../test/support/registry/hostile-registry';
import { createSignedPackage, nodeName, packageVersion, type SignedPackage } from '../../test/support/signed-package';
import { registryCacheFolder } from '../client/registry-settings';
import { signToken } from '../token/sign-token';
import { AuditLog } from '../trust/audit-log';
import { HighWater, listMarks } from '../trust/high-water';
import { guardedGate } from './guarded-gate';
import { openPackageGate, type PackageGate } from './package-gate';
import type { SnapshotEntry } from '../documents/snapshot-document';

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
	const clock = highWater.clock({ now: () => registry.nowMs });
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

async function serve(ver: number, change: Partial<SnapshotEntry> = {}, days = 1): Promise<void> {
	const { reference } = await signed.verify();
	const entry: SnapshotEntry = {
		sha256: reference.sha256,
		package: reference.package,
		version: packageVersion,
		state: 'approved',
		...change,
	};
	const document = { ver, manifests: [entry] };
	registry.serve(signToken('troupe-snapshot+jwt', document, signed.key('snapshot'), { nowMs: registry.nowMs, days }));
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

describe('attack: the clock set back, and the network cut, after decisions from memory', () => {
	const minute = 60_000;
	afterEach(() => jest.restoreAllMocks());

	it('gives a restart no time back: the snapshot ends by the time of the last decision, not of the last verification', async () => {
		let passedMs = 5_000; // so long ago were the files written
		const [wall, running] = [Date.now.bind(Date), performance.now.bind(performance)];
		jest.spyOn(Date, 'now').mockImplementation(() => wall() + passedMs);
		jest.spyOn(performance, 'now').mockImplementation(() => running() + passedMs);
		const pass = (ms: number) => {
			passedMs += ms;
			registry.nowMs += ms;
		};
		await serve(1, {}, (12 * minute) / 86_400_000);
		const start = registry.nowMs;
		const gate = open();
		await gate.admit(node);
		registry.goDown();
		await gate.admit(node);
		const verifiedAt = () => listMarks(registry.home).sources.map(({ at }) => at);
		const verified = verifiedAt();
		pass(10 * minute);
		await gate.admit(node);
		expect(verifiedAt()).toEqual(verified);

		registry.nowMs = start;
		const restarted = open();
		await expect(restarted.admit(node)).resolves.toBeDefined();
		pass(3 * minute);
		await expect(restarted.admit(node)).rejects.toMatchObject({ code: 'MANIFEST_STALE', details: { reason: 'expired' } });
	});
});
