import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../contract/model-builder';
import { startOauthCluster } from '../fakes/oauth-cluster';
import { processStep, webhookWorkflow } from './workflows';
import type { Workflow } from './n8n-api';
import { startWorld, type World, serveCredential, serveToken } from './world';
import { until } from '../support/wait-until';

interface Answer {
	processInstanceKey: string;
	variables: Record<string, unknown>;
	items: Array<Record<string, unknown>>;
}

let world: World;
let engine: string;
let credential: { id: string; name: string };
/** A workflow of an engine that does not answer. */
let unanswered: string;

beforeAll(async () => {
	world = await startWorld();
	engine = await world.serve();
	credential = await world.api.createCredential('camundaApi', serveCredential(engine));
	// n8n tries five times within 15 s before it gives up: meanwhile the other tests run.
	unanswered = await activateUnanswered();
}, 900_000);
afterAll(() => world?.stop());

const authorization = { authorization: `Bearer ${serveToken}` };

async function ask(path: string, body: object): Promise<Answer> {
	const init = { method: 'POST', headers: { 'content-type': 'application/json', ...authorization }, body: JSON.stringify(body) };
	return (await (await fetch(`${engine}/v2${path}`, init)).json()) as Answer;
}

async function deploy(name: string, content: string): Promise<void> {
	const form = new FormData();
	form.append('resources', new Blob([content]), name);
	const { status } = await fetch(`${engine}/v2/deployments`, { method: 'POST', body: form, headers: authorization });
	expect(status).toBe(200);
}

/** A process whose one job has the type of its id. */
async function deployTask(id: string): Promise<void> {
	const { name, content } = processModel(id, [
		startEvent(),
		serviceTask('work', { type: id, retries: 2 }),
		endEvent(),
		...chain('start', 'work', 'end'),
	]);
	await deploy(name, content);
}

const run = (processDefinitionId: string, variables = {}, requestTimeout = 45_000) =>
	ask('/process-instances', { processDefinitionId, variables, awaitCompletion: true, requestTimeout });

function triggered(jobType: string, parameters: object, step: object & { name: string }): Workflow {
	const trigger = {
		...processStep('Troupe Process Trigger', { jobType, options: { backoff: 0 }, ...parameters }, credential),
		type: 'n8n-nodes-troupe.troupeProcessTrigger',
	};
	const nodes = [trigger, step].map((node, index) => ({ id: `${jobType}-${index}`, position: [index * 200, 0], ...node }));
	return { name: jobType, nodes, connections: { [trigger.name]: { main: [[{ node: step.name, type: 'main', index: 0 }]] } } };
}

async function activateUnanswered(): Promise<string> {
	const nobody = await world.api.createCredential('camundaApi', { baseUrl: 'http://127.0.0.1:9', authentication: 'none' });
	const workflow = triggered('nobody', { respondWhen: 'workflowEnds' }, set('never'));
	for (const node of workflow.nodes as Array<{ credentials?: object }>) if (node.credentials) node.credentials = { camundaApi: nobody };
	const id = await world.api.createWorkflow(workflow);
	await world.api.activate(id);
	return id;
}

const settled = <T extends { status: string }>(publication: T): T | undefined =>
	publication.status === 'in_progress' ? undefined : publication;

const set = (value: string) => ({
	name: 'Set',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	parameters: { assignments: { assignments: [{ id: 'a', name: 'answer', value, type: 'string' }] }, options: {} },
});

