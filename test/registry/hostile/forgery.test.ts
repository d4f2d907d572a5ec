import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { toJwk } from '../../../manifests/keys/create-keys';
import { testKey } from '../../support/test-keys';
import type { RegistryClient } from '../../../manifests/client/registry-client';
import { expectRefused, type Refusal } from '../../support/registry/expect-refused';
import { hash, HostileRegistry, otherTenant, type Signed } from '../../support/registry/hostile-registry';

let registry: HostileRegistry;
let one: Signed;
beforeEach(async () => {
	registry = await HostileRegistry.start();
	one = registry.prompt('tone', '1.0.0');
});
afterEach(() => registry.stop());

const met = () => ({ home: registry.home, by: 'client' as const });

/** The machine is refused what it asked for. */
async function expectClientRefused(client: RegistryClient, refusal: Refusal): Promise<void> {
	await client.refresh();
	expectRefused(client.lastError, refusal, met());
}

/** The answer for a manifest, with something else in it. */
const lieAbout = (signed: Signed, answer: { token?: string; approvalTokens?: string[] }) =>
	registry.lies.set(`manifests/${signed.sha256}`, (_request, response) =>
		response.end(JSON.stringify({ token: signed.token, approvalTokens: signed.approvals, ...answer })),
	);

const kept = (folder: string, kind: string): string[] => {
	try {
		return readdirSync(join(folder, kind));
	} catch {
		return []; // nothing was ever kept
	}
};

/** A machine that took the snapshot and refused a document that it names: told of, and not kept. */
async function expectDocumentRefused(reason: string, document: RegExp, expected: unknown, actual: unknown): Promise<string> {
	const refused: unknown[] = [];
	const client = registry.client({ onFault: (error) => refused.push(error) });
	await client.refresh();
	expectRefused(refused[0], { code: 'TOKEN_INVALID', reason, document, expected, actual }, met());
	expect(registry.trust().snapshot().document.manifests).toHaveLength(1);
	return client.folder;
}

