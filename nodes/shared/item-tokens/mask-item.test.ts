import { createVault } from '../../../core/guardrails/vault/create-vault';
import { createItemMask } from './mask-item';

const known = [
	{ type: 'BR_CPF', value: '529.982.247-25' },
	{ type: 'BR_CPF', value: '012.345.678-90' },
	{ type: 'PHONE_NUMBER', value: '+55 (11) 3333-4444' },
];
const mask = (values = known) => createItemMask(createVault(), values);
const token = (label: string) => expect.stringMatching(new RegExp(String.raw`^\[${label}_\d+_\w+\]$`)) as string;

describe('numbers of an item', () => {
	it('hides a number that is known, in whatever field, with or without signs, zeros and the country', async () => {
		expect(await mask()({ cpf: 52998224725, of: [1234567890], line: 551133334444, id: 1133334444, text: '52998224725' })).toEqual({
			...{ cpf: token('CPF'), of: [token('CPF')], line: token('PHONE'), id: token('PHONE'), text: token('CPF') },
		});
	});

	it('hides numbers of persons that nobody knew', async () => {
		const masked = await mask([])({ phone: 5511987654321, whatsappNumber: 11987654321, cpf: 11144477735, cnpj: 11222333000181 });
		expect(masked).toEqual({
			...{ phone: token('PHONE'), whatsappNumber: token('PHONE'), cpf: token('CPF'), cnpj: token('CNPJ') },
		});
	});

	it.each([
		{ id: 52998224725, messageId: 11987654321, jobKey: 2251799813685249, processInstanceKey: '2221000000000009' },
		{ createdAt: 1764470400000, seconds: 1764470400, total: 1299, ratio: 0.52998224725, balance: -52998224725, big: 5299822472500 },
	])('leaves ids, times and amounts as they are', async (item) => {
		expect(await mask([])(item)).toEqual(item);
	});
});

it('hides a key of Pix, which is the email or the number of a person', async () => {
	expect(await mask([])({ key: 'joao@example.com', pix: { key: '529.982.247-25' } })).toEqual({
		...{ key: token('EMAIL'), pix: { key: token('CPF') } },
	});
});