describe('Troupe Process Trigger in n8n', () => {
	it('does the work of the example: the workflow’s end completes the job, its error of a code takes the error’s way', async () => {
		const workflow = JSON.parse(readFileSync('examples/stock/workflow.json', 'utf8')) as Workflow & { id?: string };
		delete workflow.id;
		for (const node of workflow.nodes as Array<{ type: string; credentials?: object }>)
			if (node.type.startsWith('n8n-nodes-troupe.')) node.credentials = { camundaApi: credential };
		await deploy('stock.bpmn', readFileSync('examples/stock/stock.bpmn', 'utf8'));
		const id = await world.api.createWorkflow(workflow);
		expect(await world.api.activate(id)).toMatchObject({ status: 200 });
		expect((await run('stock', { product: 'coffee machine', count: 2 })).variables).toMatchObject({ available: true, left: 3 });
		const soldOut = await run('stock', { product: 'coffee machine', count: 200 });
		expect(soldOut.variables).toEqual({ product: 'coffee machine', count: 200 });
	});

	it('fails the job with the workflow’s error, until it is an incident', async () => {
		await deployTask('failing');
		const stop = { name: 'Stop', type: 'n8n-nodes-base.stopAndError', typeVersion: 1, parameters: { errorMessage: 'the shelf is locked' } };
		const id = await world.api.createWorkflow(triggered('failing', { respondWhen: 'workflowEnds' }, stop));
		await world.api.activate(id);
		const { processInstanceKey } = await ask('/process-instances', { processDefinitionId: 'failing' });
		const incident = await until(async () => (await ask('/incidents/search', { filter: { processInstanceKey } })).items[0]);
		expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'the shelf is locked' });
	});

	it('leaves the answer to a node, and takes no job once it is deactivated', async () => {
		await deployTask('by-node');
		const complete = processStep(
			'Complete',
			{
				resource: 'job',
				operation: 'complete',
				jobKey: "={{ $('Troupe Process Trigger').first().json.jobKey }}",
				variables: '={{ { key: $json.jobKey } }}',
			},
			credential,
		);
		const id = await world.api.createWorkflow(triggered('by-node', { respondWhen: 'usingNode' }, complete));
		await world.api.activate(id);
		expect((await run('by-node')).variables).toEqual({ key: expect.stringMatching(/^\d+$/) });
		await world.api.deactivate(id);
		expect(await until(async () => settled(await world.api.publication(id)))).toMatchObject({ status: 'not_published' });
		const { processInstanceKey } = await ask('/process-instances', { processDefinitionId: 'by-node' });
		await wait(1_000);
		const { items } = await ask('/element-instances/search', { filter: { processInstanceKey, elementId: 'work' } });
		expect(items).toHaveLength(1);
	});

	it('takes one job for a test in the editor, and answers it', async () => {
		await deployTask('tested');
		const id = await world.api.createWorkflow(
			triggered('tested', { respondWhen: 'workflowEnds', result: 'fields', fields: 'answer' }, set('by hand')),
		);
		const answer = await world.api.execute(id, 'Troupe Process Trigger');
		expect(answer).toMatchObject({ status: 200 });
		expect((await run('tested')).variables).toEqual({ answer: 'by hand' });
		await expect(run('tested', {}, 1_000)).resolves.toMatchObject({ status: 504 });
	});

	it('is not published where the engine does not answer, and says so', async () => {
		const publication = await until(async () => settled(await world.api.publication(unanswered)));
		expect(publication).toMatchObject({
			status: 'failed',
			triggers: [{ errorMessage: expect.stringContaining('did not respond') as string }],
		});
	});
});

describe('the Camunda credential in n8n', () => {
	it('fetches a token once, keeps it, and fetches another when the cluster takes it no more', async () => {
		const client = { clientId: 'n8n', clientSecret: 'secret', audience: 'zeebe-api' };
		const cluster = await startOauthCluster(client);
		const data = { baseUrl: cluster.url, authentication: 'clientCredentials', accessTokenUrl: cluster.tokenUrl, ...client, scope: '' };
		const oauth = await world.api.createCredential('camundaApi', data);
		const test = (changes: object) => world.api.testCredential('camundaApi', { ...data, ...changes }, oauth.id);
		expect(await test({})).toEqual(expect.objectContaining({ status: 'OK' }));
		expect(await test({ clientSecret: 'wrong' })).toEqual(expect.objectContaining({ status: 'Error' }));
		cluster.revoke();
		const start = processStep('Start', { resource: 'process', operation: 'start', processId: 'x', variables: '{}' }, oauth);
		await world.api.publish(webhookWorkflow('oauth', [start]), 'oauth');
		const before = cluster.tokenRequests().length;
		const ask = async () => (await world.api.ask('oauth', {})).body.processInstanceKey;
		expect([await ask(), await ask()]).toEqual(['1', '1']);
		expect(cluster.tokenRequests()).toHaveLength(before + 1);
		cluster.revoke();
		expect([await ask(), await ask()]).toEqual(['1', '1']);
		expect(cluster.tokenRequests()).toHaveLength(before + 2);
		await cluster.close();
	});
});
