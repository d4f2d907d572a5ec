/**
 * Zeebe's 8.8 engine in memory has no search storage: it answers no search, and a batch operation begins with one. What a cluster takes and
 * answers is therefore not recorded. It is held against Camunda's published schema, by Camunda's own client, both ways.
 */
import { waitUntil } from '../../../test/support/wait-until';
import { onTask, taskListening } from '../../../test/contract/listener-parts';
import { chain, endEvent, extensions, processModel, serviceTask, startEvent, userTask } from '../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';
import { connectTypescriptClient } from '../../../test/support/engine/typescript-client';

type Item = Record<string, unknown>;
interface Page {
	items: Item[];
}
type Batch =
	| 'cancelProcessInstancesBatchOperation'
	| 'modifyProcessInstancesBatchOperation'
	| 'migrateProcessInstancesBatchOperation'
	| 'resolveIncidentsBatchOperation';
type Search = 'searchProcessInstances' | 'searchUserTasks' | 'searchBatchOperations' | 'searchBatchOperationItems';

type Client = Record<Batch | 'getBatchOperation', (request: object, options: object) => Promise<Item>> &
	Record<Search, (request: object, options: object) => Promise<Page>> &
	Record<
		'createProcessInstance' | 'activateJobs' | 'completeJob' | 'assignUserTask' | 'completeUserTask',
		(request: object) => Promise<Item>
	>;

const atOnce = { consistency: { waitUpToMs: 0 } };
const asked = userTask('ask', { native: true, inputs: [{ source: '=upper case(name)', target: 'shown' }] });
const formed = extensions('<zeebe:userTask/>', '<zeebe:assignmentDefinition candidateGroups="sales"/>');
const models = [
	processModel('asking', [startEvent(), asked, endEvent(), ...chain('start', 'ask', 'end')]),
	processModel('newer', [startEvent(), asked, endEvent(), ...chain('start', 'ask', 'end')]),
	processModel('broken', [
		startEvent(),
		serviceTask('fail', { type: 'fail', inputs: [{ source: '=assert(ok, ok = true)', target: 'x' }] }),
		endEvent(),
		...chain('start', 'fail', 'end'),
	]),
	processModel('listened', [
		startEvent(),
		taskListening({ tag: 'userTask', id: 'ask', extensions: formed }, onTask('assigning'), onTask('completing')),
		endEvent(),
		...chain('start', 'ask', 'end'),
	]),
];

let service: TestService;
let client: Client;
const keys: Record<string, string> = {};
beforeAll(async () => {
	service = await openTestService(models);
	client = connectTypescriptClient(service.url, { requests: 'strict' });
	for (const [name, amount] of Object.entries({ ana: 5, bob: 50, eve: 500 }))
		keys[name] = (await service.engine.start({ processId: 'asking', variables: { name, amount } })).instanceKey;
});
afterAll(() => service.close());

const findNames = async (filter: object): Promise<unknown[]> => {
	const names = new Map(Object.entries(keys).map(([name, key]) => [key, name]));
	const { items } = await client.searchProcessInstances({ filter }, atOnce);
	return items.map(({ processInstanceKey }) => names.get(processInstanceKey as string));
};

test('the client refuses a request that the schema does not have', async () => {
	await expect(findNames({ $or: 'ana' })).rejects.toThrow();
	await expect(client.cancelProcessInstancesBatchOperation({}, atOnce)).rejects.toThrow();
});

test.each([
	[{ variables: [{ name: 'name', value: '"ana"' }] }, ['ana']],
	[{ variables: [{ name: 'amount', value: { $in: ['5', '50'] } }] }, ['ana', 'bob']],
	[{ variables: [{ name: 'name', value: { $like: '"b*' } }] }, ['bob']],
	[{ $or: [{ variables: [{ name: 'amount', value: '500' }] }, { variables: [{ name: 'name', value: '"ana"' }] }] }, ['ana', 'eve']],
	[{ processDefinitionId: 'asking', $or: [{ state: 'COMPLETED' }, { variables: [{ name: 'amount', value: '5' }] }] }, ['ana']],
])('instances are found by %j', async (filter, names) => {
	expect(await findNames(filter)).toEqual(names);
});

test('user tasks are found by the variables of their process and of their own', async () => {
	const find = async (filter: object) => (await client.searchUserTasks({ filter }, atOnce)).items.map((task) => task.processInstanceKey);
	expect(await find({ processInstanceVariables: [{ name: 'amount', value: '50' }] })).toEqual([keys.bob]);
	expect(await find({ localVariables: [{ name: 'shown', value: { $eq: '"EVE"' } }] })).toEqual([keys.eve]);
});

