import { createGuard } from '../../policy/create-guard';
import { parseGuardrailPolicy } from '../../policy/parse-guardrail-policy';

const guard = async (ownPrices?: string[]) =>
	createGuard(await parseGuardrailPolicy({ id: 'p', checks: [{ check: 'no-price', action: 'block' }] }, 'the policy'), { ownPrices });
const blocks = async (text: string, ownPrices?: string[]) => (await (await guard(ownPrices)).check('output', text)).violations.length > 0;

describe('prices of the company itself', () => {
	const own = ['A prensa PH-40 custa a partir de R$ 48.000,00.', '1200.5'];

	it.each(['A partir de R$ 48.000,00.', 'Ela custa R$ 48.000.', 'Custa 48 mil reais.', 'Sai por R$ 48k.', 'A visita custa R$ 1.200,50.'])(
		'pass: %s',
		async (text) => {
			expect([await blocks(text), await blocks(text, own)]).toEqual([true, false]);
		},
	);

	it.each([
		['another amount', 'Custa R$ 47.999.'],
		['installments that nobody set', 'São 12x de R$ 48.000.'],
		['an amount in words', 'Custa quarenta mil reais.'],
		['half a thousand more', 'Custa 48 mil e meio reais.'],
		['another scale', 'Custa R$ 48.'],
		['a comparison', 'Custa o dobro do preço.'],
		['one of two', 'Custa R$ 48.000 ou R$ 45.000.'],
	])('do not let %s pass', async (_what, text) => {
		expect(await blocks(text, own)).toBe(true);
	});

	const machines = ['A prensa PH-40 custa R$ 48.000.', 'A PH-60 custa R$ 62.000 e a guilhotina GM-2 sai por R$ 30.000.', '1200.5'];

	it.each([
		...['A PH-60 custa R$ 48.000.', 'Custa R$ 48.000 a PH-60.', 'A PH-90 sai por R$ 48.000.', 'A guilhotina custa R$ 48.000.'],
		...['A PH-40 custa R$ 62.000, a PH-60 R$ 48.000.', 'A PH-40 custa R$ 48.000 e a PH-60, R$ 48.000.', 'A GM2 custa R$ 62 mil.'],
	])('do not pass for another product: %s', async (text) => expect(await blocks(text, machines)).toBe(true));

	it.each([
		...[
			'A PH-60 custa R$ 62.000.',
			'Custa R$ 48.000 a PH40.',
			'Sai por R$ 30.000.',
			'A guilhotina fica em R$ 30.000, com frete a combinar.',
		],
		...[
			'A PH-40 custa R$ 48.000 e a PH-60, R$ 62.000.',
			'Para chapas de 3 mm e 4 mm, a prensa PH-40 custa R$ 48.000.',
			'A visita custa R$ 1.200,50.',
		],
		...['A PH-40, de R$ 48.000, ou a GM-2, de R$ 30.000?', 'A máquina que você quer custa R$ 48.000.'],
	])('pass for their own product: %s', async (text) => expect([await blocks(text), await blocks(text, machines)]).toEqual([true, false]));

	it('do not pass from one plan to another', async () => {
		const own = ['O plano básico custa R$ 100.', 'Plano premium: R$ 1.000 por mês.'];
		expect(await Promise.all(['O premium custa R$ 100.', 'O básico sai por R$ 100.'].map((text) => blocks(text, own)))).toEqual([
			true,
			false,
		]);
	});

	const plans = ['Plano básico: R$ 100. Plano premium: R$ 1.000 por mês.', '250'];

	it.each([
		...['Custa US$ 100.', 'Custa 100 euros.', 'Custa R$ 100 bilhões.', 'Custa R$ 100 por hora.', 'Custa R$ 1.000 por ano.'],
		...['São R$ 1.000 de desconto.', 'Custa R$ 100 vezes 12.', 'Custa R$ 100 x 12.', 'Entrada de R$ 100 e mais dez de R$ 100.'],
		...['É o dobro de R$ 100.', 'Custa R$ 100 + 10%.', 'Custa R$ 100 mais taxas.', 'Custa R$ 250 por dia.', 'Você economiza R$ 100.'],
	])('do not pass under other terms: %s', async (text) => expect(await blocks(text, plans)).toBe(true));

	it.each([
		...[
			'O básico custa R$ 100.',
			'São 100 reais.',
			'Custa R$ 1.000 ao mês.',
			'São R$ 1.000 mensais.',
			'O premium sai por R$ 1.000, com suporte.',
		],
		...['Custa R$ 250.', 'Plano básico: R$ 100. Plano premium: R$ 1.000 por mês.', 'O básico custa R$ 100 e o premium, R$ 1.000 por mês.'],
	])('pass in other words: %s', async (text) => expect([await blocks(text), await blocks(text, plans)]).toEqual([true, false]));
});
