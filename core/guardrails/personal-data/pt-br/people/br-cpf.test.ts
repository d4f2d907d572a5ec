import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-cpf';
import { findPersonalData } from '../../find-personal-data';
import { brCpf } from './br-cpf';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_CPF')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'Meu CPF é «529.982.247-25»',
	'cpf «52998224725» por favor',
	'«529.982.247-25»',
	'«52998224725»',
	'chave pix cpf: «529 982 247 25»',
	'CPF «529.982.247/25»',
	'CPF «529982247-25»',
	'C.P.F. «529.982.247-25» RG não informado',
	'{"cpf":"«52998224725»","pedido":"99887766554"}',
	'customerCpf=«52998224725»&x=1',
	'CPF «５２９．９８２．２４７－２５»',
	'CPF «529.982.\n247-25»',
	'CPF «529\u200B.982.247-25»',
	'CPF «529.982.247\u201125»',
	'CPF «529.9B2.247-25», lido do papel',
	'cpf «5 2 9 9 8 2 2 4 7 2 5»',
	'id,cpf,total\n61,«52998224725»,59.50',
	'meus dependentes: «529.982.247-25» e «111.444.777-35»',
	'CPF: **«529.982.247-25»**',
	'**CPF «52998224725»**',
	'cpf_«52998224725»_frente.pdf',
	'my taxpayer ID is «111.444.777-35»',
	'Pedido 48213: o CPF do comprador é «11144477735»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'CPF 529.982.247-24',
	'CPF 111.111.111-11',
	'CPF 000.000.000-00',
	'pedido 52998224725',
	'protocolo nº 52998224725',
	'rastreio BR529982247BR',
	'CPF 529.982.247',
	'CPF ***.982.247-**',
	'código de barras 7891529982247250012345',
	'CNPJ 11.222.333/0001-81',
	'CPF ok, pedido 99887766554',
	'R$ 529.982.247,25',
	'versão 5.2.9',
	'o CPF mudou em 12/03/2026',
	'tracking number 52998224725',
	'CNH 12345678900',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brCpf.partialMask('529.982.247-25')).toBe('***.982.247-**');
	expect(found('CPF ***.982.247-**')).toEqual([]);
});

test('recognizes a value in another spelling', () => expect(brCpf.canonical('529.982.247-25')).toBe(brCpf.canonical('52998224725')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.99);
});
