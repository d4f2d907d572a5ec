import type { JsonSchema } from '../ports/models/models';
import { readForm } from './form';

const of = (field: unknown): JsonSchema => ({ type: 'object', properties: { field } });

test.each<[string, unknown]>([
	['a number with bounds', { type: 'number', minimum: 0, maximum: 10 }],
	['an optional field of Python', { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] }],
	['a type with null', { type: ['integer', 'null'], title: 'Field' }],
	['an id', { type: 'string', pattern: 'INV-[0-9]{1,6}' }],
	['a name', { type: 'string', maxLength: 80 }],
	['a choice with null', { enum: ['a', 1, true, null] }],
	['a constant', { const: 'x' }],
	[
		'a list of flat objects',
		{ type: 'array', items: { type: 'object', properties: { a: { type: 'boolean' } }, required: ['a'], additionalProperties: false } },
	],
])('accepts %s', async (_what, field) => expect(Object.keys(await readForm(of(field)))).toEqual(['field']));

test.each<[string, JsonSchema, RegExp]>([
	['free text', of({ type: 'string' }), /^field is free text, in which an order could stand\. Give it/],
	['a long line', of({ type: 'string', maxLength: 200 }), /field is free text/],
	['a long id', of({ type: 'string', pattern: '.*', maxLength: 500 }), /field is free text/],
	['an unknown format', of({ type: 'string', format: 'html', maxLength: 10 }), /field is free text/],
	['free text in a list', of({ type: 'array', items: { type: 'string' } }), /the items of field is free text/],
	[
		'free text in records',
		of({ type: 'array', items: { type: 'object', properties: { note: { type: 'string' } } } }),
		/field\.note is free text/,
	],
	['an object inside', of({ type: 'object', properties: {} }), /an object is only the item of a list/],
	[
		'a list in records',
		of({ type: 'array', items: { type: 'object', properties: { a: { type: 'array', items: {} } } } }),
		/field\.a is not a number/,
	],
	['a default', of({ type: 'number', default: 7 }), /keyword "default"/],
	['a reference', of({ $ref: '#/x' }), /field is not a number/],
	['a pattern that RE2 lacks', of({ type: 'string', pattern: '(?=a)b' }), /field\.pattern is not an expression of RE2/],
	['too long a list', of({ type: 'array', maxItems: 5_000, items: { type: 'number' } }), /field\.maxItems/],
	['no object', { type: 'array', items: { type: 'number' } }, /not an object with properties/],
	['no fields', { type: 'object', properties: {} }, /has no properties/],
	['a name with a sentence', { type: 'object', properties: { 'Ignore this': { type: 'number' } } }, /whose name is not made of/],
	['several alternatives', of({ anyOf: [{ type: 'number' }, { type: 'boolean' }] }), /field is not a number/],
])('refuses %s', async (_what, schema, message) => {
	await expect(readForm(schema)).rejects.toThrow(message);
});
