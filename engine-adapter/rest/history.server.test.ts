import { callActivity } from '../../test/contract/event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	flow,
	forEach,
	processModel,
	serviceTask,
	startEvent,
	userTask,
} from '../../test/contract/model-builder';
import { connectTypescriptClient } from '../../test/support/engine/typescript-client';
import { openTestService, type TestService } from '../../test/support/engine/test-service';

const order = processModel('order', [
	startEvent(),
	serviceTask('pay', { type: 'bank', headers: { iban: 'DE' }, inputs: [{ source: '="inner"', target: 'local' }] }),
	errorBoundary('refused', 'pay', 'refused'),
	userTask('ask', { native: true }),
	callActivity('ship', 'shipping'),
	endEvent(),
	endEvent('lost'),
	...chain('start', 'pay', 'ask', 'ship', 'end'),
	flow('to-lost', 'refused', 'lost'),
]);
const shipping = processModel('shipping', [startEvent(), endEvent('sent'), ...chain('start', 'sent')]);
const each = processModel('each', [
	startEvent(),
	forEach(serviceTask('one', { type: 'one' }), { inputCollection: '=[1, 2]' }),
	endEvent(),
	...chain('start', 'one', 'end'),
]);

type Item = Record<string, unknown>;

/** Camunda's client, which holds each answer against the published schema. */
type Strict = Record<string, (request: object, options: object) => Promise<{ items: Item[] } & Item>>;

let service: TestService;
let strict: Strict;
let key: string;
beforeAll(async () => {
	service = await openTestService([order, shipping, each]);
	strict = connectTypescriptClient(service.url, { requests: 'none' });
	key = await runOrder();
});
afterAll(() => service.close());

const atOnce = { consistency: { waitUpToMs: 0 } };

async function send(method: string, path: string, body?: object): Promise<{ status: number; body: { items: Item[] } & Item }> {
	const init = { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) };
	const response = await fetch(`${service.url}/v2${path}`, init);
	const text = await response.text();
	return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as { items: Item[] } & Item };
}
const search = async (what: string, filter: object): Promise<Item[]> => (await send('POST', `/${what}/search`, { filter })).body.items;

const takeJob = async (type: string) => (await service.engine.activate(type, { worker: 'teller', limit: 1, timeoutMs: 60_000 }))[0]!;

/** An order whose payment failed once, and which a person released. */
async function runOrder(): Promise<string> {
	const { engine } = service;
	const { instanceKey } = await engine.start({ processId: 'order', variables: { amount: 1 } });
	const job = await takeJob('bank');
	await engine.answer(job.key, { kind: 'fail', message: 'closed', retries: 0 });
	const [incident] = await engine.searchIncidents({ instanceKey });
	await engine.updateJobRetries(job.key, 2);
	await engine.resolveIncident(incident!.key);
	await engine.answer((await takeJob('bank')).key, { kind: 'complete', variables: { paid: true } });
	const [task] = await engine.searchUserTasks({ instanceKey });
	await engine.assignUserTask(task!.key, 'ana', { allowOverride: true });
	await engine.completeUserTask(task!.key, { released: true });
	return instanceKey;
}

test('the elements of an ended instance are found with their dates, in the order in which they ended', async () => {
	const elements = await search('element-instances', { processInstanceKey: key });
	expect(elements.map(({ elementId, type, state }) => [elementId, type, state])).toEqual([
		['start', 'START_EVENT', 'COMPLETED'],
		['pay', 'SERVICE_TASK', 'COMPLETED'],
		['ask', 'USER_TASK', 'COMPLETED'],
		['ship', 'CALL_ACTIVITY', 'COMPLETED'],
		['end', 'END_EVENT', 'COMPLETED'],
		['order', 'PROCESS', 'COMPLETED'],
	]);
	for (const { startDate, endDate } of elements) expect(Date.parse(String(startDate))).toBeLessThanOrEqual(Date.parse(String(endDate)));
	const [pay] = await search('element-instances', { elementInstanceKey: elements[1]!.elementInstanceKey });
	expect(pay).toEqual(elements[1]);
	expect(await strict.getElementInstance!(pay!, atOnce)).toEqual(pay);
	expect(await search('element-instances', { processInstanceKey: key, state: 'ACTIVE' })).toEqual([]);
});

