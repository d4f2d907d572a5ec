import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { startZApiServer, zApiAccount, type ZApiServer, zApiWebhooks as webhook } from '../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { createOwner, startN8n } from '../../scripts/lib/n8n.mjs';
import { waitUntil } from '../support/wait-until';
import { bootedN8n, owner } from './boot';
import { channelWorkflow, postToChannel } from './channel-workflow';
import { N8nApi } from './n8n-api';
import { waitForRequest, webhookWorkflow } from './workflows';

const exec = promisify(execFile);

interface Place {
	place: string;
	removed: number;
}

/** An n8n of its own: its files are searched. */
describe('forgetting a person of whom n8n keeps executions', () => {
	const customer = { phone: '5544988887777', text: 'watermark-of-the-channel-7781' };
	const caller = { id: 'customer-ana-90817', text: 'watermark-of-the-webhook-9917', file: 'watermark-of-the-file-5502' };
	const { settings, tool } = bootedN8n();
	let folder: string;
	let n8n: Awaited<ReturnType<typeof startN8n>>;
	let api: N8nApi;
	let zApi: ZApiServer;
	let model: FakeServer;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'troupe-forget-'));
		await cp(join(settings.userFolder, '.n8n/nodes'), join(folder, 'user/.n8n/nodes'), { recursive: true });
		[zApi, model] = await Promise.all([startZApiServer(), startOpenAiServer({ respond: () => ({ text: 'It was read.' }) })]);
		await start();
	}, 600_000);
	afterAll(async () => {
		await Promise.all([n8n?.stop(), zApi?.close(), model?.close()]);
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	});

	async function start(): Promise<void> {
		// Users who install the package give n8n no hook.
		const env = { ...settings.env, TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_ALLOW_INLINE_AGENTS: 'true' };
		n8n = await startN8n({ host: settings.host, userFolder: join(folder, 'user'), env, readyTimeoutMs: 300_000 });
		const { cookie } = await createOwner({ url: n8n.url, ...owner });
		api = new N8nApi(n8n.url, cookie);
	}

	const home = () => join(folder, 'user/.n8n/troupe');

	async function troupe(...args: string[]): Promise<unknown> {
		const environment = { ...process.env, TROUPE_HOME: home(), TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' };
		const command = ['--disable-warning=ExperimentalWarning', join(tool, 'bin/troupe'), ...args];
		const { stdout } = await exec(process.execPath, command, { env: environment });
		return args.includes('--json') ? JSON.parse(stdout) : stdout;
	}

	/** The files of n8n that have a text, without the packages. */
	function filesWith(text: string): string[] {
		const of = join(folder, 'user');
		const names = readdirSync(of, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => join(parentPath, name).slice(of.length + 1))
			.filter((name) => !name.includes('node_modules') && !name.startsWith('.cache'));
		return names.filter((name) => readFileSync(join(of, name)).includes(text));
	}

	async function forget(person: string) {
		const answer = (await troupe('privacy', 'forget', person, '--yes', '--json')) as {
			status: string;
			notReached: object[];
			receipt: { places: Place[] };
		};
		expect(answer).toMatchObject({ status: 'complete', notReached: [] });
		return answer.receipt.places.find(({ place }) => place === 'n8n: executions');
	}

	it('deletes those of a channel and of a webhook, with files, those that wait, and nobody else’s (n8n-io/n8n#4713)', async () => {
		const credential = await api.createCredential('troupeChannelApi', { provider: 'z-api', baseUrl: zApi.url, ...zApiAccount });
		const openAi = await api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' });
		const ofChannel = await api.createWorkflow(channelWorkflow(1, { channel: credential, openAi }));
		await api.activate(ofChannel);
		const post = (payload: object) => postToChannel(n8n.url, payload);
		await waitUntil('the trigger to be live', async () => (await post(webhook.status('READ', ['none']))) === 200, { everyMs: 100 });
		const remember = {
			...{ name: 'Memory', type: 'n8n-nodes-troupe.troupeMemory', typeVersion: 1 },
			parameters: { operation: 'recall', person: '={{ $json.body.person }}', conversation: '' },
		};
		const ofWebhook = await api.publish(webhookWorkflow('forget', [remember]), 'forget');
		const waits = await api.publish(webhookWorkflow('forget-waits', [remember, waitForRequest()]), 'forget-waits');

		expect(await post(webhook.text(customer.text))).toBe(200);
		await waitUntil('the reply', () => zApi.sent.length > 0);
		await api.reached(ofChannel, ['success']);
		const send = async (path: string, person: string) => {
			const form = new FormData();
			form.set('person', person);
			form.set('message', caller.text);
			form.set('data', new Blob([caller.file], { type: 'text/plain' }), 'letter.txt');
			await fetch(`${n8n.url}/webhook/${path}`, { method: 'POST', body: form, signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
		};
		await send('forget', caller.id);
		await api.reached(ofWebhook, ['success']);
		await send('forget-waits', caller.id);
		await api.reached(waits, ['waiting']);
		await send('forget', 'customer-bob');
		await waitUntil(
			'the execution of another',
			async () => (await api.executions(ofWebhook)).filter(({ status }) => status === 'success').length === 2,
		);
		expect(filesWith(customer.text)).toEqual(expect.arrayContaining([expect.stringMatching(/database\.sqlite/)]));
		expect(filesWith(caller.file).length).toBeGreaterThan(0);

		const scopes = ['execution:list', 'execution:read', 'execution:stop', 'execution:delete', 'workflow:read'];
		const key = join(folder, 'key.json');
		await writeFile(key, JSON.stringify({ apiKey: await api.createApiKey(scopes), baseUrl: `${n8n.url}/api/v1` }));
		await troupe('credentials', 'add', 'n8n', '--type', 'n8nApi', '--file', key, '--servers', '127.0.0.1');
		expect(await troupe('privacy', 'find', caller.id, '--json')).toMatchObject({ executions: 2 });
		expect(await forget(`phone=+${customer.phone}`)).toMatchObject({ removed: 1 });
		expect(await forget(caller.id)).toMatchObject({ removed: 2 });

		const counts = async () =>
			(await Promise.all([ofChannel, ofWebhook, waits].map((id) => api.executions(id)))).map(({ length }) => length);
		expect(await counts()).toEqual([0, 1, 0]);
		// The file of the other one's execution.
		expect(filesWith(caller.file).filter((name) => !/database\.sqlite/.test(name)).length).toBeLessThanOrEqual(1);
	}, 300_000);

	it('leaves bytes in the pages and the journal of n8n’s SQLite alone, until somebody vacuums it (n8n-io/n8n#37926, n8n-io/n8n#819)', async () => {
		const left = [customer.text, customer.phone, caller.text, caller.id].flatMap((text) =>
			filesWith(text).map((name) => name + ' ' + text),
		);
		expect(left.filter((name) => !/^\.n8n\/database\.sqlite(-wal)? /.test(name))).toEqual([]);
		await n8n.stop();
		// The removal by n8n's own setting, at its start, leaves them in the journal.
		const database = new DatabaseSync(join(folder, 'user/.n8n/database.sqlite'));
		database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
		database.close();
		expect([customer.text, customer.phone, caller.id].flatMap((text) => filesWith(text))).toEqual([]);
	}, 300_000);
});
