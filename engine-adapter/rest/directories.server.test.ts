import { Camunda8 } from '@camunda8/sdk';
import { catchOf, message, signal, startOn } from '../../test/contract/event-parts';
import {
	chain,
	endEvent,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../test/contract/model-builder';
import { listening, onStart } from '../../test/contract/listener-parts';
import { openTestService, type TestService } from '../../test/support/engine/test-service';

const createClient = (url: string) =>
	new Camunda8({ ZEEBE_REST_ADDRESS: url, CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_LOG_LEVEL: 'none' }).getCamundaRestClient();

const inside = [startEvent('inner-start'), userTask('review', { native: true }), endEvent('inner-end')];
const reviewed = processModel('reviewed', [
	startEvent(),
	subProcess('part', [...inside, ...chain('inner-start', 'review', 'inner-end')], { inputs: [{ source: '="inner"', target: 'local' }] }),
	endEvent(),
	...chain('start', 'part', 'end'),
]);
const called = processModel('called', [
	startEvent(),
	scriptTask('say', '=[1, "a\\"b", {x: null}]', 'list'),
	endEvent(),
	...chain('start', 'say', 'end'),
]);
const waiting = processModel('waiting', [
	startEvent(),
	catchOf('paid', message('paid', '=order')),
	endEvent(),
	...chain('start', 'paid', 'end'),
]);
const begun = processModel('begun', [
	startOn('start', message('ordered')),
	serviceTask('work', { type: 'rest-retry' }),
	endEvent(),
	...chain('start', 'work', 'end'),
]);
const alarmed = processModel('alarmed', [startEvent(), catchOf('alarm', signal('fire')), endEvent(), ...chain('start', 'alarm', 'end')]);
const unknown = '2251799813685999';

let service: TestService;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
	service = await openTestService([reviewed, called, waiting, begun, alarmed]);
	client = createClient(service.url);
});
afterAll(() => service.close());

const start = async (processDefinitionId: string, variables = {}) =>
	(await client.createProcessInstance({ processDefinitionId, variables })).processInstanceKey;

async function findTask(processInstanceKey: string) {
	const { items } = await client.searchUserTasks({ filter: { processInstanceKey } });
	return items[0]!;
}

async function send(method: string, path: string, body?: object) {
	const init = { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) };
	const response = await fetch(`${service.url}/v2${path}`, init);
	return { status: response.status, text: await response.text() };
}

describe('process definitions', () => {
	test('are found by id, by key, and as the XML that was deployed', async () => {
		const { items } = await client.searchProcessDefinitions({ filter: { processDefinitionId: 'called' } });
		expect(items).toEqual([
			expect.objectContaining({ processDefinitionId: 'called', version: 1, resourceName: 'called.bpmn', tenantId: '<default>' }),
		]);
		const { processDefinitionKey } = items[0]!;
		expect(await client.getProcessDefinition(processDefinitionKey)).toEqual(items[0]);
		expect((await send('GET', `/process-definitions/${processDefinitionKey}/xml`)).text).toBe(called.content);
	});

	test.each(['', '/xml'])('answer 404 for a key that there is not%s', async (end) => {
		expect((await send('GET', `/process-definitions/${unknown}${end}`)).status).toBe(404);
	});
});

describe('process instances', () => {
	test('tell when they began and ended', async () => {
		const before = Date.now();
		const key = await start('called');
		const { items } = await client.searchProcessInstances({ filter: { processInstanceKey: key, state: 'COMPLETED' } });
		for (const date of [items[0]!.startDate, items[0]!.endDate!]) expect(Date.parse(date)).toBeGreaterThanOrEqual(before);
		expect(JSON.parse((await send('GET', `/process-instances/${key}`)).text)).toEqual(items[0]);
		const active = await start('waiting', { order: 'none' });
		const { items: running } = await client.searchProcessInstances({ filter: { processDefinitionId: 'waiting', state: 'ACTIVE' } });
		expect(running).toEqual([expect.objectContaining({ processInstanceKey: active })]);
		expect(running[0]).toMatchObject({ endDate: null });
	});
});