describe('attack: unknown key', () => {
	it('a snapshot by a key that the root does not know is refused', async () => {
		registry.serve(registry.snapshot(1, [one.entry], {}, 'stranger-1'), [one]);
		const client = registry.client();
		await expectClientRefused(client, {
			code: 'TOKEN_INVALID',
			reason: 'key',
			document: /^tenants\/default\/snapshot$/,
			expected: ['snapshot-1'],
			actual: 'stranger-1',
		});
		expect(kept(client.folder, '.')).not.toContain('snapshot.jwt');
		// The only thing that could make it good is a later root, so that was asked for.
		expect(registry.requests).toContain('root/2');
	});

	it('a manifest by such a key is refused, and not kept', async () => {
		const forged = registry.prompt('tone', '1.0.0', { signer: 'stranger-1' });
		registry.serve(registry.snapshot(1, [forged.entry]), [forged]);
		const folder = await expectDocumentRefused('key', /^manifests\//, ['author-1'], 'stranger-1');
		expect(kept(folder, 'manifests')).toEqual([]);
	});
});

describe('attack: role confusion', () => {
	it('a snapshot as manifest is refused', async () => {
		const token = registry.snapshot(1, []);
		const posing = { ...one, token, sha256: hash(token), entry: { ...one.entry, sha256: hash(token) } };
		registry.serve(registry.snapshot(1, [posing.entry]), [posing]);
		const folder = await expectDocumentRefused('header', /^manifests\//, 'troupe-manifest+jwt', '"troupe-snapshot+jwt"');
		expect(kept(folder, 'manifests')).toEqual([]);
	});

	it('a manifest as snapshot, and a snapshot by the author, are refused', async () => {
		registry.serve(one.token);
		await expectClientRefused(registry.client(), {
			code: 'TOKEN_INVALID',
			reason: 'header',
			document: /snapshot/,
			expected: 'troupe-snapshot+jwt',
			actual: '"troupe-manifest+jwt"',
		});
		registry.serve(registry.snapshot(1, [one.entry], {}, 'author-1'));
		await expectClientRefused(registry.client(), {
			code: 'TOKEN_INVALID',
			reason: 'key',
			document: /snapshot/,
			expected: ['snapshot-1'],
			actual: 'author-1',
		});
	});

	it('an approval by the key of the snapshot is not kept', async () => {
		const approval = registry.approval(one.sha256, 'tone', '1.0.0', testKey('snapshot-1'));
		registry.serve(registry.snapshot(1, [one.entry]), [{ ...one, approvals: [approval] }]);
		const folder = await expectDocumentRefused('key', /^an approval of manifests\//, ['approver-1', 'approver-2'], 'snapshot-1');
		expect(kept(folder, 'approvals')).toEqual([]);
		expect(registry.trust().approvals(one.sha256)).toEqual([]);
	});
});

describe('attack: mix-and-match', () => {
	it('the manifest of another version under the hash of this one is refused', async () => {
		const other = registry.prompt('tone', '2.0.0');
		registry.serve(registry.snapshot(1, [one.entry]), [one]);
		lieAbout(one, { token: other.token });
		const folder = await expectDocumentRefused('claims', /^manifests\//, one.sha256, other.sha256);
		expect(kept(folder, 'manifests')).toEqual([]);
	});

	it('an entry that gives a manifest another name is refused', async () => {
		registry.serve(registry.snapshot(1, [{ ...one.entry, package: 'payments' }]), [one]);
		await expectDocumentRefused('claims', /^manifests\//, 'the prompt payments 1.0.0', 'the prompt tone 1.0.0');
	});

	it('the approval of another manifest is not kept for this one', async () => {
		const other = registry.prompt('tone', '2.0.0');
		registry.serve(registry.snapshot(1, [one.entry]), [{ ...one, approvals: other.approvals }]);
		const folder = await expectDocumentRefused('claims', /^an approval of manifests\//, one.sha256, other.sha256);
		expect(kept(folder, 'approvals')).toEqual([]);
	});

	it('does not hold up a revocation: the snapshot counts, whatever becomes of its manifests', async () => {
		const two = registry.prompt('tone', '1.1.0');
		registry.serve(registry.snapshot(1, [one.entry]), [one]);
		const client = registry.client();
		await client.refresh();
		registry.serve(registry.snapshot(2, [{ ...one.entry, state: 'revoked', revision: 2 }, two.entry]));
		await client.refresh();
		expect(registry.trust().snapshot().document.manifests[0]?.state).toBe('revoked');
	});
});

it("attack: another tenant's snapshot is refused", async () => {
	registry.serve(registry.snapshot(1, [one.entry], otherTenant('globex')), [one]);
	const refused = { code: 'TOKEN_INVALID' as const, reason: 'claims', document: /snapshot/, actual: 'troupe:globex' };
	await expectClientRefused(registry.client(), { ...refused, expected: 'troupe' });
	await expectClientRefused(registry.client({ tenant: 'acme' }), { ...refused, expected: 'troupe:acme' });
	const globex = registry.client({ tenant: 'globex' });
	await globex.refresh();
	expect(registry.trust({ tenant: 'globex' }).snapshot().document.ver).toBe(1);
});

describe('attack: one key under two kids counted twice', () => {
	it('a later root that names it so is refused, and the one in force stays', async () => {
		const root = (change = {}) => registry.root({ ver: 2, ...change }, ['root-1']);
		const { keys } = JSON.parse(Buffer.from(root().split('.')[1] ?? '', 'base64url').toString()) as { keys: object[] };
		const twin = { ...toJwk(testKey('root-1')), kid: 'root-9' };
		registry.serveRoot(2, root({ keys: [...keys, twin] }));
		registry.serve(registry.snapshot(1, [one.entry]), [one]);
		const refused: unknown[] = [];
		await registry.client({ onFault: (error) => refused.push(error) }).refresh();
		expectRefused(
			refused[0],
			{
				...{ code: 'TOKEN_INVALID', document: 'root/2', reason: 'key' },
				...{ expected: 'one name per key', actual: 'one key named root-1 and root-9' },
			},
			met(),
		);
		expect(registry.trust().root.document.ver).toBe(1);
		expect(registry.trust().snapshot().document.ver).toBe(1);
	});

	it('two approvals by one key are one approval', async () => {
		const again = registry.approval(one.sha256, 'tone', '1.0.0', testKey('approver-1'));
		registry.serve(registry.snapshot(1, [one.entry]), [{ ...one, approvals: [...one.approvals, again] }]);
		await registry.client().refresh();
		expect(registry.trust().approvals(one.sha256)).toHaveLength(1);
	});
});

describe('key overlap during rotation', () => {
	it('loses no instance: the old key, both, the new one', async () => {
		const client = registry.client();
		const serveAndCheck = async (ver: number, signer: string, root?: [number, string]) => {
			if (root !== undefined) registry.serveRoot(...root);
			registry.serve(registry.snapshot(ver, [one.entry], {}, signer), [one]);
			await client.refresh();
			expect(client.lastError).toBeUndefined();
			expect(registry.trust().snapshot()).toMatchObject({ keyId: signer, document: { ver } });
		};
		await serveAndCheck(1, 'snapshot-1');
		await serveAndCheck(2, 'snapshot-1', [2, registry.root({ ver: 2 }, ['root-1'], { snapshot: ['snapshot-1', 'snapshot-2'] })]);
		await serveAndCheck(3, 'snapshot-2');
		await serveAndCheck(4, 'snapshot-2', [3, registry.root({ ver: 3 }, ['root-1'], { snapshot: ['snapshot-2'] })]);
		registry.serve(registry.snapshot(5, [one.entry], {}, 'snapshot-1'));
		await expectClientRefused(client, {
			...{ code: 'TOKEN_INVALID', document: 'tenants/default/snapshot', reason: 'key' },
			...{ expected: ['snapshot-2'], actual: 'snapshot-1' },
		});
	});

	it('a root that rolls back is refused, from the network and on the disk', async () => {
		registry.serveRoot(2, registry.root({ ver: 2 }, ['root-1'], { snapshot: ['snapshot-2'] }));
		registry.serve(registry.snapshot(1, [one.entry], {}, 'snapshot-2'), [one]);
		const client = registry.client();
		await client.refresh();
		expect(registry.trust().root.document.ver).toBe(2);
		registry.pin(registry.root({ development: true }));
		expect(() => registry.trust()).not.toThrow();
		const roots = join(client.folder, 'roots', '2.jwt');
		const { rmSync } = await import('node:fs');
		expect(readFileSync(roots, 'utf8')).toContain('.');
		rmSync(roots);
		expect(() => registry.trust()).toThrow(
			expect.objectContaining({
				code: 'MANIFEST_ROLLED_BACK',
				details: expect.objectContaining({ reason: 'rollback', expected: 2, actual: 1 }),
			}),
		);
		// The registry still has it, so the next refresh mends it.
		await client.refresh();
		expect(client.lastError).toBeUndefined();
		expect(registry.trust().root.document.ver).toBe(2);
	});
});

it('attack: poisoned /keys says nothing to the client, which never asks', async () => {
	const poison = toJwk(testKey('stranger-1'));
	registry.lies.set('keys', (_request, response) => response.end(JSON.stringify({ keys: [{ ...poison, kid: 'snapshot-1' }] })));
	registry.serve(registry.snapshot(1, [one.entry], {}, 'stranger-1'), [one]);
	await expectClientRefused(registry.client(), {
		code: 'TOKEN_INVALID',
		reason: 'key',
		document: /snapshot/,
		expected: ['snapshot-1'],
		actual: 'stranger-1',
	});
	expect(registry.requests).not.toContain('keys');
});

it('attack: edit after approval: the approvals of the old bytes do not count for the new', async () => {
	const edited = registry.prompt('tone', '1.0.0', { content: 'Be rude.' });
	registry.serve(registry.snapshot(1, [edited.entry]), [{ ...edited, approvals: one.approvals }]);
	await expectDocumentRefused('claims', /^an approval of manifests\//, edited.sha256, one.sha256);
	expect(registry.trust().approvals(edited.sha256)).toEqual([]);
});
