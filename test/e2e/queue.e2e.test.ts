import { randomBytes } from 'node:crypto';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { startZApiServer, zApiAccount, zApiWebhooks } from '../../sandbox/fakes/channels/z-api-server';
import { channelWorkflow, postToChannel } from './channel-workflow';
import { waitUntil } from '../support/wait-until';
import { findPostgres } from '../support/servers/postgres-cluster';
import { createAndServe, type CreatedRegistry, versionedName } from './created-registry';
import { readAudit, type QueueMode, startQueueMode } from './queue-mode';
import { findRedis } from '../support/servers/redis-server';
import { startSilentModel } from './silent-model';
import { agent, manualWorkflow, respondWithResumeUrl, waitForRequest, webhookWorkflow } from './workflows';
import { startWorld, type World } from './world';

const redis = findRedis();
const lacking = [...(redis ? [] : ['redis-server']), ...(findPostgres() ? [] : ['postgresql'])].join(' and ');
const missing = lacking && ` (skipped: not on this machine; install the package ${lacking})`;
const suite = lacking ? describe.skip : describe;

suite(`n8n in queue mode, each process on a machine of its own that follows the registry${missing}`, () => {
	let world: World;
	let registry: CreatedRegistry;
	let queue: QueueMode;
	let version: string;
	/** The workflow that waits, and where it goes on. */
	let waiting: { id: string; goOn: string };

	beforeAll(async () => {
		world = await startWorld();
		registry = await createAndServe(world);
		// Publishing writes the manifest into the package: not into that of the n8n that all test files share.
		const packages = join(world.home, 'nodes');
		await cp(join(world.userFolder, '.n8n/nodes'), packages, { recursive: true });
		const ours = join(packages, 'node_modules/n8n-nodes-troupe');
		version = await versionedName(ours);
		await registry.publish(ours, version);
		const allowed = { TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_ALLOW_INLINE_AGENTS: 'true' };
		const env = { ...registry.env, ...allowed, TROUPE_TRUST: '', TROUPE_VAULT_KEY: randomBytes(32).toString('base64') };
		queue = await startQueueMode({ folder: join(world.home, 'queue'), redis: redis!, packages, home: registry.machines, env });
	}, 900_000);
	afterAll(async () => {
		await queue?.stop();
		await world?.stop();
	});

	const published = (path: string, ...[steps, webhook]: [Parameters<typeof webhookWorkflow>[1], object?]) =>
		queue.api.publish(webhookWorkflow(path, steps, [], webhook), path);

	it('runs on the worker what the main process queued, and puts away what waits', async () => {
		const id = await published('works', [agent()]);
		const { body } = await queue.api.ask('works', { message: 'How long do I have to return a coffee machine?' });
		expect(body).toMatchObject({ outcome: 'reply', manifest: { package: 'n8n-nodes-troupe', development: false } });
		expect(await readFile(queue.worker.logFile, 'utf8')).toContain(`Worker started execution ${await queue.api.reached(id, ['success'])} `);
		// What the worker did is in its own metrics, among those of n8n.
		const metrics = await (await fetch(queue.workerMetrics)).text();
		expect(metrics).toMatch(/^troupe_agent_runs_total\{agent="[^"]+",outcome="reply"\} 1$/m);
		expect(metrics).toMatch(/^n8n_process_start_time_seconds /m);
		const steps = [respondWithResumeUrl(), waitForRequest(), agent({ message: 'Still there?' })];
		waiting = { id: await published('waits', steps, { responseMode: 'responseNode' }), goOn: '' };
		waiting.goOn = String((await queue.api.ask('waits', {})).body.goOn);
		await queue.api.reached(waiting.id, ['waiting']);
	});

	it('receives what customers write in the main process, answers on the worker, and ends the turn once', async () => {
		const [zApi, model] = await Promise.all([startZApiServer(), startOpenAiServer({ respond: () => ({ text: 'It costs 349.90.' }) })]);
		try {
			const channel = await queue.api.createCredential('troupeChannelApi', { provider: 'z-api', baseUrl: zApi.url, ...zApiAccount });
			const openAi = await queue.api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' });
			const database = await queue.api.createCredential('troupeDatabaseApi', await queue.createDatabase());
			const id = await queue.api.createWorkflow(channelWorkflow(1, { channel, openAi, database }));
			await queue.api.activate(id);
			const post = (payload: object) => postToChannel(queue.url, payload);
			await waitUntil('the trigger to be live', async () => (await post(zApiWebhooks.status('READ', ['none']))) === 200, { everyMs: 100 });
			expect(await post(zApiWebhooks.text('How much is the machine?'))).toBe(200);
			const execution = await queue.api.reached(id, ['success']);
			expect(await readFile(queue.worker.logFile, 'utf8')).toContain(`Worker started execution ${execution} `);
			expect(zApi.sent.map(({ body }) => body['message'])).toEqual(['It costs 349.90.']);
			// A second message begins a turn of its own: the first one has ended.
			expect(await post(zApiWebhooks.text('Thank you.'))).toBe(200);
			await waitUntil('two replies', () => zApi.sent.length === 2, { seen: () => zApi.sent.length });
			await queue.api.deactivate(id);
			expect(await queue.api.executions(id)).toHaveLength(2);
		} finally {
			await Promise.all([zApi.close(), model.close()]);
		}
	});

	it('on a revocation, the execution that the worker runs ends, and the one that was queued before is refused by the worker', async () => {
		const model = await startSilentModel();
		const credential = await queue.api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: model.baseUrl, model: '' });
		const asks = agent({ message: 'How long is the warranty?' }, { credentials: { troupeOpenAiApi: credential } });
		const running = await published('runs', [asks], { responseMode: 'onReceived' });
		const queued = await published('queued', [agent({ message: 'How long is the warranty?' })], { responseMode: 'onReceived' });
		await queue.api.ask('runs', {});
		await model.firstRequest;
		await queue.api.ask('queued', {});
		// The worker takes one at a time: this one was queued while it might run.
		await queue.api.reached(queued, ['new']);
		await registry.revoke(version, 'it leaks');
		for (const id of [running, queued]) {
			const run = JSON.stringify((await queue.api.finishedRun(id)).Agent);
			expect(run).toContain('MANIFEST_REVOKED');
			expect(run).toContain('was revoked: it leaks');
		}
		model.close();
	});

	it('an execution that waited meanwhile is refused by the worker when it goes on', async () => {
		expect((await fetch(waiting.goOn)).ok).toBe(true);
		const run = await queue.api.finishedRun(waiting.id);
		expect(JSON.stringify(run.Wait)).toContain('"success"');
		expect(JSON.stringify(run.Agent)).toContain('MANIFEST_REVOKED');
		expect(JSON.stringify(run.Agent)).toContain('was revoked: it leaks');
	});

	it('the main process queues no more of it, and each machine has the refusal in its audit log', async () => {
		const byHand = await queue.api.createWorkflow(manualWorkflow('by hand', [agent({ message: 'How long is the warranty?' })]));
		// It hears from the registry itself, on a busy machine later than its worker did.
		const findRefusal = async () => (await queue.api.execute(byHand, 'Manual')).body.message;
		const message = await waitUntil('the main process to refuse', findRefusal, { everyMs: 100 });
		expect(message).toMatch(/The node "Agent" may not run\. .* was revoked: it leaks/);
		for (const machine of [queue.main, queue.worker]) {
			const lines = await readAudit(machine);
			expect(lines).toContainEqual(
				expect.objectContaining({
					event: 'refused',
					by: 'gate',
					code: 'MANIFEST_REVOKED',
					document: version.replace('@', ' '),
					fix: expect.any(String),
				}),
			);
		}
	});
});
