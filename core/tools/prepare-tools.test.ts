import { prepareTools } from './prepare-tools';
import { testTool } from '../../test/support/test-tool';

const namesOf = async (...tools: Array<[string, string]>) =>
	(await prepareTools(tools.map(([name, source]) => testTool(name, { source })))).specifications.map(({ name }) => name);

describe('names', () => {
	test.each([
		['files.read', 'files_read'],
		['Preço à vista', 'Pre_o___vista'],
		['2nd', 'tool_2nd'],
		['a'.repeat(100), 'a'.repeat(64)],
		['', 'tool_'],
		['🚀', '__'],
	])('%s becomes %s, which every provider takes', async (name, expected) => expect(await namesOf([name, 'mcp:x'])).toEqual([expected]));

	test('a later tool whose name is taken carries the name of its server', async () => {
		expect(await namesOf(['search', 'definition'], ['search', 'mcp:crm'], ['search', 'n8n'])).toEqual([
			'search',
			'crm_search',
			'n8n_search',
		]);
	});

	test('two of one name and one server are refused', async () => {
		await expect(namesOf(['a.b', 'mcp:x'], ['a_b', 'mcp:x'], ['a b', 'mcp:x'])).rejects.toMatchObject({
			code: 'TOOL_INVALID',
			message: expect.stringContaining('a_b'),
			fix: expect.any(String),
		});
	});

	test('no tool passes for one of another server', async () => {
		expect(await namesOf(['crm_pay', 'mcp:evil'], ['pay', 'mcp:crm'])).toEqual(['evil_crm_pay', 'pay']);
	});

	test('a name that the caller uses itself is taken', async () => {
		const toolbox = await prepareTools([testTool('ask_person', { source: 'mcp:x' })], {}, ['ask_person']);
		expect([...toolbox.byName.keys()]).toEqual(['x_ask_person']);
	});
});

test('what a model is told is bounded, and of an object', async () => {
	const { specifications } = await prepareTools([testTool('a', { description: 'x'.repeat(10_000), parameters: { $comment: 'c' } })]);
	expect(specifications[0]!.description).toHaveLength(4_000);
	expect(specifications[0]!.parameters).toEqual({ $comment: 'c', type: 'object', properties: {} });
});

test('ten thousand tools are refused, with what can be done', async () => {
	const tools = Array.from({ length: 10_000 }, (_, index) => testTool(`t${index}`));
	await expect(prepareTools(tools)).rejects.toMatchObject({
		code: 'TOOL_INVALID',
		message: expect.stringContaining('10000'),
		fix: expect.any(String),
	});
});

test('limits have defaults', async () => {
	expect(await prepareTools([])).toMatchObject({ parallel: 4, timeoutMs: 30_000, resultCharacters: 16_000 });
	expect(await prepareTools([], { parallel: 2, timeoutMs: 5, resultCharacters: 100 })).toMatchObject({
		parallel: 2,
		timeoutMs: 5,
		resultCharacters: 100,
	});
});
