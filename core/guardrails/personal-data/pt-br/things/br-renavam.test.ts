import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-renavam';
import { findPersonalData } from '../../find-personal-data';
import { brRenavam } from './br-renavam';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_RENAVAM')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'renavam «00639884962»',
	'RENAVAM: «639884962»',
	'Renavam nº «0063988496-2»',
	'IPVA do renavam «12345678900»',
	'código RENAVAM «12345678900», placa ABC1D23',
	'CRLV 2026 renavam «00639884962»',
	'{"codigoRenavam":"«00639884962»"}',
	'renavam=«00639884962»',
	'consulta débitos: Renavam «0063.988496-2»',
	'RENAVAM «００６３９８８４９６２»',
	'RENAVAM «00639\n884962»',
	'RENAVAM «006\u200B39884962»',
	'RENAVAM «OO639884962»',
	'Renavam «639.884.962»',
	'please check fines for Renavam «00639884962»',
	'dois veículos: renavam «00639884962» e renavam «12345678900»',
	"INSERT INTO frota (placa, renavam, cnh_motorista) VALUES ('HQG3J45', '«00570969158»', null);",
	'cpf;renavam\n529.982.247-25;«00626541263»\n650.192.269-04;«00344208265»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'renavam 00639884963',
	'renavam 00000000000',
	'pedido 00639884962',
	'PIS 12056874107',
	'nota 639884962',
	'renavam *******4962',
	'639884962',
	'renavam ok, protocolo 12345678911',
	'placa ABC1D23',
	'vehicle sold for 639.884.962',
	'serial number 00639884962',
	'chassi 9BWZZZ377VT004251',
	'renavam 1234',
	'lote 639884962',
	'order 00639884962',
	'IPVA 2026 R$ 639,88',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brRenavam.partialMask('00639884962')).toBe('*******4962');
	expect(found('renavam *******4962')).toEqual([]);
});

test('recognizes a value in another spelling', () => expect(brRenavam.canonical('00639884962')).toBe(brRenavam.canonical('639884962')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.95);
	expect(precision).toBeGreaterThan(0.96);
});
