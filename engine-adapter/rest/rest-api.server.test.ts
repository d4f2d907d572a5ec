import { Camunda8 } from '@camunda8/sdk';
import { compileRoutes } from '../../test/support/servers/compile-routes';
import { endEvent, errorBoundary, flow, processModel, serviceTask, startEvent, userTask } from '../../test/contract/model-builder';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openTestService, type TestService } from '../../test/support/engine/test-service';

const createClient = (url: string) =>
	new Camunda8({ ZEEBE_REST_ADDRESS: url, CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_LOG_LEVEL: 'none' }).getCamundaRestClient();

const answered = processModel('answered', [startEvent(), endEvent(), flow('a', 'start', 'end')]);
const reviewed = processModel('reviewed', [
	startEvent(),
	userTask('review', { native: true }),
	endEvent(),
	flow('a', 'start', 'review'),
	flow('b', 'review', 'end'),
]);
const worked = processModel('worked', [
	startEvent(),
	serviceTask('work', { type: 'rest-work', retries: 2, headers: { tone: 'formal' } }),
	errorBoundary('refused', 'work', 'REFUSED'),
	endEvent(),
	endEvent('refused-end'),
	flow('a', 'start', 'work'),
	flow('b', 'work', 'end'),
	flow('c', 'refused', 'refused-end'),
]);

let engine: EmbeddedEngine;
let service: TestService;
let url: string;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
	service = await openTestService([answered, reviewed, worked]);
	({ engine, url } = service);
	client = createClient(url);
});

afterAll(() => service.close());

const post = (path: string, body?: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
	fetch(`${url}/v2${path}`, {
		method: 'POST',
		headers,
		body: typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body),
	});

async function start(processDefinitionId: string, variables = {}): Promise<string> {
	return (await client.createProcessInstance({ processDefinitionId, variables })).processInstanceKey;
}

async function activate(instanceKey: string) {
	const jobs = await client.activateJobs({
		type: 'rest-work',
		worker: 'test',
		timeout: 30_000,
		maxJobsToActivate: 10,
		requestTimeout: 2_000,
	});
	const job = jobs.find((candidate) => candidate.processInstanceKey === instanceKey);
	if (!job) throw new Error('the job was not handed out');
	return job;
}

