import { adHocSubProcess, chain, endEvent, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import type { AdHocDecision } from '../../engine/jobs';
import type { ProcessEngine } from '../../engine/process-engine';
import { connectCamundaRest } from '../../zeebe/connect-camunda-rest';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';

const around = (id: string, jobType?: string) =>
	processModel(id, [
		startEvent(),
		adHocSubProcess('tools', [serviceTask('search', { type: 'search' }), serviceTask('pay', { type: 'pay' })], { jobType }),
		endEvent(),
		...chain('start', 'tools', 'end'),
	]);

describe('an ad-hoc sub-process over the REST API', () => {
	let service: TestService;
	let engine: ProcessEngine;
	beforeAll(async () => {
		service = await openTestService([around('asked'), around('decided', 'decide'), around('agents', 'troupe:agent')]);
		engine = await connectCamundaRest({ address: service.url, onProblem: () => undefined });
	});
	afterAll(async () => {
		await engine.close();
		await service.close();
	});
	const worker = { name: 'test', concurrency: 1, timeoutMs: 60_000 };

	it('begins the elements that it is asked for, and refuses what is not in it', async () => {
		const { instanceKey } = await engine.start({ processId: 'asked' });
		const key = (await service.engine.findElementInstance('tools', instanceKey))!;
		await expect(engine.activateAdHoc(key, [{ elementId: 'end' }])).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
		await engine.activateAdHoc(key, [{ elementId: 'search', variables: { query: 'tea' } }]);
		const [job] = await service.engine.activate('search', { limit: 5, timeoutMs: 1_000 });
		expect(job).toMatchObject({ elementId: 'search', variables: { query: 'tea' } });
		await expect(engine.activateAdHoc(instanceKey, [])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	});

	it('lets nobody begin what an agent decides about', async () => {
		const { instanceKey } = await engine.start({ processId: 'agents' });
		const key = (await service.engine.findElementInstance('tools', instanceKey))!;
		await expect(engine.activateAdHoc(key, [{ elementId: 'pay', variables: { amount: 99 } }])).rejects.toMatchObject({
			code: 'STATE_CONFLICT',
		});
		expect(await service.engine.activate('pay', { limit: 5, timeoutMs: 1_000 })).toEqual([]);
	});

	it('asks its job what runs next, until that ends it', async () => {
		const decisions: AdHocDecision[] = [{ activate: [{ elementId: 'pay', variables: { amount: 3 } }] }, { complete: true }];
		await engine.openWorker('decide', worker, () => Promise.resolve({ kind: 'complete', variables: {}, adHoc: decisions.shift() }));
		await engine.openWorker('pay', worker, ({ variables }) => Promise.resolve({ kind: 'complete', variables: { paid: variables.amount } }));
		const { variables } = await engine.startAndAwait({ processId: 'decided' }, 60_000);
		expect(variables).toMatchObject({ paid: 3 });
		expect(decisions).toEqual([]);
	});
});
