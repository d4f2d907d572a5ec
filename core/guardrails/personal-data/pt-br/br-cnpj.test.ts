import { measureSamples } from '../../../../bench/samples/measure';
import { samples } from '../../../../bench/samples/personal-data/br-cnpj';
import { findPersonalData } from '../find-personal-data';
import { brCnpj } from './br-cnpj';
import { slowTest } from '../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_CNPJ')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'CNPJ «11.222.333/0001-81»',
	'cnpj «11222333000181»',
	'«11.222.333/0001-81»',
	'«11222333000181»',
	'CNPJ «11.222.333/000181»',
	'CNPJ: «11 222 333 0001 81»',
	'Emitente «11222333/0001-81»',
	'CNPJ «12.ABC.345/01DE-35»',
	'«12.ABC.345/01DE-35» é o CNPJ novo',
	'cnpj «12ABC34501DE35»',
	'CNPJ: «12abc34501de35»',
	'cnpj «12.abc.345/01de-35»',
	'CNPJ «12ABC345/01DE-35»',
	'CNPJ «12.ABC.345/\n01DE-35»',
	'CNPJ «１１．２２２．３３３／０００１－８１»',
	'CNPJ «12.ABC\u200B.345/01DE-35»',
	'{"cnpjEmitente":"«11222333000181»"}',
	'CNPJ **«12.ABC.345/01DE-35»**',
	'our supplier, CNPJ «11.222.333/0001-81», will pay',
	'CNPJ «11.222.333/OOO1-81»',
	'matriz «11.222.333/0001-81» e filial «11.222.333/0002-62»',
	'CNPJ «12.ABC.345/01DE - 35»',
	'CNPJ beneficiário «12 ABC 345 01DE 35»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'CNPJ 11.222.333/0001-80',
	'CNPJ 00.000.000/0000-00',
	'CNPJ 12.ABC.345/01DE-36',
	'pedido 11222333000181',
	'código 12ABC34501DE35',
	'CNPJ raiz 11.222.333',
	'nota 12345678901234',
	'CNPJ **.***.333/0001-**',
	'IE 110.042.490.114',
	'SKU AB12CD34EF5678',
	'hash a1b2c3d4e5f601',
	'CNPJ ok, protocolo 99887766554433',
	'X12ABC34501DE35',
	'12ABC34501DE351',
	'CPF 529.982.247-25',
	'tracking number 11222333000181',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brCnpj.partialMask('12.ABC.345/01DE-35')).toBe('**.***.345/01DE-**');
	expect(found('CNPJ **.***.345/01DE-**')).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(brCnpj.canonical('12.ABC.345/01DE-35')).toBe(brCnpj.canonical('12abc34501de35')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.99);
});
