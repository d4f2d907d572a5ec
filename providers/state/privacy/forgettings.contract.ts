import { type Forgettings, openForgettings } from './forgettings';

/** Describes what the store of forgettings does, whatever database it is in. */
export function describeForgettings(create: () => Promise<string>): void {
	let machines: Forgettings[];
	beforeEach(async () => {
		const place = await create();
		machines = [openForgettings(place), openForgettings(place)];
	});
	afterEach(() => Promise.all(machines.map((machine) => machine.close())));

	const begin = (subject: string, now: number, tenant = 'acme', names = [subject]) =>
		machines[0]!.begin({ tenant, subject, request: Buffer.from(`sealed ${subject}`) }, names, now);

	it('takes the one that nobody tried for longest, of any tenant, and not again before its time', async () => {
		await begin('ana', 2_000);
		await begin('bia', 1_000, 'globex');
		const [store] = machines as [Forgettings];
		const taken = await store.takeOpen(3_000, 5_000);
		expect(taken).toMatchObject({ tenant: 'globex', subject: 'bia' });
		expect(Buffer.from(taken!.request).toString()).toBe('sealed bia');
		expect(await store.takeOpen(3_000, 5_000)).toMatchObject({ tenant: 'acme', subject: 'ana' });
		expect(await store.takeOpen(5_000, 6_000)).toBeUndefined();
		expect(await store.takeOpen(5_001, 6_000)).toBeDefined();
	});

	it('lets one of two machines take it that look at the same time', async () => {
		for (let round = 1; round <= 5; round++) {
			await begin(`person ${round}`, 1_000);
			const taken = await Promise.all(machines.map((machine) => machine.takeOpen(2_000, 3_000)));
			expect(taken.map((one) => one?.subject).toSorted()).toEqual([`person ${round}`, undefined]);
		}
	});

	it('is open by any name, in its tenant alone, until it ends', async () => {
		await begin('ana', 1_000, 'acme', ['ana', 'phone']);
		const [store, other] = machines as [Forgettings, Forgettings];
		const isOpen = (tenant: string, names?: string[]) => other.isOpen(tenant, names);
		expect(await Promise.all([isOpen('acme', ['x', 'phone']), isOpen('acme'), isOpen('acme', ['x']), isOpen('globex')])).toEqual([
			true,
			true,
			false,
			false,
		]);
		await store.end('acme', 'ana', '{}', 2_000);
		expect(await Promise.all([isOpen('acme', ['phone']), isOpen('acme')])).toEqual([false, false]);
	});

	it('keeps nothing of one that is dropped, except for an earlier receipt', async () => {
		await begin('ana', 1_000, 'acme', ['ana', 'phone']);
		await begin('ana', 1_000, 'globex');
		const [store, other] = machines as [Forgettings, Forgettings];
		await store.drop('acme', 'ana');
		expect([await other.isOpen('acme', ['phone']), await other.isOpen('globex', ['ana'])]).toEqual([false, true]);
		await begin('ana', 2_000, 'acme', ['ana']);
		await store.end('acme', 'ana', '{}', 3_000);
		expect([await other.findReceipt('acme', 'phone'), await other.findReceipt('acme', 'ana')]).toEqual([undefined, '{}']);
		await begin('ana', 4_000);
		await store.drop('acme', 'ana');
		expect([await other.findReceipt('acme', 'ana'), await other.isOpen('acme', ['ana'])]).toEqual(['{}', false]);
	});

	it('has the receipt of what ended by any name, in its tenant alone, and nothing open', async () => {
		await begin('ana', 1_000, 'acme', ['ana', 'phone']);
		const [store, other] = machines as [Forgettings, Forgettings];
		expect(await other.findReceipt('acme', 'phone')).toBeUndefined();
		await store.end('acme', 'ana', '{"at":1}', 2_000);
		expect([await other.findReceipt('acme', 'phone'), await other.findReceipt('globex', 'phone')]).toEqual(['{"at":1}', undefined]);
		expect(await other.takeOpen(9_000, 9_000)).toBeUndefined();
	});
}
