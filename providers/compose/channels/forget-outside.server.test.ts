import { defaultMailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { erasedName } from '../../../core/ports/crm';
import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import { addCredential, type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { pipeRunToken, type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { runNamedCrmTask } from '../crm/named-crm';
import { forgetOutside } from './forget-outside';

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
const record = async (id: string, person: object, deal = { title: 'Forno' }) => {
	for (const credential of ['vendas', 'filial']) {
		const task = parseCrmTask({
			operation: 'recordLead',
			lead: { id, person, deal, summary: 'Quer um forno.' },
			pipeline: '1',
			stage: '10',
		});
		await runNamedCrmTask(task, { credential, requestsPerMinute: 100_000 }, host(), signal);
	}
};
const forget = async () => forgetOutside((await own.channels.contacts.find('default', contact))!, host(), signal);
const names = () => [pipeRun, branch].map(({ tables }) => tables.persons.map(({ name }) => name));
const texts = () => JSON.stringify([pipeRun.tables, branch.tables]);

it('removes the person of a conversation in every CRM of the tenant, and says what stays there (gitpod-io/gitpod#5061)', async () => {
	await record(own.conversation, { name: 'Maria Souza', phone: '+5511911112222', email: 'maria@example.com' }, { title: 'Maria Souza' });
	await record('other', { name: 'João Lima', phone: '+5544977776666' });
	const { reached, notReached } = await forget();
	expect(reached).toEqual(['CRM filial', 'CRM vendas']);
	expect(notReached).toEqual(
		['CRM filial', 'CRM vendas'].map((place) => ({
			stores: [place],
			where: expect.stringMatching(/^keeps the deals \d+: look/) as string,
		})),
	);
	const left = [erasedName, 'João Lima'];
	expect(names()).toEqual([left, left]);
	expect(texts()).not.toMatch(/Maria|911112222|maria@/);
	expect(texts().match(/Quer um forno/g)).toHaveLength(2);
	expect(await forget()).toEqual({ reached: [], notReached: [] });
});

it('finds the person by the number from which they write', async () => {
	await record('of another host', { name: 'Maria', phone: '+5544988887777' });
	await record('no number', { name: 'Maria Lima' });
	expect((await forget()).reached).toEqual(['CRM filial', 'CRM vendas']);
	const left = [erasedName, 'Maria Lima'];
	expect(names()).toEqual([left, left]);
});

it('goes on where it stopped, and a CRM that is away holds up no other', async () => {
	await record(own.conversation, { name: 'Maria Souza', phone: '+5544988887777' });
	const refusal = { status: 403, body: { success: false } };
	pipeRun.fault = ({ method, path }) => (method === 'PUT' && path.startsWith('/persons') ? refusal : undefined);
	expect(await forget()).toMatchObject({
		reached: ['CRM filial'],
		notReached: [{}, { stores: ['CRM vendas'], where: expect.stringMatching(/^\(CREDENTIAL_INVALID\): PipeRun answered 403/) as string }],
	});
	pipeRun.fault = undefined;
	expect((await forget()).reached).toEqual(['CRM vendas']);
	expect(texts()).not.toContain('Maria');
});

it('stops with the call, so that it is repeated', async () => {
	const stopped = forgetOutside((await own.channels.contacts.find('default', contact))!, host(), AbortSignal.abort(new Error('stop')));
	await expect(stopped).rejects.toThrow('stop');
});

it('knows the person under all numbers that messages proved', async () => {
	const event = {
		...{ kind: 'message' as const, key: 'm2', id: 'm2', address: '5544988887777', at: Date.now(), author: 'contact' as const },
		contact: ['5544988887777', '5511955554444'].map((value) => ({ kind: 'phone' as const, value, proof: 'provider' as const })),
		content: [{ kind: 'text' as const, text: 'Hi' }],
	};
	await own.channels.mailbox.apply(event, { tenant: 'default', channel: 'sales', receipt: null }, defaultMailboxRules);
	await record('elsewhere', { name: 'Maria', phone: '+5511955554444' });
	expect((await forget()).reached).toEqual(['CRM filial', 'CRM vendas']);
});
