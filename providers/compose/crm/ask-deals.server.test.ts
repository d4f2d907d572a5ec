import { parseCrmTask } from '../../../core/crm/parse-crm-task';
import { type ChannelHost, addCredential, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { pipeRunToken, type PipeRunServer, startPipeRunServer } from '../../../sandbox/fakes/piperun/piperun-server';
import { askDeals } from './ask-deals';
import { runCrmTask } from './crm-task';
import { type NamedCrm, runNamedCrmTask } from './named-crm';
import { openCrm } from './open-crm';

const signal = new AbortController().signal;
const clock = { now: () => now };
let now = Date.parse('2026-11-28T12:00:00Z');
let own: ChannelHost;
let pipeRun: PipeRunServer;
let branch: PipeRunServer;
beforeEach(async () => {
	[own, pipeRun, branch] = await Promise.all([createChannelHost(clock), startPipeRunServer(), startPipeRunServer()]);
	await addCredential(own.host, { name: 'vendas', type: 'piperunApi', secrets: { token: pipeRunToken, baseUrl: pipeRun.url } });
	await addCredential(own.host, { name: 'filial', type: 'piperunApi', secrets: { token: pipeRunToken, baseUrl: branch.url } });
});
afterEach(() => Promise.all([own.remove(), pipeRun.close(), branch.close()]));

const host = () => ({ ...own.host, tenant: 'default' });
const lead = (id: string) => ({ id, person: { name: 'Maria Souza', phone: '+5544988887777' }, deal: { title: 'Forno' } });
const record = (named: Pick<NamedCrm, 'credential'>, place: object, id = own.conversation) =>
	runNamedCrmTask(
		parseCrmTask({ operation: 'recordLead', lead: lead(id), ...place }),
		{ ...named, requestsPerMinute: 100_000 },
		host(),
		signal,
	);
const inPipeRun = (id?: string) => record({ credential: 'vendas' }, { pipeline: '1', stage: '10' }, id);
const inBranch = () => record({ credential: 'filial' }, { pipeline: '1', stage: '10' });
const list = () => own.channels.deals.list('default', { conversations: [own.conversation] }, 10);
const ask = async () => {
	now += 11 * 60_000;
	return askDeals(host(), signal);
};

it('counts a deal that a person moved, won, lost, reopened or deleted in the CRM, in its last state (chatwoot/chatwoot#7293)', async () => {
	await inPipeRun();
	expect(await list()).toMatchObject([
		{ account: 'piperun vendas', id: String(pipeRun.tables.deals[0]!['id']), state: 'open', askedAt: null },
	]);
	const [deal] = pipeRun.tables.deals as [Record<string, unknown>];
	const after = async (changes: object) => {
		Object.assign(deal, changes);
		expect(await ask()).toEqual({ notReached: [], isCut: false });
		return (await list())[0];
	};
	expect(await after({})).toMatchObject({ state: 'open', isProposed: false, askedAt: now });
	expect(await after({ stage_id: 11 })).toMatchObject({ state: 'open', isProposed: true });
	const closedAt = Date.parse('2026-11-28T23:30:00-03:00');
	expect(await after({ status: 1, closed_at: '2026-11-28 23:30:00' })).toMatchObject({ state: 'won', closedAt });
	expect(await after({ status: 0, closed_at: '' })).toMatchObject({ state: 'open', isProposed: true, closedAt: null });
	expect(await after({ status: 3, closed_at: '2026-11-28 23:30:00' })).toMatchObject({ state: 'lost', closedAt });
	expect(await after({ deleted: 1 })).toMatchObject({ state: 'removed' });
	pipeRun.calls.length = 0;
	await ask();
	expect(pipeRun.calls).toEqual([]);
});

it('keeps what it knew where a CRM is down, and asks the others', async () => {
	await inPipeRun();
	await inBranch();
	await ask();
	pipeRun.fault = () => ({ status: 401, body: {} });
	Object.assign(branch.tables.deals[0]!, { status: 3 });
	expect(await ask()).toEqual({ notReached: [{ account: 'piperun vendas', reason: 'CREDENTIAL_INVALID' }], isCut: false });
	expect((await list()).map(({ state, askedAt }) => [state, askedAt! < now]).sort()).toEqual([
		['lost', false],
		['open', true],
	]);
});

it('does not ask again what it asked a moment ago, nor for leads that have ids of their own', async () => {
	await inPipeRun('crm-import-7');
	expect(await own.channels.deals.list('default', { period: { from: 0, to: Number.MAX_SAFE_INTEGER } }, 10)).toEqual([]);
	await inPipeRun();
	await ask();
	pipeRun.calls.length = 0;
	await askDeals(host(), signal);
	expect(pipeRun.calls).toEqual([]);
});

it('asks for a deal of a node of n8n by the only credential of the same server', async () => {
	const secrets = { token: pipeRunToken, baseUrl: pipeRun.url };
	const crm = await openCrm({ secrets, requestsPerMinute: 100_000 });
	const task = parseCrmTask({ operation: 'recordLead', lead: lead(own.conversation), pipeline: '1', stage: '10' });
	await runCrmTask(task, { crm, account: `n8n piperun ${pipeRun.url}/` }, host(), signal);
	Object.assign(pipeRun.tables.deals[0]!, { status: 1 });
	expect(await ask()).toMatchObject({ notReached: [] });
	expect(await list()).toMatchObject([{ state: 'won', closedAt: null }]);
	await addCredential(own.host, { name: 'other', type: 'piperunApi', secrets });
	expect(await ask()).toMatchObject({ notReached: [{ account: `n8n piperun ${pipeRun.url}/`, reason: 'CREDENTIAL_NOT_FOUND' }] });
});
