import { waitUntil } from '../../../test/support/wait-until';
import { chain, endEvent, processModel, serviceTask, startEvent, userTask } from '../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';

const task = (id: string) => userTask(id, { native: true });
const asking = processModel('asking', [startEvent(), task('ask'), task('then'), endEvent(), ...chain('start', 'ask', 'then', 'end')]);
const newer = processModel('newer', [startEvent(), task('ask'), endEvent(), ...chain('start', 'ask', 'end')]);
const broken = processModel('broken', [
	startEvent(),
	serviceTask('fail', { type: 'fail', inputs: [{ source: '=assert(ok, ok = true)', target: 'x' }] }),
	endEvent(),
	...chain('start', 'fail', 'end'),
]);

let service: TestService;
beforeEach(async () => {
	service = await openTestService([asking, newer, broken]);
});
afterEach(() => service.close());

async function call(path: string, body?: object) {
	const request = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	const response = await fetch(`${service.url}/v2${path}`, request);
	return { status: response.status, answer: (response.status === 204 ? {} : await response.json()) as Record<string, unknown> };
}

const start = async (processId: string, count: number, variables = {}): Promise<string[]> => {
	const keys: string[] = [];
	for (let number = 0; number < count; number++)
		keys.push((await service.engine.start({ processId, variables: { number, ...variables } })).instanceKey);
	return keys;
};

async function runBatch(path: string, body: object) {
	const { answer } = await call(`/process-instances/${path}`, body);
	return waitUntil('the end of the batch', async () => {
		const batch = (await call(`/batch-operations/${answer.batchOperationKey as string}`)).answer;
		return batch.state === 'COMPLETED' && batch;
	});
}

const itemsOf = async (batch: Record<string, unknown>) =>
	(await call('/batch-operation-items/search', { filter: { batchOperationKey: batch.batchOperationKey } })).answer.items as object[];

test('instances that match are cancelled, others stay', async () => {
	const keys = await start('asking', 5);
	const batch = await runBatch('cancellation', {
		filter: { processDefinitionId: 'asking', variables: [{ name: 'number', value: { $in: ['1', '2'] } }] },
	});
	expect(batch).toMatchObject({
		batchOperationType: 'CANCEL_PROCESS_INSTANCE',
		operationsTotalCount: 2,
		operationsCompletedCount: 2,
		operationsFailedCount: 0,
	});
	const states = await Promise.all(keys.map(async (key) => (await service.engine.findInstance(key)).state));
	expect(states).toEqual(['ACTIVE', 'TERMINATED', 'TERMINATED', 'ACTIVE', 'ACTIVE']);
});

test('instances are migrated, and what is refused is told with its item', async () => {
	const [first, second] = await start('asking', 2);
	const [one] = await service.engine.searchUserTasks({ instanceKey: second });
	await service.engine.completeUserTask(one!.key, {});
	const definitions = (await call('/process-definitions/search', { filter: { processDefinitionId: 'newer' } })).answer.items;
	const migrationPlan = {
		targetProcessDefinitionKey: (definitions as Array<Record<string, string>>)[0]!.processDefinitionKey,
		mappingInstructions: [{ sourceElementId: 'ask', targetElementId: 'ask' }],
	};
	const batch = await runBatch('migration', { filter: { processDefinitionId: 'asking' }, migrationPlan });
	expect(batch).toMatchObject({ operationsTotalCount: 2, operationsCompletedCount: 1, operationsFailedCount: 1 });
	expect((await service.engine.findInstance(first!)).processId).toBe('newer');
	expect(await itemsOf(batch)).toMatchObject([
		{ itemKey: first, state: 'COMPLETED' },
		{ itemKey: second, state: 'FAILED', errorMessage: expect.stringContaining('the element "then" is active and not mapped') },
	]);
});

test('elements are moved', async () => {
	const [key] = await start('asking', 1);
	await runBatch('modification', { filter: {}, moveInstructions: [{ sourceElementId: 'ask', targetElementId: 'then' }] });
	expect(await service.engine.searchUserTasks({ instanceKey: key })).toMatchObject([{ elementId: 'then' }]);
});

test('incidents are resolved', async () => {
	const [key] = await start('broken', 1);
	await start('broken', 1);
	await service.engine.setVariables(key!, { ok: true });
	const batch = await runBatch('incident-resolution', { filter: { processInstanceKey: key } });
	expect(batch).toMatchObject({ batchOperationType: 'RESOLVE_INCIDENT', operationsTotalCount: 1 });
	expect(await service.engine.searchIncidents({})).toHaveLength(1);
});

test('a batch that matches nothing is over, and over means over', async () => {
	const batch = await runBatch('cancellation', { filter: { processDefinitionId: 'gone' } });
	expect(batch).toMatchObject({ operationsTotalCount: 0, endDate: expect.any(String) });
	const path = `/batch-operations/${batch.batchOperationKey as string}`;
	for (const change of ['suspension', 'resumption', 'cancellation']) expect((await call(`${path}/${change}`, {})).status).toBe(409);
	const { answer } = await call('/batch-operations/search', { filter: { operationType: 'CANCEL_PROCESS_INSTANCE', state: 'COMPLETED' } });
	expect(answer.items).toHaveLength(1);
	expect((await call('/batch-operations/99999')).status).toBe(404);
	expect((await call('/process-instances/cancellation', { filter: { colour: 'red' } })).status).toBe(400);
});
