import { closeSchema, maxTextLength } from './close-schema';
import { compileSchema } from './compile-schema';
import type { JsonSchema } from '../ports';

const accepts = async (schema: JsonSchema, value: unknown) =>
	(await compileSchema(closeSchema(schema), { thorough: false }))(value).length === 0;

const text = { type: 'string' };

test.each<[string, JsonSchema, object]>([
	['a property that it does not name', { properties: { n: text } }, { n: 'x', approved: true }],
	['any property where it names none', {}, { approved: true }],
	['a property inside', { properties: { order: { type: 'object', properties: { id: text } } } }, { order: { id: '1', approved: true } }],
	['a property of an entry', { properties: { all: { items: { properties: { id: text } } } } }, { all: [{ approved: true }] }],
	['one beside composed parts', { allOf: [{ properties: { n: text } }] }, { n: 'x', approved: true }],
	['a text without a limit that is too long', { properties: { n: { type: ['string', 'null'] } } }, { n: 'x'.repeat(maxTextLength + 1) }],
])('refuses %s', async (_, schema, value) => {
	expect(await accepts(schema, value)).toBe(false);
});

test.each<[string, JsonSchema, object]>([
	['what it names', { properties: { n: text } }, { n: 'x' }],
	['what composed parts name', { properties: { a: text }, anyOf: [{ properties: { n: text } }] }, { a: 'x', n: 'x' }],
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
