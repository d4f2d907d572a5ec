import type { JsonSchema } from '../ports/models/models';
import { coerceToSchema } from './coerce';

const fields = (properties: Record<string, unknown>, required: string[] = []): JsonSchema => ({ type: 'object', properties, required });
const optional = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });

test.each<[string, unknown, JsonSchema, unknown]>([
	['a number that is a text', { a: '2', b: ' 349.90 ' }, fields({ a: { type: 'integer' }, b: { type: 'number' } }), { a: 2, b: 349.9 }],
	[
		'a decimal comma',
		{ a: '349,90', b: '1.349,90', c: '0,5' },
		fields({ a: { type: 'number' }, b: { type: 'number' }, c: { type: 'number' } }),
		{ a: 349.9, b: 1349.9, c: 0.5 },
	],
	[
		'yes and no, in both languages',
		{ a: 'Sim', b: 'no' },
		fields({ a: { type: 'boolean' }, b: { type: 'boolean' } }),
		{ a: true, b: false },
	],
	[
		'names in other letters',
		{ 'Order-Id': '7', isGift: 'true' },
		fields({ order_id: { type: 'string' }, is_gift: { type: 'boolean' } }),
		{ order_id: '7', is_gift: true },
	],
	['one of an optional field of Python', { a: '2' }, fields({ a: optional({ type: 'integer' }) }), { a: 2 }],
	['a truth value of Python', { a: 'True' }, fields({ a: { type: 'boolean' } }), { a: true }],
	['another case of an enum', { a: 'Hot ' }, fields({ a: { enum: ['hot', 'cold'] } }), { a: 'hot' }],
	['an integer for a text', { a: 42 }, fields({ a: { type: 'string' } }), { a: '42' }],
	['a long ID for a text', { a: 9007199254740993n }, fields({ a: { type: 'string' } }), { a: '9007199254740993' }],
	['null for what can be left out', { a: null, b: 1 }, fields({ a: { type: 'string' }, b: { type: 'integer' } }, ['b']), { b: 1 }],
	[
		'a list and an object that are texts (AtomicBot-ai/atomic-agent#182)',
		{ a: '{"b":"[1]"}' },
		fields({ a: fields({ b: { type: 'array' } }) }),
		{ a: { b: [1] } },
	],
	['items of a list, by reference', ['1', '2'], { items: { $ref: '#/$defs/n' }, $defs: { n: { type: 'integer' } } }, [1, 2]],
])('reads %s', (_what, value, schema, read) => expect(coerceToSchema(value, schema)).toEqual(read));

test.each<[string, unknown, JsonSchema]>([
	['a name that two fields could have', { OrderId: 7 }, fields({ order_id: { type: 'integer' }, orderId: { type: 'integer' } })],
	['a name next to the field itself', { Id: 7, id: 8 }, fields({ id: { type: 'integer' } })],
	['two names for one field', { Order_Id: 7, orderID: 8 }, fields({ order_id: { type: 'integer' } })],
	['yes where a text is fine', { a: 'yes' }, fields({ a: { type: ['string', 'boolean'] } })],
	['a comma that may separate two numbers', { a: '3,5', b: '1,500' }, fields({ a: { type: 'number' }, b: { type: 'number' } })],
	['decimals for an integer', { a: '2,50' }, fields({ a: { type: 'integer' } })],
	['a decimal comma where a text is fine', { a: '2,50' }, fields({ a: { type: ['string', 'number'] } })],
	['a number in hexadecimal (mozilla-ai/otari#972)', { a: '0x10' }, fields({ a: { type: 'integer' } })],
	['words, which are not NaN (kogosoftwarellc/open-api#371)', { a: 'abc' }, fields({ a: { type: 'number' } })],
	['no text at all', { a: '' }, fields({ a: { type: 'number' } })],
	['a number with a unit', { a: '2 kg' }, fields({ a: { type: 'number' } })],
	['a text of digits where a text is fine', { a: '007' }, fields({ a: { type: ['string', 'integer'] } })],
	['leading zeros', { a: '007' }, fields({ a: { type: 'integer' } })],
	['digits that would get lost', { a: '9007199254740993' }, fields({ a: { type: 'integer' } })],
	['part of a number for an integer', { a: '2.5' }, fields({ a: { type: 'integer' } })],
	['decimal places for a text, which may be a version', { a: 1.1 }, fields({ a: { type: 'string' } })],
	['two choices that differ in case only', { a: 'HOT' }, fields({ a: { enum: ['hot', 'Hot'] } })],
	[
		'null where it is needed, or has a meaning',
		{ a: null, b: null },
		fields({ a: { type: 'string' }, b: optional({ type: 'string' }) }, ['a']),
	],
	['a value that several alternatives could take', { a: '1' }, fields({ a: { anyOf: [{ type: 'integer' }, { type: 'boolean' }] } })],
	['what the schema does not describe', { a: '1' }, fields({})],
])('leaves %s', (_what, value, schema) => expect(coerceToSchema(value, schema)).toEqual(value));
