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
});