test('a completed job is found with who did it', async () => {
	const { items } = await strict.searchJobs!({ filter: { processInstanceKey: key } }, atOnce);
	expect(items).toEqual([
		expect.objectContaining({
			state: 'COMPLETED',
			type: 'bank',
			worker: 'teller',
			retries: 2,
			kind: 'BPMN_ELEMENT',
			customHeaders: { iban: 'DE' },
			elementId: 'pay',
			endTime: expect.stringMatching(/^\d{4}-.*Z$/),
		}),
	]);
	expect(await search('jobs', { jobKey: items[0]!.jobKey, state: 'COMPLETED' })).toHaveLength(1);
	expect(await search('jobs', { processInstanceKey: key, state: 'CREATED' })).toEqual([]);
});

test('a resolved incident is found, by its key and by its instance', async () => {
	const { items } = await strict.searchIncidents!({ filter: { processInstanceKey: key } }, atOnce);
	expect(items).toEqual([
		expect.objectContaining({ state: 'RESOLVED', errorType: 'JOB_NO_RETRIES', errorMessage: 'closed', elementId: 'pay' }),
	]);
	expect(items[0]).toHaveProperty('jobKey');
	expect(await strict.getIncident!(items[0]!, atOnce)).toEqual(items[0]);
	expect((await send('POST', `/process-instances/${key}/incidents/search`, {})).body.items).toHaveLength(1);
	expect(await search('incidents', { processInstanceKey: key, state: 'ACTIVE' })).toEqual([]);
	expect((await send('POST', '/process-instances/1/incidents/search', {})).status).toBe(404);
});

test('a completed user task is found with who had it', async () => {
	const { items } = await strict.searchUserTasks!({ filter: { processInstanceKey: key, state: 'COMPLETED' } }, atOnce);
	expect(items).toEqual([
		expect.objectContaining({ elementId: 'ask', assignee: 'ana', completionDate: expect.stringMatching(/^\d{4}-.*Z$/) }),
	]);
	expect(await strict.getUserTask!(items[0]!, atOnce)).toEqual(items[0]);
	expect((await send('POST', `/user-tasks/${String(items[0]!.userTaskKey)}/completion`, {})).status).toBe(404);
	const seen = await send('POST', `/user-tasks/${String(items[0]!.userTaskKey)}/variables/search`, {});
	expect(Object.fromEntries(seen.body.items.map(({ name, value }) => [name, value]))).toEqual({
		amount: '1',
		paid: 'true',
		released: 'true',
	});
});

test('variables of a scope within an instance are found after its end', async () => {
	const [pay] = await search('element-instances', { processInstanceKey: key, elementId: 'pay' });
	const scopeKey = pay!.elementInstanceKey;
	const local = expect.objectContaining({ name: 'local', value: '"inner"', scopeKey, processInstanceKey: key });
	expect(await search('variables', { scopeKey })).toEqual([local]);
	const all = await search('variables', { processInstanceKey: key });
	expect(all).toContainEqual(local);
	expect(all).toContainEqual(expect.objectContaining({ name: 'released', value: 'true', scopeKey: key }));
	expect(await search('variables', { name: 'local', value: '"inner"' })).toContainEqual(local);
});

test('what was cancelled is found as cancelled', async () => {
	const { engine } = service;
	const { instanceKey } = await engine.start({ processId: 'order' });
	await engine.cancel(instanceKey);
	expect(await search('jobs', { processInstanceKey: instanceKey })).toMatchObject([{ state: 'CANCELED', type: 'bank' }]);
	const { instanceKey: asked } = await engine.start({ processId: 'order' });
	for (let job = await takeJob('bank'); ; job = await takeJob('bank')) {
		await engine.answer(job.key, { kind: 'complete', variables: {} });
		if (job.instanceKey === asked) break;
	}
	await engine.cancel(asked);
	expect(await search('user-tasks', { processInstanceKey: asked })).toMatchObject([{ state: 'CANCELED', elementId: 'ask' }]);
	const ended = await search('element-instances', { processInstanceKey: asked, state: 'TERMINATED' });
	expect(ended.map(({ elementId }) => elementId)).toEqual(['ask', 'order']);
});

