import { readdirSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../support/test-terminal';
import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { createOwner } from '../../../scripts/lib/n8n.mjs';
import { hasPgvector, portablePgvector } from '../../knowledge/pgvector-cluster';
import { readComposeFile, readEnvironmentFile } from '../../support/compose-file';
import { waitUntil, within } from '../../support/wait-until';
import { bootedN8n, owner } from '../boot';
import { N8nApi } from '../n8n-api';
import { findRedis } from '../../support/servers/redis-server';
import { agent, processStep, webhookWorkflow } from '../workflows';
import { ComposeProcesses } from './compose-processes';
import { n8nImage, postgresImage, redisImage, troupeImage, zeebeImage } from './images';
import { preparedZeebe, type PreparedZeebe } from './prepared-zeebe';

const zeebe = preparedZeebe();
const lacking = [
	...(findRedis() ? [] : ['redis-server is not on this machine']),
	...(hasPgvector() ? [] : ['there is no PostgreSQL with pgvector']),
	...('unavailable' in zeebe ? [zeebe.unavailable] : []),
].join('; ');
const missing = lacking && ` (skipped: ${lacking})`;
const suite = lacking ? describe.skip : describe;

suite(`docker-compose.yml, started as processes${missing}`, () => {
	let folder: string;
	let compose: ComposeProcesses;
	let model: FakeServer;
	let api: N8nApi;

	beforeAll(async () => {
		const { tool, settings } = bootedN8n();
		folder = await mkdtemp(join(tmpdir(), 'troupe-compose-'));
		await chmod(folder, 0o711); // PostgreSQL runs as a user of its own where this is root
		model = await startOpenAiServer({ respond: answer });
		// 127.0.0.1 is the service itself.
		const baseUrl = `${model.url.replace('127.0.0.1', 'localhost')}/v1`;
		const variables = await createSettings(folder, { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: baseUrl });
		compose = new ComposeProcesses({
			file: readComposeFile('docker-compose.yml', variables),
			project: join(folder, 'project'),
			folder: join(folder, 'containers'),
			images: {
				'troupe-n8n': n8nImage(tool, settings.host),
				troupe: troupeImage(tool),
				'troupe-worker': troupeImage(tool, 'troupe-worker'),
				'camunda/zeebe': zeebeImage(zeebe as PreparedZeebe),
				redis: redisImage,
				'pgvector/pgvector': postgresImage(portablePgvector(), join(folder, 'postgres')),
			},
		});
		await compose.up();
		const url = `http://${compose.address('n8n')}:5678`;
		api = new N8nApi(url, (await createOwner({ url, ...owner })).cookie);
	}, 600_000);
	afterAll(async () => {
		await compose?.down();
		await model?.close();
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}, 120_000);

	/** A workflow that deploys the support process, asks the agent in n8n, then the same agent in the process, in one conversation. */
	async function publishConversation(path: string): Promise<string> {
		const camunda = await api.createCredential('camundaApi', {
			baseUrl: `http://${compose.address('zeebe')}:8080`,
			authentication: 'none',
		});
		const openAi = await api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' });
		const sent = (field: string) => `$('Webhook').item.json.body.${field}`;
		const process = { resource: 'process', processId: 'support', timeout: 60 };
		const deploy = { ...process, operation: 'deploy', bpmnFrom: 'text', bpmn: `={{ ${sent('bpmn')} }}`, fileName: 'support.bpmn' };
		const steps = [
			// A broker that has just started can take longer than its gateway waits.
			{ ...processStep('Deploy', deploy, camunda), retryOnFail: true, maxTries: 5 },
			agent(
				{
					conversationId: `={{ ${sent('conversation')} }}`,
					message: `={{ ${sent('message')} }}`,
					options: { shareConversation: true },
				},
				{ credentials: { troupeOpenAiApi: openAi } },
			),
			processStep(
				'Process',
				{
					...process,
					operation: 'startAndWait',
					variables: `={{ { message: ${sent('next')}, conversationId: ${sent('conversation')} } }}`,
				},
				camunda,
			),
		];
		return api.publish(webhookWorkflow(path, steps), path);
	}

	const bpmn = recallFirst(readFileSync('examples/support/support.bpmn', 'utf8'));
	const [first, second] = ['How long do I have to return a coffee machine?', 'And how long does its warranty last?'];

	it('a message goes in at n8n, a process runs on Zeebe, and one memory sees both', async () => {
		const workflow = await publishConversation('compose');
		const { status, body } = await api.ask('compose', { bpmn, conversation: 'c1', message: first, next: second });
		expect([status, body, status === 200 || (await api.finishedRun(workflow))]).toMatchObject([
			200,
			{
				processInstanceKey: expect.stringMatching(/^\d+$/),
				// The worker of Zeebe recalled what the worker of n8n had remembered.
				variables: { conversation: { turns: [{ message: first }] }, outcome: 'reply', reply: expect.stringContaining(second) },
			},
			true,
		]);
		const asked = model.calls.filter(({ path }) => path.endsWith('/chat/completions'));
		expect(asked).toHaveLength(2);
		// Anybody on the database sees both, the agent's own apart from what was shared.
		const recall = async (...options: string[]) =>
			JSON.parse(await compose.exec('troupe', 'memory', 'recall', '--conversation', 'c1', ...options)) as object;
		expect(await recall()).toMatchObject({ conversation: { turns: [{ message: first }] } });
		expect(await recall('--agent', 'support')).toMatchObject({ conversation: { turns: [{ message: second }] } });
	});

	it('requests are counted in Redis, apart from the queue of n8n', async () => {
		const { TROUPE_REDIS_URL: address = '' } = compose.environment('troupe');
		expect((await fetch(`http://${compose.address('troupe')}:8600/healthz`)).status).toBe(200);
		const redis = new Redis(address);
		expect(await redis.keys('*')).toEqual(expect.arrayContaining([expect.stringMatching(/^troupe:rate:/)]));
		expect((await redis.keys('*')).filter((key) => !key.startsWith('troupe:'))).toEqual([]);
		redis.disconnect();
	});

	it('one ledger sees both', async () => {
		const usage = JSON.parse(await compose.exec('troupe', 'usage', '--by', 'host', '--json')) as { total: object };
		expect(usage.total).toMatchObject({ calls: 2 });
	});

	it('executions run on the worker of n8n', async () => {
		expect(await readLog('n8n-worker')).toMatch(/Worker started execution \d+/);
		expect(await readLog('n8n')).not.toMatch(/Worker started execution/);
	});

	it('the roles of n8n and Troupe are not superusers, do not bypass row-level security, and do not reach the database of the other', async () => {
		const { TROUPE_DATABASE_URL: address = '' } = compose.environment('troupe');
		const client = new pg.Client({ connectionString: address });
		await client.connect();
		const { rows } = await client.query(
			"SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS mighty FROM pg_roles WHERE rolname IN ('n8n', 'troupe') ORDER BY 1",
		);
		await client.end();
		expect(rows).toEqual([
			{ rolname: 'n8n', mighty: false },
			{ rolname: 'troupe', mighty: false },
		]);
		const other = new pg.Client({ connectionString: address.replace(/troupe$/, 'n8n') });
		await expect(other.connect()).rejects.toThrow('permission denied for database "n8n"');
		const stranger = new pg.Client({ connectionString: address.replace(/:\w+@/, ':wrong@') });
		await expect(stranger.connect()).rejects.toThrow('password authentication failed');
	});

	it('SIGTERM lets the worker finish its job', async () => {
		const calls = model.calls.length;
		const answer = api.ask('compose', { bpmn, conversation: 'c2', message: first, next: `${second} Slowly, please.` });
		await waitUntil('the job', () => model.calls.length === calls + 2);
		const worker = compose.process('troupe-worker');
		worker.child.kill('SIGTERM');
		expect(await answer).toMatchObject({ status: 200, body: { variables: { outcome: 'reply' } } });
		expect(await within('the end of the worker', worker.ended)).toEqual({ code: 0, signal: null });
	});

	it('each health check fails when its own service is away, and only then', async () => {
		const stop = async (name: string) => {
			await compose.process(name).stop();
			expect([name, await compose.isHealthy(name)]).toEqual([name, false]);
		};
		await stop('zeebe');
		expect(await readWarnings('troupe', 8600)).toBeUndefined();
		await stop('redis');
		expect(await compose.isHealthy('troupe')).toBe(true);
		expect(await readWarnings('troupe', 8600)).toEqual([
			expect.stringContaining('Redis does not count requests'),
			expect.stringContaining('Redis does not carry wake-ups'),
		]);
		await stop('postgres');
		// Its state is there.
		expect(await compose.isHealthy('troupe')).toBe(false);
	});

	const readWarnings = async (name: string, port: number) => {
		const answer = await fetch(`http://${compose.address(name)}:${port}/readyz`);
		return ((await answer.json()) as { warnings?: string[] }).warnings;
	};
	const readLog = (name: string) => readFile(join(folder, 'containers', name, 'output.log'), 'utf8');
});

/** Puts a task before the agent that recalls what was shared in the conversation. */
function recallFirst(bpmn: string): string {
	const task = `<bpmn:serviceTask id="recall" name="Recall">
		<bpmn:extensionElements>
			<zeebe:taskDefinition type="troupe:remember" />
			<zeebe:taskHeaders><zeebe:header key="operation" value="recall" /></zeebe:taskHeaders>
			<zeebe:ioMapping><zeebe:output source="=conversation" target="conversation" /></zeebe:ioMapping>
		</bpmn:extensionElements>
		<bpmn:incoming>received-answer</bpmn:incoming>
		<bpmn:outgoing>recall-answer</bpmn:outgoing>
	</bpmn:serviceTask>
	<bpmn:sequenceFlow id="recall-answer" sourceRef="recall" targetRef="answer" />`;
	return bpmn
		.replace('sourceRef="received" targetRef="answer"', 'sourceRef="received" targetRef="recall"')
		.replace('<bpmn:incoming>received-answer<', '<bpmn:incoming>recall-answer<')
		.replace('<bpmn:serviceTask id="answer"', `${task}\n<bpmn:serviceTask id="answer"`);
}

/** Repeats the message, with a citation; slowly if it is asked to. */
const answer: FakeResponder = ({ messages }) => {
	const { content } = messages.at(-1)!;
	return { text: `${content} The documents say it [1].`, delayMs: content.includes('Slowly') ? 4_000 : 0 };
};

/** What `troupe deploy init` writes, with models. Nobody connects to what it publishes. */
async function createSettings(folder: string, changes: Record<string, string>): Promise<Record<string, string>> {
	const project = join(folder, 'project');
	await mkdir(project);
	await cp('docker-compose.yml', join(project, 'docker-compose.yml'));
	await cp('deploy', join(project, 'deploy'), { recursive: true });
	const tarball = resolve(
		'build',
		readdirSync('build').find((name) => name.endsWith('.tgz'))!,
	);
	for (const args of [['init'], ['package', tarball]]) {
		const terminal = testTerminal();
		const code = await runTroupe(['deploy', ...args, '--folder', project], terminal);
		expect({ code, noted: terminal.noted }).toEqual({ code: 0, noted: [] });
	}
	return { ...readEnvironmentFile(join(project, '.env')), ...changes };
}