describe("Camunda's own client", () => {
	test('deploys, and gets a new version for a changed file only', async () => {
		const first = await client.deployResources([{ name: 'versions.bpmn', content: answered.content.replaceAll('answered', 'versions') }]);
		expect(first.processes[0]).toMatchObject({
			processDefinitionId: 'versions',
			processDefinitionVersion: 1,
			resourceName: 'versions.bpmn',
			tenantId: '<default>',
		});
		const same = await client.deployResources([{ name: 'versions.bpmn', content: answered.content.replaceAll('answered', 'versions') }]);
		expect(same.processes[0]?.processDefinitionVersion).toBe(1);
	});

	test('starts an instance by id and by key, and awaits its variables', async () => {
		const result = await client.createProcessInstanceWithResult({ processDefinitionId: 'answered', variables: { message: 'Olá' } });
		expect(result).toMatchObject({ processDefinitionId: 'answered', processDefinitionVersion: 1, variables: { message: 'Olá' } });
		expect(result.processInstanceKey).toMatch(/^\d+$/);
		const byKey = await client.createProcessInstanceWithResult({
			processDefinitionKey: result.processDefinitionKey,
			variables: { n: 1 },
			fetchVariables: ['other'],
		} as never);
		expect(byKey).toMatchObject({ processDefinitionId: 'answered', variables: {} });
	});

	test('finds instances by state and cancels one', async () => {
		const key = await start('reviewed');
		await client.cancelProcessInstance({ processInstanceKey: key });
		const { items } = await client.searchProcessInstances({ filter: { processInstanceKey: key } });
		expect(items).toEqual([expect.objectContaining({ processInstanceKey: key, state: 'TERMINATED', hasIncident: false })]);
		const active = await client.searchProcessInstances({ filter: { state: 'ACTIVE', processDefinitionId: { $like: 'rev*' } } });
		expect(active.items.map((item) => item.processInstanceKey)).not.toContain(key);
		await expect(client.cancelProcessInstance({ processInstanceKey: key })).rejects.toMatchObject({ statusCode: 404 });
	});

	test('finds a user task with its variables and completes it', async () => {
		const key = await start('reviewed', { message: 'Hi' });
		const { items } = await client.searchUserTasks({ filter: { processInstanceKey: key, state: 'CREATED' } });
		expect(items).toEqual([expect.objectContaining({ elementId: 'review', name: 'review', processInstanceKey: key })]);
		const { userTaskKey } = items[0]!;
		const seen = await client.searchUserTaskVariables({ userTaskKey });
		expect(seen.items).toEqual([expect.objectContaining({ name: 'message', value: '"Hi"' })]);
		await client.completeUserTask({ userTaskKey, variables: { reply: 'Hello' } });
		const variables = await client.searchVariables({ filter: { processInstanceKey: key, name: 'reply' } });
		expect(variables.items).toEqual([expect.objectContaining({ name: 'reply', value: '"Hello"', scopeKey: key })]);
		await expect(client.completeUserTask({ userTaskKey })).rejects.toMatchObject({ statusCode: 404 });
	});

	test('works on jobs: completes one, and throws a BPMN error from another', async () => {
		const key = await start('worked', { n: 1 });
		const job = await activate(key);
		expect(job).toMatchObject({
			type: 'rest-work',
			processDefinitionId: 'worked',
			processDefinitionVersion: 1,
			elementId: 'work',
			retries: 2,
			worker: 'test',
		});
		expect({ ...job.variables }).toEqual({ n: expect.anything() });
		expect({ ...job.customHeaders }).toEqual({ tone: 'formal' });
		await client.completeJob({ jobKey: job.jobKey, variables: { done: true } });
		expect((await engine.findInstance(key)).variables).toMatchObject({ done: true });
		const other = await start('worked');
		await client.errorJob({ jobKey: (await activate(other)).jobKey, errorCode: 'REFUSED', errorMessage: 'no', variables: {} });
		expect((await engine.findInstance(other)).state).toBe('COMPLETED');
		await expect(client.completeJob({ jobKey: job.jobKey, variables: {} })).rejects.toMatchObject({ statusCode: 404 });
	});

	test('finds the incident of a job without retries, and resolves it', async () => {
		const key = await start('worked');
		const job = await activate(key);
		await client.failJob({ jobKey: job.jobKey, retries: 0, errorMessage: 'broken', retryBackOff: 0 });
		const { items } = await client.searchIncidents({ filter: { processInstanceKey: key } });
		expect(items).toEqual([
			expect.objectContaining({
				errorType: 'JOB_NO_RETRIES',
				errorMessage: 'broken',
				elementId: 'work',
				jobKey: job.jobKey,
				state: 'ACTIVE',
			}),
		]);
		await client.updateJob({ jobKey: job.jobKey, retries: 1 });
		await client.resolveIncident(items[0]!.incidentKey);
		expect((await activate(key)).retries).toBe(1);
	});

	test('polls for a job that comes later', async () => {
		const polled = client.activateJobs({ type: 'rest-work', worker: 'test', timeout: 30_000, maxJobsToActivate: 1, requestTimeout: 5_000 });
		const key = await start('worked');
		expect((await polled).map((job) => job.processInstanceKey)).toEqual([key]);
	});

	test('publishes messages, once for each id', async () => {
		const message = { name: 'paid', correlationKey: 'order-1', timeToLive: 60_000, messageId: 'payment-1', variables: {} };
		expect((await client.publishMessage(message)).messageKey).toMatch(/^\d+$/);
		await expect(client.publishMessage(message)).rejects.toMatchObject({ statusCode: 409 });
	});

	test('sets variables of an instance', async () => {
		const key = await start('reviewed');
		await client.updateElementInstanceVariables({ elementInstanceKey: key, variables: { priority: 'high' } });
		expect((await engine.findInstance(key)).variables).toEqual({ priority: 'high' });
	});

	test('sees a cluster of one broker', async () => {
		expect(await client.getTopology()).toMatchObject({ clusterSize: 1, gatewayVersion: '0.0.0-test' });
	});
});

