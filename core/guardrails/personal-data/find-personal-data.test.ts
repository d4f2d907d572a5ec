import { CPF } from 'validation-br/cpf';
import fc from 'fast-check';
import { anyText } from '../../../bench/samples/any-text';
import { findPersonalData } from './find-personal-data';
import type { PersonalDataType } from './types';
import { processorSeconds } from '../../../test/support/processor-time';
import { slowTest } from '../../../test/support/slow-tests';

const all: PersonalDataType[] = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'];
const found = (text: string, types = all) =>
	findPersonalData(text, { types }).map(({ type, start, end }) => `${type} ${text.slice(start, end)}`);

describe('e-mail addresses', () => {
	test.each([
		['write to ana@example.com.', 'ana@example.com'],
		['joão.da-silva+loja@açaí.com.br, por favor', 'joão.da-silva+loja@açaí.com.br'],
		['joa\u0303o@x.com', 'joa\u0303o@x.com'],
		['用户@例子.广告', '用户@例子.广告'],
		['<mailto:o.brien@sub.example.co.uk>', 'o.brien@sub.example.co.uk'],
		['ＡＮＡ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ＡＮＡ＠ｅｘａｍｐｌｅ．ｃｏｍ'],
		['an\u200Ba@exam\u00ADple.com', 'an\u200Ba@exam\u00ADple.com'],
		["'ana@example.com'", 'ana@example.com'],
		['ana@example.com...', 'ana@example.com'],
		['🙂ana@example.com🙂', 'ana@example.com'],
		['ana@xn--bcher-kva.example', 'ana@xn--bcher-kva.example'],
	])('finds the one in “%s”', (text, address) => expect(found(text)).toEqual([`EMAIL_ADDRESS ${address}`]));

	test.each([
		'@handle',
		'n8n@2.41.1',
		'a @ b.com',
		'foo@localhost',
		'@@@',
		'f***o@email.com',
		'root@10.0.0.1',
		'...@example.com',
		'me@-x.com',
	])('finds none in “%s”', (text) => expect(found(text)).toEqual([]));
});

describe('CPF numbers', () => {
	test.each([
		'529.982.247-25',
		'52998224725',
		'529 982 247 25',
		'529.982.247/25',
		'529\u00A0982\u00A0247\u00A025',
		'５２９．９８２．２４７－２５',
		'529.982.\n247-25',
		'5299822\r\n4725',
		'529\u200B.982.247\u201125',
		'5\uFE0F\u20E32\uFE0F\u20E39\uFE0F\u20E3982.247-25',
	])('finds %j', (number) => expect(found(`Meu CPF: ${number}.`)).toEqual([`BR_CPF ${number}`]));

	test('finds one that touches letters, since its check digits prove it', () =>
		expect(found('CPF52998224725ok')).toEqual(['BR_CPF 52998224725']));

	test.each(['529.982.247-24', '111.111.111-11', '529.982.247-255', '12.345.678/0001-95', '***.982.247-**', '9529.982.247-25'])(
		'finds none in %s',
		(number) => expect(found(`CPF ${number}`, ['BR_CPF'])).toEqual([]),
	);

	test('finds one after digits that are not a CPF', () =>
		expect(found('111 222 333 44 529.982.247-25', ['BR_CPF'])).toEqual(['BR_CPF 529.982.247-25']));
});

describe('phone numbers', () => {
	test.each([
		'(11) 98765-4321',
		'11 98765 4321',
		'11987654321',
		'+55 11 98765-4321',
		'+55 (11) 98765-4321',
		'5511987654321',
		'011 98765-4321',
		'015 11 98765-4321',
		'(11) 3456-7890',
		'11.98765.4321',
		'98765-4321',
		'(11) 98765-\n4321',
		'（１１）９８７６５－４３２１',
		'11\u00A098765\u20114321',
		'1 1 9 8 7 6 5 4 3 2 1',
		'+1 (415) 555-2671',
		'+351 912 345 678',
		'00351 912 345 678',
	])('finds %j', (number) => expect(found(`Oi, ${number}, obrigado`)).toEqual([`PHONE_NUMBER ${number}`]));

	test.each(['1134567890', '987654321', '3456-7890'])('finds %s only after a word for phone', (number) => {
		expect(found(`pedido ${number}`)).toEqual([]);
		expect(found(`meu telefone é ${number}`)).toEqual([`PHONE_NUMBER ${number}`]);
	});

	test.each([
		'0800 123 4567',
		'4003-1234',
		'+1 800 555 0199',
		'2024-05-12 10:30',
		'R$ 1.234.567,89',
		'01310-100',
		'192.168.100.200',
		'12.345.678/0001-95',
		'2019-2024',
		'a3f11987654321bc',
		'+99999999999',
		'10987654321',
	])('finds none in “%s”', (text) => expect(found(text, ['PHONE_NUMBER'])).toEqual([]));

	test('finds each of several in a row, but not the year before them', () =>
		expect(found('2019 11 98765-4321 (21) 99876-5432 / +1 415 555 2671')).toEqual([
			'PHONE_NUMBER 11 98765-4321',
			'PHONE_NUMBER (21) 99876-5432',
			'PHONE_NUMBER +1 415 555 2671',
		]));

	test('leaves out a bracket of the sentence', () => expect(found('(11 98765-4321)')).toEqual(['PHONE_NUMBER 11 98765-4321']));
});