async function runBatch(operation: Batch, request: object): Promise<Item> {
	const { batchOperationKey, ...created } = await client[operation](request, atOnce);
	const batch = await waitUntil('the end of the batch', async () => {
		const found = await client.getBatchOperation({ batchOperationKey: batchOperationKey! }, atOnce);
		return found.state === 'COMPLETED' && found;
	});
	expect(batch).toMatchObject({ batchOperationKey, ...created });
	expect((await client.searchBatchOperations({ filter: { batchOperationKey } }, atOnce)).items).toEqual([batch]);
	const { items } = await client.searchBatchOperationItems({ filter: { batchOperationKey } }, atOnce);
	expect(items).toHaveLength(Number(batch.operationsTotalCount));
	return batch;
}

test('batch operations take and answer what the schema says', async () => {
	const findDefinition = async (processInstanceKey: string) =>
		(await client.searchProcessInstances({ filter: { processInstanceKey } }, atOnce)).items[0]!.processDefinitionKey;
	const processDefinitionKey = await findDefinition(keys.ana!);
	const newer = await service.engine.start({ processId: 'newer', variables: { name: 'zoe' } });
	const target = await findDefinition(newer.instanceKey);
	const plan = { targetProcessDefinitionKey: target, mappingInstructions: [{ sourceElementId: 'ask', targetElementId: 'ask' }] };
	const filter = { processDefinitionKey, variables: [{ name: 'amount', value: { $in: ['5', '50'] } }] };
	expect(await runBatch('migrateProcessInstancesBatchOperation', { filter, migrationPlan: plan })).toMatchObject({
		batchOperationType: 'MIGRATE_PROCESS_INSTANCE',
		operationsCompletedCount: 2,
	});
	const moveInstructions = [{ sourceElementId: 'ask', targetElementId: 'end' }];
	expect(
		await runBatch('modifyProcessInstancesBatchOperation', { filter: { processInstanceKey: newer.instanceKey }, moveInstructions }),
	).toMatchObject({ batchOperationType: 'MODIFY_PROCESS_INSTANCE', operationsTotalCount: 1 });
	await service.engine.start({ processId: 'broken', variables: { ok: false } });
	expect(await runBatch('resolveIncidentsBatchOperation', { filter: { processDefinitionId: 'broken' } })).toMatchObject({
		batchOperationType: 'RESOLVE_INCIDENT',
		operationsTotalCount: 1,
	});
	expect(
		await runBatch('cancelProcessInstancesBatchOperation', { filter: { $or: [{ processInstanceKey: keys.ana }, { hasIncident: true }] } }),
	).toMatchObject({ batchOperationType: 'CANCEL_PROCESS_INSTANCE', operationsTotalCount: 2 });
});

test('listeners and runtime instructions take and answer what the schema says', async () => {
	const runtimeInstructions = [{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'ask' }];
	const created = await client.createProcessInstance({ processDefinitionId: 'listened', runtimeInstructions });
	const filter = { processInstanceKey: created.processInstanceKey };
	const { userTaskKey } = (await client.searchUserTasks({ filter }, atOnce)).items[0]!;
	const decide = async (type: string, result: object) => {
		const request = { type: `contract-${type}`, worker: 'test', timeout: 30_000, maxJobsToActivate: 1, requestTimeout: 10_000 };
		const [job] = (await client.activateJobs(request)).jobs as Item[];
		expect(job).toMatchObject({ kind: 'TASK_LISTENER', userTask: { userTaskKey, candidateGroups: ['sales'] } });
		await client.completeJob({ jobKey: job!.jobKey, result: { type: 'userTask', ...result } });
	};
	await Promise.all([
		client.assignUserTask({ userTaskKey, assignee: 'ana', allowOverride: true, action: 'assign' }),
		decide('assigning', { denied: false, corrections: { assignee: 'bia', priority: 80, candidateUsers: ['bia'] } }),
	]);
	const denied = client.completeUserTask({ userTaskKey });
	await Promise.all([expect(denied).rejects.toThrow(), decide('completing', { denied: true, deniedReason: 'Not yet.' })]);
	expect((await client.searchUserTasks({ filter }, atOnce)).items).toMatchObject([{ assignee: 'bia', priority: 80, state: 'CREATED' }]);
	await Promise.all([client.completeUserTask({ userTaskKey }), decide('completing', { denied: false })]);
	expect((await client.searchProcessInstances({ filter }, atOnce)).items).toMatchObject([{ state: 'TERMINATED' }]);
});
