import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-nis';
import { findPersonalData } from '../../find-personal-data';
import { brNis } from './br-nis';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_NIS')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'PIS «120.56874.10-7»',
	'meu NIS é «12056874107»',
	'PIS/PASEP: «120.56874.10-7»',
	'«120.56874.10-7»',
	'«17033259504»',
	'NIT «170.33259.50-4»',
	'CTPS 12345 série 001-SP PIS «120.56874.107»',
	'bolsa família, NIS «170 33259 50 4»',
	'pis «120 568 741 07»',
	'Número de Identificação Social: «17033259504»',
	'{"nisResponsavel":"«17033259504»"}',
	'PIS «１２０．５６８７４．１０－７»',
	'PIS «120.56874.\n10-7»',
	'PIS «120.5687\u00AD4.10-7»',
	'PIS «l2056874lO7»',
	'her worker registration (PIS) is «120.56874.10-7»',
	'NIS: «170.33259.50-4» e o do meu filho: «120.56874.10-7»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'PIS 120.56874.10-8',
	'PIS 111.11111.11-1',
	'pedido 12056874107',
	'protocolo 17033259504',
	'renavam 12056874107',
	'PIS ***.56874.**-*',
	'código de rastreio 17033259504',
	'order 12056874107',
	'PIS ok, nota 12345678900',
	'NIS 1234567',
	'transaction 12056874107',
	'CPF 529.982.247-25',
	'PIS 2,5%',
	'valor R$ 120.56874',
	'NF 12056874107',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brNis.partialMask('120.56874.10-7')).toBe('***.56874.**-*');
	expect(found('PIS ***.56874.**-*')).toEqual([]);
});

test('recognizes a value in another spelling', () => expect(brNis.canonical('120.56874.10-7')).toBe(brNis.canonical('12056874107')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.99);
});
