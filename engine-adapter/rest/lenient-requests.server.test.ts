/** Answers of Zeebe 8.6 to the same requests, sent to its own REST API. */
import { stringifyJson } from '../../core/base/text/json/lossless-json';
import { chain, endEvent, processModel, serviceTask, startEvent, userTask } from '../../test/contract/model-builder';
import { openTestService, type TestService } from '../../test/support/engine/test-service';

const models = [
	processModel('worked', [startEvent(), serviceTask('work', { type: 'work' }), endEvent(), ...chain('start', 'work', 'end')]),
	processModel('asked', [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')]),
];

let service: TestService;
beforeAll(async () => {
	service = await openTestService(models);
});
afterAll(() => service.close());

async function call(method: string, path: string, body: unknown): Promise<{ status: number; answer: Record<string, unknown> }> {
	const init = { method, headers: { 'content-type': 'application/json' }, body: stringifyJson(body) };
	const response = await fetch(`${service.url}/v2${path}`, init);
	const text = await response.text();
	return { status: response.status, answer: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}
const post = (path: string, body: unknown) => call('POST', path, body);

async function activate(more: object = {}): Promise<string> {
	await service.engine.start({ processId: 'worked' });
	const request = { type: 'work', timeout: 60_000, maxJobsToActivate: 1, ...more };
	const { jobs } = (await post('/jobs/activation', request)).answer as { jobs: Array<{ jobKey: string }> };
	return jobs[0]!.jobKey;
}

test('a worker that sends one retry fewer than none gets an incident (camunda/camunda#7468)', async () => {
	const jobKey = await activate();
	expect((await post(`/jobs/${jobKey}/failure`, { retries: -1, retryBackOff: -5, errorMessage: 'no paper' })).status).toBe(204);
	const { answer } = await post('/incidents/search', { filter: { jobKey } });
	const [incident] = answer.items as Array<Record<string, string>>;
	expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'no paper' });
});

test('an incident of a job with fewer retries than none is resolved once it has some (camunda/camunda#15437)', async () => {
	const jobKey = await activate();
	await post(`/jobs/${jobKey}/failure`, { retries: -(2 ** 31) });
	const [incident] = (await post('/incidents/search', { filter: { jobKey } })).answer.items as Array<Record<string, string>>;
	const resolve = () => post(`/incidents/${incident!.incidentKey}/resolution`, {});
	expect((await resolve()).status).not.toBe(204);
	await call('PATCH', `/jobs/${jobKey}`, { changeset: { retries: 1 } });
	expect((await resolve()).status).toBe(204);
});

test('a worker asks for more jobs than one answer holds, and for longer than a date reaches (camunda/camunda#11903)', async () => {
	const jobKey = await activate({ maxJobsToActivate: 100_000, timeout: Number.MAX_SAFE_INTEGER });
	expect((await call('PATCH', `/jobs/${jobKey}`, { changeset: { timeout: 7 * 24 * 3600 * 1000 } })).status).toBe(204);
	expect((await call('PATCH', `/jobs/${jobKey}`, { changeset: { timeout: -1 } })).status).toBe(204);
	expect((await post(`/jobs/${jobKey}/completion`, {})).status).toBe(204);
});

const forEver = 2n ** 63n - 1n;

test('a worker and a publisher write for ever as the largest number of 64 bits (camunda/camunda#11903)', async () => {
	const jobKey = await activate({ timeout: forEver, requestTimeout: forEver });
	expect((await call('PATCH', `/jobs/${jobKey}`, { changeset: { timeout: forEver }, operationReference: forEver })).status).toBe(204);
	const failure = { retries: 1, retryBackOff: forEver };
	expect((await post(`/jobs/${jobKey}/failure`, failure)).status).toBe(204);
	const { answer } = await post('/jobs/search', { filter: { jobKey } });
	expect(answer.items).toMatchObject([{ state: 'FAILED', deadline: expect.stringMatching(/^21/) as string }]);
	const message = { name: 'kept', correlationKey: '1', messageId: 'kept' };
	expect((await post('/messages/publication', { ...message, timeToLive: forEver })).status).toBe(200);
	expect((await post('/messages/publication', message)).status).toBe(409);
	const started = { processDefinitionId: 'asked', awaitCompletion: false, requestTimeout: forEver };
	expect((await post('/process-instances', started)).status).toBe(200);
});

test.each([
	['timeToLive of 65 bits', '/messages/publication', { name: 'paid', timeToLive: forEver + 1n }],
	['timeout of 65 bits', '/jobs/activation', { type: 'none', timeout: forEver + 1n, maxJobsToActivate: 1, requestTimeout: -1 }],
	['number of jobs of 64 bits', '/jobs/activation', { type: 'none', timeout: 1, maxJobsToActivate: forEver, requestTimeout: -1 }],
	['number of retries of 64 bits', '/jobs/1/failure', { retries: forEver }],
	['version of 32 bits', '/process-instances', { processDefinitionId: 'asked', processDefinitionVersion: 2 ** 31 }],
])('a %s is refused', async (_what, path, body) => {
	expect((await post(path, body)).status).toBe(400);
});

test('a message that was published before is told as Zeebe does', async () => {
	const message = { name: 'paid', correlationKey: '1', messageId: 'once', timeToLive: Number.MAX_SAFE_INTEGER };
	expect((await post('/messages/publication', message)).status).toBe(200);
	expect(await post('/messages/publication', message)).toMatchObject({ status: 409, answer: { title: 'ALREADY_EXISTS' } });
});

test.each([
	['/messages/publication', { name: 'paid', correlationKey: '1', timeToLive: -1 }, 200],
	['/messages/publication', { name: ' ', correlationKey: '1' }, 400],
	['/messages/publication', { name: null, correlationKey: '1' }, 400],
	['/signals/broadcast', { signalName: '' }, 200],
	['/signals/broadcast', { signalName: null }, 400],
	['/signals/broadcast', {}, 400],
	['/jobs/activation', { type: ' ', timeout: 1_000, maxJobsToActivate: 1 }, 400],
	['/jobs/activation', { type: 'none', timeout: 0, maxJobsToActivate: 1 }, 400],
	['/jobs/activation', { type: 'none', timeout: 1, maxJobsToActivate: 2 ** 31 - 1, requestTimeout: -1 }, 200],
	['/jobs/activation', { type: 'none', timeout: 1, maxJobsToActivate: 2 ** 31, requestTimeout: -1 }, 400],
	['/jobs/1/error', { errorCode: ' ' }, 400],
	['/user-tasks/1/assignment', { assignee: ' ' }, 400],
	['/process-instances/1/modification', { activateInstructions: [{ elementId: 'ask', variableInstructions: [{ variables: {} }] }] }, 400],
])('%s answers %j with %i', async (path, body, status) => {
	expect((await post(path, body)).status).toBe(status);
});

test.each([
	['PATCH', '/jobs/1', { changeset: {} }],
	['PATCH', '/jobs/1', {}],
	['PATCH', '/user-tasks/1', {}],
	['PATCH', '/user-tasks/1', { changeset: { colour: 'red' } }],
	['PUT', '/element-instances/1/variables', { variables: {} }],
])('%s %s with %j changes nothing, which is refused', async (method, path, body) => {
	expect((await call(method, path, body)).status).toBe(400);
});

test.each([
	[{ filters: { state: 'ACTIVE' } }, 'A search has no "filters". Use filter, sort and page.'],
	[{ page: { searchAfter: 'MDAw' } }, 'A page has no "searchAfter". Use from, limit, after and before.'],
	[{ page: { from: 0, after: 'MA==' } }, 'A page has both "from" and "after". Use one of from, after and before.'],
	[{ sort: [{ field: 'startDate', direction: 'DESC' }] }, 'An entry of sort has no "direction". Use field and order.'],
])('a search with a name that it does not have, or with two places to begin, is refused: %j', async (body, detail) => {
	expect(await post('/process-instances/search', body)).toMatchObject({ status: 400, answer: { detail } });
});
