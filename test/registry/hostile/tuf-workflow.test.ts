/** The client workflow of the TUF specification, section 5, clause by clause, where no other attack test has it. */
import { expectRefused, type Refusal } from '../../support/registry/expect-refused';
import { HostileRegistry, type Signed } from '../../support/registry/hostile-registry';
import type { RootDocument } from '../../../manifests/documents/root-document';

let registry: HostileRegistry;
let one: Signed;
beforeEach(async () => {
	registry = await HostileRegistry.start();
	one = registry.prompt('tone', '1.0.0');
	registry.serve(registry.snapshot(1, [one.entry]), [one]);
});
afterEach(() => registry.stop());

/** A machine that was offered editions of the root, and what it was told of them. */
async function offered(...editions: Array<[number, string]>): Promise<unknown[]> {
	for (const [version, tokens] of editions) registry.serveRoot(version, tokens);
	const told: unknown[] = [];
	await registry.client({ onFault: (error) => told.push(error) }).refresh();
	return told;
}

const expectTold = (error: unknown, refusal: Refusal) => expectRefused(error, refusal, { home: registry.home, by: 'client' });
const snapshotPath = 'tenants/default/snapshot';

const bothRoots: RootDocument['roles'] = {
	root: { keyIds: ['root-1', 'root-2'], threshold: 2 },
	author: { keyIds: ['author-1'], threshold: 1 },
	approver: { keyIds: ['approver-1'], threshold: 1 },
	snapshot: { keyIds: ['snapshot-1'], threshold: 1 },
};

describe('5.3, update the root role', () => {
	it('5.3.3: goes up one edition at a time until there is none', async () => {
		const editions = [2, 3, 4].map((ver): [number, string] => [ver, registry.root({ ver })]);
		expect(await offered(...editions)).toEqual([]);
		expect(registry.requests.filter((path) => path.startsWith('root/'))).toEqual(['root/2', 'root/3', 'root/4', 'root/5']);
		expect(registry.trust().root.document.ver).toBe(4);
	});

	it('5.3.3: asks for no more than 64 editions at once', async () => {
		registry.lies.set('root/66', () => {
			throw new Error('asked for more');
		});
		const token = registry.root({ ver: 2 });
		for (let version = 2; version <= 65; version++) registry.serveRoot(version, token);
		expectTold((await offered())[0], { code: 'MANIFEST_ROLLED_BACK', document: 'root/3', reason: 'rollback', expected: 3, actual: 2 });
		expect(registry.requests.filter((path) => path.startsWith('root/'))).toHaveLength(64);
	});

	it('5.3.4: asks for the threshold of the edition before', async () => {
		registry.pin(registry.root({ roles: bothRoots }, ['root-1', 'root-2']));
		const [refused] = await offered([
			2,
			registry.root({ ver: 2, roles: { ...bothRoots, root: { ...bothRoots.root, threshold: 1 } } }, ['root-1']),
		]);
		expectTold(refused, { code: 'TOKEN_INVALID', document: 'root/2', reason: 'signature', expected: 2, actual: 1 });
		expect(registry.trust().root.document.ver).toBe(1);
	});

	it('5.3.4: and for its own', async () => {
		const [refused] = await offered([2, registry.root({ ver: 2, roles: bothRoots }, ['root-1'])]);
		expectTold(refused, { code: 'TOKEN_INVALID', document: 'root/2', reason: 'signature', expected: 2, actual: 1 });
	});

	it('5.3.5: takes edition n + 1, neither n + 2 nor n again', async () => {
		const [leap] = await offered([2, registry.root({ ver: 3 })]);
		expectTold(leap, { code: 'TOKEN_INVALID', document: 'root/2', reason: 'claims', expected: 2, actual: 3 });
		const [again] = await offered([2, registry.root({ ver: 1, development: true })]);
		expectTold(again, { code: 'MANIFEST_ROLLED_BACK', document: 'root/2', reason: 'rollback', expected: 2, actual: 1 });
		expect(registry.trust().root.document).toMatchObject({ ver: 1, development: false });
	});

	it('5.3.10: an expired edition on the way does not matter, an expired last one is', async () => {
		const past = Math.floor(registry.nowMs / 1000) - 10;
		const expired = { exp: past, iat: past - 100 };
		expect(await offered([2, registry.root({ ver: 2, ...expired })], [3, registry.root({ ver: 3 })])).toEqual([]);
		expect(registry.trust().root.document.ver).toBe(3);
		const [refused] = await offered([4, registry.root({ ver: 4, ...expired })]);
		expect(refused).toBeUndefined(); // not due yet: it is asked for with the next snapshot
		registry.serve(registry.snapshot(2, [one.entry]));
		expectTold((await offered())[0], {
			...{ code: 'TOKEN_INVALID', document: /^root\/4$/, reason: 'expired' },
			...{ expected: expect.stringMatching(/^good at .+Z$/), actual: expect.stringMatching(/^expired at .+Z$/) },
		});
		expect(registry.trust().root.document.ver).toBe(3);
	});

	it('5.3.10: a pinned root that has expired is followed by a fresh one', async () => {
		const past = Math.floor(registry.nowMs / 1000) - 10;
		registry.pin(registry.root({ exp: past, iat: past - 100 }));
		expect(() => registry.trust()).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }));
		expect(await offered([2, registry.root({ ver: 2 })])).toEqual([]);
		expect(registry.trust().snapshot().document.ver).toBe(1);
	});

	it('a key that a later edition revokes signs nothing any more, from the same refresh on', async () => {
		await offered();
		const roles = { ...bothRoots, root: { keyIds: ['root-1'], threshold: 1 }, snapshot: { keyIds: ['snapshot-2'], threshold: 1 } };
		registry.serveRoot(
			2,
			registry.root({ ver: 2, roles, revokedKeyIds: ['snapshot-1'] }, ['root-1'], { snapshot: ['snapshot-1', 'snapshot-2'] }),
		);
		registry.serve(registry.snapshot(2, [one.entry]));
		expectTold((await offered())[0], {
			...{ code: 'TOKEN_INVALID', document: snapshotPath, reason: 'key', expected: ['snapshot-2'], actual: 'snapshot-1' },
		});
		expect(() => registry.trust().snapshot()).toThrow(expect.objectContaining({ code: 'TOKEN_INVALID' }));
	});
});

