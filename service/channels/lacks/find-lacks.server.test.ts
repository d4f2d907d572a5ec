import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ChannelRecord } from '../../../core/ports/channels/channel-records';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import type { Host } from '../../../providers/compose/hosts/host';
import { addCredential, type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { findLacks } from './find-lacks';
import type { MessageReader } from '../../../engine-adapter/engine/message-readers';
import type { MessageEngine } from '../message-engine';

let own: ChannelHost;
let agents: string;
const refusing = createServer((_request, response) => response.writeHead(401).end('{}'));
let url: string;
beforeAll(async () => {
	await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
});
afterAll(() => void refusing.close());
beforeEach(async () => {
	own = await createChannelHost();
	agents = join(own.host.stateFolder, 'agents');
	mkdirSync(agents);
});
afterEach(() => own.remove());

const writeAgent = (id: string, define: object[], changes: object = {}) =>
	writeFileSync(
		join(agents, `${id}.json`),
		JSON.stringify({
			...{ id, version: '1.0.0', name: id, purpose: 'Sells.', capabilities: [], prompt: 'Answer.', tools: { define } },
			...{ guardrails: { personalData: { types: [] } }, limits: {} },
			...{ model: { route: [{ provider: 'openai', model: 'gpt' }], extractive: false } },
			...changes,
		}),
	);

async function setTestUrl(name: string): Promise<void> {
	const { store } = await openCredentials(own.host);
	const record = (await store.find('default', name))!;
	await store.put({ ...record, testUrl: url }, true);
}

const find = async (
	changes: Partial<ChannelRecord>,
	{ host = {}, asks = false, engine }: { host?: Partial<Host>; asks?: boolean; engine?: MessageEngine } = {},
) => {
	await own.change(changes);
	const record = (await own.channels.channels.find('default', 'sales'))!;
	const place = {
		host: { ...own.host, agentFolders: [agents], providers: { openai: { apiKey: 'k' } }, ...host } as Host,
		...{ tenant: 'default', asks, signal: AbortSignal.timeout(20_000) },
	};
	const found = await findLacks(record, place, { parts: own.channels, ...(engine && { engine }) });
	return found.map(({ kind, name, state, neededBy }) => `${state} ${kind} ${name} for ${neededBy}`);
};

const lookup = {
	kind: 'http',
	name: 'stock',
	description: 'Looks up.',
	method: 'GET',
	url: 'https://shop.example/stock',
	parameters: { type: 'object', properties: {} },
};
const leads = { kind: 'leads', url: 'https://abcd.supabase.co', key: '${SUPABASE_KEY}', team: 'vendas' };

it('names every secret, credential and setting that the tools of an agent, and of agents it calls, lack', async () => {
	writeAgent('clerk', [
		{ ...lookup, headers: { authorization: 'Bearer ${STOCK_TOKEN}' } },
		leads,
		{ kind: 'agent', agent: 'helper', description: 'Helps.' },
	]);
	writeAgent('helper', [{ kind: 'mcp', server: 'crm', url: 'https://crm.example/mcp', credential: 'crm-login' }]);
	expect(await find({ agent: 'clerk', message: null })).toEqual([
		'missing secret STOCK_TOKEN for the tool stock of the agent clerk',
		'missing secret SUPABASE_KEY for the tools for leads of the agent clerk',
		'missing credential crm-login for the MCP server crm of the agent helper',
	]);
	const secrets = () => 'a-secret-of-some-length';
	expect(await find({ agent: 'clerk', message: null }, { host: { secrets } })).toEqual([
		'missing credential crm-login for the MCP server crm of the agent helper',
	]);
});

it('takes an empty secret for a missing one', async () => {
	writeAgent('clerk', [leads]);
	const host = { secrets: () => '  ' };
	expect(await find({ agent: 'clerk', message: null }, { host })).toEqual([
		'missing secret SUPABASE_KEY for the tools for leads of the agent clerk',
	]);
});

it('names an agent, a model, a desk and a transcriber that are not there, and agents of origins', async () => {
	writeAgent('clerk', []);
	const channel = {
		...{ agent: 'clerk', message: null, handOver: { desk: 'people', labels: [], assignee: null, team: null } as never },
		rules: { origins: [{ match: 'ad', agent: 'nowhere' }], audio: { transcriber: 'speech', maxSeconds: 60, keeps: 'transcript' } } as never,
	};
	expect(await find(channel, { host: { providers: {} } })).toEqual([
		'missing model openai for the agent clerk',
		'missing agent nowhere for the channel sales',
		'missing desk people for hand-overs of the channel sales',
		'missing transcriber speech for audios of the channel sales',
	]);
});

it('names the credential of the account that somebody removed', async () => {
	expect(await find({ credential: 'gone', agent: null, message: null })).toEqual([
		'missing credential gone for the account of the channel sales',
	]);
});

it('asks about keys where it may, so that a wrong one is as clear as a missing one', async () => {
	const host = {
		secrets: () => 'a-wrong-key-of-the-project',
		allowPrivateNetworks: true,
		providers: { openai: { apiKey: 'k', baseUrl: url } },
	};
	writeAgent('clerk', [
		{ ...leads, url },
		{ kind: 'mcp', server: 'crm', url: `${url}/mcp`, credential: 'crm-login' },
	]);
	await addCredential(own.host, { name: 'crm-login', type: 'httpBearerAuth', secrets: { token: 'wrong' } });
	await setTestUrl('crm-login');
	expect(await find({ agent: 'clerk', message: null }, { host, asks: true })).toEqual([
		'refused model openai for the agent clerk',
		expect.stringMatching(/^refused database 127\.0\.0\.1:\d+ for the tools for leads of the agent clerk$/),
		'refused credential crm-login for the MCP server crm of the agent clerk',
	]);
	expect(await find({ agent: 'clerk', message: null }, { host })).toEqual([]);
});

it('asks servers of tools, whose refusal ends every run', async () => {
	writeAgent('clerk', [
		{ kind: 'mcp', server: 'crm', url: `${url}/mcp`, headers: { authorization: 'Bearer ${CRM_KEY}' } },
		{ kind: 'a2a', name: 'weather', description: 'Tells the weather.', url },
	]);
	const host = { secrets: () => 'a-revoked-key', allowPrivateNetworks: true };
	const providers = {};
	expect(await find({ agent: 'clerk', message: null }, { host: { ...host, providers }, asks: true })).toEqual(
		expect.arrayContaining([
			'unreachable server crm for the MCP server crm of the agent clerk',
			'unreachable server weather for the tool weather of the agent clerk',
		]),
	);
	expect(await find({ agent: 'clerk', message: null }, { host: { ...host, providers } })).not.toContainEqual(
		expect.stringContaining('server'),
	);
});

it('looks through the processes of a message: none is deployed, and what the headers of their tasks name', async () => {
	const none: MessageEngine = { publishMessage: async () => ({ messageKey: '1' }), findMessageReaders: async () => [] };
	expect(await find({}, { engine: none })).toEqual(['missing process customer-wrote for the message customer-wrote of the channel']);
	const typing: MessageEngine = { ...none, listMessageStarts: async () => ['cliente-escreveu'] };
	const record = (await own.channels.channels.find('default', 'sales'))!;
	const place = { host: own.host as Host, tenant: 'default', asks: false, signal: AbortSignal.timeout(20_000) };
	expect(await findLacks(record, place, { parts: own.channels, engine: typing })).toEqual([
		expect.objectContaining({
			reason: expect.stringContaining('Deployed ones begin with "cliente-escreveu".'),
			...{ fix: expect.stringContaining('--message'), byEngine: true },
		}),
	]);
	const jobs: MessageReader['jobs'] = [
		{ type: 'troupe:crm', headers: { credential: 'piperun' } },
		{ type: 'troupe:agent', headers: { agent: 'nowhere' } },
		{ type: 'troupe:http', headers: { credential: '=chosen' } },
	];
	const engine = { ...none, findMessageReaders: async () => [{ processId: 'sale', jobs }] };
	expect(await find({}, { engine })).toEqual([
		'missing credential piperun for troupe:crm of the process sale',
		'missing agent nowhere for troupe:agent of the process sale',
	]);
});
