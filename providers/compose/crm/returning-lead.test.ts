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
