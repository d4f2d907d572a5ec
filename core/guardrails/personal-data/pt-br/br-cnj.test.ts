import { measureSamples } from '../../../../bench/samples/measure';
import { samples } from '../../../../bench/samples/personal-data/br-cnj';
import { findPersonalData } from '../find-personal-data';
import { brCnj } from './br-cnj';
import { slowTest } from '../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_CNJ')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'O processo nº «0001234-13.2020.8.26.0100» foi distribuído ontem.',
	'Autos n. «5003456-75.2023.4.03.6100», 3ª Vara Federal de São Paulo',
	'«0010987-63.2019.5.15.0042»',
	'AREsp no STJ («0000001-88.2024.3.00.0000»)',
	'processo «00012341320208260100» arquivado',
	'{"numeroProcesso":"«00109876320195150042»"}',
	'proc.;«0001234-13.2020.8.26.0100»;2024',
	'Processo: «０００１２３４－１３．２０２０．８．２６．０１００»',
	'processo «0001234\u201113.2020.8.26.0100».',
	'processo «0001234-13.\n2020.8.26.0100» conclusos',
	'PROCESSO «0001234-13.2020.8.26.O1OO» (digitalizado)',
	'processo «0001234\u200B-13.2020.8.26.0100»',
	'court case «0001234-13.2020.8.26.0100» is closed',
	'processos «0001234-13.2020.8.26.0100» e «5003456-75.2023.4.03.6100»',
	'protocolo «00012341320208260100» do fórum',
	'Processo n.º «0001234 13 2020 8 26 0100»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'processo 0001234-14.2020.8.26.0100',
	'processo 0001234-79.2020.0.26.0100',
	'processo 0001234-06.2020.8.55.0100',
	'processo 0001234-23.1820.8.26.0100',
	'processo 00012341420208260100',
	'processo administrativo 2020/0001234-5',
	'processo SEI 23108.012345/2020-11',
	'boleto 00190500954014481606906809350314337370000000100',
	'chave 35200114200166000187550010000000461234567890',
	'pedido 0001234-13.2020',
	'processo 00000000000000000000',
	'NUP 00001.234567/2020-11',
	'2020.8.26.0100',
	'rastreio BR000123413202082601',
	'processo seletivo 01/2024 com 1234 vagas',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brCnj.partialMask('0001234-13.2020.8.26.0100')).toBe('*******-**.2020.8.26.****');
	expect(found('processo *******-**.2020.8.26.****')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(brCnj.canonical('0001234-13.2020.8.26.0100')).toBe(brCnj.canonical('00012341320208260100'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.99);
	expect(precision).toBeGreaterThan(0.99);
});
