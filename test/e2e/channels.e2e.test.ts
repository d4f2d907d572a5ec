import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks as webhook } from '../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { createOwner, runN8n, startN8n } from '../../scripts/lib/n8n.mjs';
import { startService } from '../../scripts/lib/processes.mjs';
import { waitUntil } from '../support/wait-until';
import { bootedN8n, owner } from './boot';
import { channelWorkflow, postToChannel } from './channel-workflow';
import { N8nApi } from './n8n-api';
import { serveToken } from './world';

interface ReportNode {
	name: string;
	parameters: Record<string, unknown>;
	credentials?: object;
	disabled?: boolean;
}
const reportExample = JSON.parse(readFileSync('examples/sdr/n8n/report-workflow.json', 'utf8')) as { id: string; nodes: ReportNode[] };

/** The customer of the stand-in is the manager. */
function fillReport(address: string, caller: object) {
	const changes: Record<string, Partial<ReportNode>> = {
		Report: { parameters: { url: `${address}/api/v1/conversation-report` }, credentials: { httpHeaderAuth: caller } },
		Manager: { parameters: { value: '+55 44 98888-7777' } },
		'E-Mail': { disabled: true },
	};
	const fill = (node: ReportNode) => {
		const { parameters, ...others } = changes[node.name] ?? {};
		return { ...node, ...others, parameters: { ...node.parameters, ...parameters } };
	};
	return { ...reportExample, nodes: reportExample.nodes.map(fill) };
}

/** An n8n of its own: it is killed. */
describe('a workflow that answers a channel', () => {
	const quietSeconds = 4;
	const { settings, tool } = bootedN8n();
	let folder: string;
	let n8n: Awaited<ReturnType<typeof startN8n>>;
	let api: N8nApi;
	let zApi: ZApiServer;
	let model: FakeServer;
	let workflow: string;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'troupe-channels-'));
		await cp(join(settings.userFolder, '.n8n/nodes'), join(folder, 'user/.n8n/nodes'), { recursive: true });
		[zApi, model] = await Promise.all([
			startZApiServer(),
			startOpenAiServer({
				respond: ({ messages }) => ({ text: `You wrote: ${messages.at(-1)!.content.replaceAll('\n', ' | ')} It was read.` }),
			}),
		]);
		await start();
		const channel = await api.createCredential('troupeChannelApi', { provider: 'z-api', baseUrl: zApi.url, ...zApiAccount });
		const openAi = await api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' });
		workflow = await api.createWorkflow(channelWorkflow(quietSeconds, { channel, openAi }));
		await api.activate(workflow);
		await waitUntil('the trigger to be live', async () => (await post(webhook.status('READ', ['none']))) === 200, { everyMs: 100 });
	}, 600_000);
	afterAll(async () => {
		await Promise.all([n8n?.stop(), zApi?.close(), model?.close()]);
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	});

	async function start(): Promise<void> {
		const userFolder = join(folder, 'user');
		const hook = join(userFolder, '.n8n/nodes/node_modules/n8n-nodes-troupe/dist/n8n-hooks.js');
		const env = { ...settings.env, TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_ALLOW_INLINE_AGENTS: 'true' };
		n8n = await startN8n({ host: settings.host, userFolder, hooks: [hook], env, readyTimeoutMs: 300_000 });
		const { cookie } = await createOwner({ url: n8n.url, ...owner });
		api = new N8nApi(n8n.url, cookie);
	}

	const post = (payload: object, to?: string) => postToChannel(n8n.url, payload, to);
	const replies = () => zApi.sent.map(({ body }) => body['message']);
	const repliesAre = (count: number) => waitUntil(`${count} replies`, () => zApi.sent.length >= count, { seen: replies });
	const successes = async () => (await api.executions(workflow)).map(({ status }) => status);

	it('answers a burst of three messages with one execution and one reply, and does nothing for its echo', async () => {
		for (const words of ['Hello', 'how much is', 'the machine?']) expect(await post(webhook.text(words))).toBe(200);
		await repliesAre(1);
		const [{ messageId } = { messageId: '' }] = zApi.sent;
		expect(await post(webhook.own(String(replies()[0]), true, { messageId }))).toBe(200);
		await waitUntil('the execution to end', async () => (await successes()).join() === 'success', { seen: successes });
		expect(replies()).toEqual(['You wrote: Hello | how much is | the machine? It was read.']);
	});

	it('loses nothing when n8n is killed between storing a message and its turn', async () => {
		expect(await post(webhook.text('Are you there?'))).toBe(200);
		process.kill(n8n.pid, 'SIGKILL');
		await n8n.ended;
		await n8n.stop();
		expect(replies()).toHaveLength(1);
		await start();
		await repliesAre(2);
		await waitUntil('the execution to end', async () => (await successes()).join() === 'success,success', { seen: successes });
		expect(replies()).toEqual(['You wrote: Hello | how much is | the machine? It was read.', 'You wrote: Are you there? It was read.']);
		// Neither the echo nor the restart has started anything else.
		expect(await successes()).toEqual(['success', 'success']);
	});

	it('sends the manager the report of yesterday, by the example as n8n imports it', async () => {
		const environment = { ...process.env, TROUPE_HOME: join(folder, 'user/.n8n/troupe'), TROUPE_API_TOKEN: serveToken };
		const command = ['--disable-warning=ExperimentalWarning', join(tool, 'bin/troupe'), 'serve', '--port', '0', '--no-registry'];
		const service = startService(process.execPath, command, { env: environment });
		try {
			const address = await waitUntil('troupe serve', () => /ready at (\S+)/.exec(service.tail())?.[1], { seen: service.tail });
			const caller = await api.createCredential('httpHeaderAuth', { name: 'Authorization', value: `Bearer ${serveToken}` });
			const file = join(folder, 'report-workflow.json');
			// A reader changes these fields, and switches off the way that they do not want.
			await writeFile(file, JSON.stringify(fillReport(address, caller)));
			const imported = await runN8n({ ...settings, userFolder: join(folder, 'user') }, ['import:workflow', `--input=${file}`]);
			expect([imported.code, imported.tail]).toEqual([0, expect.stringContaining('imported')]);
			expect(await api.execute(reportExample.id, 'Every Day')).toMatchObject({ status: 200 });
			await repliesAre(3);
			const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
			expect(replies().at(-1)).toMatch(
				new RegExp(`^\\*Report of ${yesterday}\\*\nNo conversations on this day\\.\n(?:.*\n)*All messages arrived\\.$`),
			);
		} finally {
			await service.stop();
		}
	});

	it('answers in a test of the editor, while the workflow is not published', async () => {
		await api.deactivate(workflow);
		await waitUntil('the trigger to be down', async () => (await api.publication(workflow)).status === 'not_published', { everyMs: 100 });
		expect(await api.execute(workflow, 'Troupe Channel Trigger')).toMatchObject({
			status: 200,
			body: { data: { waitingForWebhook: true } },
		});
		expect(await post(webhook.text('Is this a test?'), 'webhook-test')).toBe(200);
		await repliesAre(4);
		expect(replies().at(-1)).toBe('You wrote: Is this a test? It was read.');
	});
});