describe('the wire', () => {
	test.each<[string, string, unknown, number, string]>([
		['an unknown process', '/process-instances', { processDefinitionId: 'none' }, 404, 'NOT_FOUND'],
		['an unknown key', '/process-instances', { processDefinitionKey: '2251799813685999' }, 404, 'NOT_FOUND'],
		['both id and key', '/process-instances', { processDefinitionId: 'answered', processDefinitionKey: '1' }, 400, 'INVALID_ARGUMENT'],
		['neither id nor key', '/process-instances', {}, 400, 'INVALID_ARGUMENT'],
		['a key that is not valid', '/process-instances', { processDefinitionKey: 'x' }, 400, 'INVALID_ARGUMENT'],
		[
			'variables that are not an object',
			'/process-instances',
			{ processDefinitionId: 'answered', variables: [1] },
			400,
			'INVALID_ARGUMENT',
		],
		['another tenant', '/process-instances', { processDefinitionId: 'answered', tenantId: 'acme' }, 404, 'NOT_FOUND'],
		['what is not a tenant', '/process-instances', { processDefinitionId: 'answered', tenantId: '*' }, 400, 'INVALID_ARGUMENT'],
		[
			'a start instruction for an element that is not there',
			'/process-instances',
			{ processDefinitionId: 'answered', startInstructions: [{ elementId: 'other' }] },
			400,
			'INVALID_ARGUMENT',
		],
		[
			'an unknown runtime instruction',
			'/process-instances',
			{ processDefinitionId: 'answered', runtimeInstructions: [{ type: 'SUSPEND_PROCESS_INSTANCE', afterElementId: 'end' }] },
			400,
			'INVALID_ARGUMENT',
		],
		['a tag that Camunda would refuse', '/process-instances', { processDefinitionId: 'answered', tags: ['1st'] }, 400, 'INVALID_ARGUMENT'],
		[
			'an await that is too short',
			'/process-instances',
			{ processDefinitionId: 'reviewed', awaitCompletion: true, requestTimeout: 20 },
			504,
			'DEADLINE_EXCEEDED',
		],
		['an unknown filter', '/process-instances/search', { filter: { colour: 'red' } }, 400, 'INVALID_ARGUMENT'],
		['an unknown state of an instance', '/process-instances/search', { filter: { state: 'FOO' } }, 400, 'INVALID_ARGUMENT'],
		['an unknown state of an element', '/element-instances/search', { filter: { state: 'FOO' } }, 400, 'INVALID_ARGUMENT'],
		['an unknown type of an element', '/element-instances/search', { filter: { type: 'TASKS' } }, 400, 'INVALID_ARGUMENT'],
		['an unknown state of a user task', '/user-tasks/search', { filter: { state: { $in: ['FOO'] } } }, 400, 'INVALID_ARGUMENT'],
		['an unknown state of an incident', '/incidents/search', { filter: { state: 'FOO' } }, 400, 'INVALID_ARGUMENT'],
		['an unknown error type', '/incidents/search', { filter: { errorType: 'FOO' } }, 400, 'INVALID_ARGUMENT'],
		['a date that is not a date', '/process-instances/search', { filter: { startDate: 'today' } }, 400, 'INVALID_ARGUMENT'],
		['a message without a name', '/messages/publication', {}, 400, 'INVALID_ARGUMENT'],
		['an unknown incident', '/incidents/123/resolution', {}, 404, 'NOT_FOUND'],
		['a deployment that is not a form', '/deployments', {}, 400, 'INVALID_ARGUMENT'],
		['JSON that is broken', '/process-instances', '{"processDefinitionId":', 400, 'Bad Request'],
		[
			'a polluted prototype',
			'/process-instances',
			'{"processDefinitionId":"answered","variables":{"__proto__":{"admin":true}}}',
			400,
			'Bad Request',
		],
		[
			'deep nesting',
			'/process-instances',
			`{"processDefinitionId":"answered","variables":${'{"a":'.repeat(200)}1${'}'.repeat(200)}}`,
			400,
			'INVALID_ARGUMENT',
		],
		['no such endpoint', '/batch-operations', {}, 404, 'Not Found'],
	])('answers %s with a problem document', async (_what, path, body, status, title) => {
		const response = await post(path, body);
		expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
		expect(await response.json()).toEqual({ type: 'about:blank', title, status, detail: expect.any(String), instance: `/v2${path}` });
		expect(response.status).toBe(status);
	});

	test('refuses a process that it cannot run, naming the element', async () => {
		const form = new FormData();
		form.append('resources', new Blob([answered.content.replace('targetRef="end"', 'targetRef="nowhere"')]), 'broken.bpmn');
		const response = await post('/deployments', form, {});
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ title: 'INVALID_ARGUMENT', detail: expect.stringContaining('nowhere') });
	});

	test('refuses a form without files, and one that is cut', async () => {
		const form = new FormData();
		form.append('resources', 'no file');
		expect((await post('/deployments', form, {})).status).toBe(400);
		const cut = await post('/deployments', '--x\r\nContent-Disposition: form-data; name="resources"', {
			'content-type': 'multipart/form-data; boundary=x',
		});
		expect(cut.status).toBe(400);
	});

	test('refuses a body of more than 4 MB', async () => {
		const body = JSON.stringify({ processDefinitionId: 'answered', variables: { pad: 'x'.repeat(4 * 1024 * 1024) } });
		const response = await post('/process-instances', body);
		expect(await response.json()).toMatchObject({ status: 413, title: 'PAYLOAD_TOO_LARGE' });
	});

	test('refuses a body that is not UTF-8, which would become other words (expressjs/body-parser#21)', async () => {
		const body = Buffer.from('{"processDefinitionId":"answered","variables":{"name":"Zoë"}}', 'latin1');
		const headers = { 'content-type': 'application/json' };
		expect((await fetch(`${url}/v2/process-instances`, { method: 'POST', headers, body })).status).toBe(400);
	});

	test('takes an empty body where nothing has to be said', async () => {
		const response = await post('/process-instances/search', '');
		expect(response.status).toBe(200);
		expect((await fetch(`${url}/v2/process-instances/1`)).status).toBe(404);
	});
});

test('the schemas of all routes compile', async () => {
	expect(await compileRoutes(() => openTestService([]))).toBeGreaterThan(50);
});
