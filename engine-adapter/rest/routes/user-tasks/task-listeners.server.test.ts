import { formFile } from '../../../../test/contract/form-parts';
import { onTask, taskListening } from '../../../../test/contract/listener-parts';
import { chain, endEvent, extensions, type ModelPart, processModel, startEvent } from '../../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../../test/support/engine/test-service';

const details = extensions(
	'<zeebe:userTask/>',
	'<zeebe:assignmentDefinition assignee="=who" candidateGroups="sales, support"/>',
	'<zeebe:taskSchedule dueDate="2030-01-31T10:00:00Z"/>',
	'<zeebe:formDefinition formId="f"/>',
);
const around = (part: ModelPart) => [startEvent(), part, endEvent(), ...chain('start', 'ask', 'end')];
const changed = taskListening(
	{ tag: 'userTask', id: 'ask', extensions: details },
	...['creating', 'assigning', 'updating', 'completing', 'canceling'].map((event) => onTask(event, event)),
);
const models = [processModel('listened', around(changed)), formFile('f')];

let service: TestService;
beforeEach(async () => {
	service = await openTestService(models);
});
afterEach(() => service.close());

type Json = Record<string, unknown>;

async function call(method: string, path: string, body?: object) {
	const headers = body && { 'content-type': 'application/json' };
	const response = await fetch(`${service.url}/v2${path}`, { method, headers, body: body && JSON.stringify(body) });
	return { status: response.status, answer: (response.status === 204 ? {} : await response.json()) as Json };
}
const post = (path: string, body: object = {}) => call('POST', path, body);

async function activate(type: string): Promise<Json> {
	const { answer } = await post('/jobs/activation', { type, timeout: 60_000, maxJobsToActivate: 1 });
	return (answer.jobs as Json[])[0]!;
}
const decide = async (type: string, result?: object) => {
	const job = await activate(type);
	return post(`/jobs/${String(job.jobKey)}/completion`, { ...(result && { result: { type: 'userTask', ...result } }) });
};
const findTask = async (): Promise<Json> => ((await post('/user-tasks/search')).answer.items as Json[])[0]!;

async function begin(): Promise<{ key: string; processInstanceKey: string }> {
	const { answer } = await post('/process-instances', { processDefinitionId: 'listened', variables: { amount: 1, who: '' } });
	await decide('creating');
	return { key: String((await findTask()).userTaskKey), processInstanceKey: String(answer.processInstanceKey) };
}

test('a listener is told of the task and the change', async () => {
	await post('/process-instances', { processDefinitionId: 'listened', variables: { who: '' } });
	const created = await activate('creating');
	expect(created).toMatchObject({ kind: 'TASK_LISTENER', listenerEventType: 'CREATING', elementId: 'ask' });
	expect(created.userTask).toEqual({
		userTaskKey: expect.stringMatching(/^\d+$/) as string,
		formKey: expect.stringMatching(/^\d+$/) as string,
		candidateGroups: ['sales', 'support'],
		candidateUsers: [],
		changedAttributes: [],
		dueDate: '2030-01-31T10:00Z',
		priority: 50,
		...{ action: '', assignee: null, followUpDate: null },
	});
	expect(await post(`/jobs/${String(created.jobKey)}/completion`)).toMatchObject({ status: 204 });
	const { userTaskKey } = await findTask();
	const updated = call('PATCH', `/user-tasks/${String(userTaskKey)}`, { changeset: { priority: 90 }, action: 'escalate' });
	const job = await activate('updating');
	expect(job.userTask).toMatchObject({ userTaskKey, action: 'escalate', changedAttributes: ['priority'], priority: 90 });
	await post(`/jobs/${String(job.jobKey)}/completion`);
	expect((await updated).status).toBe(204);
	expect((await post('/jobs/search', { filter: { kind: 'TASK_LISTENER', state: 'COMPLETED' } })).answer.items).toHaveLength(2);
});

