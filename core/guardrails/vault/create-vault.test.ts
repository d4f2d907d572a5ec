import fc from 'fast-check';
import type { PersonalDataType } from '../personal-data/types';
import { createVault } from './create-vault';
import { slowTest } from '../../../test/support/slow-tests';

/** Any UTF-16 code unit, including lone surrogates. The arbitraries of fast-check take a second to build. */
const codeUnit = fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code));

const all: PersonalDataType[] = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'];
const vaultWith = (nonce = 'k3f9x2', types = all) => createVault(types, () => nonce);

const message = 'Sou Ana, ana@example.com, CPF 529.982.247-25, fone (11) 98765-4321.';
const masked = 'Sou Ana, [EMAIL_1_k3f9x2], CPF [CPF_1_k3f9x2], fone [PHONE_1_k3f9x2].';

/** Texts full of values, tokens of this and other vaults, and characters that may touch them. */
const pieces = fc.oneof(
	fc.constantFrom(
		'ana@example.com',
		'Ana@Example.com',
		'529.982.247-25',
		'52998224725',
		'11 98765-4321',
		'+1 415 555 2671',
		'５２９９８２２４７２５',
	),
	fc.constantFrom(
		'[EMAIL_1_k3f9x2]',
		'[email_2_K3F9X2]',
		'[CPF\\_1\\_k3f9x2]',
		'[PHONE_1_zzzzzz]',
		'[CPF_1_k3f9x2',
		'PHONE_3_k3f9x2]',
		'\\',
		'$&',
		'$1',
	),
	fc.constantFrom(' ', '', '.', '@', '-', '(', ')', '1', '11', 'a', 'é', '\u200B', '\n', '\uD83D', '🙂', '\u0301', '_', '*'),
	fc.string({ unit: codeUnit, maxLength: 5 }),
);
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

test('replaces each value with a token and restores every value as it was written', async () => {
	const vault = vaultWith();
	const { text, matches } = await vault.mask(message);
	expect(text).toBe(masked);
	expect(matches.map(({ type, start, end }) => [type, message.slice(start, end)])).toEqual([
		['EMAIL_ADDRESS', 'ana@example.com'],
		['BR_CPF', '529.982.247-25'],
		['PHONE_NUMBER', '(11) 98765-4321'],
	]);
	expect(await vault.restore(text)).toBe(message);
});

slowTest('restore undoes mask, whatever the text', async () => {
	await fc.assert(
		fc.asyncProperty(texts, async (text) => {
			const vault = vaultWith();
			expect(await vault.restore((await vault.mask(text)).text)).toBe(text);
		}),
		{ numRuns: 150 },
	);
});

test('masking twice changes nothing, for any text', async () => {
	await fc.assert(
		fc.asyncProperty(texts, async (text) => {
			const vault = vaultWith();
			const once = (await vault.mask(text)).text;
			expect((await vault.mask(once)).text).toBe(once);
		}),
		{ numRuns: 150 },
	);
});

test('masks several texts of a turn and restores each', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(texts, { maxLength: 4 }), async (all4) => {
			const vault = createVault(all);
			const tokens = await Promise.all(all4.map(async (text) => (await vault.mask(text)).text));
			expect(await Promise.all(tokens.map(vault.restore))).toEqual(all4);
		}),
	);
});

test('gives the same value the same token and each other spelling another one, so that each is restored as written', async () => {
	const vault = vaultWith();
	expect((await vault.mask('529.982.247-25, 529.982.247-25, 52998224725')).text).toBe('[CPF_1_k3f9x2], [CPF_1_k3f9x2], [CPF_2_k3f9x2]');
	expect((await vault.mask('again 52998224725')).text).toBe('again [CPF_2_k3f9x2]');
});

test.each(['[email_1_k3f9x2]', '[Email_1_K3F9X2]', '[EMAIL\\_1\\_k3f9x2]', '**[EMAIL_1_k3f9x2]**'])(
	'restores %s, as a model may change a token',
	async (token) => {
		const vault = vaultWith();
		await vault.mask(message);
		expect(await vault.restore(`To ${token}!`)).toBe(`To ${token.replace(/\[.*\]/, 'ana@example.com')}!`);
	},
);

