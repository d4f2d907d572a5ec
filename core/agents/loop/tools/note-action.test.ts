import { sumAmounts } from './note-action';

test('amounts are the numbers of arguments whose names say so, at any depth, in English and Portuguese', () => {
	expect(sumAmounts({ to: 'mallory', amount: 99_999 })).toBe(99_999);
	expect(sumAmounts({ valorTotal: '150.50', conta: 123_456, parcelas: [{ preço: 10 }, { preço: 20 }] })).toBe(180.5);
	expect(sumAmounts({ refund_amount: -40, amount: { value: 5, currency: 'EUR' } })).toBe(45);
});

test('other numbers and texts do not count', () => {
	expect(sumAmounts({ id: 7, phone: '5511987654321', amount: 'all of it', evaluated: 3, summary: 4, amounts: Number.NaN })).toBe(0);
	expect(sumAmounts(undefined)).toBe(0);
});
