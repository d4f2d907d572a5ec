import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks as webhook } from '../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { createOwner, startN8n } from '../../scripts/lib/n8n.mjs';
import { waitUntil } from '../support/wait-until';
import { bootedN8n, owner } from './boot';
import { channelWorkflow, postToChannel } from './channel-workflow';
import { N8nApi, type Workflow } from './n8n-api';
import { row, type SubNode } from './workflows';

const exec = promisify(execFile);

/** An n8n of its own, with the rule of its tenant: its files are searched. */
describe('an n8n whose tenant gives it tokens', () => {
	const person = { name: 'Marinalva Souza', phone: '5544988887777', email: 'maria.souza@example.com', cpf: '529.982.247-25' };
	const said = `Sou a Marinalva. Meu CPF é ${person.cpf}, email ${person.email}. watermark-4471`;
	const { settings, tool } = bootedN8n();
	let folder: string;
	let n8n: Awaited<ReturnType<typeof startN8n>>;
	let api: N8nApi;
	let zApi: ZApiServer;
	let model: FakeServer;
	let accounts: { channel: object; openAi: object };

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'troupe-tokens-'));
		await cp(join(settings.userFolder, '.n8n/nodes'), join(folder, 'user/.n8n/nodes'), { recursive: true });
		const respond = () => ({ text: `Recebi: ${person.email}, ${person.cpf}. Ligamos para +${person.phone}.` });
		[zApi, model] = await Promise.all([startZApiServer(), startOpenAiServer({ respond })]);
		await troupe('tenant', 'set', 'default', '--execution-data', 'tokens-only');
		const env = { ...settings.env, TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_ALLOW_INLINE_AGENTS: 'true' };
		n8n = await startN8n({ host: settings.host, userFolder: join(folder, 'user'), env, readyTimeoutMs: 300_000 });
		const { cookie } = await createOwner({ url: n8n.url, ...owner });
		api = new N8nApi(n8n.url, cookie);
		accounts = {
			channel: await api.createCredential('troupeChannelApi', { provider: 'z-api', baseUrl: zApi.url, ...zApiAccount }),
			openAi: await api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' }),
		};
	}, 600_000);
	afterAll(async () => {
		await Promise.all([n8n?.stop(), zApi?.close(), model?.close()]);
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	});

	async function troupe(...args: string[]): Promise<string> {
		const environment = { ...process.env, TROUPE_HOME: join(folder, 'user/.n8n/troupe') };
		const command = ['--disable-warning=ExperimentalWarning', join(tool, 'bin/troupe'), ...args];
		return (await exec(process.execPath, command, { env: environment })).stdout;
	}

	/** Files of n8n, without the packages and without the state of Troupe, which seals. */
	function filesWith(text: string): string[] {
		const of = join(folder, 'user');
		const names = readdirSync(of, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => join(parentPath, name).slice(of.length + 1))
			.filter((name) => !/node_modules|^\.cache|^\.n8n\/troupe\//.test(name));
		return names.filter((name) => readFileSync(join(of, name)).includes(text));
	}
	const expectNoValues = () =>
		expect([...Object.values(person), 'Marinalva'].flatMap((value) => filesWith(value).map((name) => `${name} ${value}`))).toEqual([]);

	async function receive(workflow: Workflow, words: string): Promise<string> {
		const id = await api.createWorkflow(workflow);
		await api.activate(id);
		const post = (payload: object) => postToChannel(n8n.url, payload);
		await waitUntil('the trigger to be live', async () => (await post(webhook.status('READ', ['none']))) === 200, { everyMs: 100 });
		expect(await post(webhook.text(words, { senderName: person.name, chatName: person.name }))).toBe(200);
		return id;
	}

	it('stores no value of the person anywhere: trigger, agent and answer (n8n-io/n8n-docs#4796)', async () => {
		const id = await receive(channelWorkflow(1, accounts), said);
		await waitUntil('the reply', () => zApi.sent.length > 0);
		await api.reached(id, ['success']);
		expect(zApi.sent).toMatchObject([
			{ body: { phone: person.phone, message: `Recebi: ${person.email}, ${person.cpf}. Ligamos para +${person.phone}.` } },
		]);
		expect(JSON.stringify(model.calls.at(-1)!.body)).toContain('watermark-4471');
		// The words without personal data are there: the search finds what is stored.
		expect(filesWith('watermark-4471')).toEqual(expect.arrayContaining([expect.stringMatching(/database\.sqlite/)]));
		expectNoValues();
		await api.deactivate(id);
	}, 300_000);

	it('stores none of what an agent calls its tools with, and of what they find (n8n-io/n8n#26251)', async () => {
		zApi.sent.length = 0;
		const base = channelWorkflow(1, accounts);
		const [trigger, agent, answer] = base.nodes as SubNode[];
		const conversation = "={{ $('Troupe Channel Trigger').first().json.conversation.id }}";
		const tool = (name: string, parameters: object): SubNode => ({
			...{ name, type: 'n8n-nodes-troupe.troupeChannelTool', typeVersion: 1, into: 'Troupe Agent', as: 'ai_tool' },
			parameters: { conversation, ...parameters },
		});
		const workflow = row(
			'tools',
			[
				{ ...trigger!, parameters: { channel: 'third', options: { quiet: 1 } } },
				{ ...agent!, parameters: { ...agent!.parameters, options: { allowTools: '*' } } },
				answer!,
			],
			[
				tool('Find', { operation: 'contact', findBy: 'conversation' }),
				tool('Write', { operation: 'text', text: "={{ $fromAI('text', 'The words', 'string') }}" }),
			],
		);
		model.script([
			{ text: '', calls: [{ name: 'Find', input: {} }] },
			{ text: '', calls: [{ name: 'Write', input: { text: `Anotado: ${person.cpf}, ${person.name}` } }] },
			{ text: `Até logo, ${person.name}.` },
		]);
		const id = await receive(workflow, `${said} third`);
		await waitUntil('both messages', () => zApi.sent.length > 1);
		await api.reached(id, ['success']);
		expect(zApi.sent).toMatchObject([
			{ body: { message: `Anotado: ${person.cpf}, ${person.name}` } },
			{ body: { message: `Até logo, ${person.name}.` } },
		]);
		expect(JSON.stringify(model.calls.at(-1)!.body)).toContain(person.name);
		expectNoValues();
		await api.deactivate(id);
	}, 300_000);

	it('stores none of an execution that fails, of its attempts, nor of the sub-workflow that sends (n8n-io/n8n#30598)', async () => {
		zApi.sent.length = 0;
		const started = channelWorkflow(1, accounts);
		const send = {
			...{ name: 'Send', type: 'n8n-nodes-troupe.troupeChannel', typeVersion: 1 },
			parameters: { operation: 'text', conversation: '={{ $json.conversation.id }}', text: '={{ $json.chatInput }}' },
		};
		const sub = await api.createWorkflow(
			row('sends', [
				{ name: 'Begin', type: 'n8n-nodes-base.executeWorkflowTrigger', typeVersion: 1.1, parameters: { inputSource: 'passthrough' } },
				send,
			]),
		);
		await api.activate(sub);
		const [trigger] = started.nodes;
		// A name of its own: the other one is of the workflow before.
		const receives = { ...(trigger as typeof send), parameters: { channel: 'second', options: { quiet: 1 } } };
		const call = {
			...{ name: 'Call', type: 'n8n-nodes-base.executeWorkflow', typeVersion: 1.2 },
			parameters: { workflowId: { __rl: true, mode: 'id', value: sub }, options: {} },
		};
		const fails = {
			...{ name: 'Fails', type: 'n8n-nodes-troupe.troupeChannel', typeVersion: 1, retryOnFail: true, maxTries: 2 },
			parameters: { operation: 'text', conversation: "={{ $('Troupe Channel Trigger').first().json.chatInput }}", text: 'x' },
		};
		const id = await receive(row('fails', [receives, call, fails]), `${said} again`);
		await api.reached(id, ['error']);
		expect(zApi.sent[0]).toMatchObject({ body: { message: `${said} again` } });
		expect(filesWith('There is no conversation').length).toBeGreaterThan(0);
		expectNoValues();
	}, 300_000);
});
