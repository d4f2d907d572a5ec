import type { PipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { openRecording, type Recording } from '../../../test/support/crm/recording';

let own: Recording;
let server: PipeRunServer;
beforeEach(async () => {
	own = await openRecording();
	server = own.server;
});
afterEach(() => own.close());

const wishing = (product: string) => own.record({ details: { product } });
const close = (deal: number, status: number) => Object.assign(server.tables.deals[deal]!, { status });
const textsOf = (deal: number) =>
	server.tables.notes.filter((note) => note['deal_id'] === server.tables.deals[deal]!['id']).map(({ text }) => String(text).split('\n')[0]);

it.each([
	{ status: 1, told: 'ganho' },
	{ status: 3, told: 'perdido' },
])('gets a new deal once its deal is closed ($told), and each names the other', async ({ status, told }) => {
	const { deal: first } = await wishing('Forno');
	close(0, status);
	const { deal: second } = await wishing('Batedeira');
	expect(second).toMatchObject({ isNew: true, previous: first.id });
	expect(server.tables.deals).toMatchObject([
		{ status, reference: 'conversation-1' },
		{ status: 0, reference: 'conversation-1~2' },
	]);
	expect(textsOf(0)).toEqual(['Lead qualificado', `O cliente voltou: negócio ${second.id}.`]);
	expect(textsOf(1)).toEqual([`Volta do negócio ${first.id} (${told}).`, 'Lead qualificado']);
	expect(own.counts()).toMatchObject({ companies: 1, persons: 1 });
});

it('stays with the new deal while it is open, and returns again after it', async () => {
	await wishing('Forno');
	close(0, 1);
	const second = await wishing('Batedeira');
	expect(await wishing('Batedeira espiral')).toMatchObject({ deal: { id: second.deal.id, isNew: false, previous: second.deal.previous } });
	close(1, 3);
	expect(await wishing('Mesa')).toMatchObject({ deal: { isNew: true, previous: second.deal.id } });
	expect(server.tables.deals.map(({ reference }) => reference)).toEqual(['conversation-1', 'conversation-1~2', 'conversation-1~3']);
});

it('gets none for words that a deal has already', async () => {
	const { deal: first } = await wishing('Forno');
	close(0, 1);
	expect(await wishing('Forno')).toMatchObject({ deal: { id: first.id, isNew: false }, notes: [{ isNew: false }] });
	await wishing('Batedeira');
	server.calls.length = 0;
	// A job that was delivered late.
	expect(await wishing('Forno')).toMatchObject({ deal: { id: first.id, isNew: false } });
	expect(own.writes()).toEqual([]);
	expect(await wishing('Batedeira')).toMatchObject({ deal: { isNew: false, previous: first.id } });
});

it('gets one deal if it fails halfway, without what was remembered too', async () => {
	await wishing('Forno');
	close(0, 1);
	for (const failing of [1, 2, 3]) {
		let posts = 0;
		server.fault = ({ method }) => (method === 'POST' && ++posts === failing ? { status: 422, body: {} } : undefined);
		await expect(wishing('Batedeira')).rejects.toMatchObject({ code: 'CRM_REFUSED' });
	}
	server.fault = undefined;
	await wishing('Batedeira');
	const tables = structuredClone(server.tables);
	expect(own.counts()).toMatchObject({ deals: 2, notes: 4 });
	await own.close();
	own = await openRecording();
	server = own.server;
	Object.assign(server.tables, tables);
	await wishing('Batedeira');
	expect(own.counts()).toMatchObject({ deals: 2, notes: 4 });
});

it('gets a new deal once its deal lies in the trash, which is not written to', async () => {
	const { deal: first } = await wishing('Forno');
	Object.assign(server.tables.deals[0]!, { deleted: 1 });
	const { deal: second } = await wishing('Batedeira');
	expect(second).toMatchObject({ isNew: true });
	expect(second.id).not.toBe(first.id);
	expect([textsOf(0), textsOf(1)]).toEqual([['Lead qualificado'], ['Lead qualificado']]);
	expect(await wishing('Batedeira')).toMatchObject({ deal: { id: second.id, isNew: false } });
});

describe('with its requests', () => {
	const press = { id: 'r1', product: 'Prensa PH-60', quantity: 2, need: 'Estampar chapas de 3 mm', at: '2026-11-01T10:00:00-03:00' };
	const five = { ...press, id: 'r2', quantity: 5, at: '2026-11-20T10:00:00-03:00' };
	const shear = { id: 'r3', product: 'Guilhotina GH-13', need: 'CNC', at: '2026-11-21T10:00:00-03:00' };
	const asking = (...requests: object[]) => own.record({ requests, deal: { temperature: 'hot' }, details: {} });
	const find = (lead: object, ...requests: object[]) =>
		own.perform({ operation: 'findRequests', lead: { id: 'conversation-1', ...lead, requests } });
	const titles = () => server.tables.deals.map(({ title }) => title);
	const noteOf = (deal: number) =>
		server.tables.notes.findLast((note) => note['deal_id'] === server.tables.deals[deal]!['id'] && /^Lead/.test(String(note['text'])))![
			'text'
		];
	const closeAt = (deal: number, closed_at: string | null) => Object.assign(server.tables.deals[deal]!, { status: 1, closed_at });
	const forgetAll = async () => {
		const tables = structuredClone(server.tables);
		await own.close();
		own = await openRecording();
		server = own.server;
		Object.assign(server.tables, tables);
	};

	it('writes the title, the product and the volume of a deal from them', async () => {
		await asking(press);
		expect(noteOf(0)).toMatch(/\nProduto: Prensa PH-60\nVolume: 2\n/);
		await asking(press, shear);
		expect(titles()).toEqual(['2 × Prensa PH-60: estampar chapas de 3 mm; Guilhotina GH-13: CNC']);
		expect(noteOf(0)).toMatch(/\nProduto: Prensa PH-60; Guilhotina GH-13\nVolume: 2 × Prensa PH-60\n/);
	});

	// A salesperson can backdate the closing; a CRM can tell no time at all.
	it.each(['2026-11-10 10:00:00', '2026-10-01 10:00:00', null])(
		'counts what is asked for since the deal was closed (%j)',
		async (closed) => {
			const { deal: first } = await asking(press);
			closeAt(0, closed);
			expect(await find({}, press)).toEqual({ operation: 'findRequests', deal: { id: first.id, state: 'won' }, requests: [], text: null });
			expect(await find({}, press, five)).toMatchObject({ requests: [{ id: 'r2' }], text: '5 × Prensa PH-60: estampar chapas de 3 mm' });
			const { deal: second } = await asking(press, five);
			expect(second).toMatchObject({ isNew: true, previous: first.id });
			expect(titles()[1]).toBe('5 × Prensa PH-60: estampar chapas de 3 mm');
			expect(noteOf(1)).toMatch(/\nProduto: Prensa PH-60\nVolume: 5\n/);
			expect(await find({}, press, five)).toMatchObject({ deal: { id: second.id, state: 'open' }, requests: [{ id: 'r2' }] });
			expect(await asking(press, five, shear)).toMatchObject({ deal: { id: second.id, isNew: false } });
			expect(titles()[1]).toBe('5 × Prensa PH-60: estampar chapas de 3 mm; Guilhotina GH-13: CNC');
			closeAt(1, closed);
			expect(await asking(press, five, shear)).toMatchObject({ deal: { id: second.id, isNew: false } });
			expect(titles()).toHaveLength(2);
		},
	);

	it('goes by the times where nothing is remembered', async () => {
		const { deal: first } = await asking(press);
		closeAt(0, '2026-11-10 10:00:00');
		await forgetAll();
		expect(await find({ knownDeal: first.id }, press, five)).toMatchObject({
			deal: { state: 'won' },
			text: '5 × Prensa PH-60: estampar chapas de 3 mm',
		});
		expect(await asking(press)).toMatchObject({ deal: { id: first.id, isNew: false } });
		await asking(press, five);
		expect(titles()).toEqual(['2 × Prensa PH-60: estampar chapas de 3 mm', '5 × Prensa PH-60: estampar chapas de 3 mm']);
	});

	it('goes on with all of a deal that was removed', async () => {
		const { deal: first } = await asking(press);
		Object.assign(server.tables.deals[0]!, { deleted: 1 });
		expect(await find({}, press, five)).toMatchObject({ deal: { id: first.id, state: 'removed' }, requests: [{ id: 'r1' }, { id: 'r2' }] });
		await asking(press, five);
		expect(titles()[1]).toBe('2 × Prensa PH-60: estampar chapas de 3 mm; 5 × Prensa PH-60: estampar chapas de 3 mm');
	});

	it('asks no CRM about a lead without a deal', async () => {
		expect(await find({}, press)).toMatchObject({ deal: null, text: '2 × Prensa PH-60: estampar chapas de 3 mm' });
		expect(server.calls).toEqual([]);
	});
});