describe('element instances', () => {
	test('are found while they are active, with the keys that variables are set by', async () => {
		const key = await start('reviewed');
		const { items } = await client.searchElementInstances({ filter: { processInstanceKey: key, state: 'ACTIVE' } });
		expect(items.map(({ elementId, type, state }) => [elementId, type, state])).toEqual([
			['reviewed', 'PROCESS', 'ACTIVE'],
			['part', 'SUB_PROCESS', 'ACTIVE'],
			['review', 'USER_TASK', 'ACTIVE'],
		]);
		const { elementInstanceKey } = items[1]!;
		expect(await client.getElementInstance(elementInstanceKey)).toEqual(items[1]);
		await client.updateElementInstanceVariables({ elementInstanceKey, variables: { seen: true }, local: true });
		const variables = await client.searchVariables({
			filter: { processInstanceKey: key },
			sort: [{ field: 'name', order: 'ASC' }],
		} as never);
		expect(variables.items.map(({ name, value, scopeKey }) => [name, value, scopeKey])).toEqual([
			['local', '"inner"', elementInstanceKey],
			['seen', 'true', elementInstanceKey],
		]);
	});

	test('answer 404 for a key that there is not', async () => {
		expect((await send('GET', `/element-instances/${unknown}`)).status).toBe(404);
		expect((await send('PUT', `/element-instances/${unknown}/variables`, { variables: { a: 1 } })).status).toBe(404);
	});
});

test('variables of an ended instance are its result, as JSON', async () => {
	const key = await start('called');
	const { items } = await client.searchVariables({ filter: { processInstanceKey: key, name: 'list' } });
	expect(items).toEqual([expect.objectContaining({ scopeKey: key, value: '[1,"a\\"b",{"x":null}]' })]);
});

describe('user tasks', () => {
	test('are assigned, changed, found by it, and taken away again', async () => {
		const { userTaskKey } = await findTask(await start('reviewed'));
		await client.assignUserTask({ userTaskKey, assignee: 'ana' });
		const changeset = { dueDate: '2030-01-02T03:04:05Z', candidateGroups: ['sales', 'support'], priority: 80 };
		expect((await send('PATCH', `/user-tasks/${userTaskKey}`, { changeset })).status).toBe(204);
		const found = await client.searchUserTasks({ filter: { assignee: 'ana', candidateGroup: 'support', priority: { $gt: 50 } } });
		const dueDate = '2030-01-02T03:04:05.000Z';
		expect(found.items).toEqual([expect.objectContaining({ userTaskKey, elementId: 'review', assignee: 'ana', ...changeset, dueDate })]);
		expect(await client.getUserTask(userTaskKey)).toEqual(found.items[0]);
		expect((await send('POST', `/user-tasks/${userTaskKey}/assignment`, { assignee: 'bia', allowOverride: false })).status).toBe(409);
		expect((await send('DELETE', `/user-tasks/${userTaskKey}/assignee`)).status).toBe(204);
		expect(await client.getUserTask(userTaskKey)).toMatchObject({ assignee: null });
	});

	test.each([
		['GET', '', undefined],
		['POST', '/assignment', { assignee: 'ana' }],
		['DELETE', '/assignee', undefined],
		['PATCH', '', { changeset: { priority: 1 } }],
		['POST', '/completion', {}],
		['POST', '/variables/search', {}],
	])('answer %s %s of an unknown one with 404', async (method, path, body) => {
		expect((await send(method, `/user-tasks/${unknown}${path}`, body)).status).toBe(404);
	});

	test.each([{ dueDate: 'tomorrow' }, { priority: 101 }, {}, { priority: null }])('refuse the change %j', async (changeset) => {
		const { userTaskKey } = await findTask(await start('reviewed'));
		expect((await send('PATCH', `/user-tasks/${userTaskKey}`, { changeset })).status).toBe(400);
	});
});

describe('messages', () => {
	test('are correlated with who waits for them, once', async () => {
		const key = await start('waiting', { order: 'o-1' });
		const payment = { name: 'paid', correlationKey: 'o-1', variables: { amount: 3 } };
		expect(await client.correlateMessage(payment)).toMatchObject({ processInstanceKey: key, messageKey: expect.stringMatching(/^\d+$/) });
		expect((await service.engine.findInstance(key)).variables).toMatchObject({ amount: 3 });
		await expect(client.correlateMessage(payment)).rejects.toMatchObject({ statusCode: 404 });
	});

	test('are correlated with a process that begins with them', async () => {
		const { processInstanceKey } = await client.correlateMessage({ name: 'ordered', correlationKey: '', variables: {} });
		expect((await service.engine.findInstance(processInstanceKey)).state).toBe('ACTIVE');
	});
});

