import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withOrigin } from '../../../core/base/work-origin';
import { doubtMs } from '../../../core/crm/recording/find-or-create';
import type { PipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { cnpj, openRecording, type Recording } from '../../../test/support/crm/recording';
import { slowTest } from '../../../test/support/slow-tests';

let own: Recording;
let server: PipeRunServer;
beforeEach(async () => {
	own = await openRecording();
	server = own.server;
});
afterEach(() => own.close());

const record: Recording['record'] = (...lead) => own.record(...lead);
const counts = () => own.counts();
const writes = () => own.writes();
const once = { companies: 1, persons: 1, deals: 1, notes: 1 };

it('records company, person, deal and note, in the forms that a CRM compares', async () => {
	const recorded = await record();
	const { companies, persons, deals, notes } = server.tables;
	expect(companies).toMatchObject([{ name: 'Padaria Sol', cnpj: '12ABC34501DE35', city_id: 2878, external_code: 'conversation-1' }]);
	expect(persons).toMatchObject([{ name: 'Maria Souza', company_id: companies[0]!['id'], contact_phones: [{ phone: '+5541999998888' }] }]);
	expect(persons).toMatchObject([{ contact_emails: [{ email: 'maria@example.com' }] }]);
	const records = { company_id: companies[0]!['id'], person_id: persons[0]!['id'] };
	const place = { pipeline_id: 1, stage_id: 10, origin_id: 5, owner_id: 7 };
	expect(deals).toMatchObject([{ title: 'Forno', value: 1500, temperature: 2, reference: 'conversation-1', ...records, ...place }]);
	expect(notes).toMatchObject([{ deal_id: deals[0]!['id'] }]);
	expect(recorded).toMatchObject({ company: { isNew: true }, person: { isNew: true }, deal: { id: String(deals[0]!['id']), isNew: true } });
});

it('leaves out of the note what is not known', async () => {
	await record();
	const text = String(server.tables.notes[0]!['text']);
	expect(text).toContain('Empresa: Padaria Sol\nCNPJ: 12.ABC.345/01DE-35\nContato: Maria Souza\nTelefone: +5541999998888');
	expect(text).toContain('Produto: Forno de lastro\nTemperatura: quente');
});

it('adds a note for a price that was told by exception', async () => {
	await record({ priceException: { answer: 'A partir de R$ 900.', reason: 'lead frio' } });
	expect(server.tables.notes.map(({ text }) => String(text).split('\n')[0])).toEqual(['Lead qualificado', 'Preço informado por exceção']);
	expect(server.tables.notes[1]!['text']).toContain('Resposta: A partir de R$ 900.\nMotivo: lead frio');
});

it('writes nothing when the same lead comes again', async () => {
	await record();
	server.calls.length = 0;
	expect(await record()).toMatchObject({
		company: { isNew: false, changed: [] },
		deal: { isNew: false, changed: [] },
		notes: [{ isNew: false }],
	});
	expect(writes()).toEqual([]);
});

it('updates the fields that changed, and leaves names and stages as people left them', async () => {
	await record();
	Object.assign(server.tables.companies[0]!, { name: 'Padaria Sol (VIP)' });
	Object.assign(server.tables.deals[0]!, { stage_id: 11 });
	const changes = { company: { name: 'Padaria Sol', cnpj, website: 'https://sol.example' }, deal: { title: 'Forno', value: 900 } };
	expect(await record(changes)).toMatchObject({ company: { changed: ['website'] }, deal: { changed: ['value'] } });
	expect(server.tables.companies).toMatchObject([{ name: 'Padaria Sol (VIP)', website: 'https://sol.example', city_id: 2878 }]);
	expect(server.tables.deals).toMatchObject([{ value: 900, stage_id: 11 }]);
	expect(counts()).toEqual({ ...once, notes: 2 });
});

it('adds an address or a number where there is none, and replaces none that people chose', async () => {
	server.tables.companies.push({ id: 900, name: 'Sol', cnpj, contact_phones: [{ phone: '4133334444', is_main: 1 }] });
	server.tables.persons.push({
		id: 901,
		name: 'Maria Souza',
		company_id: 900,
		contact_emails: [{ email: 'maria@example.com' }, { email: 'dona@sol.example', is_main: 1 }],
	});
	const company = { name: 'Sol', cnpj, phone: '41 99999-0000', email: 'sol@example.com' };
	const again = [await record({ company }), await record({ company })];
	expect(again).toMatchObject([
		{ company: { id: '900', changed: ['email'] }, person: { id: '901', changed: ['phone'] } },
		{ company: { changed: [] }, person: { changed: [] } },
	]);
	expect(server.tables.companies).toMatchObject([
		{ contact_phones: [{ phone: '4133334444' }], contact_emails: [{ email: 'sol@example.com' }] },
	]);
	expect(server.tables.persons).toMatchObject([{ contact_emails: [{}, { email: 'dona@sol.example' }] }]);
});

it('finds the company that people typed with dots, and adds the lead to it', async () => {
	server.tables.companies.push({ id: 900, name: 'Sol Pães', cnpj });
	expect(await record()).toMatchObject({ company: { id: '900', isNew: false } });
	expect(server.tables.deals).toMatchObject([{ company_id: 900 }]);
});

it('makes one company of leads that come at the same time', async () => {
	await Promise.all(Array.from({ length: 12 }, (_, index) => record({ id: `lead-${index}` })));
	expect(counts()).toEqual({ companies: 1, persons: 1, deals: 12, notes: 12 });
});

slowTest.each(['companies', 'persons', 'deals', 'notes'])('finds what was created although no answer came: %s', async (table) => {
	let isFirst = true;
	server.fault = ({ method, path }) => {
		if (method !== 'POST' || path !== `/${table}` || !isFirst) return undefined;
		isFirst = false;
		return 'late';
	};
	await record({}, 2_000);
	await record();
	expect(counts()).toEqual(once);
});

slowTest('creates nothing while a request that got no answer can still arrive, for other leads of the company neither', async () => {
	server.fault = ({ method }) => (method === 'POST' ? 'lost-before' : undefined);
	await expect(record({}, 2_000)).rejects.toMatchObject({ code: 'CRM_OUTCOME_UNKNOWN', retryable: true });
	server.fault = undefined;
	const open = { code: 'CRM_OUTCOME_UNKNOWN', retryable: true, retryAfterMs: expect.any(Number) as number };
	await expect(record()).rejects.toMatchObject(open);
	await expect(record({ id: 'another-lead' })).rejects.toMatchObject(open);
	expect(counts().companies).toBe(0);
	own.aheadMs = doubtMs;
	await record();
	expect(counts()).toEqual(once);
});

it('goes on where it stopped', async () => {
	server.fault = ({ method, path }) => (method === 'POST' && path === '/deals' ? { status: 422, body: {} } : undefined);
	await expect(record()).rejects.toMatchObject({ code: 'CRM_REFUSED' });
	server.fault = undefined;
	server.calls.length = 0;
	await record();
	expect(writes()).toEqual(['POST deals', 'POST notes']);
});

it('tries again what PipeRun refused for a moment', async () => {
	let left = 2;
	server.fault = ({ path }) =>
		path === '/deals' && left-- > 0 ? { status: 429, headers: { 'retry-after-ms': '1' }, body: {} } : undefined;
	await record();
	expect(counts()).toEqual(once);
});

it('does not call a CRM that is down', async () => {
	server.fault = () => ({ status: 503, headers: { 'retry-after': '60' }, body: '' });
	await expect(record()).rejects.toMatchObject({ code: 'CRM_UNREACHABLE', retryable: true });
	server.calls.length = 0;
	await expect(record({ id: 'lead-2' })).rejects.toMatchObject({ code: 'CRM_CIRCUIT_OPEN', retryable: true });
	expect(server.calls).toEqual([]);
});

it('records a lead without a company, and gives it one later', async () => {
	await record({ company: undefined });
	expect(server.tables.deals).toMatchObject([{ person_id: server.tables.persons[0]!['id'] }]);
	await record();
	expect(counts()).toEqual({ ...once, notes: 2 });
	expect(server.tables.persons).toMatchObject([{ company_id: server.tables.companies[0]!['id'] }]);
	expect(server.tables.deals).toMatchObject([{ company_id: server.tables.companies[0]!['id'] }]);
});

it('creates a deal that people deleted again', async () => {
	await record();
	server.tables.deals.length = 0;
	expect(await record()).toMatchObject({ deal: { isNew: true } });
});

it('finds a company, and adds a note once, which names the run that wrote it', async () => {
	await record();
	const { deals, companies } = server.tables;
	expect(await own.perform({ operation: 'findCompany', cnpj })).toMatchObject({ company: { id: String(companies[0]!['id']) } });
	expect(await own.perform({ operation: 'findCompany', cnpj: '11.222.333/0001-81' })).toMatchObject({ company: null });
	const note = { operation: 'addNote', key: 'a', target: 'deal', targetId: deals[0]!['id'], text: 'Ligou de novo.' };
	expect(await withOrigin({ run: 'turn-7' }, () => own.perform(note))).toMatchObject({ note: { isNew: true } });
	expect(server.tables.notes.at(-1)!['text']).toMatch(/^Ligou de novo\.\n\nref \w{10}, run turn-7$/);
	expect(await withOrigin({ run: 'turn-8' }, () => own.perform(note))).toMatchObject({ note: { isNew: false } });
	expect(await own.perform({ ...note, key: 'b' })).toMatchObject({ note: { isNew: true } });
});

it('writes down no personal data that can be read', async () => {
	await record({ id: '+5541999998888' });
	const files = readdirSync(own.stateFolder).filter((name) => name.startsWith('state.db'));
	expect(files).toContain('state.db');
	for (const file of files) expect(readFileSync(join(own.stateFolder, file), 'latin1')).not.toMatch(/Maria|99999|12ABC/);
});
