import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-voter-id';
import { findPersonalData } from '../../find-personal-data';
import { brVoterId } from './br-voter-id';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_VOTER_ID')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'título de eleitor «1023 8501 0671»',
	'meu título é «102385010671»',
	'«1023 8501 0671»',
	'«102385010671»',
	'Inscrição «0043 5687 0906» zona 012 seção 0345',
	'título eleitoral «1023.8501.0671»',
	'título «10238501 06 71»',
	'e-Título «1023850106/71»',
	'{"tituloEleitoral":"«102385010671»"}',
	'voter ID «1023 8501 0671»',
	'título «１０２３ ８５０１ ０６７１»',
	'título «1023 8501\n0671»',
	'título «1023 85\u200B01 0671»',
	'título «I023 85O1 067I»',
	'títulos do casal: «1023 8501 0671» e «0043 5687 0906»',
	'my voter registration number is «102385010671»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'título 1023 8501 0672',
	'título 1023 8501 2971',
	'título 0000 0000 0000',
	'pedido 102385010671',
	'protocolo 1023 8501 0672',
	'cartão 1023 8501 0671 9999',
	'título **** 8501 ****',
	'título do livro 123456789012',
	'ISBN 978000000000',
	'order 102385010671',
	'nota 102385010671',
	'título de 2026',
	'zona 123 seção 456',
	'lote 102385010671',
	'tracking number 102385010671',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brVoterId.partialMask('1023 8501 0671')).toBe('**** 8501 ****');
	expect(found('título **** 8501 ****')).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(brVoterId.canonical('1023 8501 0671')).toBe(brVoterId.canonical('102385010671')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.99);
});
