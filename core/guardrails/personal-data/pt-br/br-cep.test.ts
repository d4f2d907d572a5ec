import { measureSamples } from '../../../../bench/samples/measure';
import { samples } from '../../../../bench/samples/personal-data/br-cep';
import { findPersonalData } from '../find-personal-data';
import { brCep } from './br-cep';
import { slowTest } from '../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_CEP')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'meu CEP é «01310-100», obrigado',
	'Rua das Flores, 123, «04538-133» São Paulo/SP',
	'CEP «01310100»',
	'CEP: «01.310-100»',
	'"cep": "«20040002»"',
	'cep=«88010-400»&uf=SC',
	'Código Postal «69005-070» Manaus',
	'zip code «01310100»',
	'postal code: «30130-010», Belo Horizonte, Brazil',
	'CEP «０１３１０－１００»',
	'CEP «01310\u2011100»',
	'CEP «01310-\n100»',
	'CEP «01310 100»',
	'nome;CEP;cidade\nAna;«01310100»;São Paulo',
	'CEP «0131\n0100»',
	'Av. Paulista, 1578 - Bela Vista, São Paulo - SP, «01310-200»',
	'CEPs «01310-100» e «04538-133»',
	'moro no cep «70.040-010» em Brasília',
	'CEP: «O5345-693»',
	'C.E.P.: «01310200»',
	'cep «3O144544» ok',
	'CEP «88 . 220 - 605»',
	'esse «05458832» é o cep dela',
	'"cep": ["«24911-838»", "«05102903»"]',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'pedido 12345-678',
	'CEP 00000-000',
	'CEP 00123-456',
	'CEP 78950-000 antigo de Rondônia',
	'CEP 99999999',
	'protocolo 01310100',
	'telefone 3131-0100',
	'R$ 01310,00',
	'CEP 0131-100',
	'CEP 013101000',
	'o CEP mudou',
	'20240131',
	'lote 12345678',
	'a cidade tem 18.386.931 habitantes',
	'CEP da loja e 10.410.542 pontos',
	'SKU 54321-987',
	'agência 1310-1',
	'CEP: O3D-Il',
	'pedido 05458832 (cep errado)',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brCep.partialMask('01310-100')).toBe('01***-***');
	expect(found('CEP 01***-***')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(brCep.canonical('01310-100')).toBe(brCep.canonical('01.310100'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.96);
	expect(precision).toBeGreaterThan(0.99);
});
