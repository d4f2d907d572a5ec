import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RegistryClient } from '../../../manifests/client/registry-client';
import { expectRefused, type Refusal } from '../../support/registry/expect-refused';
import { hash, HostileRegistry, type Signed } from '../../support/registry/hostile-registry';
import { forgetMarks } from '../../../manifests/trust/high-water';

let registry: HostileRegistry;
let one: Signed;
let two: Signed;
beforeEach(async () => {
	registry = await HostileRegistry.start();
	one = registry.prompt('tone', '1.0.0');
	two = registry.prompt('tone', '1.1.0');
});
afterEach(() => registry.stop());

/** The machine is refused what it asked for. */
async function expectClientRefused(client: RegistryClient, refusal: Refusal): Promise<void> {
	await client.refresh();
	expectRefused(client.lastError, refusal, { home: registry.home, by: 'client' });
}

const revoked = (signed: Signed, revision = 2) => ({ ...signed.entry, state: 'revoked' as const, revision });

/** A machine that has accepted snapshot 5, in which one version is revoked. */
async function accepted(): Promise<string> {
	const before = registry.snapshot(4, [one.entry]);
	registry.serve(registry.snapshot(5, [revoked(one), two.entry]), [one, two]);
	const client = registry.client();
	await client.refresh();
	expect(client.lastError).toBeUndefined();
	expect(registry.trust().snapshot()).toMatchObject({ from: 'registry', document: { ver: 5 } });
	client.stop();
	return before;
}

describe('attack: rollback', () => {
	it('to an older snapshot is refused, and the newer one stays in force', async () => {
		registry.serve(await accepted());
		await expectClientRefused(registry.client(), {
			code: 'MANIFEST_ROLLED_BACK',
			reason: 'rollback',
			document: /^tenants\/default\/snapshot$/,
			expected: 5,
			actual: 4,
		});
		expect(registry.trust().snapshot().document.ver).toBe(5);
	});

	it('also after a restart with an empty cache, and of the files themselves', async () => {
		const before = await accepted();
		const folder = registry.client().folder;
		rmSync(folder, { recursive: true });
		registry.serve(before);
		const client = registry.client();
		await expectClientRefused(client, {
			code: 'MANIFEST_ROLLED_BACK',
			reason: 'rollback',
			document: /snapshot/,
			expected: 5,
			actual: 4,
		});
		expect(() => registry.trust().snapshot()).toThrow(
			expect.objectContaining({ code: 'TOKEN_INVALID', details: expect.objectContaining({ reason: 'missing' }) }),
		);
		writeFileSync(join(folder, 'snapshot.jwt'), before);
		expect(() => registry.trust().snapshot()).toThrow(expect.objectContaining({ code: 'MANIFEST_ROLLED_BACK' }));
	});

	it('is accepted when people forget the marks on purpose', async () => {
		const before = await accepted();
		forgetMarks(registry.home);
		registry.serve(before);
		const client = registry.client();
		await client.refresh();
		expect(client.lastError).toBeUndefined();
		expect(registry.trust().snapshot().document.ver).toBe(4);
	});

	it('to another snapshot of the same version is refused (equivocation)', async () => {
		await accepted();
		const other = registry.snapshot(5, [{ ...one.entry, revision: 2 }, two.entry]);
		registry.serve(other);
		await expectClientRefused(registry.client(), {
			code: 'MANIFEST_ROLLED_BACK',
			reason: 'equivocation',
			document: /snapshot/,
			expected: registry.trust().snapshot().sha256,
			actual: hash(other),
		});
	});

	it('of pinned folders, which people copy, is refused too', async () => {
		const pinned = join(registry.pinned, 'snapshot.jwt');
		const [older, newer] = [registry.snapshot(1, [one.entry]), registry.snapshot(2, [revoked(one)])];
		for (const token of [older, newer]) {
			writeFileSync(pinned, token);
			registry.trust().snapshot();
		}
		writeFileSync(pinned, older);
		expect(() => registry.trust().snapshot()).toThrow(
			expect.objectContaining({ code: 'MANIFEST_ROLLED_BACK', fix: expect.stringContaining('trust reset') }),
		);
	});
});

