import { compileToolSchema } from './tool-schema';
import type { JsonSchema } from '../ports/models/models';
import { processorSeconds } from '../../test/support/processor-time';
import { slowTest } from '../../test/support/slow-tests';

const problemOf = async (parameters: JsonSchema, input: unknown) =>
	(await compileToolSchema({ name: 'pay', source: 'mcp:x', parameters }))(input);
const refused = (parameters: JsonSchema) =>
	expect(compileToolSchema({ name: 'pay', source: 'mcp:x', parameters })).rejects.toMatchObject({
		code: 'TOOL_INVALID',
		message: expect.stringContaining('pay (mcp:x)'),
		fix: expect.any(String),
	});

test.each<[string, JsonSchema, unknown, string | undefined]>([
	['what fits', { properties: { a: { type: 'string' } }, required: ['a'] }, { a: 'x' }, undefined],
	['a missing field', { required: ['a'] }, {}, "the whole must have required property 'a'"],
	['a wrong type, not coerced', { properties: { a: { type: 'number' } } }, { a: '1' }, 'a must be number'],
	['a place in a list', { properties: { a: { items: { type: 'integer' } } } }, { a: [1, 2.5] }, 'a.1 must be integer'],
	[
		'what may stand there',
		{ properties: { a: { enum: ['x', 'y'] } } },
		{ a: 'z' },
		'a must be equal to one of the allowed values (["x","y"])',
	],
	[
		'an unknown field',
		{ properties: { a: {} }, additionalProperties: false },
		{ b: 1 },
		'the whole must NOT have additional properties beside a',
	],
	['draft 7', { definitions: { t: { type: 'string' } }, properties: { a: { $ref: '#/definitions/t' } } }, { a: 1 }, 'a must be string'],
	[
		'2020-12 by its name',
		{ $schema: 'https://json-schema.org/draft/2020-12/schema', properties: { a: { prefixItems: [{ type: 'string' }] } } },
		{ a: [1] },
		'a.0 must be string',
	],
	['2020-12 by its words', { properties: { a: { prefixItems: [{ type: 'string' }] } } }, { a: [1] }, 'a.0 must be string'],
	[
		'an unknown draft as draft 7',
		{ $schema: 'http://json-schema.org/draft-04/schema#', properties: { a: { type: 'string' } } },
		{ a: 1 },
		'a must be string',
	],
	['a format, which is not checked', { properties: { a: { type: 'string', format: 'email' } } }, { a: 'x' }, undefined],
	[
		'items that are equal but for their order',
		{ properties: { a: { uniqueItems: true } } },
		{
			a: [
				{ x: 1, y: 2 },
				{ y: 2, x: 1 },
			],
		},
		'a must pass "uniqueItems" keyword validation',
	],
])('%s', async (_, parameters, input, expected) => expect(await problemOf({ type: 'object', ...parameters }, input)).toBe(expected));

test('each pattern is its own, in one schema and in the next', async () => {
	const both = { properties: { a: { pattern: '^x' }, b: { pattern: '^y' } } };
	expect(await problemOf(both, { a: 'x', b: 'y' })).toBeUndefined();
	expect(await problemOf(both, { a: 'x', b: 'x' })).toBe('b must match pattern "^y"');
	expect(await problemOf({ properties: { a: { pattern: '^z' } } }, { a: 'z' })).toBeUndefined();
});

test('a problem names no field that the schema does not name, and no value', async () => {
	const schema = { type: 'object', additionalProperties: { type: 'object', properties: { age: { type: 'number' } } } };
	expect(await problemOf(schema, { 'ana@example.com': { age: 'secret' } })).toBe('*.age must be number');
});

test('schemas that name themselves alike do not meet', async () => {
	const [one, other] = [{ type: 'string' }, { type: 'number' }].map((a) => ({
		$id: 'https://x.example/s',
		type: 'object',
		properties: { a },
	}));
	expect(await problemOf(one!, { a: 'x' })).toBeUndefined();
	expect(await problemOf(other!, { a: 'x' })).toBe('a must be number');
});

