import { toStrictSchema } from './strict-schema';

const closed = (properties: Record<string, unknown>, more: object = {}) => ({
	type: 'object',
	properties,
	required: Object.keys(properties),
	additionalProperties: false,
	...more,
});

test.each([
	['an object with all required and nothing else', closed({ days: { type: 'integer', minimum: 0 } })],
	['its contents', closed({ lines: { type: 'array', items: closed({ name: { type: ['string', 'null'], enum: ['a', null] } }) } })],
	['choices and references', closed({ next: { anyOf: [{ $ref: '#' }, { type: 'null' }] } }, { $defs: { a: closed({}) } })],
])('takes %s', (_what, schema) => expect(toStrictSchema(schema)).toEqual(schema));

test('closes objects that do not say whether they may have more', () => {
	const { additionalProperties: _closed, ...line } = closed({ name: { type: 'string' } });
	const open = { type: 'object', properties: { lines: { type: 'array', items: line } }, required: ['lines'] };
	expect(toStrictSchema(open)).toEqual(closed({ lines: { type: 'array', items: closed({ name: { type: 'string' } }) } }));
});

test.each([
	['a list', { type: 'array', items: { type: 'string' } }],
	['a property that may be left out', closed({ days: { type: 'integer' } }, { required: [] })],
	['an object that is open', closed({ days: { type: 'integer' } }, { additionalProperties: true })],
	['one inside that is open', closed({ order: { type: 'object' } })],
	['a keyword of no strict schema', closed({ name: { type: 'string', minLength: 1 } })],
	['a format it does not know', closed({ name: { type: 'string', format: 'uri' } })],
	['a schema that is not valid', closed({ name: true })],
	['one that is too deep', Array.from({ length: 12 }).reduce<object>((inner) => closed({ inner }), { type: 'string' })],
])('leaves %s to be asked for loosely', (_what, schema) => expect(toStrictSchema(schema as Record<string, unknown>)).toBeUndefined());
