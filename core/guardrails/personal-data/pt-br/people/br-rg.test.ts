import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-rg';
import { findPersonalData } from '../../find-personal-data';
import { brRg } from './br-rg';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_RG')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'Meu RG é «12.345.678-9»',
	'RG: «24.678.131-2»',
	'«24.678.131-2»',
	'RG «30.123.456-X»',
	'rg «246781312»',
	'RG nº «7.654.321» SSP/PE',
	'identidade «12345678» SSP/CE',
	'RG «MG-12.345.678»',
	'Carteira de Identidade nº «MG-10.123.456», expedida pela PC/MG',
	'CI: «1.234.567» SSP-DF',
	'portador da cédula de identidade nº «1234567»',
	'R.G. nº «4371286»',
	'{"rg":"«223334445»","orgao":"SSP"}',
	'numeroRg: «12345678-9»',
	'RG «１２．３４５．６７８－９»',
	'RG «12.345.\n678-9»',
	'RG «12.345\u200B.678-9»',
	'o RG do pai é «12.345.678-9» e o da mãe é «1.234.567»',
	'nome;rg;cidade\nAna Lima;«458114753»;Recife',
	'rg «mg12345678»',
	'identidade militar «012345678-9»',
	'C.I. «12.345.678-9»',
	'RG **«24.678.131-2»**',
	'RG *«1234567»*',
	'my identity card is «12.345.678-9»',
	'«12.345.678-9» é o meu RG',
	'RG «7O.426.997-l» SSP/SP',
	'identidade nº «42 . 838 . 603 - 9»',
	'favor conferir «2.896.563», que é o RG informado',
	'RG «50.890.763-\n9»\nfim',
	'[09:10] Bia: manda o rg\n[09:11] Eu: «6.643.647»',
	'12/03/2026 09:10 - Bia: qual o rg?\n12/03/2026 09:11 - Ana Lia: «44188780»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'Registro MS 80123456789',
	'OAB/SP-123456',
	'RENACH SP123456789',
	'cidade;habitantes\nRecife;1.488.920',
	'temos 12.345.678 habitantes',
	'R$ 12.345.678,00',
	'pedido 12345678',
	'protocolo 123456789',
	'RG **.345.***-*',
	'nota 1.234.567',
	'12.345.678',
	'1234567',
	'o arquivo tem 1.234.567 linhas',
	'CNPJ 11.222.333/0001-81',
	'US$ 12.345.678',
	'CPF 529.982.247-25',
	'versão 12.345.678',
	'RG ok, protocolo 12345678',
	'order 246781315',
	'a reunião é 20/11/2026, traga o RG',
	'RG e 2 fotos 3x4',
	'24.678.131-20',
	'RG 00.000.000-0',
	'RG: 11.111.111-1',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brRg.partialMask('24.678.131-2')).toBe('**.678.***-*');
	expect(found('RG **.678.***-*')).toEqual([]);
});

test('recognizes a value in another spelling', () => expect(brRg.canonical('24.678.131-2')).toBe(brRg.canonical('246781312')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.95);
	expect(precision).toBeGreaterThan(0.99);
});
