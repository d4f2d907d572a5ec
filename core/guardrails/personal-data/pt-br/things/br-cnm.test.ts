import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-cnm';
import { findPersonalData } from '../../find-personal-data';
import { brCnm } from './br-cnm';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_CNM')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'CNM «111138.2.0026172-96»',
	'imóvel de Código Nacional de Matrícula nº «099465.3.0000123-92», do 2º RI',
	'matrícula «111138.2.0026172-96» não',
	'«111138.2.0026172-96»',
	'CNM: «1111382002617296»',
	'{"cnm":"«0994653000012392»"}',
	'cnm=«111138.2.0026172-96»;',
	'CNM «１１１１３８．２．００２６１７２－９６»',
	'CNM «111138.2.0026172\u201396»',
	'CNM «111138.2.\n0026172-96» averbado',
	'Código Nacional de Matrícula: «111138 2 0026172 96»',
	'CNM «111138.2.OO26172-96»',
	'CNM «111138.2.002\u200B6172-96»',
	'the national registration code is «111138.2.0026172-96»',
	'CNM «111138.2.0026172-96», CNM «099465.3.0000123-92»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'CNM 111138.2.0026172-97',
	'CNM 123456.4.0001234-07',
	'CNM 1111382002617297',
	'pedido 1111382002617296',
	'CNM 111138.2.0000000-00',
	'matrícula 26.172 do 11º RI',
	'CNM não informado',
	'cartão 4111 1111 1111 1111',
	'versão 111138.2.26172',
	'CNS 11.113-8',
	'CNM 111138-2-0026172',
	'código de barras 7891000315507000',
	'CNM 0000000000000000',
	'nota fiscal 1111382002617',
	'192.168.2.1',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brCnm.partialMask('111138.2.0026172-96')).toBe('111138.2.*******-**');
	expect(found('CNM 111138.2.*******-**')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(brCnm.canonical('111138.2.0026172-96')).toBe(brCnm.canonical('1111382002617296'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.99);
	expect(precision).toBeGreaterThan(0.99);
});
