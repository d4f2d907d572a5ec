import { chain, endEvent, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';

const model = processModel('p', [startEvent(), serviceTask('a'), serviceTask('b'), endEvent(), ...chain('start', 'a', 'b', 'end')]);

let service: TestService;
beforeAll(async () => (service = await openTestService([model])));
afterAll(() => service.close());

async function post(path: string, body: object): Promise<Record<string, unknown>> {
	const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	return (await (await fetch(`${service.url}/v2${path}`, init)).json()) as Record<string, unknown>;
}

test('an instance begins where its start instructions say, and keeps its tags', async () => {
	const tags = ['region:eu', 'vip'];
	const created = await post('/process-instances', { processDefinitionId: 'p', startInstructions: [{ elementId: 'b' }], tags });
	expect(created).toMatchObject({ processDefinitionId: 'p', tags });
	const { jobs } = await post('/jobs/activation', { type: 'contract-work', timeout: 1_000, maxJobsToActivate: 5 });
	expect(jobs).toMatchObject([{ elementId: 'b', tags }]);
	const { items } = await post('/process-instances/search', { filter: { processInstanceKey: created.processInstanceKey } });
	expect(items).toMatchObject([{ tags }]);
	const one = await fetch(`${service.url}/v2/process-instances/${String(created.processInstanceKey)}`);
	expect(await one.json()).toMatchObject({ tags });
});

test('an instance without tags has none', async () => {
	expect(await post('/process-instances', { processDefinitionId: 'p' })).toMatchObject({ tags: [] });
});

test('an instance ends after the element that its runtime instructions name', async () => {
	const runtimeInstructions = [{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'a' }];
	const { processInstanceKey } = await post('/process-instances', { processDefinitionId: 'p', runtimeInstructions });
	const { items } = await post('/jobs/search', { filter: { processInstanceKey } });
	const [job] = items as Array<{ jobKey: string }>;
	await service.engine.activate('contract-work', { limit: 10, timeoutMs: 60_000 });
	await service.engine.answer(job!.jobKey, { kind: 'complete', variables: {} });
	const ended = await post('/process-instances/search', { filter: { processInstanceKey } });
	expect(ended.items).toMatchObject([{ state: 'TERMINATED' }]);
});

test.each([
	[[{ type: 'PAUSE', afterElementId: 'a' }], 'type'],
	[[{ afterElementId: 'a' }], 'type'],
	[Array.from({ length: 101 }, () => ({ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'a' })), '100'],
])('runtime instructions that cannot be followed are refused', async (runtimeInstructions, words) => {
	expect(await post('/process-instances', { processDefinitionId: 'p', runtimeInstructions })).toMatchObject({
		status: 400,
		detail: expect.stringContaining(words) as string,
	});
});
