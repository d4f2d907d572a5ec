import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../contract/model-builder';
import { waitUntil } from '../support/wait-until';
import { type Step, waitForRequest, webhookWorkflow } from './workflows';
import { serveToken, startWorld, type World } from './world';

interface Instance {
	processInstanceKey: string;
	variables: { result?: unknown };
	items: Array<{ errorMessage: string; state: string; value: string }>;
}

/** The job type in `troupe serve`, on workflows of the real n8n. */
describe('troupe:n8n-workflow in a process that calls n8n', () => {
	let world: World;
	let engine: string;
	/** A service that workflows call with a credential of n8n's. */
	let service: Server;
	const keysOfService: unknown[] = [];
	beforeAll(async () => {
		world = await startWorld({ TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' });
		service = createServer((request, response) => {
			keysOfService.push(request.headers['x-service-key']);
			response.setHeader('content-type', 'application/json').end('{"rating":"A"}');
		}).listen(0, '127.0.0.1');
		await once(service, 'listening');
		const apiKey = await world.api.createApiKey(['execution:read', 'execution:stop']);
		await addCredential('n8n', 'n8nApi', { apiKey, baseUrl: `${world.url}/api/v1` });
		await addCredential('hook', 'httpHeaderAuth', { name: 'x-hook', value: 'hook-secret' });
		engine = await world.serve();
	}, 900_000);
	afterAll(async () => {
		service?.close();
		await world?.stop();
	});

	it('sets the answer of the workflow, which uses a credential that only n8n has, and starts it once for a key', async () => {
		const credential = await world.api.createCredential('httpHeaderAuth', { name: 'x-service-key', value: 'owned-by-n8n' });
		const { port } = service.address() as AddressInfo;
		const rate: Step = {
			...{ name: 'Rate', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, credentials: { httpHeaderAuth: credential } },
			parameters: {
				...{ url: `http://127.0.0.1:${port}/`, authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth', options: {} },
			},
		};
		const id = await publish('rate', [rate, set("={{ $('Webhook').item.json.body.lead + ' ' + $json.rating }}")]);
		await deploy('rate', { resultExpression: '={result: response.body.answer}' });
		const variables = { data: { lead: 'Ana' }, idempotencyKey: 'lead-1' };
		const [first, again] = [await run('rate', variables), await run('rate', variables)];
		expect([first.variables.result, again.variables.result]).toEqual(['Ana A', 'Ana A']);
		expect(await world.api.executions(id)).toMatchObject([{ status: 'success' }]);
		expect(keysOfService).toEqual(['owned-by-n8n']);
		expect(JSON.stringify(first)).not.toContain('owned-by-n8n');
		expect((await run('rate', { ...variables, idempotencyKey: 'lead-2' })).variables.result).toBe('Ana A');
		expect(await world.api.executions(id)).toHaveLength(2);
	});

	it('waits for the end of a long workflow, which n8n has put to wait', async () => {
		const id = await publish('long', [tell, respondWithExecution(), waitForRequest(), set('resumed')], long);
		await deploy('long', { n8nCredential: 'n8n', resultExpression: '={result: response.body[1].answer}' });
		const running = run('long');
		const execution = await world.api.reached(id, ['waiting']);
		await resume(id);
		expect((await running).variables.result).toBe('resumed');
		expect(await world.api.executions(id)).toMatchObject([{ id: execution, status: 'success' }]);
	});

	it('stops a workflow that takes too long, and says so in an incident', async () => {
		const id = await publish('late', [respondWithExecution(), waitForRequest()], long);
		await deploy('late', { n8nCredential: 'n8n', timeoutMs: '2000' });
		expect(await incidentOf('late')).toMatch(/^WORKFLOW_TIMEOUT: The execution \d+ did not end within 2000 ms and was stopped\./);
		expect(await world.api.executions(id)).toMatchObject([{ status: 'canceled' }]);
	});

	it('stops the workflow of an instance that is cancelled', async () => {
		const id = await publish('cancelled', [respondWithExecution(), waitForRequest()], long);
		await deploy('cancelled', { n8nCredential: 'n8n' });
		const { processInstanceKey } = await ask('/process-instances', { processDefinitionId: 'cancelled' });
		await world.api.reached(id, ['waiting']);
		await ask(`/process-instances/${processInstanceKey}/cancellation`, {});
		expect(await world.api.reached(id, ['canceled'])).toBeDefined();
	});

	it('raises an incident for a workflow that fails, short or long, and never starts it again', async () => {
		const stop: Step = { name: 'Stop', type: 'n8n-nodes-base.stopAndError', typeVersion: 1, parameters: { errorMessage: 'no stock' } };
		const short = await publish('fails', [stop]);
		await deploy('fails');
		expect(await incidentOf('fails')).toMatch(/^WORKFLOW_FAILED: The workflow answered 500\./);
		const followed = await publish('fails-later', [respondWithExecution(), stop], long);
		await deploy('fails-later', { n8nCredential: 'n8n' });
		expect(await incidentOf('fails-later')).toMatch(/^WORKFLOW_FAILED: The execution \d+ of the workflow ended with error\./);
		for (const id of [short, followed]) expect(await world.api.executions(id)).toMatchObject([{ status: 'error' }]);
	});

	it('sends the credential of the webhook, and says which is missing', async () => {
		const asked = await world.api.createCredential('httpHeaderAuth', { name: 'x-hook', value: 'hook-secret' });
		const workflow = webhookWorkflow(named('secured'), [set('let in')], [], { authentication: 'headerAuth' });
		(workflow.nodes[0] as { credentials?: object }).credentials = { httpHeaderAuth: asked };
		await world.api.publish(workflow, named('secured'));
		await deploy('secured');
		await deploy('secured-with', { credential: 'hook', resultExpression: '={result: response.body.answer}' }, 'secured');
		expect(await incidentOf('secured')).toMatch(
			/^HTTP_STATUS: n8n at \S+ did not start the workflow: it answered 403\. Give the task the credential/,
		);
		expect((await run('secured-with')).variables.result).toBe('let in');
	});

	it('says that a workflow is not published', async () => {
		await deploy('nowhere');
		expect(await incidentOf('nowhere')).toMatch(/^HTTP_STATUS: .* Publish the workflow, and use the production address/);
	});

	const long = { responseMode: 'responseNode' };
	/** All test files share one n8n. */
	const named = (path: string) => `job-${path}`;

	async function publish(path: string, steps: Step[], webhook?: object): Promise<string> {
		return world.api.publish(webhookWorkflow(named(path), steps, [], webhook), named(path));
	}

	async function deploy(id: string, headers: Record<string, string> = {}, path = id): Promise<void> {
		const task = serviceTask('call', {
			...{ type: 'troupe:n8n-workflow', retries: 1 },
			headers: { url: `${world.url}/webhook/${named(path)}`, ...headers },
		});
		const { content } = processModel(id, [startEvent(), task, endEvent(), ...chain('start', 'call', 'end')]);
		const form = new FormData();
		form.append('resources', new Blob([content]), `${id}.bpmn`);
		const { status } = await fetch(`${engine}/v2/deployments`, { method: 'POST', body: form, headers: authorization });
		expect(status).toBe(200);
	}

	const authorization = { authorization: `Bearer ${serveToken}` };

	async function ask(path: string, body: object): Promise<Instance> {
		const init = { method: 'POST', headers: { 'content-type': 'application/json', ...authorization }, body: JSON.stringify(body) };
		const text = await (await fetch(`${engine}/v2${path}`, init)).text();
		return (text === '' ? {} : JSON.parse(text)) as Instance;
	}

	const run = (processDefinitionId: string, variables = {}) =>
		ask('/process-instances', { processDefinitionId, variables, awaitCompletion: true, requestTimeout: 45_000 });

	async function incidentOf(processDefinitionId: string): Promise<string> {
		const { processInstanceKey } = await ask('/process-instances', { processDefinitionId });
		const find = async () => (await ask('/incidents/search', { filter: { processInstanceKey } })).items[0];
		return (await waitUntil('the incident', find)).errorMessage;
	}

	/** Answers what the Wait node of the workflow's execution waits for, at the address that its first node told. */
	async function resume(workflowId: string): Promise<void> {
		const { Tell } = await world.api.waitingRun(workflowId);
		const [url] = /http[^"]+webhook-waiting[^"]+/.exec(JSON.stringify(Tell)) ?? [];
		expect((await fetch(String(url))).status).toBe(200);
	}

	async function addCredential(name: string, type: string, data: object): Promise<void> {
		const file = join(world.home, `${name}.json`);
		await writeFile(file, JSON.stringify(data));
		await world.troupe('credentials', 'add', name, '--type', type, '--file', file, '--servers', '127.0.0.1,localhost');
	}
});

const set = (value: string): Step => ({
	...{ name: 'Set', type: 'n8n-nodes-base.set', typeVersion: 3.4 },
	parameters: { assignments: { assignments: [{ id: 'a', name: 'answer', value, type: 'string' }] }, options: {} },
});

/** Notes the address at which the execution goes on. */
const tell: Step = { ...set('={{ $execution.resumeUrl }}'), name: 'Tell' };

/** Answers at once with the execution, as the docs say. */
const respondWithExecution = (): Step => ({
	...{ name: 'Respond', type: 'n8n-nodes-base.respondToWebhook', typeVersion: 1.1 },
	parameters: {
		respondWith: 'json',
		responseBody: '={{ JSON.stringify({ executionId: $execution.id }) }}',
	},
});