describe('5.4 and 5.5, update the snapshot', () => {
	it('5.4.2: a flipped bit in its claims, and one in its signature, are refused', async () => {
		const parts = registry.snapshot(2, [one.entry]).split('.');
		const claims = Buffer.from(
			Buffer.from(parts[1] ?? '', 'base64url')
				.toString()
				.replace('"ver":2', '"ver":3'),
		).toString('base64url');
		for (const token of [
			[parts[0], claims, parts[2]],
			[parts[0], parts[1], `${parts[2]?.slice(1)}A`],
		].map((list) => list.join('.'))) {
			registry.serve(token);
			expectTold((await offered())[0], {
				...{ code: 'TOKEN_INVALID', document: snapshotPath, reason: 'signature' },
				...{
					expected: 'a signature of its bytes by the key snapshot-1',
					actual: expect.stringMatching(/^a signature that this key did not make/),
				},
			});
			expect(() => registry.trust().snapshot()).toThrow();
		}
	});

	it('5.4.3: the same version again is accepted', async () => {
		expect(await offered()).toEqual([]);
		expect(await offered()).toEqual([]);
		expect(registry.trust().snapshot().document.ver).toBe(1);
	});

	it('one that was issued in the future is refused', async () => {
		const later = Math.floor(registry.nowMs / 1000) + 3_600;
		registry.serve(registry.snapshot(2, [one.entry], { iat: later, exp: later + 900 }));
		expectTold((await offered())[0], {
			...{ code: 'TOKEN_INVALID', document: snapshotPath, reason: 'claims' },
			...{ expected: expect.stringMatching(/^issued \(iat\) at .+Z or before$/), actual: new Date(later * 1000).toISOString() },
		});
	});
});

describe('5.6, update what it names', () => {
	it('keeps it under its hash, and asks for it once', async () => {
		await offered();
		await offered();
		expect(registry.requests.filter((path) => path === `manifests/${one.sha256}`)).toHaveLength(1);
		expect(registry.trust().findManifest(one.entry)?.sha256).toBe(one.sha256);
	});

	it('asks for what is used most first, and not for what was revoked', async () => {
		const others = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => registry.prompt(name, '1.0.0'));
		const [used, revoked] = [others[6], others[7]] as [Signed, Signed];
		const entries = others.map(({ entry }) => (entry === revoked.entry ? { ...entry, state: 'revoked' as const } : entry));
		registry.serve(registry.snapshot(2, entries), others);
		const client = registry.client();
		client.used(used.sha256);
		await client.refresh();
		const asked = registry.requests.filter((path) => path.startsWith('manifests/'));
		expect(asked[0]).toBe(`manifests/${used.sha256}`);
		expect(asked).toHaveLength(7);
	});
});
