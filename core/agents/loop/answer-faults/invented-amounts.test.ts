import { hasInventedAmount } from './invented-amounts';

const call = {
	tool: 'get_order',
	input: '{"order":"A-1001"}',
	text: '{"total":349.9,"shipping":20,"pieces":2}',
	acts: false,
	searched: false,
};
const given = { author: 'Be brief.', allowedHosts: [], others: [call.text, 'What did I pay? I have a coupon of 10 %.'], calls: [call] };
const isInvented = (reply: string) => hasInventedAmount(reply, given, []);

test.each(['You paid 439.90.', 'Você pagou R$ 394,90.', 'The total is 1,349.90.'])(
	'an amount that nothing has is invented: %s',
	(reply) => {
		expect(isInvented(reply)).toBe(true);
	},
);

test.each([
	['that the result has', 'Você pagou R$ 349,90.'],
	['that is a sum', 'With shipping it is 369.90.'],
	['that is a multiple', 'Two of them cost 699.80.'],
	['that is a share', 'The coupon saves 34.99, so you pay 314.91.'],
	['without decimals', 'It takes 5 days.'],
])('an amount is not invented %s', (_how, reply) => {
	expect(isInvented(reply)).toBe(false);
});

test.each([
	['You get a voucher of 50.', true],
	['You get a coupon of 10 %.', false],
	['You get a refund of 20.', false],
	['You get 15 % off.', true],
	['You get 10% off.', false],
	['Você ganha um vale-compra de 75.', true],
	['Você ganha 30 % de desconto.', true],
	['A discount of 3 kinds of coffee.', false],
	['It is 80 % full.', false],
])('what is given to the customer is judged without a currency: %s', (reply, isOne) => expect(isInvented(reply)).toBe(isOne));

test('the examples of a prompt give it no amounts', () => {
	const exemplary = { ...given, author: 'Good, after get_voucher returned 5: "You get R$ 5." Shipping is 9.00.' };
	expect(hasInventedAmount('You get a voucher of R$ 25.', exemplary, [])).toBe(true);
	expect(hasInventedAmount('Shipping is 9.00.', exemplary, [])).toBe(false);
	const steps = { ...given, author: '1. Look it up.\n5. Say so.', others: ['20'] };
	expect(hasInventedAmount('You get a voucher of R$ 25.', steps, [])).toBe(true);
});

test('a shifted point is another amount', () => {
	const one = { ...given, others: ['{"total":47.3}'] };
	expect(hasInventedAmount('You paid 473.00.', one, [])).toBe(true);
	expect(hasInventedAmount('You paid 47.30.', one, [])).toBe(false);
});

test('without a result, amounts are invented only if a tool could have given them', () => {
	expect(hasInventedAmount('It costs 12.00.', { ...given, calls: [] }, [])).toBe(false);
	expect(hasInventedAmount('It costs 17.35.', { ...given, calls: [] }, [], true)).toBe(true);
	expect(hasInventedAmount('It costs 349.90.', { ...given, calls: [] }, [], true)).toBe(false);
});

test.each([
	['The contract runs for 63 months.', true],
	['The contract runs for 36 months.', false],
	['The contract runs for three years.', false],
	['With the extension of 12 months it is 48 months.', false],
	['You have 29 months left.', false],
	['It takes 5 days.', false],
])('a duration in place of the one of the results is invented: %s', (reply, isOne) => {
	const results = ['A contract runs for 36 months. It can be extended by 12 months.'];
	expect(hasInventedAmount(reply, { ...given, others: results }, [])).toBe(isOne);
});

test.each([
	['of a list', '4 x 10.10, 12.35, 7.05', 'Together they cost 29.50.', false],
	['of quantities and prices', '3 cups 10.10\n2 mugs 12.35', 'You pay 55.00.', false],
	['that nothing adds up to', '4 x 10.10, 12.35, 7.05', 'Together they cost 1,929.51.', true],
])('the total %s', (_what, text, reply, isOne) => {
	expect(hasInventedAmount(reply, { ...given, others: [text] }, [])).toBe(isOne);
});

test.each([
	['You get $50 back.', true],
	['You get R$ 350 back.', false],
	['It is about 349 reais.', false],
	['Together that is about R$ 370.', false],
	['The limit is 3 mil reais.', true],
	['You owe € 1.900.', true],
])('money without decimals is judged, rounded or not: %s (bobmatnyc/trusty-tools#6044)', (reply, isOne) => {
	expect(isInvented(reply)).toBe(isOne);
});

test.each([
	['The revenue was USD 890,000,000.', false],
	['The revenue was $890M.', false],
	['A receita foi de R$ 890 milhões.', false],
	['A receita foi de EUR 890.000.000.', false],
	['The revenue was USD 980,000,000.', true],
	['The revenue was $980 million.', true],
	['A receita foi de 0,98 bilhão de reais.', true],
	['A receita foi de 0,89 bilhão de reais.', false],
])('a large amount counts in every spelling: %s (SeraphimSerapis/tool-eval-bench#100)', (reply, isOne) => {
	expect(hasInventedAmount(reply, { ...given, others: ['{"revenue":890000000}'] }, [])).toBe(isOne);
});
