import fc from 'fast-check';
import { mapTexts } from '../../base/text/map-texts';
import type { PersonalDataVault } from '../../ports/guardrails/vault';
import type { TextStream } from '../text-stream';
import { createVault } from './create-vault';
import { createJsonRestoreStream, createRestoreStream, restoreJson } from './restore-stream';
import { slowTest } from '../../../test/support/slow-tests';

/** Any UTF-16 code unit, including lone surrogates. The arbitraries of fast-check take a second to build. */
const codeUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));

const token = '[EMAIL_1_k3f9x2]';
const quoted = '"ana\\x"@example.com';

/**
 * Returns the vault of a conversation with ana@example.com, 52998224725 and, since no recognizer finds one, a value that JSON must escape.
 */
async function vault() {
	const vault = createVault(['EMAIL_ADDRESS', 'BR_CPF'], () => 'k3f9x2');
	await vault.mask('ana@example.com CPF 52998224725');
	await vault.book.issueTokens([{ type: 'EMAIL_ADDRESS', value: quoted }]);
	return vault;
}

const restoreAll = <Value>(value: Value, known: PersonalDataVault) => mapTexts(value, (text) => known.restore(text));

async function inPieces(pieces: string[], stream: TextStream): Promise<string> {
	let whole = '';
	for (const piece of pieces) whole += await stream.write(piece);
	return whole + (await stream.end());
}

/** Cuts a text at these places. */
function cutAt(text: string, places: number[]): string[] {
	const cuts = [0, ...places.map((place) => place % (text.length + 1)).sort((a, b) => a - b), text.length];
	return cuts.slice(1).map((cut, index) => text.slice(cuts[index], cut));
}

const fragments = fc.constantFrom(
	...[token, '[email_1_K3F9X2]', '[EMAIL\\_1\\_k3f9x2]', '\\[CPF\\_1\\_k3f9x2\\]', '[EMAIL_2_k3f9x2]', '[EMAIL_9_k3f9x2]', '[CPF_1_k3f9x2'],
	...['[', ']', '\\', '_', '"', '[EMA', '[EMAIL_1', 'IL_1_', 'k3f9x2]', '1', 'a', ' ', '\n', '🙂', '**', '](mailto:'],
);
const texts = fc.oneof(
	fc.array(fragments, { maxLength: 10 }).map((parts) => parts.join('')),
	fc.string({ unit: codeUnit, maxLength: 30 }),
);
const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('a text that arrives in pieces', () => {
	slowTest('comes out as if it were restored at once, however it is cut', async () => {
		const known = await vault();
		await fc.assert(
			fc.asyncProperty(texts, cuts, async (text, places) => {
				expect(await inPieces(cutAt(text, places), createRestoreStream(known))).toBe(await known.restore(text));
				expect(await inPieces([...text], createRestoreStream(known))).toBe(await known.restore(text));
			}),
			{ numRuns: 100 },
		);
	});

	test('is restored letter by letter, for tokens of any length', async () => {
		const known = createVault(['EMAIL_ADDRESS'], () => 'abcdefghijkl');
		await known.mask('ana@example.com');
		const escaped = String.raw`\[EMAIL\_1\_abcdefghijkl\]`;
		expect(await inPieces([...escaped], createRestoreStream(known))).toBe('ana@example.com');
		expect(await inPieces([...JSON.stringify(escaped)], createJsonRestoreStream(known))).toBe('"ana@example.com"');
	});

	test('holds back only what may become a token, at most 46 characters', async () => {
		const stream = createRestoreStream(await vault());
		expect(await stream.write('Write to [EMAIL\\_1')).toBe('Write to ');
		expect(await stream.write('\\_k3f9x2] or [1] \\')).toBe('ana@example.com or [1] ');
		expect(await stream.write('n [EMAILS')).toBe('\\n ');
		expect(await stream.write(' ')).toBe('[EMAILS ');
		for (const nasty of ['['.repeat(1000), '\\'.repeat(1000), `[${'A'.repeat(1000)}`, '[AB_1_1\\'.repeat(99)]) {
			expect(nasty.length - (await createRestoreStream(await vault()).write(nasty)).length).toBeLessThanOrEqual(46);
		}
		expect((await stream.write('[CPF_1')) + (await stream.end()) + (await stream.end())).toBe('[CPF_1');
	});
});

describe('JSON that arrives in pieces', () => {
	const values = fc.jsonValue({ stringUnit: codeUnit });
	const withTokens = fc.oneof(values, texts, fc.array(texts), fc.dictionary(fc.constantFrom('a', 'to'), fc.oneof(texts, values)));

	slowTest('is what JSON of the restored value is, however it is cut', async () => {
		const known = await vault();
		await fc.assert(
			fc.asyncProperty(withTokens, cuts, async (value, places) => {
				const json = JSON.stringify(value);
				const restored = await inPieces(cutAt(json, places), createJsonRestoreStream(known));
				expect(restored).toBe(await restoreJson(json, known));
				expect(JSON.parse(restored)).toEqual(JSON.parse(JSON.stringify(await restoreAll(value, known))));
			}),
			{ numRuns: 100 },
		);
	});

	test('escapes a value inside a string, and turns a bare one into a number or a string', async () => {
		const known = await vault();
		const json = `{"to": "x [EMAIL_2_k3f9x2]", "cpf": [CPF_1_k3f9x2], "cc": [${token}, "[EMAIL\\_1\\_k3f9x2]"]}`;
		expect(JSON.parse(await restoreJson(json, known))).toEqual({
			to: `x ${quoted}`,
			cpf: 52998224725,
			cc: ['ana@example.com', 'ana@example.com'],
		});
	});
});

describe('the texts of a value', () => {
	test('restores texts at any depth and in keys, and changes neither the rest nor the value itself', async () => {
		const value = { [token]: { list: [1, null, true, `to ${token}`, ['[CPF_1_k3f9x2]']] }, text: 'plain' };
		const before = structuredClone(value);
		expect(await restoreAll(value, await vault())).toEqual({
			'ana@example.com': { list: [1, null, true, 'to ana@example.com', ['52998224725']] },
			text: 'plain',
		});
		expect(value).toEqual(before);
	});

	test('loses no member if a restored key already exists or is the name of an object’s property', async () => {
		const value = JSON.parse(`{"${token}": 1, "ana@example.com": 2, "[email_1_K3F9X2]": 3, "__proto__": {"a": "${token}"}}`) as object;
		const restored = await restoreAll(value, await vault());
		expect(JSON.stringify(restored)).toBe(`{"${token}":1,"ana@example.com":2,"[email_1_K3F9X2]":3,"__proto__":{"a":"ana@example.com"}}`);
	});

	test.each([
		['too deep', () => Array.from({ length: 101 }).reduce<unknown>((inner) => [inner], 'x')],
		['too large', () => Array.from({ length: 100_001 }, () => 1)],
	])('refuses a value that is %s', async (_, make) => {
		await expect(restoreAll(make(), await vault())).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
	});

	test('refuses a value that contains itself', async () => {
		const circle: unknown[] = [];
		circle.push(circle);
		await expect(restoreAll(circle, await vault())).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
	});
});
