import type { CallStore } from '../../../core/ports';

const leaseMs = 30_000;
const bytes = (text: string) => new TextEncoder().encode(text);

/** What a store of calls does that recording leads relies on. */
export function describeCrmCalls(open: () => CallStore): void {
	const begin = (holder: string, key = 'lead', tenant = 'acme') => open().begin(tenant, key, holder, leaseMs);
	const note = (holder: string, text: string) => open().note('acme', 'lead', holder, { state: 'running', outcome: bytes(text) }, leaseMs);

	it('gives a lead to one holder of many that ask together, and to the next when it is released', async () => {
		const begun = await Promise.all(['one', 'two', 'three'].map((holder) => begin(holder)));
		expect(begun.map(({ kind }) => kind).sort()).toEqual(['new', 'taken', 'taken']);
		const holder = ['one', 'two', 'three'][begun.findIndex(({ kind }) => kind === 'new')]!;
		expect(await note(holder, 'company 7')).toBe(true);
		await open().release('acme', 'lead', holder);
		const next = await begin('four');
		expect(next.kind === 'known' && Buffer.from(next.call.outcome!).toString()).toBe('company 7');
	});

	it('tells a holder that another one has the lead', async () => {
		await begin('one');
		await open().release('acme', 'lead', 'one');
		await begin('two');
		expect(await note('one', 'too late')).toBe(false);
		expect(await note('two', 'in time')).toBe(true);
	});

	it('keeps tenants apart', async () => {
		await begin('one');
		expect(await begin('two', 'lead', 'other')).toEqual({ kind: 'new' });
	});
}
