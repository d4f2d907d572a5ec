import type { JsonSchema } from '../../../core/ports/models/models';
import { foldSchema } from './fold-schema';

const string = { type: 'string' };
const number = { type: 'number' };

test('a plain schema stays as it is, key for key', () => {
	const schema = {
		type: 'object',
		properties: { a: string, b: { type: 'array', items: number }, c: { anyOf: [string, { type: 'null' }] }, d: { $ref: '#/$defs/d' } },
		required: ['a'],
		additionalProperties: false,
		$defs: { d: { type: 'object', properties: { e: { enum: ['x', 'y'], pattern: '^[xy]$' } } } },
	};
	expect(JSON.stringify(foldSchema(schema))).toBe(JSON.stringify(schema));
});

test.each<[string, JsonSchema, JsonSchema]>([
	[
		'alternatives of required fields (anomalyco/opencode#35516)',
		{ type: 'object', properties: { content: string, source: string }, anyOf: [{ required: ['content'] }, { required: ['source'] }] },
		{ type: 'object', properties: { content: string, source: string } },
	],
	[
		'a union (langchain-ai/langchain#39271)',
		{
			oneOf: [
				{ type: 'object', properties: { kind: { const: 'a' }, a: string }, required: ['kind', 'a'] },
				{ type: 'object', properties: { kind: { const: 'b' }, b: number }, required: ['kind', 'b'] },
			],
		},
		{ type: 'object', properties: { kind: { anyOf: [{ const: 'a' }, { const: 'b' }] }, a: string, b: number }, required: ['kind'] },
	],
	[
		'an intersection',
		{
			type: 'object',
			properties: {},
			allOf: [{ properties: { a: string }, required: ['a'] }, { $ref: '#/definitions/b' }],
			definitions: { b: { properties: { b: number }, required: ['b'] } },
		},
		{
			type: 'object',
			properties: { a: string, b: number },
			definitions: { b: { properties: { b: number }, required: ['b'] } },
			required: ['a', 'b'],
		},
	],
	[
		'a reference at the top',
		{
			$schema: 'https://json-schema.org/draft/2020-12/schema',
			$ref: '#/$defs/In',
			$defs: { In: { type: 'object', properties: { a: string }, required: ['a'] } },
		},
		{
			$defs: { In: { type: 'object', properties: { a: string }, required: ['a'] } },
			type: 'object',
			properties: { a: string },
			required: ['a'],
		},
	],
	[
		'conditions',
		{
			type: 'object',
			properties: { a: string },
			if: { required: ['a'] },
			then: { properties: { b: string }, required: ['b'] },
			else: { properties: { c: string } },
		},
		{ type: 'object', properties: { a: string, b: string, c: string } },
	],
	[
		'a reference into an alternative',
		{
			anyOf: [
				{ properties: { a: { type: 'object', properties: { x: number } } } },
				{ properties: { b: { $ref: '#/anyOf/0/properties/a' } } },
			],
		},
		{ type: 'object', properties: { a: { type: 'object', properties: { x: number } }, b: { type: 'object', properties: { x: number } } } },
	],
	['a root of several types', { type: ['object', 'null'], properties: { a: string } }, { type: 'object', properties: { a: string } }],
	[
		'expressions that look around, of values and of names (SmartBear/smartbear-mcp#491)',
		{
			type: 'object',
			properties: { a: { type: 'string', format: 'email', pattern: '^(?!\\.)[a-z]+$' }, b: { pattern: '^(?<y>\\d)$' }, pattern: string },
			patternProperties: { '(?<=x)y': {}, '^x-': string },
		},
		{
			type: 'object',
			properties: { a: { type: 'string', format: 'email' }, b: { pattern: '^(?<y>\\d)$' }, pattern: string },
			patternProperties: { '^x-': string },
		},
	],
	[
		'lists without items, lists of items, schemas that are true, and names without a description',
		{
			type: 'object',
			properties: { a: { type: 'array' }, b: { type: 'array', items: [string, number] }, c: true },
			required: ['a', 'd'],
			additionalProperties: true,
		},
		{
			type: 'object',
			properties: { a: { type: 'array', items: {} }, b: { type: 'array', items: { anyOf: [string, number] } }, c: {}, d: {} },
			required: ['a', 'd'],
			additionalProperties: true,
		},
	],
	['no properties', { type: 'object' }, { type: 'object', properties: {} }],
])('%s', (_, schema, expected) => expect(JSON.parse(JSON.stringify(foldSchema(schema)))).toEqual(expected));

test('names that a vendor refuses are not described', () => {
	const schema = {
		type: 'object',
		properties: { $filter: string, a: { type: 'object', properties: { 'b[]': string, c: string } } },
		required: ['$filter', 'a'],
	};
	expect(foldSchema(schema, /^[\w.-]{1,64}$/)).toEqual({
		type: 'object',
		properties: { a: { type: 'object', properties: { c: string } } },
		required: ['a'],
	});
	expect(foldSchema(schema)).toEqual(schema);
});

test('values that look like keywords stay values', () => {
	const schema = { type: 'object', properties: { a: { const: { pattern: '(?=x)', items: true }, default: { properties: 1 } } } };
	expect(foldSchema(schema)).toEqual(schema);
});

test('references that lead in circles or double at each step end', () => {
	const doubling = Object.fromEntries(
		Array.from({ length: 40 }, (_, index) => [
			`d${index}`,
			{ anyOf: [{ $ref: `#/$defs/d${index + 1}` }, { $ref: `#/$defs/d${index + 1}` }] },
		]),
	);
	expect(foldSchema({ $ref: '#/$defs/d0', $defs: doubling })).toMatchObject({ type: 'object', properties: {} });
	expect(foldSchema({ anyOf: [{ properties: { a: { $ref: '#/anyOf/0/properties/a' } } }] })).toEqual({
		type: 'object',
		properties: { a: {} },
	});
	expect(foldSchema({ $ref: '#' })).toEqual({ type: 'object', properties: {} });
});
