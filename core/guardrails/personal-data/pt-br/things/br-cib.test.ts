import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-cib';
import { findPersonalData } from '../../find-personal-data';
import { brCib } from './br-cib';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_CIB')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'CIB «A3N8Z4F-Y»',
	'CIB: «A3N8Z4FY»',
	'NIRF «0.000.001-9»',
	'código do CIB do imóvel é «9.999.999-4».',
	'imóvel rural de CIB nº «7K2M9PQ-7»',
	'{"codigo_cib": "«a3n8z4fy»"}',
	'NIRF/CIB «1234567-9», área de 12,5 ha',
	'cib=«7K2M9PQ7»',
	'Cadastro Imobiliário Brasileiro: «A3N8Z4F-Y»',
	'«A3N8Z4F-Y» (CIB)',
	'CIB «Ａ３Ｎ８Ｚ４Ｆ－Ｙ»',
	'CIB «A3N8Z4F\u2011Y»',
	'CIB «A3N8\u200BZ4F-Y»',
	'CIB «A3N8Z4F-\nY» do sítio',
	'the CIB code is «0B00001-A»',
	'CIB «OBOOOO1-A»',
	'número do imóvel na Receita Federal: «1.234.567-9»',
	'CIBs: CIB «A3N8Z4F-Y», CIB «7K2M9PQ-7»',
	'«A3N8Z4FY» é o CIB da chácara (conferir)',
	'o CIB é «A.3N8.Z4F-Y»',
	'«A.3N8.Z4F-Y» (CIB)',
	'CIB «0.000.\n  001-9»',
	'<tr><td>NIRF</td><td>«0.000.001-9»</td></tr>',
	'o NIRF do sítio é «0.000.001-9»',
	'cib do sitio «00000019»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'A3N8Z4F-Y',
	'CIB A3N8Z4F-X',
	'CIB A3U8Z4F-Y',
	'NIRF 0.000.001-8',
	'CIB 1234567-8',
	'código A3N8Z4F-Y do produto',
	'CIB em cadastro',
	'CIB 2024',
	'a sigla CIB quer dizer cadastro',
	'CIB A3N8Z4',
	'CIB 00000000',
	'placa ABC1D23',
	'CIB da Argélia, cartão 1234',
	'pedido 1234567-9',
	'NIRF 12.345.678-9',
	'CIB A.3N8.Z4F-X',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brCib.partialMask('A3N8Z4F-Y')).toBe('A3*****-*');
	expect(found('CIB A3*****-*')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(brCib.canonical('A3N8Z4F-Y')).toBe(brCib.canonical('a3n8z4fy'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.99);
});
