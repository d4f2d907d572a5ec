import { Camunda8 } from '@camunda8/sdk';
import { chain, endEvent, processModel, startEvent, userTask } from '../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';

const steps = processModel('steps', [
	startEvent(),
	userTask('first', { native: true }),
	userTask('second', { native: true }),
	endEvent(),
	...chain('start', 'first', 'second', 'end'),
]);
const unknown = '2251799813685999';

let service: TestService;
let client: ReturnType<Camunda8['getCamundaRestClient']>;
beforeAll(async () => {
	service = await openTestService([steps]);
	const settings = { ZEEBE_REST_ADDRESS: service.url, CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_LOG_LEVEL: 'none' } as const;
	client = new Camunda8(settings).getCamundaRestClient();
});
afterAll(() => service.close());

test('an instance goes on at another element, with variables, and ends where it was', async () => {
	const { instanceKey } = await service.engine.start({ processId: 'steps' });
	const { items } = await client.searchElementInstances({ filter: { processInstanceKey: instanceKey, elementId: 'first' } });
	await client.modifyProcessInstance({
		processInstanceKey: instanceKey,
		activateInstructions: [
			{
				elementId: 'second',
				variableInstructions: [
					{ variables: { skipped: true }, scopeId: '' },
					{ variables: { why: 'late' }, scopeId: 'second' },
				],
			},
		],
		terminateInstructions: [{ elementInstanceKey: items[0]!.elementInstanceKey }],
	});
	const tasks = await service.engine.searchUserTasks({ instanceKey });
	expect(tasks.map(({ elementId, variables }) => [elementId, variables])).toEqual([['second', { skipped: true, why: 'late' }]]);
});

test.each<[string, string | undefined, object, number]>([
	['an unknown instance', unknown, { activateInstructions: [{ elementId: 'second' }] }, 404],
	['an unknown element', undefined, { activateInstructions: [{ elementId: 'third' }] }, 400],
	['an unknown element instance', undefined, { terminateInstructions: [{ elementInstanceKey: unknown }] }, 400],
	['an ancestor', undefined, { activateInstructions: [{ elementId: 'second', ancestorElementInstanceKey: unknown }] }, 501],
])('refuses %s', async (_what, key, body, status) => {
	const { instanceKey } = await service.engine.start({ processId: 'steps' });
	const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	const response = await fetch(`${service.url}/v2/process-instances/${key ?? instanceKey}/modification`, init);
	expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ status, detail: expect.any(String) })]);
});
