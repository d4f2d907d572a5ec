import { slowTest } from '../../test/support/slow-tests';
import { catchOf, message, signal } from '../../test/contract/event-parts';
import { adHocSubProcess, chain, endEvent, processModel, serviceTask, startEvent, userTask } from '../../test/contract/model-builder';
import { openTestService, type TestService } from '../../test/support/engine/test-service';

const models = [
	processModel('working', [startEvent(), serviceTask('work', { type: 'work' }), endEvent(), ...chain('start', 'work', 'end')]),
	processModel('asking', [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')]),
	processModel('waiting', [startEvent(), catchOf('wait', message('paid', '=order')), endEvent(), ...chain('start', 'wait', 'end')]),
	processModel('alarmed', [startEvent(), catchOf('wait', signal('fire')), endEvent(), ...chain('start', 'wait', 'end')]),
	processModel('failing', [startEvent(), serviceTask('fail', { type: '=missing' }), endEvent(), ...chain('start', 'fail', 'end')]),
	processModel('choosing', [
		startEvent(),
		adHocSubProcess('choose', [userTask('one', { native: true })]),
		endEvent(),
		...chain('start', 'choose', 'end'),
	]),
];
const searches = ['process-definitions', 'process-instances', 'element-instances', 'user-tasks', 'jobs', 'incidents', 'variables'];
const callers: Record<string, { tenantId: string; tenants: string[] | 'every'; defaultName?: string }> = {
	acme: { tenantId: 'acme', tenants: ['acme'] },
	globex: { tenantId: 'globex', tenants: ['globex'] },
	operator: { tenantId: '<default>', tenants: 'every', defaultName: 'home' },
};

let service: TestService;
beforeAll(async () => {
	service = await openTestService([], ({ headers }) => callers[String(headers['x-caller'])]!);
	for (const caller of ['acme', 'globex']) {
		const body = new FormData();
		for (const { name, content } of models) body.append('resources', new Blob([content]), name);
		expect((await send(caller, 'POST', '/deployments', body)).body).toMatchObject({ tenantId: caller });
		for (const processDefinitionId of ['working', 'working', 'asking', 'waiting', 'alarmed', 'failing', 'choosing'])
			expect((await send(caller, 'POST', '/process-instances', { processDefinitionId, variables: { order: '1' } })).body).toMatchObject({
				tenantId: caller,
			});
	}
});
afterAll(() => service.close());

type Item = Record<string, unknown>;

async function send(caller: string, method: string, path: string, body?: object) {
	const isForm = body instanceof FormData;
	const response = await fetch(`${service.url}/v2${path}`, {
		method,
		headers: { 'x-caller': caller, ...(body && !isForm && { 'content-type': 'application/json' }) },
		body: isForm ? body : body && JSON.stringify(body),
	});
	const text = await response.text();
	return { status: response.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as Item };
}

const searchAll = async (caller: string, what: string, filter = {}) =>
	(await send(caller, 'POST', `/${what}/search`, { filter, page: { limit: 1_000 } })).body.items as Item[];
const everything = (tenantId: string) => Promise.all(searches.map((what) => searchAll('operator', what, { tenantId })));
const keysOf = (rows: Item[][]): string[] => [
	...new Set(
		rows
			.flat()
			.flatMap((row) =>
				Object.entries(row).flatMap(([name, value]) =>
					name.endsWith('Key') && name !== 'variableKey' && typeof value === 'string' ? [value] : [],
				),
			),
	),
];

describe('a caller of one tenant', () => {
	it.each(searches)('sees its own %s only, an operator those of all', async (what) => {
		const tenantsIn = async (caller: string, filter?: Item) => [
			...new Set((await searchAll(caller, what, filter)).map(({ tenantId }) => tenantId)),
		];
		expect(await tenantsIn('acme')).toEqual(['acme']);
		expect(await tenantsIn('acme', { tenantId: 'globex' })).toEqual([]);
		expect(await tenantsIn('operator')).toEqual(['acme', 'globex']);
		expect(await tenantsIn('operator', { tenantId: 'globex' })).toEqual(['globex']);
	});

	it('acts for no other tenant', async () => {
		const deployment = new FormData();
		deployment.append('resources', new Blob([models[0]!.content]), 'working.bpmn');
		deployment.append('tenantId', 'globex');
		const commands: Array<[path: string, body: object]> = [
			['/deployments', deployment],
			['/process-instances', { processDefinitionId: 'working', tenantId: 'globex' }],
			['/messages/publication', { name: 'paid', correlationKey: '1', tenantId: 'globex' }],
			['/messages/correlation', { name: 'paid', correlationKey: '1', tenantId: 'globex' }],
			['/signals/broadcast', { signalName: 'fire', tenantId: 'globex' }],
			['/jobs/activation', { type: 'work', timeout: 1_000, maxJobsToActivate: 1, requestTimeout: -1, tenantIds: ['acme', 'globex'] }],
		];
		for (const [path, body] of commands)
			expect(await send('acme', 'POST', path, body)).toMatchObject({ status: 403, body: { title: 'FORBIDDEN' } });
	});

	slowTest('reaches nothing of another one by any of 400 random requests', async () => {
		const before = await everything('globex');
		const foreign = keysOf(before);
		const own = keysOf(await everything('acme'));
		expect(foreign.filter((key) => own.includes(key))).toEqual([]);
		let seed = 20;
		const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
		const pick = <T>(list: T[]): T => list[random(list.length)]!;
		const key = () => pick(foreign);
		const mappingInstructions = [{ sourceElementId: 'work', targetElementId: 'work' }];
		const migrateTo = (targetProcessDefinitionKey: string) => ({ targetProcessDefinitionKey, mappingInstructions });
		const requests: Array<() => [method: string, path: string, body?: object]> = [
			() => ['GET', `/${pick(['process-definitions', 'process-instances', 'element-instances', 'user-tasks', 'incidents'])}/${key()}`],
			() => ['GET', `/process-definitions/${key()}/${pick(['xml', 'form'])}`],
			() => ['GET', `/user-tasks/${key()}/form`],
			() => ['GET', `/batch-operations/${key()}`],
			() => ['POST', `/resources/${key()}/deletion`],
			() => ['POST', `/process-instances/${key()}/migration`, migrateTo(pick(own))],
			() => ['POST', `/process-instances/${pick(own)}/migration`, migrateTo(key())],
			() => ['POST', '/process-instances', { processDefinitionKey: key() }],
			() => ['POST', `/process-instances/${key()}/cancellation`],
			() => ['POST', `/process-instances/${key()}/modification`, { activateInstructions: [{ elementId: 'work' }] }],
			() => ['POST', `/process-instances/${pick(own)}/modification`, { terminateInstructions: [{ elementInstanceKey: key() }] }],
			() => ['PUT', `/element-instances/${key()}/variables`, { variables: { order: 'changed' } }],
			() => ['POST', `/element-instances/ad-hoc-activities/${key()}/activation`, { elements: [{ elementId: 'one' }] }],
			() => ['POST', `/user-tasks/${key()}/${pick(['completion', 'variables/search'])}`, {}],
			() => ['POST', `/user-tasks/${key()}/assignment`, { assignee: 'eve' }],
			() => ['DELETE', `/user-tasks/${key()}/assignee`],
			() => ['PATCH', `/user-tasks/${key()}`, { changeset: { priority: 1 } }],
			() => ['POST', `/incidents/${key()}/resolution`],
			() => ['POST', `/jobs/${key()}/${pick(['completion', 'failure'])}`, { variables: { order: 'changed' } }],
			() => ['POST', `/jobs/${key()}/error`, { errorCode: 'any' }],
			() => ['PATCH', `/jobs/${key()}`, { changeset: { retries: 9, timeout: 1_000 } }],
		];
		for (let count = 0; count < 400; count++) {
			const request = pick(requests)();
			const { status } = await send('acme', ...request);
			const isRefused = status === 404 || (status === 400 && request[1].endsWith('/modification'));
			if (!isRefused) throw new Error(`${request[0]} ${request[1]} answered ${status}`);
		}
		for (const what of searches)
			for (const name of ['processInstanceKey', 'processDefinitionKey'])
				if (what !== 'variables' || name === 'processInstanceKey')
					if (what !== 'process-definitions' || name === 'processDefinitionKey')
						expect(await searchAll('acme', what, { [name]: key() })).toEqual([]);
		const batch = await send('acme', 'POST', '/process-instances/cancellation', { filter: { tenantId: 'globex' } });
		const started = await send('acme', 'GET', `/batch-operations/${batch.body.batchOperationKey as string}`);
		expect(started.body).toMatchObject({ state: 'COMPLETED', operationsTotalCount: 0 });
		await send('acme', 'POST', '/messages/publication', { name: 'paid', correlationKey: '1' });
		await send('acme', 'POST', '/signals/broadcast', { signalName: 'fire' });
		const { jobs } = (await send('acme', 'POST', '/jobs/activation', { type: 'work', timeout: 1_000, maxJobsToActivate: 10 })).body;
		expect((jobs as Item[]).map(({ tenantId }) => tenantId)).toEqual(['acme', 'acme']);
		expect(await everything('globex')).toEqual(before);
	});
});

describe('a caller of several tenants', () => {
	it('names the one for which it acts, by itself or by a key', async () => {
		const start = (body: object) => send('operator', 'POST', '/process-instances', body);
		expect(await start({ processDefinitionId: 'working' })).toMatchObject({ status: 404 });
		expect((await start({ processDefinitionId: 'working', tenantId: 'globex' })).body).toMatchObject({ tenantId: 'globex' });
		const [{ processDefinitionKey }] = (await searchAll('globex', 'process-definitions', { processDefinitionId: 'working' })) as [Item];
		expect((await start({ processDefinitionKey })).body).toMatchObject({ tenantId: 'globex' });
		expect(await start({ processDefinitionKey, tenantId: 'acme' })).toMatchObject({ status: 404 });
	});

	it('takes jobs of those that it names', async () => {
		const activate = async (tenantIds?: string[]) => {
			const request = { type: 'work', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: -1, tenantIds };
			return ((await send('operator', 'POST', '/jobs/activation', request)).body.jobs as Item[]).map(({ tenantId }) => tenantId);
		};
		expect(await activate()).toEqual([]);
		expect(await activate(['home'])).toEqual([]);
		expect(await activate(['third', 'globex'])).toEqual(['globex']);
	});

	it('takes those of all that it may see without a list, a tenant that came later too (camunda/camunda#45287)', async () => {
		const activate = async (caller: string, tenantIds?: string[]) => {
			const request = { type: 'later', timeout: 60_000, maxJobsToActivate: 10, requestTimeout: -1, tenantFilter: 'ASSIGNED', tenantIds };
			const { jobs } = (await send(caller, 'POST', '/jobs/activation', request)).body;
			return (jobs as Item[]).map(({ tenantId }) => tenantId);
		};
		expect(await activate('operator')).toEqual([]);
		const model = processModel('late', [
			startEvent(),
			serviceTask('work', { type: 'later' }),
			endEvent(),
			...chain('start', 'work', 'end'),
		]);
		for (const tenantId of ['acme', 'fresh']) {
			const body = new FormData();
			body.append('resources', new Blob([model.content]), model.name);
			body.append('tenantId', tenantId);
			await send('operator', 'POST', '/deployments', body);
			await send('operator', 'POST', '/process-instances', { processDefinitionId: 'late', tenantId });
		}
		expect(await activate('globex', ['acme'])).toEqual([]);
		expect(await activate('acme')).toEqual(['acme']);
		expect(await activate('operator')).toEqual(['fresh']);
	});
});
