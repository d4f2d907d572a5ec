import type { CredentialStore, SealedCredential } from '../../../core/ports/access/credentials';

/** A credential for tests, changed as wanted. */
export const someCredential = (changes: Partial<SealedCredential> = {}): SealedCredential => ({
	tenant: 'acme',
	name: 'shop',
	type: 'httpHeaderAuth',
	provider: null,
	testUrl: null,
	revision: 0,
	createdAt: 1_000,
	changedAt: 1_000,
	changedBy: 'user:ana',
	tokenEndsAt: null,
	endsAt: null,
	checkedAt: null,
	problem: null,
	sealed: Buffer.from('sealed'),
	wrappedKey: Buffer.from('key'),
	...changes,
});

export function describeCredentialStore(open: () => CredentialStore): void {
	it('keeps the credentials of each tenant, and lists them without what is sealed', async () => {
		const store = open();
		expect(await store.put(someCredential({ name: 'b', endsAt: 5_000, provider: 'google' }), false)).toBe(true);
		await store.put(someCredential({ name: 'a' }), false);
		await store.put(someCredential({ tenant: 'globex' }), false);
		const listed = await store.list('acme');
		expect(listed.map(({ name }) => name)).toEqual(['a', 'b']);
		expect(listed[1]).toMatchObject({ endsAt: 5_000, provider: 'google', revision: 1_000, changedBy: 'user:ana' });
		expect(listed[0]).not.toHaveProperty('sealed');
		expect((await store.list()).map(({ tenant }) => tenant)).toEqual(['acme', 'acme', 'globex']);
		expect(Buffer.from((await store.find('acme', 'a'))!.sealed).toString()).toBe('sealed');
		expect([await store.find('globex', 'a'), await store.remove('globex', 'a'), await store.remove('acme', 'a')]).toEqual([
			undefined,
			false,
			true,
		]);
	});

	it('replaces a credential only when asked to, with a later revision', async () => {
		const store = open();
		await store.put(someCredential(), false);
		expect(await store.put(someCredential({ type: 'slackApi' }), false)).toBe(false);
		await store.noteCheck({ tenant: 'acme', name: 'shop', revision: 1_000 }, 2_000, 'refused');
		expect(await store.put(someCredential({ type: 'slackApi', createdAt: 9_000, changedAt: 9_000 }), true)).toBe(true);
		const replaced = { type: 'slackApi', createdAt: 1_000, changedAt: 9_000, revision: 1_001, problem: null, checkedAt: null };
		expect(await store.find('acme', 'shop')).toMatchObject(replaced);
	});

	it('changes a revision once, and notes what was said about it only', async () => {
		const store = open();
		await store.put(someCredential(), false);
		const first = (await store.find('acme', 'shop'))!;
		const change = { ...first, sealed: Buffer.from('new'), checkedAt: 3_000, changedAt: 3_000 };
		expect([await store.change(first, change), await store.change(first, change)]).toEqual([true, false]);
		await store.noteCheck(first, 4_000, 'refused');
		expect(await store.find('acme', 'shop')).toMatchObject({ revision: 1_001, checkedAt: 3_000, problem: null });
	});

	it('reserves the renewal of a revision for one holder, until it is released, changed or too late', async () => {
		const store = open();
		await store.put(someCredential(), false);
		const first = (await store.find('acme', 'shop'))!;
		const holders = ['a', 'b', 'c', 'd'];
		const reserved = await Promise.all(holders.map((holder) => store.reserve(first, holder, 60_000)));
		expect(reserved.filter(Boolean)).toHaveLength(1);
		const holder = holders[reserved.indexOf(true)]!;
		await store.release(first, 'another');
		expect(await store.reserve(first, 'e', 60_000)).toBe(false);
		await store.release(first, holder);
		expect(await store.reserve(first, 'e', -1)).toBe(true);
		expect(await store.reserve(first, 'f', 60_000)).toBe(true);
		await store.change(first, first);
		expect(await store.reserve(first, 'g', 60_000)).toBe(false);
	});
}