test('a caller waits until the listener decides, and is told of a denial', async () => {
	const { key } = await begin();
	const assigned = post(`/user-tasks/${key}/assignment`, { assignee: 'ana' });
	expect((await decide('assigning', { corrections: { assignee: 'bia', priority: 7 } })).status).toBe(204);
	expect((await assigned).status).toBe(204);
	expect(await findTask()).toMatchObject({ assignee: 'bia', priority: 7, state: 'CREATED' });
	const completed = post(`/user-tasks/${key}/completion`, { variables: { amount: 2 } });
	expect((await decide('completing', { denied: true, deniedReason: 'Too much.' })).status).toBe(204);
	expect(await completed).toMatchObject({ status: 409, answer: { detail: expect.stringContaining("'Too much.'") as string } });
	expect((await call('GET', `/user-tasks/${key}`)).answer.state).toBe('CREATED');
	const again = post(`/user-tasks/${key}/completion`, { variables: { amount: 3 } });
	const job = await activate('completing');
	expect(job.variables).toMatchObject({ amount: 3 });
	expect((await call('GET', `/user-tasks/${key}`)).answer.state).toBe('COMPLETING');
	expect((await post(`/user-tasks/${key}/assignment`, { assignee: 'eva' })).status).toBe(409);
	await post(`/jobs/${String(job.jobKey)}/completion`);
	expect((await again).status).toBe(204);
	expect((await post('/variables/search', { filter: { name: 'amount' } })).answer.items).toMatchObject([{ value: '3' }]);
});

test('a cancelled instance ends after the listeners of its task', async () => {
	const { key, processInstanceKey } = await begin();
	expect((await post(`/process-instances/${processInstanceKey}/cancellation`)).status).toBe(204);
	expect((await call('GET', `/user-tasks/${key}`)).answer.state).toBe('CANCELING');
	await decide('canceling');
	expect((await call('GET', `/process-instances/${processInstanceKey}`)).answer.state).toBe('TERMINATED');
});

test('a second cancellation ends what an incident of a listener stopped', async () => {
	const { processInstanceKey } = await begin();
	const cancel = () => post(`/process-instances/${processInstanceKey}/cancellation`);
	await cancel();
	await cancel();
	const findState = async () => (await call('GET', `/process-instances/${processInstanceKey}`)).answer;
	expect(await findState()).toMatchObject({ state: 'ACTIVE', hasIncident: false });
	const { jobKey } = await activate('canceling');
	await post(`/jobs/${String(jobKey)}/failure`, { retries: 0, errorMessage: 'Not now.' });
	expect(await findState()).toMatchObject({ state: 'ACTIVE', hasIncident: true });
	expect((await cancel()).status).toBe(204);
	expect(await findState()).toMatchObject({ state: 'TERMINATED', hasIncident: false });
	expect((await post('/incidents/search', { filter: { state: 'ACTIVE' } })).answer.items).toEqual([]);
});

test('a decision that no listener can take is refused', async () => {
	await post('/process-instances', { processDefinitionId: 'listened', variables: { who: '' } });
	const { jobKey } = await activate('creating');
	const refuse = async (body: object, words: string) =>
		expect(await post(`/jobs/${String(jobKey)}/completion`, body)).toMatchObject({
			status: 400,
			answer: { detail: expect.stringContaining(words) as string },
		});
	await refuse({ result: { type: 'userTask', denied: true } }, 'denies it');
	await refuse({ variables: { x: 1 } }, 'variables');
	await refuse({ result: { type: 'userTask', corrections: { priority: 101 } } }, '100');
	await refuse({ result: { type: 'other' } }, 'type');
	await post('/process-instances', { processDefinitionId: 'listened', variables: { who: 'bia' } });
	const assigned = await activate('creating');
	// Seen on 8.8.21, which refuses the assignee that the task has too.
	const corrections = { assignee: 'bia' };
	expect(await post(`/jobs/${String(assigned.jobKey)}/completion`, { result: { type: 'userTask', corrections } })).toMatchObject({
		status: 400,
		answer: { detail: expect.stringContaining('the assignee that the model gives') as string },
	});
});
