import type { JsonSchema } from '../ports/models/models';
import type { Tool } from '../ports/tools/tools';
import { type OddTool, prepareTools } from './prepare-tools';
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

	test('two of one name are refused in a definition', async () => {
		await expect(namesOf(['a.b', 'definition'], ['a_b', 'definition'], ['a b', 'definition'])).rejects.toMatchObject({
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

describe('an odd tool of a server', () => {
	const eMail = { type: 'string', format: 'email', pattern: '^(?!\\.)[a-z.]+@[a-z]+$' };
	const prepare = async (...odd: Array<Partial<Tool>>) => {
		const told: OddTool[] = [];
		const tools = [...odd.map((each) => testTool('odd', { source: 'mcp:x', ...each })), testTool('plain', { source: 'mcp:x' })];
		const { byName } = await prepareTools(tools, {}, [], (each) => told.push(each));
		return { byName, names: [...byName.keys()], told };
	};

	test.each<[string, Array<Partial<Tool>>]>([
		['a reference to another document', [{ parameters: { type: 'object', properties: { a: { $ref: 'https://x.example/s.json' } } } }]],
		['no object', [{ parameters: { type: 'array' } }]],
		['no schema', [{ parameters: undefined }]],
		['a schema that is a text', [{ parameters: 'object' as never }]],
		['too many levels', [{ parameters: JSON.parse(`${'{"not":'.repeat(200)}{}${'}'.repeat(200)}`) as JsonSchema }]],
		['properties that are texts', [{ parameters: { type: 'object', properties: { a: 'a string' } } }]],
	])('with %s is left out, and the others stay', async (_, odd) => {
		const { names, told } = await prepare(...odd);
		expect(names).toEqual(['plain']);
		expect(told).toEqual([{ kind: 'tool-left-out', tool: 'odd', source: 'mcp:x', reason: expect.stringContaining('odd (mcp:x)') }]);
	});

	test('is left out if its name is listed twice, or leads to one that is taken', async () => {
		const { names, told } = await prepare({ name: 'a.b' }, { name: 'a.b' }, { name: 'a_b' }, { name: 'a b' });
		expect(names).toEqual(['a_b', 'x_a_b', 'plain']);
		expect(told.map(({ kind, tool }) => [kind, tool])).toEqual([
			['tool-left-out', 'a.b'],
			['tool-left-out', 'a b'],
		]);
	});

	test('keeps all of its schema but the expressions that cannot be checked here (vercel/ai#21037)', async () => {
		const { byName, told } = await prepare({
			parameters: {
				type: 'object',
				properties: { to: eMail, cc: { type: 'array', items: eMail }, pattern: { type: 'string', pattern: '^\\p{L}+$' } },
				required: ['to'],
			},
		});
		const { findProblem, parameters } = byName.get('odd')!;
		expect(told).toEqual([{ kind: 'tool-relaxed', tool: 'odd', source: 'mcp:x', reason: expect.any(String) }]);
		expect(JSON.stringify(parameters)).not.toContain('(?!');
		expect(findProblem({ to: 'anything' })).toBeUndefined();
		expect(findProblem({ to: 5 })).toContain('must be string');
		expect(findProblem({ to: '', pattern: '7' })).toContain('must match pattern');
		expect(findProblem({})).toContain("required property 'to'");
	});

	test.each<[string, JsonSchema, JsonSchema]>([
		[
			'a reference to nothing',
			{ properties: { a: { $ref: '#/$defs/none', description: 'A.' } } },
			{ properties: { a: { description: 'A.' } } },
		],
		[
			'types that do not exist (Kuadrant/mcp-gateway#689)',
			{ properties: { a: { type: 'int' }, type: { type: ['str', 'null'] } } },
			{ properties: { a: {}, type: {} } },
		],
		[
			'keywords without a value (MervinPraison/PraisonAI#3111)',
			{ properties: { a: { default: null } }, required: null },
			{ properties: { a: { default: null } } },
		],
		[
			'a property that says of itself that it is required (MarkusPfundstein/mcp-gsuite#48)',
			{ properties: { a: { type: 'string', required: false }, required: { type: 'string' } }, required: ['a'] },
			{ properties: { a: { type: 'string' }, required: { type: 'string' } }, required: ['a'] },
		],
		[
			'limits of draft 4 (PayU/api-schema-builder#86)',
			{ properties: { a: { type: 'number', minimum: 0, exclusiveMinimum: true }, b: { maxLength: '5' } } },
			{ properties: { a: { type: 'number', minimum: 0 }, b: {} } },
		],
	])('loses %s, and keeps the rest', async (_, odd, expected) => {
		const { byName, told } = await prepare({ parameters: { type: 'object', ...odd } });
		expect(byName.get('odd')!.parameters).toEqual({ type: 'object', ...expected });
		expect(told).toMatchObject([{ kind: 'tool-relaxed' }]);
	});

	test('may have names whose expressions cannot be checked here', async () => {
		const { byName } = await prepare({
			parameters: {
				type: 'object',
				patternProperties: { '^(?!y)': { type: 'string' }, '^n': { type: 'number' } },
				additionalProperties: false,
			},
		});
		expect(byName.get('odd')!.findProblem({ x: 'a', n: 1 })).toBeUndefined();
		expect(byName.get('odd')!.findProblem({ n: 'a' })).toContain('must be number');
	});

	test('may say that its arguments can be null', async () =>
		expect((await prepare({ parameters: { type: ['object', 'null'], properties: {} } })).names).toEqual(['odd', 'plain']));

	test('is refused in a definition', async () =>
		expect(prepare({ source: 'definition', parameters: { type: 'object', properties: { to: eMail } } })).rejects.toMatchObject({
			code: 'TOOL_INVALID',
		}));
});
