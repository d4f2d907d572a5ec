import { LeadValueError, readBudget, readCompany, readDeal, readFields } from './read-arguments';

describe('what a model says of a lead', () => {
	it('is stored in normal forms', async () => {
		expect(await readFields({ name: ' Ana ', phone: '44 9999-9999', email: 'ANA@x.example', state: 'pr', temperature: 'hot' })).toEqual({
			...{ name: 'Ana', phone: '+5544999999999', email: 'ana@x.example', state: 'PR', temperature: 'hot' },
		});
		expect(await readFields({})).toEqual({});
		expect(readCompany({ cnpj: '11.222.333/0001-81', name: 'Metal Forte' })).toEqual({
			...{ cnpj: '11222333000181', name: 'Metal Forte', city: null, state: null },
		});
		expect(readBudget({ product: 'Prensa PH-60' })).toEqual({ product: 'Prensa PH-60', quantity: null, need: null });
		expect(readDeal({ deal: 748 })).toBe(748);
	});

	it.each<[string, () => unknown]>([
		['phone', () => readFields({ phone: '9999-9999' })],
		['email', () => readFields({ email: 'ana' })],
		['state', () => readFields({ state: 'Parana do Sul' })],
		['name', () => readFields({ name: '   ' })],
		['summary', () => readFields({ summary: 'x'.repeat(8_001) })],
		['cnpj', async () => readCompany({ cnpj: '11.222.333/0001-80', name: 'x' })],
		['state', async () => readCompany({ cnpj: '11.222.333/0001-81', name: 'x', state: 'ZZ' })],
		['product', async () => readBudget({ product: '' })],
		['deal', async () => readDeal({ deal: 2 ** 53 })],
	])('is refused by the name of the argument: %s', async (name, read) => {
		const refusal = await Promise.resolve()
			.then(read)
			.catch((error: unknown) => error);
		expect(refusal).toBeInstanceOf(LeadValueError);
		expect((refusal as Error).message).toMatch(new RegExp(`^${name} is not `));
		expect((refusal as LeadValueError).tell('pt')).toMatch(new RegExp(`^Nada foi guardado: ${name} não é (?:o|uma?) `));
	});
});
