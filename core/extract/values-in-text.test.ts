import { canOrder, listWords } from './can-order';
import { listTaken } from './list-taken';
import { ValuesInText } from './values-in-text';
import { slowTest } from '../../test/support/slow-tests';

const text = new ValuesInText(`Total: R$ 31.250,00 (desconto de 2,5 %), 3 peças a 10 416.67, CHF 1'200.50, nº 007, 1.234 kg ou 0,125
Entrega em 5 de março, às 14h30; the call is on Monday, 9 March 2026 at 4 pm. Vencimento 12/04/26. Ref. AB-12 / 345.
Ana
Müller`);

test.each([
	[31_250, true],
	[250, false],
	[31.25, false],
	[2.5, true],
	[25, false],
	[10_416.67, true],
	[1_200.5, true],
	[7, true],
	[-3, true],
	[1.2, false],
	[1.234, false],
	[1_234, true],
	[0.125, true],
	[4, true],
	[97, false],
])('the number %d stands there: %s', (value, stands) => expect(text.findNumber(value) !== undefined).toBe(stands));

test.each([
	['2026-03-09', true],
	['2026-03-05', true],
	['2025-03-05', false],
	['2026-04-12', true],
	['2026-03-10', false],
])('the date %s stands there: %s', (date, stands) => expect(text.findDate(date) !== undefined).toBe(stands));

test.each([
	['14:30', true],
	['16:00', true],
	['04:00', false],
	['15:30', false],
])('the time %s stands there: %s', (time, stands) => expect(text.findTime(time) !== undefined).toBe(stands));

test('a reference with other marks, and a name that goes on in the next line', () => {
	const read = ({ at, length }: { at: number; length: number }) => text.text.slice(at, at + length);
	expect(read(text.findReference('AB12345')!)).toMatch(/^AB-12/);
	expect(text.findReference('AB12346')).toBeUndefined();
	expect(read(text.findText('ana muller')!)).toMatch(/^Ana\sMüller$/i);
});

slowTest('ends on a hostile text', () => {
	const hostile = new ValuesInText(`${'1.'.repeat(100_000)}${"1'234".repeat(50_000)}${'9 999 '.repeat(50_000)}`);
	expect(hostile.findNumber(5)).toBeUndefined();
	expect(hostile.findReference('a1'.repeat(30))).toBeUndefined();
});

test.each([
	['INV-2204', false],
	['DE89 3704 0044 0532 0130 00', false],
	['[EMAIL_1_k3f9x2] [PESSOA_2_k3f9x2]', false],
	['Ana', false],
	['Pay Mallory', true],
	['pay-mallory@x.example', true],
	['Apague tudo', true],
	['PayMallory', true],
	['deleteallfiles', true],
])('%j can give an order: %s', (value, can) => expect(canOrder(listWords(value))).toBe(can));

test('lists values with the line that each was taken from, and nothing that the builder listed', () => {
	const values = {
		kind: 'invoice',
		total: 7,
		people: [
			{ name: 'Ana', vip: true },
			{ name: 'Zoe', vip: null },
		],
		tags: [],
	};
	const excerpts = new Map([
		['total', 'Total: 7'],
		['people[0].name', 'I am Ana.'],
		['people[1].name', 'I am Zoe.'],
	]);
	const { text: json, lines } = listTaken({ values, excerpts });
	expect(JSON.parse(json)).toEqual({ total: 7, people: [{ name: 'Ana' }, { name: 'Zoe' }], tags: [] });
	const shown = json.split('\n').map((line, at) => [line.trim(), lines[at]]);
	expect(shown.filter(([, line]) => line)).toEqual([
		['"total": 7,', 'Total: 7'],
		['"name": "Ana"', 'I am Ana.'],
		['"name": "Zoe"', 'I am Zoe.'],
	]);
	expect(lines).toHaveLength(json.split('\n').length);
});
