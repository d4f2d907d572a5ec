import { parseJson, stringifyJson, toWritable } from './lossless-json';

describe('lossless JSON', () => {
	it.each(['9007199254740993', '-9007199254740993', '{"a":[9223372036854775807,1,"9007199254740993"]}', '{"a":1.5,"b":null}', '"text"'])(
		'writes %s as it was read',
		(text) => expect(stringifyJson(parseJson(text))).toBe(text),
	);

	it('writes integers also where the process gives them another form, as n8n does', () => {
		const before = Object.getOwnPropertyDescriptor(BigInt.prototype, 'toJSON');
		Object.defineProperty(BigInt.prototype, 'toJSON', { configurable: true, value: (): string => 'text' });
		try {
			const text = '{"a":[9223372036854775807,"9007199254740993"],"at":"1970-01-01T00:00:00.000Z"}';
			expect(stringifyJson({ ...(parseJson(text) as object), at: new Date(0) })).toBe(text);
			expect(stringifyJson(2n ** 60n)).toBe('1152921504606846976');
			expect(stringifyJson(undefined)).toBe('null');
		} finally {
			if (before) Object.defineProperty(BigInt.prototype, 'toJSON', before);
			else Reflect.deleteProperty(BigInt.prototype, 'toJSON');
		}
	});

	it('hands integers to others who write JSON', () => {
		const text = '{"a":[9223372036854775807,{"b":null}],"__proto__":1}';
		expect(JSON.stringify(toWritable(parseJson(text)))).toBe(text);
	});

	it('gives plain numbers where they say the same', () => {
		expect(parseJson('[9007199254740991, 1e21, 0.1234567890123456789]')).toEqual([9007199254740991, 1e21, 0.12345678901234568]);
	});

	it.each([2 ** 63, -1e20, 1.2345678901234567e19, Number.MAX_SAFE_INTEGER, 1e30])('keeps the number %d a number', (number) =>
		expect(parseJson(stringifyJson({ number, digits: '1234567890123456789' }))).toEqual({ number, digits: '1234567890123456789' }),
	);

	it('has no form for what refers to itself', () => {
		const own: Record<string, unknown> = { big: 2n ** 60n };
		own.own = own;
		expect(() => stringifyJson(own)).toThrow(TypeError);
	});
});