test('a signal reaches everything that waits for it', async () => {
	const keys = [await start('alarmed'), await start('alarmed')];
	const answer = await client.broadcastSignal({ signalName: 'fire', variables: { floor: 2 } });
	expect(answer).toMatchObject({ signalKey: expect.stringMatching(/^\d+$/), tenantId: '<default>' });
	const instances = await Promise.all(keys.map((key) => service.engine.findInstance(key)));
	expect(instances.map(({ state, variables }) => [state, variables])).toEqual([
		['COMPLETED', { floor: 2 }],
		['COMPLETED', { floor: 2 }],
	]);
	expect((await send('POST', '/signals/broadcast', {})).status).toBe(400);
});

describe('jobs', () => {
	test('of listeners say what they listen to', async () => {
		const listened = processModel('listened', [startEvent(), listening(endEvent(), onStart('rest-listener')), ...chain('start', 'end')]);
		await service.engine.deploy([listened]);
		await service.engine.start({ processId: 'listened' });
		const activation = { type: 'rest-listener', timeout: 30_000, maxJobsToActivate: 1, requestTimeout: 2_000 };
		const { text } = await send('POST', '/jobs/activation', activation);
		expect((JSON.parse(text) as { jobs: unknown[] }).jobs).toMatchObject([
			{ elementId: 'end', kind: 'EXECUTION_LISTENER', listenerEventType: 'START' },
		]);
	});

	test('that fail leave their variables to the next attempt', async () => {
		await client.correlateMessage({ name: 'ordered', correlationKey: '', variables: {} });
		const ask = { type: 'rest-retry', worker: 'test', timeout: 30_000, maxJobsToActivate: 10, requestTimeout: 1_000 };
		const [job, ...others] = await client.activateJobs(ask);
		for (const other of others) await client.completeJob({ jobKey: other.jobKey, variables: {} });
		const failure = { retries: 1, errorMessage: 'later', variables: { attempt: 'one' } };
		expect((await send('POST', `/jobs/${job!.jobKey}/failure`, failure)).status).toBe(204);
		const [again] = await client.activateJobs(ask);
		expect({ ...again!.variables }).toEqual({ attempt: 'one' });
		await client.completeJob({ jobKey: again!.jobKey, variables: {} });
	});

	test("are extended while they are somebody's, and not otherwise", async () => {
		const extend = (key: string) => send('PATCH', `/jobs/${key}`, { changeset: { timeout: 60_000 } });
		expect((await extend(unknown)).status).toBe(404);
		await client.correlateMessage({ name: 'ordered', correlationKey: '', variables: {} });
		const [job] = await client.activateJobs({
			type: 'rest-retry',
			worker: 'test',
			timeout: 30_000,
			maxJobsToActivate: 1,
			requestTimeout: 1_000,
		});
		expect((await extend(job!.jobKey)).status).toBe(204);
		for (const changeset of [{}, { retries: null, timeout: null }])
			expect((await send('PATCH', `/jobs/${job!.jobKey}`, { changeset })).status).toBe(400);
		await send('POST', `/jobs/${job!.jobKey}/failure`, { retries: 0 });
		expect((await extend(job!.jobKey)).status).toBe(400);
	});

	test('that nobody has are not waited for when the wait is negative', async () => {
		const ask = (requestTimeout: number) =>
			send('POST', '/jobs/activation', { type: 'none', timeout: 1, maxJobsToActivate: 1, requestTimeout });
		// Shorter than the server's own wait, which is that of zero.
		const waits = ask(9_000).catch(() => 'is gone');
		expect(await Promise.race([waits, ask(-1)])).toEqual({ status: 200, text: '{"jobs":[]}' });
	});
});

test('an incident is found by its key, with the time of its beginning', async () => {
	const key = await start('waiting');
	const { items } = await client.searchIncidents({ filter: { processInstanceKey: key } });
	expect(items).toEqual([expect.objectContaining({ elementId: 'paid', processDefinitionId: 'waiting', errorType: 'EXTRACT_VALUE_ERROR' })]);
	expect(Date.now() - Date.parse(items[0]!.creationTime)).toBeLessThan(60_000);
	expect(JSON.parse((await send('GET', `/incidents/${items[0]!.incidentKey}`)).text)).toEqual(items[0]);
	expect((await send('GET', `/incidents/${unknown}`)).status).toBe(404);
});
