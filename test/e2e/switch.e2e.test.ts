import { join } from 'node:path';
import { createCluster, findPostgres } from '../support/servers/postgres-cluster';
import { bootedN8n } from './boot';
import { credentialOf } from './queue-mode';
import { startSilentModel } from './silent-model';
import { agent, chatModel, type Step, type SubNode, webhookWorkflow } from './workflows';
import { startWorld, type World } from './world';

/** What ends within a second on an idle machine. Other suites can have both cores, and n8n is asked for the end of the execution. */
const maxMs = 20_000;

const aiAgent: Step = {
	...{ name: 'Agent', type: '@n8n/n8n-nodes-langchain.agent', typeVersion: 3 },
	parameters: { promptType: 'define', text: 'How long is the warranty?', options: { enableStreaming: false } },
};
const guardedModel: SubNode = {
	...{ name: 'Guarded', type: 'n8n-nodes-troupe.troupeGuardedModel', typeVersion: 1, into: 'Agent', as: 'ai_languageModel' },
	parameters: { onBlock: 'error' },
};
const modelNode = (credentials: object): Step => ({
	...{ name: 'Agent', type: 'n8n-nodes-troupe.troupeModel', typeVersion: 1, credentials },
	parameters: {
		operation: 'chat',
		source: 'openai',
		credentialKind: 'troupe',
		model: { __rl: true, mode: 'name', value: 'gpt-4.1-mini' },
		prompt: 'Hello',
	},
});

/** Runs the workflow, turns it off by the command while the model does not answer, and turns everything on again. @returns how long it took, and the node's error */
async function stopped(world: World, path: string, toWorkflow: (credentials: Credentials) => [Step, ...SubNode[]], toTarget: ToTarget) {
	const model = await startSilentModel();
	const credentials = {
		troupe: {
			troupeOpenAiApi: await world.api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: model.baseUrl, model: '' }),
		},
		own: await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: model.baseUrl, header: false }),
	};
	const [step, ...subNodes] = toWorkflow(credentials);
	const id = await world.api.publish(webhookWorkflow(path, [step], subNodes, { responseMode: 'onReceived' }), path);
	await world.api.ask(path, { message: 'How long is the warranty?' });
	await model.firstRequest;
	const target = toTarget(id, await world.api.reached(id, ['running']));
	const printed = await world.troupe('switch', 'off', ...target, '--reason', 'wrong prices', '--yes', '--json');
	const stoppedAt = Date.parse((JSON.parse(printed) as { changedAt: string }).changedAt);
	const run = JSON.stringify((await world.api.finishedRun(id)).Agent);
	const tookMs = Date.now() - stoppedAt;
	await world.troupe('switch', 'on', ...target);
	model.close();
	return { run, tookMs };
}

interface Credentials {
	troupe: object;
	own: object;
}
type ToTarget = (workflow: string, execution: string) => string[];

const troupeAgent =
	(more: object = {}, parameters: Record<string, unknown> = {}) =>
	({ troupe }: Credentials): [Step] => [agent(parameters, { credentials: { ...troupe, ...more } })];

describe('troupe switch off in a real n8n ends within a second', () => {
	let world: World;
	beforeAll(async () => {
		world = await startWorld({ TROUPE_HOME: join(bootedN8n().settings.userFolder, '.n8n/troupe') });
	}, 900_000);
	afterAll(() => world?.stop());

	it.each<[what: string, path: string, toWorkflow: Parameters<typeof stopped>[2], toTarget: ToTarget]>([
		['an agent, by agent', 'stop-agent', troupeAgent(), () => ['agent:support']],
		['an agent, by tenant', 'stop-tenant', troupeAgent(), () => ['all']],
		['an agent, by run', 'stop-run', troupeAgent(), (workflow, execution) => [`run:n8n:${workflow}:${execution}:stop-run-1:0:0`]],
		['the node Troupe Model, everywhere', 'stop-model', ({ troupe }) => [modelNode(troupe)], () => ['all', '--everywhere']],
		[
			'an agent of n8n’s with its own model behind a Guarded Model, everywhere',
			'stop-guarded',
			({ own }) => [aiAgent, guardedModel, { ...chatModel(own, 'Guarded'), name: 'Model' }],
			() => ['all', '--everywhere'],
		],
	])('%s', async (_what, path, toWorkflow, toTarget) => {
		expectStopped(await stopped(world, path, toWorkflow, toTarget));
	});

	(findPostgres() ? it : it.skip)('an agent whose state is in a PostgreSQL that the command shares', async () => {
		const cluster = await createCluster();
		const database = await cluster.createDatabase();
		const other = await startWorld({ TROUPE_DATABASE_URL: database });
		try {
			const troupeDatabaseApi = await other.api.createCredential('troupeDatabaseApi', credentialOf(database));
			expectStopped(
				await stopped(other, 'stop-postgres', troupeAgent({ troupeDatabaseApi }, { stateIn: 'database' }), () => ['all', '--everywhere']),
			);
		} finally {
			await other.stop();
			await cluster.remove();
		}
	});
});

function expectStopped({ run, tookMs }: { run: string; tookMs: number }): void {
	expect(run).toContain('RUN_STOPPED');
	expect(run).toContain('wrong prices');
	expect(tookMs).toBeLessThan(maxMs);
}