describe('eleven digits that are a CPF and a phone number', () => {
	const both = Array.from(
		{ length: 10_000 },
		(_, index) =>
			`119${String(index * 7919)
				.padStart(6, '0')
				.slice(-6)}`,
	)
		.map((nine) => nine + CPF.checksum(nine))
		.find((digits) => found(digits, ['PHONE_NUMBER']).length > 0)!;

	test('are named by the words before them, and masked even without words', () => {
		expect(found(`meu whatsapp é ${both}`)).toEqual([`PHONE_NUMBER ${both}`]);
		expect(found(`my CPF is ${both}`)).toEqual([`BR_CPF ${both}`]);
		expect(found(`Meu CPF não mudou, o telefone agora é ${both}`)).toEqual([`PHONE_NUMBER ${both}`]);
		expect(found(both)).toEqual([`BR_CPF ${both}`]);
	});
});

test('makes one match of overlapping readings, over all they cover', () => {
	expect(found('11987654321@example.com')).toEqual(['EMAIL_ADDRESS 11987654321@example.com']);
	expect(found('ana@example.comana@example.com')).toEqual(['EMAIL_ADDRESS ana@example.comana@example.com']);
});

test('separates adjacent values', () => {
	expect(found('ana@example.com11987654321')).toEqual(['EMAIL_ADDRESS ana@example.com', 'PHONE_NUMBER 11987654321']);
	expect(found('ana@example.com529.982.247-25')).toEqual(['EMAIL_ADDRESS ana@example.com', 'BR_CPF 529.982.247-25']);
	expect(found('11 98765-4321/529.982.247-25/11987654321')).toEqual([
		'PHONE_NUMBER 11 98765-4321',
		'BR_CPF 529.982.247-25',
		'PHONE_NUMBER 11987654321',
	]);
});

test('finds only the selected types', () => expect(found('ana@example.com 529.982.247-25', ['BR_CPF'])).toEqual(['BR_CPF 529.982.247-25']));

test('finds a sample at its position in any text that does not touch it', () => {
	const around = anyText(20).map((text) => text.replace(/[\p{L}\p{N}\p{M}\p{Cf}\p{DI}._%+'*@()\s/\-\u2010-\u2015\u2212]/gu, '§'));
	fc.assert(
		fc.property(
			around,
			fc.constantFrom('ana@example.com', '529.982.247-25', '(11) 98765-4321', '+351 912 345 678'),
			around,
			(before, value, after) => {
				const text = `${before} ${value} ${after}`;
				expect(findPersonalData(text, { types: all }).map(({ start, end }) => text.slice(start, end))).toContain(value);
			},
		),
		{ numRuns: 60 },
	);
});

slowTest.each([
	['letters', 'a'],
	['hyphens in a domain', '-', 'a@', 'b'],
	['dots', 'a.'],
	['at signs', '@'],
	['addresses without end', 'a@a.'],
	['ones', '1 '],
	['elevens', '11 9'],
	['brackets', '('],
	['plus signs', '+1 1 1 1 1 1 1 1 '],
	['phone numbers', '11 98765-4321 '],
	['numbers that fail their checksum', '111.222.333-44 '],
	['combining marks', '\u0301\u0323'],
	['zero-width characters', '\u200B'],
	['full-width digits', '１'],
	['ligatures that expand', '\uFDFA'],
])('reads 50,000 characters of %s in linear time', async (_, unit, before = '', after = '') => {
	const text = before + unit.repeat(50_000 / unit.length) + after;
	expect(await processorSeconds(() => findPersonalData(text, { types: all }))).toBeLessThan(5);
});

test('makes one match of a chain of adjacent addresses', () => {
	const chain = 'ana@example.comana@example.comana@example.com52998224725ana@example.com';
	expect(found(chain)).toEqual([`EMAIL_ADDRESS ${chain}`]);
});
