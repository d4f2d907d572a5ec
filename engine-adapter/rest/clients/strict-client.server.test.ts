import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chain, endEvent, processModel, startEvent } from '../../../test/contract/model-builder';
import type { TestService } from '../../../test/support/engine/test-service';
import { decided, openServiceOfEveryKind } from '../../../test/support/engine/every-kind';
import { connectTypescriptClient } from '../../../test/support/engine/typescript-client';

type Item = Record<string, string>;
interface Page {
	items: Item[];
	page: { totalItems: number; hasMoreTotalItems: boolean; startCursor: string | null; endCursor: string | null };
}
const searches = [
	'searchProcessDefinitions',
	'searchProcessInstances',
	'searchElementInstances',
	'searchVariables',
	'searchUserTasks',
	'searchIncidents',
	'searchJobs',
	'searchMessageSubscriptions',
] as const;
type Getter = 'getProcessDefinition' | 'getProcessInstance' | 'getElementInstance' | 'getUserTask' | 'getIncident';
type DecisionSearch = 'searchDecisionDefinitions' | 'searchDecisionRequirements' | 'searchDecisionInstances';
type DecisionGetter = 'getDecisionDefinition' | 'getDecisionRequirements' | 'getDecisionInstance';
type Command = 'evaluateDecision' | 'createDeployment' | 'createProcessInstance' | 'activateJobs' | 'publishMessage' | 'broadcastSignal';

type Client = Record<
	(typeof searches)[number] | DecisionSearch | 'searchUserTaskVariables',
	(request: object, options: object) => Promise<Page>
> &
	Record<Getter | DecisionGetter, (keys: Item, options: object) => Promise<Item>> &
	Record<Command, (request: object) => Promise<Record<string, unknown>>> & { getTopology(): Promise<object> };

const createClient = (url: string): Client => connectTypescriptClient(url, { requests: 'none' });

const atOnce = { consistency: { waitUpToMs: 0 } };

let service: TestService;
let client: Client;
beforeAll(async () => {
	service = await openServiceOfEveryKind();
	client = createClient(service.url);
});
afterAll(() => service.close());

test('the client throws where a field is missing', async () => {
	const key = '2251799813685249';
	const answer = { incidentKey: key };
	const server = createServer((_request, response) =>
		response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		const refusing = createClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		await expect(refusing.getIncident({ incidentKey: key }, atOnce)).rejects.toThrow('Invalid getIncident response');
	} finally {
		server.close();
		server.closeAllConnections();
	}
});

test.each(searches)('%s answers as the schema says, page by page and with nothing', async (operation) => {
	const all = await client[operation]({}, atOnce);
	expect(all.items.length).toBeGreaterThan(0);
	expect(all.page.totalItems).toBe(all.items.length);
	const last = await client[operation]({ page: { after: all.page.endCursor } }, atOnce);
	expect(last).toEqual({
		items: [],
		page: { totalItems: all.page.totalItems, hasMoreTotalItems: false, startCursor: null, endCursor: null },
	});
	const before = await client[operation]({ page: { before: all.page.endCursor, limit: 1 } }, atOnce);
	expect(before.items).toEqual(all.items.slice(-2, -1));
});

test.each([
	['getProcessDefinition', 'searchProcessDefinitions'],
	['getProcessInstance', 'searchProcessInstances'],
	['getElementInstance', 'searchElementInstances'],
	['getUserTask', 'searchUserTasks'],
	['getIncident', 'searchIncidents'],
] as const)('%s answers what %s shows', async (get, searchAll) => {
	const { items } = await client[searchAll]({}, atOnce);
	for (const item of items) expect(await client[get](item, atOnce)).toEqual(item);
});

test('dates are in UTC, and names are those that people see', async () => {
	const { items: instances } = await client.searchProcessInstances({ filter: { processDefinitionId: 'asked' } }, atOnce);
	expect(instances).toEqual([expect.objectContaining({ processDefinitionName: 'Asked by hand' })]);
	const { items: tasks } = await client.searchUserTasks({ filter: { elementId: 'ask' } }, atOnce);
	expect(tasks).toEqual([
		expect.objectContaining({
			processName: 'Asked by hand',
			creationDate: expect.stringMatching(/^\d{4}-.*Z$/),
			dueDate: '2030-01-31T08:00:00.000Z',
			followUpDate: '2030-01-30T10:00:00.000Z',
			externalFormReference: 'https://forms.example/ask',
		}),
	]);
	const { items: definitions } = await client.searchProcessDefinitions({ filter: { name: 'Asked by hand' } }, atOnce);
	expect(definitions).toEqual([expect.objectContaining({ processDefinitionId: 'asked' })]);
});

test('a variable keeps its key', async () => {
	const { items } = await client.searchVariables({ filter: { name: 'text' } }, atOnce);
	const [first] = items;
	expect(new Set(items.map(({ variableKey }) => variableKey)).size).toBe(items.length);
	const { items: again } = await client.searchVariables({ filter: { variableKey: first!.variableKey } }, atOnce);
	expect(again).toEqual([first]);
	const { items: tasks } = await client.searchUserTasks({ filter: { elementId: 'ask' } }, atOnce);
	const { items: seen } = await client.searchUserTaskVariables({ userTaskKey: tasks[0]!.userTaskKey }, atOnce);
	expect(seen.map(({ name, value }) => [name, value])).toEqual([
		['number', '1'],
		['text', '"Olá"'],
	]);
});

test('commands answer as the schema says', async () => {
	expect(await client.getTopology()).toMatchObject({ clusterSize: 1 });
	const model = processModel('deployed', [startEvent(), endEvent(), ...chain('start', 'end')]);
	const { deployments } = await client.createDeployment({ resources: [new File([model.content], 'deployed.bpmn')] });
	expect(deployments).toHaveLength(1);
	const begun = { processDefinitionId: 'deployed', variables: { a: 1 } };
	expect(await client.createProcessInstance(begun)).toMatchObject({ processDefinitionVersion: 1 });
	expect(await client.createProcessInstance({ ...begun, awaitCompletion: true })).toMatchObject({ variables: { a: 1 } });
	const activation = { type: 'work', worker: 'test', timeout: 30_000, maxJobsToActivate: 1, requestTimeout: 1_000 };
	const { jobs } = await client.activateJobs(activation);
	expect(jobs).toHaveLength(1);
	expect(await client.publishMessage({ name: 'none', correlationKey: '1' })).toMatchObject({ tenantId: '<default>' });
	expect(await client.broadcastSignal({ signalName: 'none' })).toMatchObject({ tenantId: '<default>' });
});

test('decisions answer as the schema says', async () => {
	const files = decided.map(({ name, content }) => new File([content], name));
	expect((await client.createDeployment({ resources: files })).decisions).toHaveLength(3);
	const variables = { amount: 200 };
	expect(await client.evaluateDecision({ decisionDefinitionId: 'discount', variables })).toMatchObject({ failureMessage: null });
	expect(await client.evaluateDecision({ decisionDefinitionId: 'failing', variables: { amount: 0 } })).toMatchObject({ output: 'null' });
	await client.createProcessInstance({ processDefinitionId: 'decided', variables, awaitCompletion: true });
	for (const [search, get] of [
		['searchDecisionDefinitions', 'getDecisionDefinition'],
		['searchDecisionRequirements', 'getDecisionRequirements'],
		['searchDecisionInstances', 'getDecisionInstance'],
	] as const) {
		const { items } = await client[search]({}, atOnce);
		expect(items.length).toBeGreaterThan(0);
		for (const item of items) expect(await client[get](item, atOnce)).toMatchObject(item);
	}
});
