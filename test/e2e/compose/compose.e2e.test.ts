import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../../cli/terminal/test-terminal';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { createOwner } from '../../../scripts/lib/n8n.mjs';
import { hasPgvector, portablePgvector } from '../../knowledge/pgvector-cluster';
import { readComposeFile, readEnvironmentFile } from '../../support/compose-file';
import { bootedN8n, owner } from '../boot';
import { N8nApi } from '../n8n-api';
import { findRedis } from '../redis-server';
import { agent, processStep, webhookWorkflow } from '../workflows';
import { ComposeProcesses } from './compose-processes';
import { n8nImage, postgresImage, type PreparedZeebe, redisImage, troupeImage, zeebeImage } from './images';

const exec = promisify(execFile);
const lacking = [...(findRedis() ? [] : ['redis-server']), ...(hasPgvector() ? [] : ['a PostgreSQL with pgvector'])].join(' and ');
const missing = lacking && ` (skipped: not on this machine: ${lacking})`;
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
		model = await startOpenAiServer({ respond: ({ messages }) => ({ text: `${messages.at(-1)!.content} [1]` }) });
		const variables = await createSettings(folder, { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` });
		const { stdout } = await exec(process.execPath, ['scripts/zeebe-broker.mjs', '--prepare']);
		compose = new ComposeProcesses({
			file: readComposeFile('docker-compose.yml', variables),
			project: join(folder, 'project'),
			folder: join(folder, 'containers'),
			images: {
				'troupe-n8n': n8nImage(tool, settings.host),
				troupe: troupeImage(tool),
				'camunda/zeebe': zeebeImage(JSON.parse(stdout) as PreparedZeebe),
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

	it('works', async () => {
		const zeebe = await api.createCredential('camundaApi', { baseUrl: `http://${compose.address('zeebe')}:8080`, authentication: 'none' });
		const openAi = await api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' });
		const bpmn = await readFile('examples/support/support.bpmn', 'utf8');
		await api.publish(
			webhookWorkflow('compose', [
				agent(
					{ model: 'openai', conversationId: 'compose', message: '={{ $json.body.message }}' },
					{ credentials: { troupeOpenAiApi: openAi } },
				),
				processStep('Deploy', { resource: 'process', operation: 'deploy', bpmnFrom: 'text', bpmn, fileName: 'support.bpmn' }, zeebe),
				processStep(
					'Process',
					{
						resource: 'process',
						operation: 'startAndWait',
						processId: 'support',
						timeout: 60,
						variables: { message: 'And how long is the warranty?', conversationId: 'compose' },
					},
					zeebe,
				),
			]),
			'compose',
		);
		const answer = await api.ask('compose', { message: 'How long do I have to return a coffee machine?' });
		console.log(JSON.stringify(answer).slice(0, 3000));
		for (const call of model.calls) console.log(JSON.stringify(call.body).slice(-1500));
		console.log(await compose.exec('troupe', 'usage', '--by', 'host,model', '--format', 'json'));
		console.log(await compose.exec('troupe', 'memory', 'recall', '--conversation', 'compose'));
	});
});

/** What `troupe deploy init` writes, with models. Nobody connects to what it publishes. */
async function createSettings(folder: string, changes: Record<string, string>): Promise<Record<string, string>> {
	const project = join(folder, 'project');
	await mkdir(project);
	await cp('docker-compose.yml', join(project, 'docker-compose.yml'));
	await cp('deploy', join(project, 'deploy'), { recursive: true });
	const tarball = resolve(
		'build',
		(await exec('ls', ['build'])).stdout.split('\n').find((name) => name.endsWith('.tgz'))!,
	);
	for (const args of [['init'], ['package', tarball]]) {
		const terminal = testTerminal();
		const code = await runTroupe(['deploy', ...args, '--folder', project], terminal);
		expect({ code, noted: terminal.noted }).toEqual({ code: 0, noted: [] });
	}
	return { ...readEnvironmentFile(join(project, '.env')), ...changes };
}
