import { chain, endEvent, extensions, type ModelPart, processModel, startEvent } from '../../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../../test/support/engine/test-service';

const task = (id: string, people: string, isJob = false): ModelPart => ({
	tag: 'userTask',
	id,
	extensions: extensions(isJob ? '' : '<zeebe:userTask/>', people && `<zeebe:assignmentDefinition ${people}/>`),
});
const process = (id: string, people: string, isJob = false) =>
	processModel(id, [startEvent(), task('ask', people, isJob), endEvent(), ...chain('start', 'ask', 'end')]);

const models = [
	process('anybody', ''),
	process('assigned', 'assignee="ada"'),
	process('users', 'candidateUsers="ada, bob"'),
	process('group', 'candidateGroups="approvers"'),
	process('job', 'assignee="ada"', true),
];

let service: TestService;
beforeAll(async () => {
	service = await openTestService(models, ({ headers }) => ({
		...{ tenantId: '<default>', tenants: 'every' },
		person: { name: String(headers['x-name']), decides: headers['x-decides'] === 'true' },
	}));
});
afterAll(() => service.close());

async function send(name: string, method: string, path: string, body?: object): Promise<number> {
	const [caller, decides] = name.split(' ');
	const headers = { 'x-name': caller!, 'x-decides': String(decides === 'decides'), ...(body && { 'content-type': 'application/json' }) };
	return (await fetch(`${service.url}/v2${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })).status;
}

async function start(processId: string): Promise<string> {
	const { instanceKey } = await service.engine.start({ processId });
	return (await service.engine.searchUserTasks({ instanceKey }))[0]!.key;
}

test.each([
	['anybody', 'eve', 204],
	['assigned', 'eve', 403],
	['assigned', 'ada', 204],
	['assigned', 'eve decides', 204],
	['users', 'eve', 403],
	['users', 'bob', 204],
	['group', 'eve', 403],
	['group', 'approvers', 403],
	['group', 'eve decides', 204],
])('a task for %s is completed by %s: %d (camunda/camunda-platform#128)', async (processId, name, status) => {
	expect(await send(name, 'POST', `/user-tasks/${await start(processId)}/completion`, {})).toBe(status);
});

test.each(['assigned', 'users', 'group'])(
	'nobody takes a task for %s over who may not complete it (camunda/camunda#51814)',
	async (processId) => {
		const key = await start(processId);
		expect(await send('eve', 'POST', `/user-tasks/${key}/assignment`, { assignee: 'eve' })).toBe(403);
		expect(await send('eve', 'DELETE', `/user-tasks/${key}/assignee`)).toBe(403);
		expect(await send('eve', 'PATCH', `/user-tasks/${key}`, { changeset: { candidateUsers: ['eve'], candidateGroups: [] } })).toBe(403);
		expect(await send('boss decides', 'POST', `/user-tasks/${key}/assignment`, { assignee: 'eve' })).toBe(204);
		expect(await send('eve', 'POST', `/user-tasks/${key}/completion`, {})).toBe(204);
	},
);

test('who had a task before it went to somebody else does not complete it (camunda/camunda-bpm-platform#4865)', async () => {
	const key = await start('assigned');
	expect(await send('ada', 'POST', `/user-tasks/${key}/assignment`, { assignee: 'bob' })).toBe(204);
	expect(await send('ada', 'POST', `/user-tasks/${key}/completion`, {})).toBe(403);
});

test('a user task that is a job is completed by its assignee, too', async () => {
	await service.engine.start({ processId: 'job' });
	const [job] = await service.engine.activate('io.camunda.zeebe:userTask', { worker: 'list', limit: 1, timeoutMs: 60_000 });
	expect(await send('eve', 'POST', `/jobs/${job!.key}/completion`, {})).toBe(403);
	expect(await send('ada', 'POST', `/jobs/${job!.key}/completion`, {})).toBe(204);
});