describe('hostile schemas', () => {
	test('a recursive one works', async () => {
		const schema = { type: 'object', properties: { next: { $ref: '#' }, n: { type: 'number' } } };
		expect(await problemOf(schema, { next: { next: { n: 'x' } } })).toBe('next.next.n must be number');
	});

	test('one whose references double at each step is stopped', async () => {
		const folded = Object.fromEntries(
			Array.from({ length: 40 }, (_, index) => {
				const next = { $ref: `#/definitions/d${index + 1}` };
				return [`d${index}`, { anyOf: [next, next] }];
			}),
		);
		const schema = { type: 'object', properties: { a: { $ref: '#/definitions/d0' } }, definitions: { ...folded, d40: { type: 'string' } } };
		expect(await problemOf(schema, { a: 1 })).toContain('takes too long');
	});

	slowTest('one that doubles with each step of what it checks is stopped', async () => {
		const schema = { type: 'object', allOf: [{ properties: { x: { $ref: '#' } } }, { properties: { x: { $ref: '#' } } }] };
		const nest = (depth: number): object => (depth === 0 ? {} : { x: nest(depth - 1) });
		expect(await problemOf(schema, nest(5))).toBeUndefined();
		expect(await problemOf(schema, nest(60))).toContain('takes too long');
	});

	test('as many references as there may be are compiled in a moment', async () => {
		const definitions = Object.fromEntries(
			Array.from({ length: 450 }, (_, index) => [`d${index}`, { $ref: `#/definitions/d${index + 1}` }]),
		);
		const schema = { type: 'object', properties: { a: { $ref: '#/definitions/d0' } }, definitions: { ...definitions, d450: {} } };
		const checked = async () => expect(await problemOf(schema, { a: 1 })).toBeUndefined();
		expect(await processorSeconds(checked)).toBeLessThan(10);
	});

	test('one of many fields is refused', async () => {
		const properties = Object.fromEntries(Array.from({ length: 450 }, (_, index) => [`p${index}`, { type: 'string', minLength: 1 }]));
		expect(await problemOf({ type: 'object', properties }, { p7: 1 })).toBe('p7 must be string');
	});

	test('a long list of values is not compared with a long list for ever', async () => {
		const values = Array.from({ length: 4_000 }, (_, index) => `v${index}`);
		const schema = { type: 'object', properties: { a: { items: { enum: values } } } };
		expect(await problemOf(schema, { a: Array.from({ length: 19_000 }, () => 'v1') })).toContain('takes too long');
		expect(await problemOf(schema, { a: values.slice(0, 1_000) })).toBeUndefined();
	});

	test('a pattern runs in linear time', async () => {
		expect(await problemOf({ type: 'object', properties: { a: { pattern: '^(a+)+$' } } }, { a: `${'a'.repeat(50_000)}b` })).toContain(
			'a must match pattern',
		);
	});

	test.each<[string, JsonSchema]>([
		['a pattern of too many steps', { type: 'object', properties: { a: { pattern: '(?:a{0,99}){0,99}' } } }],
		[
			'many patterns',
			{
				type: 'object',
				properties: Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`p${index}`, { pattern: `a{${index % 99}}` }])),
			},
		],
		['many fields', { type: 'object', properties: Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`p${index}`, {}])) }],
		['a pattern that RE2 does not know', { type: 'object', properties: { a: { pattern: '(?=x)' } } }],
		['another document', { type: 'object', properties: { a: { $ref: 'https://evil.example/s.json' } } }],
		['a reference to nothing', { type: 'object', properties: { a: { $ref: '#/definitions/none' } } }],
		['promises', { $async: true, type: 'object' }],
		['no object', { type: 'string' }],
		['no schema', { type: 'object', properties: { a: { type: 'text' } } }],
		['null', null as never],
		['many parts', { type: 'object', enum: Array.from({ length: 20_000 }, (_, index) => index) }],
		['a long text', { type: 'object', description: 'x'.repeat(300_000) }],
		['depth', JSON.parse(`${'{"not":'.repeat(200)}{}${'}'.repeat(200)}`) as JsonSchema],
	])('refuses %s', async (_, parameters) => refused(parameters));
});
