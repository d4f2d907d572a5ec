import { parseJson, stringifyJson } from './lossless-json';

describe('lossless JSON', () => {
	it.each(['9007199254740993', '-9007199254740993', '{"a":[9223372036854775807,1,"9007199254740993"]}', '{"a":1.5,"b":null}', '"text"'])(
		'writes %s as it was read',
		(text) => expect(stringifyJson(parseJson(text))).toBe(text),
	);

	it('gives plain numbers where they say the same', () => {
		expect(parseJson('[9007199254740991, 1e21, 0.1234567890123456789]')).toEqual([9007199254740991, 1e21, 0.12345678901234568]);
	});

	it('has no form for what refers to itself', () => {
		const own: Record<string, unknown> = { big: 2n ** 60n };
		own.own = own;
		expect(() => stringifyJson(own)).toThrow(TypeError);
	});
});
