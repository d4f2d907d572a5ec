import { compileRules } from './permissions';
import { type CountedCall, judgeLimits, readAmount } from './judge-limits';
import type { ToolRule } from './definition/rules';

const pay: ToolRule = { tool: 'pay_*', permission: 'allow', limits: { calls: 3, sum: { amount: 500 } } };
const made = (...amounts: unknown[]): CountedCall[] =>
	amounts.map((amount, index) => ({ id: `${index}`, names: ['pay_bill'], masked: { amount }, input: { amount } }));
const judge = async (rule: ToolRule, amount: unknown, earlier: CountedCall[]) =>
	judgeLimits((await compileRules([rule]))[0]!, { masked: { amount } }, earlier);

test('a rule allows calls up to its number, and up to its sum', async () => {
	expect(await judge(pay, 200, made(200, 100))).toBeUndefined();
	expect(await judge(pay, 201, made(200, 100))).toEqual({
		...{ tool: 'pay_*', calls: 2, maxCalls: 3 },
		sums: [{ argument: 'amount', earlier: [200, 100], total: 300, adds: 201, max: 500 }],
	});
	expect(await judge(pay, 0, made(1, 1, 1))).toMatchObject({ calls: 3 });
	expect(await judge({ ...pay, limits: { sum: { amount: 0.3 } } }, 0.1, made(0.1, 0.1))).toBeUndefined();
});

test('a max for one payment says nothing of ten thousand, so the sum counts them all (qntx/openai-python#38)', async () => {
	const many = made(...Array.from({ length: 10_000 }, () => 0.05));
	const reached = await judge({ ...pay, limits: { sum: { amount: 500 } } }, 0.05, many);
	expect(reached).toMatchObject({ calls: 10_000, sums: [{ max: 500 }] });
	expect(reached!.sums![0]!.earlier).toHaveLength(20);
});

test.each<[unknown, string]>([
	[-100, 'OpenZeppelin/stellar-contracts#636'],
	[Number.NaN, 'tinyhumansai/opencompany#331'],
	['-100', 'oxdeai/oxdeai#229'],
])('an amount of %p makes no room for others, and does not pass (%s)', async (amount) => {
	expect(await judge(pay, amount, [])).toMatchObject({ sums: [{ adds: null }] });
	expect(await judge(pay, 10, made(amount))).toMatchObject({ sums: [{ earlier: [null], total: null, adds: 10 }] });
});

test.each([undefined, null, '1.250,00', '1.250', '1,250.00', '12 kg', '', ' 5', '1e3', '٣', '[CARD_1_k3f9x2]', [5], {}, true, Infinity])(
	'what cannot be added for certain is beyond the limit: %p',
	(amount) => {
		expect(readAmount({ amount }, 'amount')).toBeNull();
	},
);

test('plain numbers are added, also as a text, in a part of the arguments, and in each item of a list', () => {
	expect(readAmount({ amount: '1250.50' }, 'amount')).toBe(1250.5);
	expect(readAmount({ payment: { amount: 7 } }, 'payment.amount')).toBe(7);
	expect(readAmount({ items: [{ price: 1 }, { price: '2' }] }, 'items[].price')).toBe(3);
	expect(readAmount({ amounts: [1, 2] }, 'amounts[]')).toBe(3);
	expect(readAmount({ orders: [{ items: [{ n: 1 }, { n: 2 }] }, { items: [{ n: 4 }] }] }, 'orders[].items[].n')).toBe(7);
	expect(readAmount({ items: [{ price: 1 }, {}] }, 'items[].price')).toBeNull();
	expect(readAmount({ items: [] }, 'items[].price')).toBeNull();
	expect(readAmount({ items: { price: 1 } }, 'items[].price')).toBeNull();
});

test('only calls count that the rule speaks of, of all tools that it names', async () => {
	const toAna: ToolRule = { ...pay, arguments: { to: 'ana' } };
	const call = (to: string, name: string): CountedCall => ({
		id: name,
		names: [name],
		masked: { amount: 400 },
		input: { to, amount: 400 },
	});
	expect(await judge(toAna, 100, [call('bo', 'pay_bill'), call('ana', 'read')])).toBeUndefined();
	expect(await judge(toAna, 100, [call('ana', 'pay_bill'), call('ana', 'pay_salary')])).toMatchObject({ calls: 2 });
});
