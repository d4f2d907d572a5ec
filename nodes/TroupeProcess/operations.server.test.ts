import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { CamundaApi } from '../../credentials/CamundaApi.credentials';
import { catchOf, message, signal } from '../../test/contract/event-parts';
import { chain, endEvent, errorBoundary, flow, processModel, serviceTask, startEvent, userTask } from '../../test/contract/model-builder';
import { openTestService, type TestService } from '../../test/support/engine/test-service';
import { openGate } from '../../test/fakes/permissive-gate';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';

const reviewed = processModel('reviewed', [
	startEvent(),
	userTask('review', { native: true }),
	endEvent(),
	...chain('start', 'review', 'end'),
]);
const waiting = processModel('waiting', [
	startEvent(),
	catchOf('paid', message('paid', '=order')),
	endEvent(),
	...chain('start', 'paid', 'end'),
]);
const alarmed = processModel('alarmed', [startEvent(), catchOf('alarm', signal('fire')), endEvent(), ...chain('start', 'alarm', 'end')]);
const worked = processModel('worked', [
	startEvent(),
	serviceTask('work', { type: 'node-work', retries: 3 }),
	errorBoundary('refused', 'work', 'REFUSED'),
	endEvent(),
	endEvent('refused-end'),
	...chain('start', 'work', 'end'),
	flow('c', 'refused', 'refused-end'),
]);
const unknown = '2251799813685999';

let service: TestService;
beforeAll(async () => {
	service = await openTestService([reviewed, waiting, alarmed, worked]);
});
afterAll(() => service.close());

async function runAll(parameters: IDataObject, items?: INodeExecutionData[], onError?: 'continueRegularOutput') {
	const context = fakeExecuteFunctions({
		parameters,
		items,
		node: { name: 'Process', type: 'n8n-nodes-troupe.troupeProcess', onError },
		credentials: { camundaApi: { baseUrl: service.url, authentication: 'none' } },
		credentialTypes: [new CamundaApi()],
	});
	return (await execute.call(context, openGate()))[0]!;
}

const run = async (resource: string, operation: string, parameters: IDataObject = {}) =>
	(await runAll({ resource, operation, ...parameters })).map(({ json }) => json);
const first = async (...request: Parameters<typeof run>) => (await run(...request))[0]!;

async function start(processId: string, variables: IDataObject = {}): Promise<string> {
	return (await first('process', 'start', { processId, variables })).processInstanceKey as string;
}
const readState = async (key: string) => (await service.engine.findInstance(key)).state;

async function takeJob() {
	const [job] = await service.engine.activate('node-work', { limit: 1, timeoutMs: 60_000 });
	return job!;
}

describe('process instances', () => {
	it('are read, with their variables when asked for', async () => {
		const key = await start('waiting', { order: 'o', list: [1, { a: null }], long: '9007199254740993' });
		expect(await first('instance', 'get', { processInstanceKey: key })).toMatchObject({
			processInstanceKey: key,
			state: 'ACTIVE',
			hasIncident: false,
		});
		const full = await first('instance', 'get', { processInstanceKey: ` ${key} `, instanceOptions: { includeVariables: true } });
		expect(full.variables).toEqual({ order: 'o', list: [1, { a: null }], long: '9007199254740993' });
	});

	it('are given variables by fields, which win over those of the JSON', async () => {
		const fields = { assignments: [{ name: 'count', type: 'number', value: '2' }] };
		const key = await start('waiting', { order: 'o' });
		await first('instance', 'setVariables', { scopeKey: key, variables: '{"count":1,"paid":true}', variableFields: fields });
		expect((await service.engine.findInstance(key)).variables).toMatchObject({ count: 2, paid: true });
	});

	it('are given variables, and are cancelled', async () => {
		const key = await start('waiting', { order: 'o' });
		expect(await first('instance', 'setVariables', { scopeKey: key, variables: '{"paid":true}' })).toEqual({
			scopeKey: key,
			success: true,
		});
		expect((await service.engine.findInstance(key)).variables).toEqual({ order: 'o', paid: true });
		expect(await first('instance', 'cancel', { processInstanceKey: key })).toEqual({ processInstanceKey: key, success: true });
		expect(await readState(key)).toBe('TERMINATED');
	});

	it.each(['', 'abc', '1/../2', 2 ** 60])('refuse the key %j before anything is sent', async (processInstanceKey) => {
		await expect(run('instance', 'cancel', { processInstanceKey })).rejects.toMatchObject({
			message: expect.stringContaining('The field "Process Instance Key" is'),
		});
	});

	it('say what to do when it is missing', async () => {
		await expect(run('instance', 'cancel', { processInstanceKey: unknown })).rejects.toMatchObject({
			name: 'NodeApiError',
			httpCode: '404',
			description: expect.stringContaining('Check the key'),
		});
	});
});

