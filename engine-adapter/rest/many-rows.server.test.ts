import { chain, endEvent, processModel, startEvent, userTask } from '../../test/contract/model-builder';
import { openTestService, type TestService } from '../../test/support/engine/test-service';

const asked = processModel('asked', [startEvent(), userTask('ask', { native: true }), endEvent(), ...chain('start', 'ask', 'end')]);
const ended = processModel('ended', [startEvent(), endEvent(), ...chain('start', 'end')]);
/** More than one look at the database reads. */
const instances = 1_100;

let service: TestService;
beforeAll(async () => {
	service = await openTestService([asked, ended]);
	const starts = Array.from({ length: instances }, (_, index) =>
		service.engine.start({ processId: index % 2 === 0 ? 'asked' : 'ended', variables: { a: index, b: 'x' } }),
	);
	await Promise.all(starts);
});
afterAll(() => service.close());

interface Answer {
	items: Record<string, unknown>[];
	page: { totalItems: number; hasMoreTotalItems: boolean; endCursor?: string };
}

async function search(path: string, body: object): Promise<Answer> {
	const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
	return (await (await fetch(`${service.url}/v2/${path}/search`, init)).json()) as Answer;
}

test.each([
	['process-instances', instances],
	['variables', 2 * instances],
	// Also the start events, and what has ended of the others.
	['element-instances', 3 * instances],
	['user-tasks', instances / 2],
])('all %s are counted, and every page can be read', async (path, total) => {
	const seen = new Set<string>();
	for (let after: string | undefined; ;) {
		const { items, page } = await search(path, { page: { limit: 700, after } });
		if (items.length === 0) break;
		expect(page).toMatchObject({ totalItems: total, hasMoreTotalItems: false });
		for (const item of items) seen.add(JSON.stringify(item));
		after = page.endCursor;
	}
	expect(seen.size).toBe(total);
});

test('a filter that the database does not know finds the first as well as the last', async () => {
	const { items: variables } = await search('variables', { filter: { name: 'a', value: { $in: ['0', String(instances - 1)] } } });
	expect(variables.map(({ value }) => value)).toEqual(['0', String(instances - 1)]);
	const { items: newest } = await search('process-instances', {
		filter: { processDefinitionId: 'asked' },
		sort: [{ field: 'processInstanceKey', order: 'DESC' }],
		page: { limit: 1 },
	});
	const { items: tasks } = await search('user-tasks', {
		sort: [
			{ field: 'creationDate', order: 'DESC' },
			{ field: 'userTaskKey', order: 'DESC' },
		],
	});
	expect(tasks[0]).toMatchObject({ processInstanceKey: newest[0]!.processInstanceKey });
});

test('the variables of one scope are read without the others', async () => {
	const { items } = await search('process-instances', { filter: { state: 'COMPLETED' }, page: { from: 3, limit: 1 } });
	const key = items[0]!.processInstanceKey;
	for (const filter of [{ scopeKey: key }, { processInstanceKey: key }, { processInstanceKey: key, scopeKey: key }])
		expect((await search('variables', { filter })).items.map(({ name }) => name)).toEqual(['a', 'b']);
	expect((await search('variables', { filter: { processInstanceKey: key, scopeKey: '1' } })).items).toEqual([]);
});
