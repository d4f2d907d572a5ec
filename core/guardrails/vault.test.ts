import fc from 'fast-check';
import type { PersonalDataType } from '../agents/agent-definition';
import { createVault } from './vault';

const all: PersonalDataType[] = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'];
const vaultWith = (nonce = 'k3f9x2', types = all) => createVault(types, () => nonce);

const message = 'Sou Ana, ana@example.com, CPF 529.982.247-25, fone (11) 98765-4321.';
const masked = 'Sou Ana, [EMAIL_1_k3f9x2], CPF [CPF_1_k3f9x2], fone [PHONE_1_k3f9x2].';

/** Texts full of values, tokens of this and other vaults, and what may stick to them. */
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
	fc.string({ unit: 'binary', maxLength: 5 }),
);
const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));

test('puts a token for each value and gives every value back as it was written', () => {
	const vault = vaultWith();
	const { text, matches } = vault.mask(message);
	expect(text).toBe(masked);
	expect(matches.map(({ type, start, end }) => [type, message.slice(start, end)])).toEqual([
		['EMAIL_ADDRESS', 'ana@example.com'],
		['BR_CPF', '529.982.247-25'],
		['PHONE_NUMBER', '(11) 98765-4321'],
	]);
	expect(vault.restore(text)).toBe(message);
});

test('restore undoes mask, whatever the text', () => {
	fc.assert(
		fc.property(texts, (text) => {
			const vault = vaultWith();
			expect(vault.restore(vault.mask(text).text)).toBe(text);
		}),
		{ numRuns: 500 },
	);
});

test('masking twice changes nothing, whatever the text', () => {
	fc.assert(
		fc.property(texts, (text) => {
			const vault = vaultWith();
			const once = vault.mask(text).text;
			expect(vault.mask(once).text).toBe(once);
		}),
		{ numRuns: 500 },
	);
});

test('masks several texts of a turn so that each comes back', () => {
	fc.assert(
		fc.property(fc.array(texts, { maxLength: 4 }), (all4) => {
			const vault = createVault(all);
			const tokens = all4.map((text) => vault.mask(text).text);
			expect(tokens.map(vault.restore)).toEqual(all4);
		}),
	);
});

test('gives the same value the same token, and another spelling of it another, so that each comes back as written', () => {
	const vault = vaultWith();
	expect(vault.mask('529.982.247-25, 529.982.247-25, 52998224725').text).toBe('[CPF_1_k3f9x2], [CPF_1_k3f9x2], [CPF_2_k3f9x2]');
	expect(vault.mask('again 52998224725').text).toBe('again [CPF_2_k3f9x2]');
});

test.each(['[email_1_k3f9x2]', '[Email_1_K3F9X2]', '[EMAIL\\_1\\_k3f9x2]', '**[EMAIL_1_k3f9x2]**'])(
	'restores %s, as a model may change a token',
	(token) => {
		const vault = vaultWith();
		vault.mask(message);
		expect(vault.restore(`To ${token}!`)).toBe(`To ${token.replace(/\[.*\]/, 'ana@example.com')}!`);
	},
);

test.each(['[EMAIL_1_zzzzzz]', '[EMAIL_2_k3f9x2]', '[CPF_01_k3f9x2]', 'EMAIL_1_k3f9x2', '[EMAIL 1 k3f9x2]'])(
	'does not restore %s, which it did not issue',
	(token) => {
		const vault = vaultWith();
		vault.mask(message);
		expect(vault.restore(token)).toBe(token);
	},
);

test('never issues a token that a person wrote before', () => {
	const vault = vaultWith();
	const { text } = vault.mask('[EMAIL_1_k3f9x2] is what I wrote, ana@example.com is me');
	expect(text).toBe('[EMAIL_1_k3f9x2] is what I wrote, [EMAIL_2_k3f9x2] is me');
	expect(vault.restore(text)).toBe('[EMAIL_1_k3f9x2] is what I wrote, ana@example.com is me');
});

test('gives each vault a nonce of its own', () => {
	const tokens = Array.from({ length: 50 }, () => createVault(all).mask('ana@example.com').text);
	expect(new Set(tokens).size).toBe(50);
	expect(tokens[0]).toMatch(/^\[EMAIL_1_[a-z2-9]{6}\]$/);
});

test('does not expand what looks like a replacement pattern in a value', () => {
	const vault = vaultWith();
	expect(vault.restore(vault.mask("$&'a@b.com").text)).toBe("$&'a@b.com");
});

test('hides only the types it was made for', () => {
	expect(vaultWith('k3f9x2', ['BR_CPF']).mask(message).text).toBe('Sou Ana, ana@example.com, CPF [CPF_1_k3f9x2], fone (11) 98765-4321.');
	expect(vaultWith('k3f9x2', []).mask(message).text).toBe(message);
});

describe('findUnknown', () => {
	test('knows what it issued, as a token, as a value and in another spelling', () => {
		const vault = vaultWith();
		vault.mask(message);
		expect(vault.findUnknown('[EMAIL_1_k3f9x2] ANA@example.com 52998224725 +55 11 98765 4321')).toEqual([]);
	});

	test('finds what it never issued', () => {
		const vault = vaultWith();
		vault.mask(message);
		expect(vault.findUnknown('Write to bob@example.com')).toEqual([{ type: 'EMAIL_ADDRESS', start: 9, end: 24, score: 1 }]);
	});
});

describe('redact', () => {
	test('leaves partial masks, of values and of tokens alike', () => {
		const vault = vaultWith();
		const redacted = 'Sou Ana, ***@example.com, CPF ***.982.247-**, fone (11) *****-4321.';
		expect(vault.redact(message)).toBe(redacted.replace('***@', 'a***@'));
		expect(vault.redact(vault.mask(message).text)).toBe(vault.redact(message));
	});

	test.each(['tel (11) 98765-4321.0011', '529.982.247-25tel 98765-43210011'])('hides what hiding another bared, in %s', (text) => {
		const vault = vaultWith();
		expect(vault.findUnknown(vault.redact(text))).toEqual([]);
	});

	test('leaves nothing that is recognised again, whatever the text', () => {
		fc.assert(
			fc.property(texts, (text) => {
				const vault = vaultWith();
				expect(vault.findUnknown(vault.redact(text))).toEqual([]);
			}),
			{ numRuns: 300 },
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
	])('masks %s as %s', (value, mask) => expect(vaultWith().redact(value)).toBe(mask));
});