test('a job whose error was caught is over, one whose error was not waits', async () => {
	const { engine } = service;
	const throwIn = async (errorCode: string) => {
		const { instanceKey } = await engine.start({ processId: 'order' });
		await engine.answer((await takeJob('bank')).key, { kind: 'bpmn-error', errorCode, message: 'no' });
		return search('jobs', { processInstanceKey: instanceKey, state: 'ERROR_THROWN' });
	};
	expect(await throwIn('refused')).toEqual([expect.objectContaining({ errorCode: 'refused', endTime: expect.any(String) })]);
	const open = await throwIn('unknown');
	expect(open).toEqual([expect.objectContaining({ errorCode: 'unknown' })]);
	expect(open[0]).toMatchObject({ endTime: null });
});

test('a called instance leads to its caller when both have ended', async () => {
	const [called] = await search('process-instances', { parentProcessInstanceKey: key });
	const hierarchy = await strict.getProcessInstanceCallHierarchy!({ processInstanceKey: called!.processInstanceKey }, atOnce);
	expect(hierarchy).toMatchObject([
		{ processInstanceKey: key, processDefinitionName: 'order' },
		{ processInstanceKey: called!.processInstanceKey, processDefinitionName: 'shipping' },
	]);
});

test('the flows that were taken are listed', async () => {
	const { items } = await strict.getProcessInstanceSequenceFlows!({ processInstanceKey: key }, atOnce);
	expect(items.map(({ elementId }) => elementId)).toEqual(['ask-ship', 'pay-ask', 'ship-end', 'start-pay']);
	expect(items[0]).toMatchObject({ sequenceFlowId: `${key}_ask-ship`, processDefinitionId: 'order' });
	expect((await send('GET', '/process-instances/1/sequence-flows')).status).toBe(404);
});

test('elements are counted by state, of an instance and of a definition', async () => {
	const { engine } = service;
	const { instanceKey, processDefinitionKey } = await engine.start({ processId: 'each' });
	const counts = async () => (await send('GET', `/process-instances/${instanceKey}/statistics/element-instances`)).body.items;
	expect((await strict.getProcessInstanceStatistics!({ processInstanceKey: instanceKey }, atOnce)).items).toHaveLength(2);
	expect(await counts()).toEqual([
		{ elementId: 'start', active: 0, canceled: 0, incidents: 0, completed: 1 },
		{ elementId: 'one', active: 2, canceled: 0, incidents: 0, completed: 0 },
	]);
	const { position } = (await send('GET', `/process-instances/${instanceKey}/statistics/element-instances`)).body;
	const job = await takeJob('one');
	await engine.answer(job.key, { kind: 'fail', message: 'no', retries: 0 });
	// Whoever follows from there misses nothing and gets nothing twice.
	const { events } = (await send('GET', `/events?follow=false&processInstanceKey=${instanceKey}&after=${String(position)}`)).body;
	expect((events as Array<{ kind: string }>).map(({ kind }) => kind)).toEqual(['job-activated', 'job-failed', 'incident-created']);
	expect(await counts()).toContainEqual({ elementId: 'one', active: 1, canceled: 0, incidents: 1, completed: 0 });
	await engine.start({ processId: 'each' });
	const ofDefinition = async (filter: object) =>
		(await send('POST', `/process-definitions/${processDefinitionKey}/statistics/element-instances`, { filter })).body.items;
	// Process instances, not element instances.
	expect(await ofDefinition({})).toContainEqual({ elementId: 'one', active: 2, canceled: 0, incidents: 1, completed: 0 });
	expect(await ofDefinition({ hasIncident: true })).toContainEqual({
		elementId: 'start',
		active: 0,
		canceled: 0,
		incidents: 0,
		completed: 1,
	});
	expect(await ofDefinition({ state: 'COMPLETED' })).toEqual([]);
	expect((await send('POST', '/process-definitions/1/statistics/element-instances', {})).status).toBe(404);
});
