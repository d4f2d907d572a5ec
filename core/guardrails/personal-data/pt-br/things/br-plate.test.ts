import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/br-plate';
import { findPersonalData } from '../../find-personal-data';
import { brPlate } from './br-plate';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_PLATE')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'placa «ABC1D23»',
	'Placa: «ABC-1234»',
	'placa «abc1d23»',
	'o carro «KGB-1357» está na vaga',
	'placa «JQW 7080» (Salvador)',
	'«RIO2A18» passou no radar',
	'veículo de placa «RIO2A18» foi visto',
	'placa «ABC-1D23»/SP',
	'moto Honda «KGB1D57» ano 2019',
	'{"placaVeiculo":"«ABC1D23»"}',
	'placa «ＡＢＣ１Ｄ２３»',
	'placa «ABC\n1D23»',
	'placa «ABC\u200B1234»',
	'placa «KGB\u20111357»',
	'license plate «ABC1D23»',
	'parking permit for «KGB-1357»',
	'Placa nova: «BRA2E19», antiga «BRA-2419»',
	'placa **«ABC1D23»**',
	'placa_«ABC1D23».png',
	'id,plate,total\n14,«NZL 7551»,09.50',
	'placa:«GYB0F26»',
	'Favor conferir «HYX2326», que é a placa informada',
	"INSERT INTO frota (placa, renavam) VALUES ('«CNY5375»', '00570969158')",
	'[22:10] Bia: q placa é?\n[22:11] Eu: «NKR3996»',
	'Placa do carro ................ «KZS9094»',
	'placa n. «kzv-\n  1800»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'ISO-9001',
	'ticket ABC-1234',
	'voo GOL-1234',
	'SKU ABC1D23',
	'código do produto ABC1234',
	'norma NBR 5410',
	'dez 2023',
	'CVE-2024-1234',
	'modelo ABC1234-56',
	'placa de vídeo RTX 4090',
	'o carro custou por 5000 reais',
	'placa ABC-****',
	'hash XYZ1A23BC4D56',
	'PED-ABC1234',
	'ver chamado OPS-4521',
	'gol GTI 1994 raro, carro top',
	'flight UAL 1234',
	'KGB-1357',
	'cupom NAT2K24',
	'placa mãe B450',
	'turma TEC1B59',
	"INSERT INTO peca (codigo, placa) VALUES ('CNY-5375', null)",
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brPlate.partialMask('abc-1d23')).toBe('ABC****');
	expect(found('placa ABC****')).toEqual([]);
});

test('recognizes a value in another spelling', () => expect(brPlate.canonical('abc-1d23')).toBe(brPlate.canonical('ABC1D23')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.93);
	expect(precision).toBeGreaterThan(0.98);
});
