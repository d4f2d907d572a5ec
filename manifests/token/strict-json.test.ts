import fc from 'fast-check';
import { parseStrictJson } from './strict-json';
import { slowTest } from '../../test/support/slow-tests';

const parse = (text: string) => parseStrictJson(Buffer.from(text));

describe('strict JSON', () => {
	slowTest('means what JSON means, for any value, however it is spaced', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
				const text = JSON.stringify(value, null, space);
				expect(parse(text)).toEqual(JSON.parse(text));
			}),
		);
	});

	slowTest('refuses any name that appears twice in one object, however it is written', () => {
		fc.assert(
			fc.property(fc.string(), fc.jsonValue({ maxDepth: 2 }), fc.boolean(), (name, value, escaped) => {
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

	it('says where it is not JSON, and quotes none of it', () => {
		expect(() => parse('{"secret":"x" "y"}')).toThrow(/^not JSON at position \d+$/);
		expect(() => parse('')).toThrow(/^not JSON/);
	});
});
