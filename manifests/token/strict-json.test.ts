import fc from 'fast-check';
import { parseStrictJson } from './strict-json';
import { slowTest } from '../../test/support/slow-tests';

const parse = (text: string) => parseStrictJson(Buffer.from(text));

describe('strict JSON', () => {
	slowTest('means what JSON means, for any value, however it is spaced', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
				const text = JSON.stringify(value, null, space);
				fc.pre(!text.includes('__proto__'));
				expect(parse(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	slowTest('refuses any name that appears twice in one object, however it is written', () => {
		fc.assert(
			fc.property(fc.string(), fc.jsonValue({ maxDepth: 2 }), fc.boolean(), (name, value, escaped) => {
				fc.pre(name !== '__proto__' && !JSON.stringify(value).includes('__proto__'));
				const plain = JSON.stringify(name);
				const units = Array.from({ length: name.length }, (_, at) => `\\u${name.charCodeAt(at).toString(16).padStart(4, '0')}`);
				const again = escaped ? `"${units.join('')}"` : plain;
				expect(() => parse(`[{"before":{}, ${plain} : ${JSON.stringify(value)},${again}:1}]`)).toThrow(/twice|not JSON/);
			}),
		);
	});

	it('lets the same name stand in different objects', () => {
		expect(parse('[{"a":{"a":[{"a":"a"}]}},{"a":"\\"a\\":"}]')).toHaveLength(2);
	});

	it.each(['{"__proto__":{"ver":8}}', '[{"owners":{"\\u005f_proto__":"ada"}}]'])(
		'refuses a member that JavaScript takes for a prototype: %s',
		(text) => {
			expect(() => parse(text)).toThrow('the name "__proto__" is not allowed');
		},
	);

	it.each([
		['the name of a function of every object (prantlf/jsonlint#23)', '{"constructor":"value"}'],
		['a number that is 0 (prantlf/jsonlint#24)', '{"qty":0,"other":""}'],
	])('takes %s once', (_what, text) => expect(parse(text)).toEqual(JSON.parse(text)));

	it.each([
		['of two signs (serde-rs/json#762)', '{"qty":1,"qty":-1}'],
		['of which the first is empty (prantlf/jsonlint#24)', '{"qty":"","qty":1}'],
		['of which the first is null (prantlf/jsonlint#24)', '{"qty":null,"qty":1}'],
		['that every object has (prantlf/jsonlint#23)', '{"constructor":1,"constructor":2}'],
	])('refuses a name that has two values %s', (_what, text) => expect(() => parse(text)).toThrow('twice'));

	it('lets the same text be a value', () => {
		expect(parse('{"owner":"__proto__"}')).toEqual({ owner: '__proto__' });
	});

	it('says where it is not JSON, and quotes none of it', () => {
		expect(() => parse('{"secret":"x" "y"}')).toThrow(/^not JSON at position \d+$/);
		expect(() => parse('')).toThrow(/^not JSON/);
	});
});