test.each(['[EMAIL_1_zzzzzz]', '[EMAIL_2_k3f9x2]', '[CPF_01_k3f9x2]', 'EMAIL_1_k3f9x2', '[EMAIL 1 k3f9x2]'])(
	'does not restore %s, which it did not issue',
	async (token) => {
		const vault = vaultWith();
		await vault.mask(message);
		expect(await vault.restore(token)).toBe(token);
	},
);

test('never issues a token that a person wrote before', async () => {
	const vault = vaultWith();
	const { text } = await vault.mask('[EMAIL_1_k3f9x2] is what I wrote, ana@example.com is me');
	expect(text).toBe('[EMAIL_1_k3f9x2] is what I wrote, [EMAIL_2_k3f9x2] is me');
	expect(await vault.restore(text)).toBe('[EMAIL_1_k3f9x2] is what I wrote, ana@example.com is me');
});

test('gives each vault its own nonce', async () => {
	const tokens = await Promise.all(Array.from({ length: 50 }, async () => (await createVault(all).mask('ana@example.com')).text));
	expect(new Set(tokens).size).toBe(50);
	expect(tokens[0]).toMatch(/^\[EMAIL_1_[a-z2-9]{6}\]$/);
});

test('does not expand a replacement pattern in a value', async () => {
	const vault = vaultWith();
	expect(await vault.restore((await vault.mask("$&'a@b.com")).text)).toBe("$&'a@b.com");
});

test('hides only its own types', async () => {
	expect((await vaultWith('k3f9x2', ['BR_CPF']).mask(message)).text).toBe(
		'Sou Ana, ana@example.com, CPF [CPF_1_k3f9x2], fone (11) 98765-4321.',
	);
	expect((await vaultWith('k3f9x2', []).mask(message)).text).toBe(message);
});

describe('findUnknown', () => {
	test('recognizes what it issued, as a token, as a value and in another spelling', async () => {
		const vault = vaultWith();
		await vault.mask(message);
		expect(await vault.findUnknown('[EMAIL_1_k3f9x2] ANA@example.com 52998224725 +55 11 98765 4321')).toEqual([]);
	});

	test('finds values that it never issued', async () => {
		const vault = vaultWith();
		await vault.mask(message);
		expect(await vault.findUnknown('Write to bob@example.com')).toEqual([{ type: 'EMAIL_ADDRESS', start: 9, end: 24, score: 1 }]);
	});
});

describe('redact', () => {
	test('leaves partial masks, of both values and tokens', async () => {
		const vault = vaultWith();
		const redacted = 'Sou Ana, ***@example.com, CPF ***.982.247-**, fone (11) *****-4321.';
		expect(await vault.redact(message)).toBe(redacted.replace('***@', 'a***@'));
		expect(await vault.redact((await vault.mask(message)).text)).toBe(await vault.redact(message));
	});

	test.each(['tel (11) 98765-4321.0011', '529.982.247-25tel 98765-43210011'])(
		'hides values that hiding another one uncovered, in %s',
		async (text) => {
			const vault = vaultWith();
			expect(await vault.findUnknown(await vault.redact(text))).toEqual([]);
		},
	);

	test('leaves nothing that is recognized again, for any text', async () => {
		await fc.assert(
			fc.asyncProperty(texts, async (text) => {
				const vault = vaultWith();
				expect(await vault.findUnknown(await vault.redact(text))).toEqual([]);
			}),
			{ numRuns: 100 },
		);
	});

	test.each([
		['fulano@email.com', 'f***o@email.com'],
		['ana@email.com', 'a***@email.com'],
		['a@email.com', '***@email.com'],
		['52998224725', '***.982.247-**'],
		['５２９.982.247-25', '***.982.247-**'],
		['11987654321', '11*****4321'],
		['+55 (11) 98765-4321', '+55 (11) *****-4321'],
		['98765-4321', '*****-4321'],
		['+1 415 555 2671', '+1 *** *** 2671'],
		['00351 912 345 678', '00351 *** **5 678'],
	])('masks %s as %s', async (value, mask) => expect(await vaultWith().redact(value)).toBe(mask));
});