describe('attack: one item rolled back inside a newer snapshot', () => {
	it.each<[string, string, () => object[], unknown, unknown]>([
		['a revoked one that is approved again', 'unrevoked', () => [{ ...one.entry, revision: 3 }, two.entry], 'revoked', 'approved'],
		['a revision that falls', 'revision', () => [revoked(one, 1), two.entry], 2, 1],
		[
			'another hash under its number',
			'vanished',
			() => [{ ...revoked(one), sha256: 'c'.repeat(64) }, two.entry],
			expect.any(String),
			'c'.repeat(64),
		],
	])('%s is refused', async (_what, reason, entries, expected, actual) => {
		await accepted();
		registry.serve(registry.snapshot(6, entries() as (typeof one.entry)[]));
		await expectClientRefused(registry.client(), { code: 'MANIFEST_ROLLED_BACK', reason, document: /snapshot/, expected, actual });
		expect(registry.trust().snapshot().document.ver).toBe(5);
	});

	it('a deprecated one that is approved again without a new revision is refused, with one it is not', async () => {
		registry.serve(registry.snapshot(1, [{ ...one.entry, state: 'deprecated' }]), [one]);
		const client = registry.client();
		await client.refresh();
		registry.serve(registry.snapshot(2, [one.entry]));
		await expectClientRefused(client, {
			code: 'MANIFEST_ROLLED_BACK',
			reason: 'revision',
			document: /snapshot/,
			expected: 'deprecated',
			actual: 'approved',
		});
		registry.serve(registry.snapshot(2, [{ ...one.entry, revision: 2 }]));
		await client.refresh();
		expect(client.lastError).toBeUndefined();
	});
});

it('attack: an entry that vanishes is refused', async () => {
	await accepted();
	registry.serve(registry.snapshot(6, [two.entry]));
	await expectClientRefused(registry.client(), {
		code: 'MANIFEST_ROLLED_BACK',
		reason: 'vanished',
		document: /snapshot/,
		expected: one.sha256,
		actual: 'nothing',
	});
});

describe('attack: fast-forward', () => {
	it('to 2^53-1 is refused for what it is', async () => {
		// No signer of ours writes such a version, so the schema is what is asked.
		expect(() => registry.snapshot(2 ** 53 - 1, [])).toThrow(/\/ver must be <= 2147483647/);
		const iat = Math.floor(registry.nowMs / 1000) - 60;
		registry.serve(registry.forged({ iss: 'troupe', aud: 'troupe', iat, exp: iat + 900, ver: 2 ** 53 - 1, manifests: [] }));
		await expectClientRefused(registry.client(), {
			...{ code: 'TOKEN_INVALID', document: 'tenants/default/snapshot', reason: 'schema' },
			...{ expected: '/ver must be <= 2147483647', actual: '9007199254740991' },
		});
	});

	it('to the last version there is heals when the root changes the key of the snapshot', async () => {
		registry.serve(registry.snapshot(2 ** 31 - 1, [{ ...one.entry, revision: 2 ** 31 - 1 }]), [one]);
		const client = registry.client();
		await client.refresh();
		registry.serveRoot(2, registry.root({ ver: 2 }, ['root-1'], { snapshot: ['snapshot-2'] }));
		registry.serve(registry.snapshot(3, [one.entry], {}, 'snapshot-2'));
		await client.refresh();
		expect(client.lastError).toBeUndefined();
		expect(registry.trust().snapshot().document.ver).toBe(3);
	});
});

describe('attack: the clock set back', () => {
	it('does not bring back a snapshot that has expired', async () => {
		await accepted();
		const good = registry.nowMs;
		registry.nowMs += 16 * 60_000;
		const client = registry.client();
		await client.refresh();
		expect(() => registry.trust().snapshot()).toThrow(expect.objectContaining({ code: 'MANIFEST_STALE' }));
		// Something was decided at that later time, so it has passed.
		registry.serve(registry.snapshot(6, [revoked(one), two.entry]));
		await client.refresh();
		registry.trust().snapshot();
		registry.nowMs = good;
		expect(registry.trust().nowMs).toBe(good + 16 * 60_000);
		const expired = registry.snapshot(7, [revoked(one), two.entry]);
		registry.serve(expired);
		await expectClientRefused(registry.client(), {
			code: 'MANIFEST_STALE',
			reason: 'expired',
			document: /snapshot/,
			expected: expect.stringContaining('valid at'),
			actual: expect.stringContaining('expired at'),
		});
	});
});
