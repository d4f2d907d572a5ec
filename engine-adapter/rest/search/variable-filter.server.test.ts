import { chain, endEvent, processModel, startEvent, userTask } from '../../../test/contract/model-builder';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';

const inputs = [{ source: '=upper case(name)', target: 'shown' }];
const asking = processModel('asking', [
	startEvent(),
	userTask('ask', { native: true, inputs }),
	endEvent(),
	...chain('start', 'ask', 'end'),
]);
const passing = processModel('passing', [startEvent(), endEvent(), ...chain('start', 'end')]);

let service: TestService;
const keys: Record<string, string> = {};
beforeAll(async () => {
	service = await openTestService([asking, passing]);
	for (const [name, amount] of Object.entries({ ana: 5, bob: 50, eve: 500 }))
		keys[name] = (await service.engine.start({ processId: 'asking', variables: { name, amount } })).instanceKey;
	keys.done = (await service.engine.startAndAwait({ processId: 'passing', variables: { name: 'ana' } }, 10_000)).instanceKey;
});
afterAll(() => service.close());

async function search(path: string, filter: object) {
	const response = await fetch(`${service.url}/v2/${path}/search`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ filter }),
	});
	return (await response.json()) as { items: Array<Record<string, unknown>>; detail?: string; status?: number };
}

const findInstances = async (filter: object): Promise<unknown[]> => {
	const names = new Map(Object.entries(keys).map(([name, key]) => [key, name]));
	const { items } = await search('process-instances', filter);
	return items.map(({ processInstanceKey }) => names.get(processInstanceKey as string));
};

describe('instances are found', () => {
	it.each([
		['by a variable, of ended ones too', { variables: [{ name: 'name', value: '"ana"' }] }, ['ana', 'done']],
		['by a variable of an inner scope', { variables: [{ name: 'shown', value: '"BOB"' }] }, ['bob']],
		['by an operator', { variables: [{ name: 'amount', value: { $in: ['5', '500'] } }] }, ['ana', 'eve']],
		[
			'by all of several variables',
			{
				variables: [
					{ name: 'name', value: '"ana"' },
					{ name: 'amount', value: '5' },
				],
			},
			['ana'],
		],
		['by a variable that another one has not', { variables: [{ name: 'gone', value: { $exists: true } }] }, []],
		['by one of several filters', { $or: [{ state: 'COMPLETED' }, { variables: [{ name: 'amount', value: '50' }] }] }, ['bob', 'done']],
		['by one of several, and by what stands beside', { processDefinitionId: 'asking', $or: [{ state: 'COMPLETED' }] }, []],
	])('%s', async (_title, filter, names) => {
		expect(await findInstances(filter)).toEqual(names);
	});
});

test('variables are not part of what is found', async () => {
	const { items } = await search('process-instances', { variables: [{ name: 'amount', value: '5' }] });
	expect(items[0]).not.toHaveProperty('variables');
});

test('user tasks are found by variables of the process and by their own', async () => {
	const find = async (filter: object) => (await search('user-tasks', filter)).items.map(({ processInstanceKey }) => processInstanceKey);
	expect(await find({ processInstanceVariables: [{ name: 'name', value: '"eve"' }] })).toEqual([keys.eve]);
	expect(await find({ localVariables: [{ name: 'shown', value: { $like: '"A*' } }] })).toEqual([keys.ana]);
	expect(await find({ localVariables: [{ name: 'name', value: '"ana"' }] })).toEqual([]);
});

test.each([
	['process-instances', { variables: { name: 'a', value: '1' } }, 'The filter "variables" is not a list'],
	['process-instances', { variables: [{ name: 'a' }] }, 'without name or value'],
	['process-instances', { $or: [{ colour: 'red' }] }, 'cannot be filtered by "colour"'],
	[
		'process-instances',
		{ $or: Array(11).fill({ variables: Array(10).fill({ name: 'a', value: '1' }) }) },
		'The filter "$or" is not a list',
	],
	['process-instances', { processInstanceKey: { $in: Array(1_001).fill('7') } }, 'with $in is invalid'],
	['process-definitions', { processDefinitionKey: { $notIn: Array(1_001).fill('7') } }, 'with $notIn is invalid'],
	['process-instances', { $or: [{ $or: [] }] }, 'cannot be filtered by "$or"'],
	['user-tasks', { $or: [] }, 'cannot be filtered by "$or"'],
])('%s refuse %j', async (path, filter, detail) => {
	const refused = await search(path, filter);
	expect([refused.status, refused.detail]).toEqual([400, expect.stringContaining(detail)]);
});
