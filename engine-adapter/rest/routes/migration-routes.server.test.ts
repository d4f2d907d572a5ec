import { boundary, timer } from '../../../test/contract/event-parts';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { waitUntil } from '../../../test/support/wait-until';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';

const model = (id: string, task: string, duration: string) =>
	processModel(id, [
		startEvent(),
		serviceTask(task, { type: 'migrated' }),
		endEvent(),
		...chain('start', task, 'end'),
		boundary(`late-${task}`, task, timer('Duration', duration)),
		endEvent('late-end'),
		...chain(`late-${task}`, 'late-end'),
	]);

let service: TestService;
beforeAll(async () => {
	service = await openTestService([model('before', 'a', 'PT1H'), model('after', 'b', 'PT9H')]);
});
afterAll(() => service.close());

const post = (path: string, body: unknown = {}) =>
	fetch(`${service.url}/v2${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function findDefinition(processId: string): Promise<string> {
	const found = (await (await post('/process-definitions/search', { filter: { processDefinitionId: processId } })).json()) as {
		items: Array<{ processDefinitionKey: string }>;
	};
	return found.items[0]!.processDefinitionKey;
}

test('an instance goes on in the target, its mapped timer when it was due, and a definition that runs is not deleted', async () => {
	const { engine } = service;
	const targetProcessDefinitionKey = await findDefinition('after');
	const { instanceKey } = await engine.start({ processId: 'before' });
	const due = engine.nextDueTime();
	const mappingInstructions = [
		{ sourceElementId: 'a', targetElementId: 'b' },
		{ sourceElementId: 'late-a', targetElementId: 'late-b' },
	];
	const path = `/process-instances/${instanceKey}/migration`;
	expect((await post(path, { targetProcessDefinitionKey, mappingInstructions })).status).toBe(204);
	expect(await engine.findInstance(instanceKey)).toMatchObject({ processId: 'after', state: 'ACTIVE' });
	expect(engine.nextDueTime()).toBe(due);
	const running = await post(`/resources/${targetProcessDefinitionKey}/deletion`);
	expect([running.status, ((await running.json()) as { title: string }).title]).toEqual([409, 'INVALID_STATE']);
	const worker = await engine.openWorker('migrated', { name: 't', concurrency: 1, timeoutMs: 60_000 }, async ({ elementId }) => ({
		kind: 'complete',
		variables: { did: elementId },
	}));
	await waitUntil('the end of the instance', async () => (await engine.findInstance(instanceKey)).state === 'COMPLETED');
	await worker.close();
	expect(await engine.findInstance(instanceKey)).toMatchObject({ state: 'COMPLETED', variables: { did: 'b' } });
	// An ended instance keeps the definition of its past.
	expect((await post(`/resources/${targetProcessDefinitionKey}/deletion`)).status).toBe(200);
	expect((await post(`/resources/${targetProcessDefinitionKey}/deletion`)).status).toBe(404);
	expect(await engine.findInstance(instanceKey)).toMatchObject({ processId: 'after' });
	expect((await post('/process-instances', { processDefinitionId: 'after' })).status).toBe(404);
});

test('what cannot be migrated says why', async () => {
	const { instanceKey } = await service.engine.start({ processId: 'before' });
	const targetProcessDefinitionKey = await findDefinition('before');
	const refused = await post(`/process-instances/${instanceKey}/migration`, {
		targetProcessDefinitionKey,
		mappingInstructions: [{ sourceElementId: 'late-a', targetElementId: 'late-a' }],
	});
	expect([refused.status, ((await refused.json()) as { detail: string }).detail]).toEqual([
		409,
		expect.stringContaining('the element "a" is active and not mapped. Nothing was migrated.'),
	]);
	const unknown = await post(`/process-instances/${instanceKey}/migration`, {
		targetProcessDefinitionKey: '99999',
		mappingInstructions: [{ sourceElementId: 'a', targetElementId: 'a' }],
	});
	expect(unknown.status).toBe(404);
});
