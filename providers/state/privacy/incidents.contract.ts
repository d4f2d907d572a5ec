import { type Incidents, openIncidents } from './incidents';

/** Describes what the register of incidents does, whatever database it is in. */
export function describeIncidents(create: () => Promise<string>): void {
	let machines: Incidents[];
	beforeEach(async () => {
		const place = await create();
		machines = [openIncidents(place), openIncidents(place)];
	});
	afterEach(() => Promise.all(machines.map((machine) => machine.close())));

	const seal = (text: string) => () => Promise.resolve(Buffer.from(text));
	const add = (notedAt: number, tenant = 'acme', people: string[] = []) =>
		machines[0]!.add({ tenant, knownAt: notedAt - 10, notedAt, notedBy: 'user:ana', cause: null, risk: 'likely' }, people, seal('first'));
	const entry = (at: number, content = 'more') => ({ at, by: 'user:bia', step: 'noted' as const, content: Buffer.from(content) });

	it('keeps entries in their order, each as it was sealed, and who is touched once', async () => {
		const [store, other] = machines as [Incidents, Incidents];
		const id = await add(1_000, 'acme', ['hash1', 'hash2']);
		expect(await other.change('acme', id, entry(2_000), { people: ['hash2', 'hash3'], risk: 'high' })).toBe(true);
		const found = (await store.find('acme', id))!;
		expect(found.entries.map(({ at, step, content }) => [at, step, Buffer.from(content).toString()])).toEqual([
			[1_000, 'added', 'first'],
			[2_000, 'noted', 'more'],
		]);
		expect(found).toMatchObject({ named: 3, incident: { knownAt: 990, risk: 'high', authorityAt: null, closedAt: null } });
		expect(await store.find('globex', id)).toBeUndefined();
		expect(await store.change('globex', id, entry(3_000), {})).toBe(false);
	});

	it('keeps the earliest time at which somebody was told, unless it is corrected, and changes nothing once it is closed', async () => {
		const [store] = machines as [Incidents];
		const id = await add(1_000);
		for (const at of [3_000, 2_000, 2_500]) await store.change('acme', id, entry(at), { told: { to: 'authority', at } });
		await store.change('acme', id, entry(4_000), { told: { to: 'people', at: 1_500 } });
		await store.change('acme', id, entry(4_500), { told: { to: 'people', at: 3_500, correct: true } });
		await store.change('acme', id, entry(5_000), { closed: { law: 'lgpd', timeZone: 'America/Sao_Paulo' } });
		expect(await store.change('acme', id, entry(6_000), { risk: 'unlikely' })).toBe(false);
		const { incident, entries } = (await store.find('acme', id))!;
		expect(incident).toMatchObject({
			...{ authorityAt: 2_000, peopleAt: 3_500, closedAt: 5_000, risk: 'likely', law: 'lgpd', timeZone: 'America/Sao_Paulo' },
		});
		expect(entries).toHaveLength(7);
	});

	it('lists the newest first, page by page, of one tenant, and those of all that are open', async () => {
		const [store] = machines as [Incidents];
		const ids = [await add(1_000), await add(2_000), await add(2_000)];
		const foreign = await add(1_500, 'globex');
		const listed = await store.list('acme', {}, 9);
		const [first] = listed;
		expect(await store.list('acme', { before: [first!.notedAt, first!.id] }, 9)).toEqual(listed.slice(1));
		expect(listed.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
		await store.change('acme', ids[0]!, entry(5_000), { closed: { law: 'gdpr', timeZone: 'UTC' } });
		expect((await store.list('acme', { isOpen: true }, 9)).map(({ id }) => id)).not.toContain(ids[0]);
		expect((await store.listOpen()).map(({ id }) => id)[0]).toBe(foreign);
		const open = await store.listOpen();
		expect(open).toHaveLength(3);
		for (const [index, one] of open.entries()) expect(await store.listOpen(one)).toEqual(open.slice(index + 1));
	});

	it('takes both of two changes at the same time', async () => {
		const id = await add(1_000);
		await Promise.all(machines.map((machine, at) => machine.change('acme', id, entry(2_000 + at), {})));
		expect((await machines[0]!.find('acme', id))!.entries).toHaveLength(3);
	});

	it('counts contacts, of whom there are none', async () => {
		const [store] = machines as [Incidents];
		expect([await store.countContacts('acme'), await store.countContacts('acme', { from: 0, to: 9_999 })]).toEqual([0, 0]);
		for (const seen of ['2', '2', '3']) await store.noteSign('acme', { cause: 'audit-log-changed', seen }, 1_000);
	});
}
