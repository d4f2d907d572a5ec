import { adHocSubProcess, chain, endEvent, processModel, serviceTask, startEvent } from '../../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../../test/support/engine/test-service';

const model = processModel('p', [
	startEvent(),
	serviceTask('pay', { type: 'bank', headers: { iban: 'DE' } }),
	adHocSubProcess('tools', [serviceTask('search')], { jobType: 'decide' }),
	endEvent(),
	...chain('start', 'pay', 'tools', 'end'),
]);

let service: TestService;
beforeAll(async () => (service = await openTestService([model])));
afterAll(() => service.close());

async function search(filter: object): Promise<{ status: number; items: Array<Record<string, unknown>> }> {
	const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ filter }) };
	const response = await fetch(`${service.url}/v2/jobs/search`, init);
	return { status: response.status, items: ((await response.json()) as { items: Array<Record<string, unknown>> }).items };
}

test('a job that failed tells why and when it is tried again', async () => {
	const { engine } = service;
	const { instanceKey, processDefinitionKey } = await engine.start({ processId: 'p' });
	expect((await search({ processInstanceKey: instanceKey })).items).toMatchObject([
		{ state: 'CREATED', worker: '', hasFailedWithRetriesLeft: false, retries: 3 },
	]);
	const [job] = await engine.activate('bank', { worker: 'teller', limit: 1, timeoutMs: 60_000 });
	await engine.answer(job!.key, { kind: 'fail', code: 'MODEL_UNAVAILABLE', message: 'The model is away.', retries: 2, backoffMs: 60_000 });
	const { status, items } = await search({ processInstanceKey: instanceKey });
	expect(status).toBe(200);
	expect(items).toEqual([
		{
			jobKey: job!.key,
			type: 'bank',
			worker: 'teller',
			state: 'FAILED',
			kind: 'BPMN_ELEMENT',
			listenerEventType: 'UNSPECIFIED',
			retries: 2,
			hasFailedWithRetriesLeft: true,
			customHeaders: { iban: 'DE' },
			elementId: 'pay',
			elementInstanceKey: job!.elementInstanceKey,
			processInstanceKey: instanceKey,
			processDefinitionId: 'p',
			processDefinitionKey,
			tenantId: '<default>',
			deadline: expect.stringMatching(/^\d{4}-.*Z$/),
			errorCode: 'MODEL_UNAVAILABLE',
			errorMessage: 'The model is away.',
			priority: 0,
			...{ endTime: null, creationTime: null, lastUpdateTime: null, isDenied: null, deniedReason: null },
			...{ rootProcessInstanceKey: null, businessId: null },
		},
	]);
	expect(Date.parse(items[0]!.deadline as string)).toBeGreaterThan(Date.now() + 50_000);
	expect(await engine.readStatus()).toMatchObject({ jobs: { backoff: 1 } });
});

test('jobs are found by type, state and kind', async () => {
	const { engine } = service;
	const { instanceKey } = await engine.start({ processId: 'p' });
	const [job] = await engine.activate('bank', { limit: 1, timeoutMs: 60_000 });
	await engine.answer(job!.key, { kind: 'complete', variables: {} });
	expect((await search({ type: 'decide', processInstanceKey: instanceKey })).items).toMatchObject([
		{ elementId: 'tools', kind: 'AD_HOC_SUB_PROCESS' },
	]);
	expect((await search({ state: 'FAILED' })).items).toHaveLength(1);
	expect((await search({ processInstanceKey: '1' })).items).toEqual([]);
});
