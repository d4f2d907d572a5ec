import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-cns';
import { findPersonalData } from '../../find-personal-data';
import { brCns } from './br-cns';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_CNS')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'CNS «898 0018 4018 9217»',
	'cartão do SUS «898001840189217»',
	'«898 0018 4018 9217»',
	'«898001840189217»',
	'cartão sus «898.0018.4018.9217»',
	'Paciente: Ana, CNS «123 4567 8901 0000»',
	'cartão sus «8980 0184 0189 217»',
	'número do SUS: «123456789010000»',
	'CNS «89800184018 9217»',
	'CNS «898 001 840 189 217»',
	'{"cnsPaciente":"«898001840189217»"}',
	'CNS «８９８ ００１８ ４０１８ ９２１７»',
	'CNS «898 0018\n4018 9217»',
	'CNS «898 0018\u200B 4018 9217»',
	'CNS «B98 0018 4O18 9217»',
	'SUS card «898001840189217»',
	'mãe CNS «898 0018 4018 9217» e RN CNS «123 4567 8901 0000»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'CNS 898 0018 4018 9218',
	'CNS 398 0018 4018 9217',
	'CNS 555 5555 5555 5555',
	'IMEI 898001840189217',
	'pedido 898001840189217',
	'cartão 4111 1111 1111 1111',
	'CNS *** **** **** 9217',
	'protocolo 898001840189217',
	'CNS 123 4567 8901 2342',
	'boleto 898001840189217',
	'CNS ok, nota 123456789012345',
	'tracking number 898001840189217',
	'SUS 80 anos',
	'CNS 12345',
	'timestamp 898001840189217',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brCns.partialMask('898 0018 4018 9217')).toBe('*** **** **** 9217');
	expect(found('CNS *** **** **** 9217')).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(brCns.canonical('898 0018 4018 9217')).toBe(brCns.canonical('898001840189217')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.98);
});