describe('messages and signals', () => {
	it('reach the instances that wait for them', async () => {
		const key = await start('waiting', { order: 'o-7' });
		const paid = { messageName: 'paid', correlationKey: 'o-7', variables: { amount: 1 } };
		expect(await first('message', 'correlate', paid)).toMatchObject({ processInstanceKey: key });
		expect(await readState(key)).toBe('COMPLETED');
		await expect(run('message', 'correlate', paid)).rejects.toMatchObject({ description: expect.stringContaining('use Publish') });
		const alarm = await start('alarmed');
		expect(await first('signal', 'broadcast', { signalName: 'fire', variables: '{}' })).toMatchObject({ signalKey: expect.any(String) });
		expect(await readState(alarm)).toBe('COMPLETED');
	});
});

describe('user tasks', () => {
	it('are listed, assigned and completed', async () => {
		const keys = [await start('reviewed'), await start('reviewed'), await start('reviewed')];
		const all = await run('userTask', 'getAll', { returnAll: true, userTaskFilters: { processDefinitionId: 'reviewed', assignee: '' } });
		expect(all.map(({ processInstanceKey }) => processInstanceKey)).toEqual(keys);
		expect(await run('userTask', 'getAll', { limit: 2, userTaskFilters: { elementId: 'review' } })).toHaveLength(2);
		const { userTaskKey } = all[0]!;
		expect(await first('userTask', 'assign', { userTaskKey, assignee: 'ana' })).toEqual({ userTaskKey, assignee: 'ana', success: true });
		expect(await run('userTask', 'getAll', { userTaskFilters: { assignee: 'ana' } })).toEqual([expect.objectContaining({ userTaskKey })]);
		expect(await first('userTask', 'assign', { userTaskKey, assignee: '' })).toMatchObject({ assignee: null });
		await run('userTask', 'complete', { userTaskKey, variables: { approved: true } });
		expect(await service.engine.findInstance(keys[0]!)).toMatchObject({ state: 'COMPLETED', variables: { approved: true } });
	});
});

describe('jobs', () => {
	it('are completed, failed for another attempt, and end in a BPMN error', async () => {
		const [completed, refused] = [await start('worked'), await start('worked')];
		const job = await takeJob();
		expect(await first('job', 'fail', { jobKey: job.key, retries: 2, errorMessage: 'later', backoff: 0 })).toEqual({
			jobKey: job.key,
			success: true,
			superseded: false,
		});
		expect((await takeJob()).retries).toBe(2);
		await run('job', 'complete', { jobKey: job.key, variables: '{"done":true}' });
		expect(await service.engine.findInstance(completed)).toMatchObject({ state: 'COMPLETED', variables: { done: true } });
		const { key } = await takeJob();
		await run('job', 'throwError', { jobKey: key, errorCode: 'REFUSED', errorMessage: 'no', variables: {} });
		expect(await readState(refused)).toBe('COMPLETED');
	});

	it('that were answered meanwhile are superseded, not an error', async () => {
		expect(await first('job', 'complete', { jobKey: unknown, variables: {} })).toEqual({
			jobKey: unknown,
			success: false,
			superseded: true,
		});
	});
});

describe('incidents', () => {
	it('are listed, and resolved with retries for their job', async () => {
		const key = await start('worked');
		const { key: jobKey } = await takeJob();
		await run('job', 'fail', { jobKey, retries: 0, errorMessage: 'broken' });
		const [incident] = await run('incident', 'getAll', { limit: 50, incidentFilters: { processInstanceKey: key } });
		expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'broken', elementId: 'work', jobKey });
		const { incidentKey } = incident!;
		expect(await first('incident', 'resolve', { incidentKey, incidentOptions: { retries: 2 } })).toEqual({ incidentKey, success: true });
		expect((await takeJob()).retries).toBe(2);
	});

	it('of no job cannot be given retries, and are resolved without', async () => {
		const key = await start('waiting');
		const [incident] = await run('incident', 'getAll', { returnAll: true, incidentFilters: { processInstanceKey: key } });
		const { incidentKey } = incident!;
		await expect(run('incident', 'resolve', { incidentKey, incidentOptions: { retries: 1 } })).rejects.toMatchObject({
			message: expect.stringContaining('does not belong to a job'),
		});
		await run('instance', 'setVariables', { scopeKey: key, variables: { order: 'o-9' } });
		await run('incident', 'resolve', { incidentKey });
		expect((await service.engine.findInstance(key)).hasIncident).toBe(false);
	});
});

it('pairs every item of a list with its input, and goes on after an item that failed', async () => {
	await start('reviewed');
	const items = [{ json: {} }, { json: {} }];
	const listed = await runAll({ resource: 'userTask', operation: 'getAll', limit: 1 }, items);
	expect(listed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	const failed = await runAll({ resource: 'instance', operation: 'cancel', processInstanceKey: unknown }, items, 'continueRegularOutput');
	expect(failed.map(({ json, pairedItem }) => [Object.keys(json), pairedItem])).toEqual([
		[['error', 'details'], { item: 0 }],
		[['error', 'details'], { item: 1 }],
	]);
});
