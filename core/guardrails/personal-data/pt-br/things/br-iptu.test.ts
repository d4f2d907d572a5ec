import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-iptu';
import { findPersonalData } from '../../find-personal-data';
import { brIptu } from './br-iptu';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_IPTU')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'IPTU «123.456.7890-1»',
	'inscrição imobiliária nº «012.345.6789-0»',
	'"inscricao_imobiliaria": "«01234567890»"',
	'imóvel cadastrado na Prefeitura sob o nº «12-345-678.000-1»',
	'Índice cadastral «424025 004 0123»',
	'Inscrição Imobiliária: «4321.12.34.0567.00.000»',
	'inscrição imobiliária «1234567»',
	'Indicação Fiscal «11-001-023.000-4»',
	'SQL «123.456.7890-1»',
	'contribuinte nº «123.456.7890-1» da Prefeitura de São Paulo',
	'IPTU 2024: «0123456-7»',
	'inscrição do imóvel: «12.345.678-9»',
	'«012.345.6789-0» (inscrição imobiliária)',
	'property tax ID «012.345.6789-0»',
	'IPTU do imóvel nº «０１２．３４５．６７８９－０»',
	'inscrição imobiliária «012.345.\n6789-0»',
	'inscrição imobiliária «012.345.6789\u20110»',
	'insc. imob. «001.023.0456-7»',
	'Inscr. Imob. «12.345.678-9»',
	'inscrição imobiliária: «01.01.001.0001.001», CEP 01310-100',
	'inscrição cadastral do imóvel «01.02.033.0444.001»',
	'cadastro imobiliário municipal: «98765432»',
	'id;inscricao_imobiliaria;uf\n1;«012.345.6789-0»;SP\n2;«012.345.6790-3»;SP',
	'IPTU «33S9139-3»',
	'IPTU nº «493 . 428 . 4592 - 3»',
	'Inscrição imobiliária nº → «90130263588»',
	'«12.345.678-9» (contribuinte (IPTU))',
	'confira «744.028.4901-8», que é a inscrição imobiliária',
	"INSERT INTO cad (id, inscricao_imobiliaria) VALUES (3, '«645.872.9634-9»'), (4, '«645.872.9635-0»');",
	"INSERT INTO cad (nome, iptu) VALUES ('Lia, a tia', '«645.872.9634-9»');",
	'imovel;inscricao_imobiliaria\nCasa;«206.817.1803-1»',
	'IPTU (imóvel urbano) «12.345.678-9»',
	'[13:00] Bia: e a inscrição do iptu?\n[13:01] Eu: «6931649-8»',
	'inscrição imobiliária. «73.564.153.\r\n9379»',
	'inscrição imobiliária (conferido): «61043452803»',
	'*inscrição do IPTU*\n```«689.791.6907-5»```',
	'"inscrição do IPTU";"«31.5.7550.947.063»"',
	'<label>inscrição do IPTU</label><input value="«182.697.9225-6»">',
	'«090.134.0255-5» <- inscrição imobiliária',
	'- iptu:\n  - «167.448.3802-1»\n  - «751.934.8113-0»',
	'"iptu": ["«5.019.662-1»", "«01363140762»"]',
	'Bia mandou a inscrição imobiliária agora: «12345678»',
	'IPTU «5190086-\n  3»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'IPTU 2024/2025 parcela 3/10',
	'IPTU 2024: R$ 1.234,56',
	'IPTU R$ 1.234,56 vence em 10/02/2024',
	'IPTU vence 10/02/2024',
	'123.456.7890-1',
	'pedido 123.456.7890-1',
	'SQL Server 2019',
	'SQL 20190101120000',
	'IPTU atrasado, ligue (11) 98765-4321',
	'contribuinte CPF 529.982.247-25',
	'inscrição estadual 123.456.789.012',
	'inscrição municipal 1.234.567-8 da empresa',
	'inscrição no concurso 123456789',
	'IPTU de 12% ao ano',
	'IPTU 1.250.000',
	'inscrição imobiliária não localizada',
	'índice de 123456',
	'código de barras do IPTU 88581309966-4 06360681070-9',
	'IPTU 2O24',
	'INSERT INTO cad (id, inscricao_imobiliaria) VALUES (12345678, null);',
	'lei do IPTU nº 6.989/1966',
	'paguei o IPTU; 12345678 é o boleto',
	'IPTU (protocolo) 12345678',
	'iptu pago\n- 12345678 itens\n- 87654321 outros',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brIptu.partialMask('012.345.6789-0')).toBe('012.***.****-*');
	expect(found('IPTU 012.***.****-*')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(brIptu.canonical('012.345.6789-0')).toBe(brIptu.canonical('01234567890'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.98);
});
