import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import { addCredential, type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { pipeRunToken, type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { runNamedCrmTask } from '../crm/named-crm';
import { findClosedDeals } from './closed-deals';

const signal = new AbortController().signal;
let own: ChannelHost;
let server: PipeRunServer;
let contact: string;
beforeEach(async () => {
	[own, server] = await Promise.all([createChannelHost(), startPipeRunServer()]);
	await addCredential(own.host, { name: 'vendas', type: 'piperunApi', secrets: { token: pipeRunToken, baseUrl: server.url } });
	({ contact } = (await own.channels.mailbox.find('default', own.conversation))!);
});
afterEach(() => Promise.all([own.remove(), server.close()]));

const record = (id: string, details = { product: 'Forno' }) => {
	const task = parseCrmTask({
		...{ operation: 'recordLead', lead: { id, person: { name: 'Maria Souza' }, deal: { title: 'Forno' }, details } },
		...{ pipeline: '1', stage: '10' },
	});
	return runNamedCrmTask(task, { credential: 'vendas', requestsPerMinute: 100_000 }, own.host, signal);
};
const isClosed = () => findClosedDeals(own.host)({ tenant: 'default', contact, conversation: own.conversation }, signal);
const close = (deal: number, status: number) => Object.assign(server.tables.deals[deal]!, { status });

it('asks no CRM about a customer without a deal, and leaves nothing behind', async () => {
	expect(await isClosed()).toBe(false);
	expect(server.calls).toEqual([]);
	await record(own.conversation);
	expect(server.tables.deals).toHaveLength(1);
});

it.each([
	['won', 1],
	['lost', 3],
])('finds that a deal of the conversation is %s, whatever was known of it a moment ago', async (_what, status) => {
	await record(own.conversation);
	expect(await isClosed()).toBe(false);
	close(0, status);
	expect(await isClosed()).toBe(true);
});

it('finds the deal of a lead that is named after a session of the conversation', async () => {
	await record(`${own.conversation}-2`);
	close(0, 1);
	expect(await isClosed()).toBe(true);
});

it('goes by the last deal of a lead that came back, and by one that is open of several', async () => {
	await record(own.conversation);
	close(0, 1);
	await record(own.conversation, { product: 'Batedeira' });
	expect(await isClosed()).toBe(false);
	close(1, 3);
	expect(await isClosed()).toBe(true);
	await record(own.conversation, { product: 'Mesa' });
	expect(await isClosed()).toBe(false);
});

it('knows nothing while the CRM is away', async () => {
	await record(own.conversation);
	server.fault = () => ({ status: 503, body: {} });
	await expect(isClosed()).rejects.toMatchObject({ retryable: true });
});
