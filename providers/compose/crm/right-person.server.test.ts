import type { PipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { cnpj, openRecording, type Recording } from '../../../test/support/crm/recording';
import { slowTest } from '../../../test/support/slow-tests';
import { openEvents } from '../events/events';

let own: Recording;
let server: PipeRunServer;
beforeEach(async () => {
	own = await openRecording();
	server = own.server;
});
afterEach(() => own.close());

const sol = { name: 'Padaria Sol', cnpj };
let leads = 0;
const record = (person: object, company: object | undefined = sol) => own.record({ id: `lead-${++leads}`, company, person });
const nameOf = (deal: number) => server.tables.persons.find(({ id }) => id === server.tables.deals[deal]!['person_id'])!['name'];

it.each([
	['a shared mailbox', { email: 'compras@sol.example', phone: '41 98888-0001' }, { email: 'compras@sol.example', phone: '41 98888-0002' }],
	['the end of a number in another area', { phone: '11 98888-0001' }, { phone: '41 98888-0001' }],
	['a name', { phone: '41 98888-0001' }, { name: 'José da Silva', phone: '41 98888-0002' }],
])('does not take %s for a person', async (_what, one, other) => {
	await Promise.all([record({ name: 'José da Silva', ...one }), record({ name: 'Ana Lima', ...other })]);
	expect(own.counts()).toMatchObject({ companies: 1, persons: 2, deals: 2 });
	expect([nameOf(0), nameOf(1)].sort()).toEqual(server.tables.persons.map(({ name }) => name).sort());
});

it('does not take the number of a company for a person', async () => {
	server.tables.companies.push({ id: 900, name: 'Sol', cnpj, contact_phones: [{ phone: '(41) 3333-4444', is_main: 1 }] });
	await record({ name: 'Ana Lima', phone: '+554133334444' });
	await record({ name: 'José da Silva', phone: '+554133334444' });
	expect(own.counts()).toMatchObject({ companies: 1, persons: 2 });
	// The same name, and nothing against it.
	await record({ name: 'jose da silva', phone: '+554133334444' });
	expect(own.counts()).toMatchObject({ persons: 2, deals: 3 });
});

it.each([
	['a number, however people wrote it', { contact_phones: [{ phone: '(41) 8888-0001' }] }],
	['a second number', { contact_phones: [{ phone: '41 3333-0000', is_main: 1 }, { phone: '041 98888 0001' }] }],
	['a number without its area, with the name', { name: 'Maria Souza', contact_phones: [{ phone: '98888-0001' }] }],
	['a personal address', { contact_emails: [{ email: 'Maria.Souza@sol.example' }] }],
])('finds a person by %s', async (_what, stored) => {
	server.tables.companies.push({ id: 900, name: 'Sol', cnpj });
	server.tables.persons.push({ id: 901, company_id: 900, name: 'Maria', ...stored });
	const person = { name: 'Maria Souza', phone: '41 98888-0001', email: 'maria.souza@sol.example' };
	expect(await record(person)).toMatchObject({ person: { id: '901' }, doubts: [] });
});

it('puts a doubt before a person, and makes two people', async () => {
	await record({ name: 'Maria Souza', phone: '41 98888-0001' });
	const known = String(server.tables.persons[0]!['id']);
	const { person, doubts, deal } = await record({ name: 'João Lima', phone: '41 98888-0001' });
	expect(person).toMatchObject({ isNew: true });
	expect(doubts).toEqual([{ kind: 'person', id: known, because: 'other-name' }]);
	const note = server.tables.notes.find((one) => String(one['deal_id']) === deal.id && String(one['text']).startsWith('Confira'));
	expect(note?.['text']).toContain(`pessoa ${known}: mesmo telefone ou e-mail, outro nome`);
	const events = await (await openEvents({ stateFolder: own.stateFolder })).read('default', 0, 10);
	expect(events).toMatchObject([{ type: 'crm.record.doubtful', data: { crm: 'PipeRun', kind: 'person', id: person!.id, doubts } }]);
});

it('tells of five other records of a person at most', async () => {
	server.tables.companies.push({ id: 900, name: 'Sol', cnpj });
	const stored = { company_id: 900, name: 'Maria Souza', contact_phones: [{ phone: '41 98888-0001' }] };
	for (let id = 901; id < 910; id += 1) server.tables.persons.push({ id, ...stored });
	const { person, doubts } = await record({ name: 'Maria Souza', phone: '41 98888-0001' });
	expect(person).toMatchObject({ id: '901' });
	expect(doubts).toEqual([902, 903, 904, 905, 906].map((id) => ({ kind: 'person', id: String(id), because: 'also-fits' })));
});

it('knows people who have a number in common by their names', async () => {
	const phone = '41 98888-0001';
	for (const name of ['José Silva', 'José Silva Filho', 'Maria Lima']) await record({ name, phone });
	expect(own.counts()).toMatchObject({ persons: 3 });
	for (const name of ['jose silva', 'JOSÉ SILVA FILHO', 'Maria']) await record({ name, phone });
	expect(own.counts()).toMatchObject({ persons: 3, deals: 6 });
	expect(await record({ name: 'José', phone })).toMatchObject({
		person: { isNew: true },
		doubts: [{ because: 'shared-contact' }, { because: 'shared-contact' }],
	});
});

it('doubts a first name only if nothing is against it', async () => {
	await record({ name: 'Maria', phone: '41 98888-0001' });
	expect(await record({ name: 'Maria Souza', phone: '41 98888-0002' })).toMatchObject({ doubts: [] });
	expect(await record({ name: 'Maria Souza', email: 'compras@sol.example' })).toMatchObject({
		person: { isNew: true },
		doubts: [{ because: 'same-name' }, { because: 'same-name' }],
	});
});

it('makes one person and one company of leads without a number of a company', async () => {
	const sent = [{ name: 'Maria Souza' }, { name: 'maria souza' }, { name: 'Maria' }, { name: 'Maria Souza', email: 'm@sol.example' }];
	await Promise.all(sent.map((person) => record({ phone: '41 98888-0001', ...person }, { name: 'Padaria Sol' })));
	expect(own.counts()).toMatchObject({ companies: 1, persons: 1, deals: 4 });
	// The number of the company becomes known.
	expect(await record({ name: 'Maria Souza', phone: '41 98888-0001' }, { name: 'PADARIA SOL LTDA', cnpj })).toMatchObject({
		company: { isNew: false, changed: ['cnpj'] },
		person: { isNew: false },
	});
});

it.each([
	['has no number either', { name: 'Padaria Sol' }, []],
	['tells it', sol, ['cnpj']],
])('knows a company that people typed without a number by its person, if the lead %s', async (_what, company, changed) => {
	server.tables.companies.push({ id: 900, name: 'PADARIA SOL' });
	server.tables.persons.push({ id: 901, company_id: 900, name: 'Maria Souza', contact_phones: [{ phone: '41 98888-0001' }] });
	expect(await record({ name: 'Maria Souza', phone: '41 98888-0001' }, company)).toMatchObject({
		company: { id: '900', isNew: false, changed },
		person: { id: '901', isNew: false },
	});
});

it('takes the person along to the record of the company that has its number', async () => {
	await record({ name: 'Ana Lima', phone: '41 98888-0002' });
	const [maria, unnumbered] = [{ name: 'Maria', phone: '41 98888-0001' }, { name: 'Padaria Sol' }];
	const first = await own.record({ id: 'first', company: unnumbered, person: maria });
	const { company, person } = await record(maria);
	expect(person).toMatchObject({ id: first.person!.id, isNew: false });
	// Nor back, by the first lead.
	await own.record({ id: 'first', company: unnumbered, person: maria });
	expect(server.tables.persons.find(({ id }) => String(id) === person!.id)).toMatchObject({ company_id: Number(company!.id) });
	expect(await own.record({ id: 'next', company: unnumbered, person: maria })).toMatchObject({
		company: { id: company!.id },
		person: { id: person!.id },
	});
});

it('writes the name of a person as soon as it is known, and keeps the one that people gave', async () => {
	await record({ phone: '41 98888-0001' });
	expect(await record({ name: 'Maria', phone: '41 98888-0001' })).toMatchObject({ person: { changed: ['name'] } });
	expect(await record({ name: 'Maria Souza', phone: '41 98888-0001' })).toMatchObject({ person: { changed: [] } });
	expect(server.tables.persons).toMatchObject([{ name: 'Maria' }]);
});

it('tells of a company that was created before its number was known, and has another record', async () => {
	await record({ name: 'Ana Lima', phone: '41 98888-0002' });
	const { company } = await own.record({
		id: 'lead-a',
		company: { name: 'Padaria Sol' },
		person: { name: 'Maria', phone: '41 98888-0001' },
	});
	const again = await own.record({ id: 'lead-a', company: sol, person: { name: 'Maria', phone: '41 98888-0001' } });
	expect(again).toMatchObject({ company: { isNew: false }, doubts: [{ kind: 'company', id: company!.id, because: 'without-number' }] });
	expect(server.tables.companies.filter((one) => one['cnpj'] !== undefined)).toHaveLength(1);
});

slowTest('puts the doubt before people too if the answer of the creation got lost', async () => {
	await record({ name: 'Ana Lima', phone: '41 98888-0001' });
	let isFirst = true;
	server.fault = ({ method, path }) => (method === 'POST' && path === '/persons' && isFirst && !(isFirst = false) ? 'late' : undefined);
	const { doubts } = await own.record({ id: 'late', company: sol, person: { name: 'Ana Lima', email: 'compras@sol.example' } }, 1_000);
	expect(doubts).toMatchObject([{ because: 'same-name' }]);
	expect(own.counts()).toMatchObject({ persons: 2 });
});

slowTest('puts the doubt before people if the first attempt ended between creation and answer, and the name was another', async () => {
	const first = await record({ name: 'Ana Lima', email: 'compras@sol.example' });
	let isCreated = false;
	server.fault = ({ method, path }) => {
		if (isCreated) return { status: 400, body: {} };
		isCreated = method === 'POST' && path === '/persons';
		return isCreated ? 'lost-after' : undefined;
	};
	const [company, phone] = [sol, '41 98888-0001'];
	await expect(own.record({ id: 'cut', company, person: { name: 'Ana', phone } }, 1_000)).rejects.toMatchObject({ code: 'CRM_REFUSED' });
	server.fault = undefined;
	const { doubts } = await own.record({ id: 'cut', company, person: { name: 'Ana Lima', phone } });
	expect(doubts).toEqual([{ kind: 'person', id: first.person!.id, because: 'same-name' }]);
	expect(own.counts()).toMatchObject({ persons: 2 });
});

slowTest.each(['late', 'lost-before', 'lost-after'] as const)(
	'makes one person of leads at the same time if answers are %s',
	async (fault) => {
		const faulty = new Set(['/companies', '/persons', '/deals', '/notes']);
		server.fault = ({ method, path }) => (method === 'POST' && faulty.delete(path) ? fault : undefined);
		const people = [
			...[
				{ name: 'Maria Souza', phone: '41 98888-0001' },
				{ name: 'Maria', phone: '+55 41 8888-0001' },
			],
			...[
				{ name: 'José Silva', email: 'compras@sol.example', phone: '41 98888-0003' },
				{ name: 'Ana', email: 'compras@sol.example' },
			],
		];
		const all = people.map((person, index) => ({ id: `race-${index}`, company: index % 2 ? sol : { name: 'Padaria Sol' }, person }));
		const failed = async () =>
			(await Promise.allSettled(all.map((one) => own.record(one, 2_000)))).filter(({ status }) => status === 'rejected');
		for (let attempt = 0; (await failed()).length > 0 && attempt < 6; attempt += 1) own.aheadMs += 60_000;
		expect(own.counts()).toMatchObject({ persons: 3, deals: 4 });
		expect(server.tables.notes.filter(({ text }) => String(text).startsWith('Lead'))).toHaveLength(4);
	},
);
