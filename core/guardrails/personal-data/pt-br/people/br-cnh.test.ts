import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-cnh';
import { findPersonalData } from '../../find-personal-data';
import { brCnh } from './br-cnh';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_CNH')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'CNH «58316794534»',
	'minha habilitação é «02650306461»',
	'carteira de motorista nº «583167945-34»',
	'Condutor: Pedro, CNH «58316794534», categoria AB',
	'registro «02650306461» da CNH',
	'CNH «583 167 945 34»',
	'CNH «5831 6794 534»',
	'{"numeroCnh":"«58316794534»"}',
	'driver_license=«02650306461»',
	"driver's license no. «58316794534»",
	'permissão para dirigir nº «02650306461»',
	'CPF? não, esse é outro documento: «58316794534»',
	'CNH «５８３１６７９４５３４»',
	'CNH «58316\n794534»',
	'CNH «583\u200B16794534»',
	'CNH «5B316794534»',
	'CNH do segurado «58316794534» e do condutor «02650306461»',
	'PGU «123456789»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'CNH 58316794535',
	'CNH 11111111111',
	'pedido 58316794534',
	'protocolo 02650306461',
	'CPF 529.982.247-25',
	'CNH *******4534',
	'CNH categoria AB validade 10/10/2030',
	'CNH ok, pedido 12345678900',
	'multa 123456789',
	'invoice 58316794534',
	'CNH 1234',
	'rastreio 02650306461',
	'CNH 52998224720',
	'lote 58316794534',
	'CNH vence em 2031',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brCnh.partialMask('58316794534')).toBe('*******4534');
	expect(found('CNH *******4534')).toEqual([]);
});

test('recognizes a value in another spelling', () => expect(brCnh.canonical('58316794534')).toBe(brCnh.canonical('583167945-34')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.94);
	expect(precision).toBeGreaterThan(0.99);
});
