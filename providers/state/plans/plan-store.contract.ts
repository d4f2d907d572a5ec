import { openPlanStore, type ListedPlan, type PlanStore, type StoredPlan, type WrittenPlan } from './plan-store';

/** Describes what the store of plans does, whatever database it is in. */
export function describePlanStore(create: () => Promise<string>): void {
	let machines: [PlanStore, PlanStore];
	beforeEach(async () => {
		const place = await create();
		machines = [openPlanStore(place, undefined, 3), openPlanStore(place, undefined, 3)];
	});
	afterEach(() => Promise.all(machines.map((machine) => machine.close())));

	const act = { action: 'plan.created', by: 'user:ana', object: { kind: 'plan', value: 'a' } };
	const plan = (id: string, createdAt: number, state = 'drawn', isConfirmed = state === 'confirmed'): Omit<WrittenPlan, 'revision'> => ({
		id,
		state,
		version: '0.1.0',
		isConfirmed,
		createdAt,
		changedAt: createdAt,
		document: Buffer.from(`first ${id}`),
		head: Buffer.from(`head of ${id} ${state}`),
	});
	const text = (found: StoredPlan | undefined) => found && Buffer.from(found.document).toString();

	it('keeps a plan as it was sealed, for its tenant alone', async () => {
		const [store, other] = machines;
		await store.add('acme', plan('a', 1_000), act);
		const found = await other.find('acme', 'a');
		expect(found).toMatchObject({ id: 'a', state: 'drawn', version: '0.1.0', revision: 1, createdAt: 1_000, changedAt: 1_000 });
		expect(text(found)).toBe('first a');
		expect(await store.find('globex', 'a')).toBeUndefined();
		expect(await store.list('globex', {}, 9)).toEqual([]);
		const change = { ...plan('a', 1_000), revision: 1 };
		await expect(store.change('globex', change, act)).rejects.toMatchObject({ code: 'PLAN_NOT_FOUND' });
	});

	it('takes one of two changes of the same revision, and refuses the other', async () => {
		await machines[0].add('acme', plan('a', 1_000), act);
		const change = (machine: PlanStore, content: string) =>
			machine.change(
				'acme',
				{ ...plan('a', 1_000, 'proved'), version: '0.1.1', revision: 1, changedAt: 2_000, document: Buffer.from(content) },
				act,
			);
		const results = await Promise.allSettled([change(machines[0], 'one'), change(machines[1], 'two')]);
		expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
		const refused = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
		expect(refused.reason).toMatchObject({ code: 'STATE_CONFLICT', retryable: true });
		const found = await machines[0].find('acme', 'a');
		expect(found).toMatchObject({ revision: 2, state: 'proved', version: '0.1.1', createdAt: 1_000, changedAt: 2_000 });
		expect(text(found)).toBe(results[0].status === 'fulfilled' ? 'one' : 'two');
	});

	it('lists the newest first, page by page and by state', async () => {
		const [store] = machines;
		for (const [id, at] of [
			['a', 1_000],
			['b', 2_000],
			['c', 2_000],
		] as const)
			await store.add('acme', plan(id, at), act);
		await store.add('acme', plan('d', 3_000, 'confirmed'), act);
		const ids = (found: ListedPlan[]) => found.map(({ id }) => id);
		expect(ids(await store.list('acme', {}, 9))).toEqual(['d', 'c', 'b', 'a']);
		expect(ids(await store.list('acme', {}, 2))).toEqual(['d', 'c']);
		expect(ids(await store.list('acme', { before: [2_000, 'c'] }, 9))).toEqual(['b', 'a']);
		expect(ids(await store.list('acme', { state: 'drawn', before: [2_000, 'b'] }, 9))).toEqual(['a']);
	});

	it('lists heads alone, and that of the newest revision', async () => {
		const [store] = machines;
		await store.add('acme', plan('a', 1_000), act);
		await store.add('globex', plan('a', 1_000, 'failed'), act);
		await store.change('acme', { ...plan('a', 1_000, 'proved'), revision: 1 }, act);
		const [listed] = await machines[1].list('acme', {}, 9);
		expect(Buffer.from(listed!.head).toString()).toBe('head of a proved');
		expect(listed).not.toHaveProperty('document');
	});

	it('removes the oldest that nobody confirmed once there are too many', async () => {
		const [store] = machines;
		await store.add('acme', plan('sure', 500, 'confirmed'), act);
		await store.add('acme', plan('runs', 400, 'confirmed'), act);
		// A change of what was confirmed is open.
		await store.change('acme', { ...plan('runs', 400, 'drawn', true), revision: 1 }, act);
		expect(await store.find('acme', 'runs')).toMatchObject({ state: 'drawn', isConfirmed: true });
		for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) await store.add('acme', plan(id, 1_000 + index), act);
		expect((await store.list('acme', {}, 9)).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'sure', 'runs']);
	});

	it('refuses a plan that is too large', async () => {
		const large = { ...plan('a', 1_000), document: Buffer.alloc(8 * 1024 * 1024 + 1) };
		await expect(machines[0].add('acme', large, act)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
	});
}
