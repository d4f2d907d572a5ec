import { closeSchema, maxTextLength } from './close-schema';
import { compileSchema } from './compile-schema';
import type { JsonSchema } from '../ports/models/models';

const accepts = async (schema: JsonSchema, value: unknown) =>
	(await compileSchema(closeSchema(schema), { thorough: false }))(value).length === 0;

const text = { type: 'string' };

test.each<[string, JsonSchema, object]>([
	['a property that it does not name', { properties: { n: text } }, { n: 'x', approved: true }],
	['any property where it names none', {}, { approved: true }],
	['a property inside', { properties: { order: { type: 'object', properties: { id: text } } } }, { order: { id: '1', approved: true } }],
	['a property of an entry', { properties: { all: { items: { properties: { id: text } } } } }, { all: [{ approved: true }] }],
	['one beside composed parts', { allOf: [{ properties: { n: text } }] }, { n: 'x', approved: true }],
	[
		'one that a shared part does not name',
		{ $defs: { a: { properties: { n: text } } }, properties: { r: { $ref: '#/$defs/a' } } },
		{ r: { approved: true } },
	],
	[
		'one inside of a shared part',
		{ $defs: { a: { properties: { o: { properties: { n: text } } } } }, properties: { r: { $ref: '#/$defs/a' } } },
		{ r: { o: { approved: true } } },
	],
	['one of a choice', { properties: { r: { anyOf: [{ properties: { n: text } }, { type: 'null' }] } } }, { r: { approved: true } }],
	['a long text of a choice', { properties: { n: { anyOf: [text, { type: 'integer' }] } } }, { n: 'x'.repeat(maxTextLength + 1) }],
	['a long text of any type', { properties: { n: {} } }, { n: 'x'.repeat(maxTextLength + 1) }],
	['a long text in a list of anything', { properties: { n: { type: 'array' } } }, { n: ['x'.repeat(maxTextLength + 1)] }],
	['a long text by another name', { additionalProperties: text }, { n: 'x'.repeat(maxTextLength + 1) }],
	['a text without a limit that is too long', { properties: { n: { type: ['string', 'null'] } } }, { n: 'x'.repeat(maxTextLength + 1) }],
])('refuses %s', async (_, schema, value) => {
	expect(await accepts(schema, value)).toBe(false);
});

test.each<[string, JsonSchema, object]>([
	['what it names', { properties: { n: text } }, { n: 'x' }],
	['what composed parts name', { properties: { a: text }, anyOf: [{ properties: { n: text } }] }, { a: 'x', n: 'x' }],
	[
		'what shared parts name together',
		{ $defs: { a: { properties: { n: text } } }, properties: { r: { allOf: [{ $ref: '#/$defs/a' }, { properties: { m: text } }] } } },
		{ r: { n: 'x', m: 'y' } },
	],
	[
		'an object that a shared part leaves open',
		{ $defs: { a: { type: 'object' } }, properties: { r: { $ref: '#/$defs/a' } } },
		{ r: { n: 'x' } },
	],
	[
		'a list that holds itself',
		{ $defs: { a: { properties: { next: { $ref: '#/$defs/a' } } } }, $ref: '#/$defs/a' },
		{ next: { next: {} } },
	],
	[
		'a long text with the limit of a shared part',
		{ $defs: { a: { ...text, maxLength: 2 * maxTextLength } }, properties: { n: { $ref: '#/$defs/a' } } },
		{ n: 'x'.repeat(maxTextLength + 1) },
	],
	['what it leaves open itself', { properties: { n: text }, additionalProperties: true }, { approved: true }],
	['an object inside of which it says nothing', { properties: { order: { type: 'object' } } }, { order: { id: 1 } }],
	[
		'a long text with a limit of its own',
		{ properties: { n: { ...text, maxLength: 2 * maxTextLength } } },
		{ n: 'x'.repeat(maxTextLength + 1) },
	],
])('accepts %s', async (_, schema, value) => {
	expect(await accepts(schema, value)).toBe(true);
});

test('a schema whose parts share parts is closed in time', async () => {
	const level = (at: number): JsonSchema => ({ allOf: [{ $ref: `#/$defs/l${at + 1}` }, { $ref: `#/$defs/l${at + 1}` }] });
	const $defs = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`l${at}`, at < 39 ? level(at) : { type: 'object' }]));
	expect(closeSchema({ $defs, properties: { r: { $ref: '#/$defs/l0' } } })).toMatchObject({ properties: { r: { $ref: '#/$defs/l0' } } });
	expect(() => closeSchema({ properties: { r: { $ref: '#/%' } } })).not.toThrow();
});
