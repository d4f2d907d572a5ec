import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import type { Correction } from '../../../core/ports/channels/contacts';
import { addCredential, type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { pipeRunToken, type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { runNamedCrmTask } from '../crm/named-crm';
import { rectifyOutside } from './rectify-outside';

const signal = new AbortController().signal;
let own: ChannelHost;
let pipeRun: PipeRunServer;
let branch: PipeRunServer;
let contact: string;
beforeEach(async () => {
	[own, pipeRun, branch] = await Promise.all([createChannelHost(), startPipeRunServer(), startPipeRunServer()]);
	await addCredential(own.host, { name: 'vendas', type: 'piperunApi', secrets: { token: pipeRunToken, baseUrl: pipeRun.url } });
	await addCredential(own.host, { name: 'filial', type: 'piperunApi', secrets: { token: pipeRunToken, baseUrl: branch.url } });
	({ contact } = (await own.channels.mailbox.find('default', own.conversation))!);
});
afterEach(() => Promise.all([own.remove(), pipeRun.close(), branch.close()]));

const host = () => ({ ...own.host, tenant: 'default' });
const record = async (id: string, person: object) => {
	for (const credential of ['vendas', 'filial']) {
		const task = parseCrmTask({ operation: 'recordLead', lead: { id, person, deal: { title: 'Forno' } }, pipeline: '1', stage: '10' });
		await runNamedCrmTask(task, { credential, requestsPerMinute: 100_000 }, host(), signal);
	}
};
const rectify = async (correction: Correction, names: string[] = ['Marai Souza', correction.name ?? 'Marai Souza']) =>
	rectifyOutside((await own.channels.contacts.find('default', contact))!, names, correction, host(), signal);
const personsOf = ({ tables }: PipeRunServer) =>
	tables.persons.map(({ name, contact_emails, contact_phones, contactEmails, contactPhones }) =>
		JSON.stringify([name, contact_emails ?? contactEmails, contact_phones ?? contactPhones]),
	);
const changes = () => pipeRun.calls.filter(({ method, path }) => method === 'PUT' && path.startsWith('/persons')).length;

it('corrects the person of a conversation in every CRM, and nobody else', async () => {
	await record(own.conversation, { name: 'Marai Souza', phone: '+5544988887777', email: 'marai@example.com' });
	await record('other', { name: 'Marai Souza Lima', phone: '+5544977776666', email: 'lima@example.com' });
	const { reached } = await rectify({ name: 'Maria Souza', email: 'Maria@Example.com', phone: '(44) 98888-7778' });
	expect(reached).toEqual(['CRM filial', 'CRM vendas']);
	expect(personsOf(pipeRun)[0]).toContain('Maria Souza');
	expect(personsOf(pipeRun)[0]).toMatch(/maria@example\.com.*\+?5544988887778/);
	expect(personsOf(pipeRun)[0]).not.toMatch(/Marai|marai|8887777/);
	expect(personsOf(pipeRun)[1]).toMatch(/Marai Souza Lima.*lima@example\.com/);
	expect(personsOf(branch)).toEqual(personsOf(pipeRun));
	expect(changes()).toBe(1);
	await rectify({ name: 'Maria Souza', email: 'maria@example.com' });
	expect(changes()).toBe(1);
	await rectify({ name: 'Maria' }, ['Maria Souza', 'Maria']);
	expect(branch.tables.persons[0]).toMatchObject({ name: 'Maria' });
});

it('does not lose addresses of a person who has several, and says where people have to choose', async () => {
	await record(own.conversation, { name: 'Maria Souza', phone: '+5544988887777' });
	const person = pipeRun.tables.persons[0]!;
	for (const field of ['contact_emails', 'contactEmails'])
		person[field] = [{ email: 'work@example.com', is_main: 1 }, { email: 'home@example.com' }];
	const { reached, notReached } = await rectify({ name: 'Maria S.', email: 'new@example.com' }, ['Maria Souza', 'Maria S.']);
	expect(reached).toEqual(['CRM filial', 'CRM vendas']);
	expect(notReached).toContainEqual({
		stores: ['CRM vendas'],
		where: expect.stringMatching(/^has several e-mail addresses of the person \d+: correct/) as string,
	});
	expect(personsOf(pipeRun)[0]).toMatch(/Maria S\..*work@example\.com.*home@example\.com/);
});

it('finds the person by an earlier name', async () => {
	await record('of another host', { name: 'Marai', phone: '+5544988887777' });
	expect((await rectify({ name: 'Maria' }, ['Maria', 'Marai'])).reached).toEqual(['CRM filial', 'CRM vendas']);
	expect(branch.tables.persons).toMatchObject([{ name: 'Maria' }]);
});

it('says what it does not reach: a CRM that is away, companies, and what was removed', async () => {
	await record(own.conversation, { name: 'Marai', phone: '+5544988887777' });
	pipeRun.fault = ({ method, path }) =>
		method === 'PUT' && path.startsWith('/persons') ? { status: 403, body: { success: false } } : undefined;
	const correction = { name: 'Maria', company: 'Padaria Sol', remove: [{ kind: 'phone', value: '+5544900000000' }] };
	const { reached, notReached } = await rectify(correction, ['Marai', 'Maria']);
	expect(reached).toEqual(['CRM filial']);
	expect(notReached.map(({ stores }) => stores.join())).toEqual(['CRM vendas', 'companies of CRMs', 'CRMs and leads']);
	pipeRun.fault = undefined;
	expect((await rectify({ name: 'Maria' }, ['Maria', 'Marai'])).reached).toEqual(['CRM filial', 'CRM vendas']);
	expect(personsOf(pipeRun)[0]).toContain('Maria');
});

it('leaves no trace of a lead that a CRM does not know', async () => {
	expect(await rectify({ name: 'Maria' })).toEqual({ reached: [], notReached: [] });
	await record(own.conversation, { name: 'Bia', phone: '+5544988887777' });
	expect(branch.tables.persons).toMatchObject([{ name: 'Bia' }]);
});
