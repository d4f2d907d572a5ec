import { measureSamples } from '../../../../bench/samples/measure';
import { samples } from '../../../../bench/samples/personal-data/br-pix-key';
import { findPersonalData } from '../find-personal-data';
import { brPixKey } from './br-pix-key';
import { slowTest } from '../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'BR_PIX_KEY')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'chave pix: «7d9f0335-8dcc-4054-9bf9-0dbd61d36906»',
	'minha chave aleatória é «7D9F0335-8DCC-4054-9BF9-0DBD61D36906», pode mandar',
	'Pix «7d9f0335-8dcc-4054-9bf9-0dbd61d36906»',
	'«7d9f0335-8dcc-4054-9bf9-0dbd61d36906» é a minha chave pix',
	'{"pix_key": "«7d9f0335-8dcc-4054-9bf9-0dbd61d36906»"}',
	'tipo=EVP;chave=«7d9f0335-8dcc-4054-9bf9-0dbd61d36906»',
	'send it to my random key «7d9f0335-8dcc-4054-9bf9-0dbd61d36906»',
	'chave pix aleatória «7d9f03358dcc40549bf90dbd61d36906»',
	'chave pix «7d9f0335\u20118dcc\u20114054\u20119bf9\u20110dbd61d36906»',
	'chave pix «７ｄ９ｆ０３３５－８ｄｃｃ－４０５４－９ｂｆ９－０ｄｂｄ６１ｄ３６９０６»',
	'chave pix «7d9f0335-8dcc-4054-\n9bf9-0dbd61d36906»',
	'chave pix «7d9f0335-8dcc-4054-9b\u200Bf9-0dbd61d36906»',
	'pix copia e cola: «00020126580014br.gov.bcb.pix0136123e4567-e12b-42d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***6304A400»',
	'«00020126580014br.gov.bcb.pix0136123e4567-e12b-42d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***6304A400»',
	'pague «00020126580014br.gov.bcb.pix0136123e4567-e12b-42d1-a456-4266554400005204000053039865802BR5913Fulano\n de Tal6008BRASILIA62070503***6304A400» hoje',
	'Pix para a chave «7d9f0335-8dcc-4054-9bf9-0dbd61d36906» ou «1c0a3a52-3f44-4c8e-8b55-6a1f0f2f9d11»',
	'{"chavePix": "«7d9f0335-8dcc-4054-9bf9-0dbd61d36906»"}',
	'minha chave é «7d9f0335-8dcc-4054-9bf9-0dbd61d36906»',
	'pode pagar na chave «7d9f0335-8dcc-4054-9bf9-0dbd61d36906»',
	'{"chave":"«7d9f0335-8dcc-4054-9bf9-0dbd61d36906»","tipoChave":"ALEATORIA"}',
	'Chave: «7d9f0335-8dcc-4054-9bf9-0dbd61d36906»\nTipo: aleatória',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'pix txid: 7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
	'request id 7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
	'7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
	'id da transação do pix: 7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
	'chave pix 7d9f0335-8dcc-1054-9bf9-0dbd61d36906',
	'chave pix 7d9f0335-8dcc-4054-cbf9-0dbd61d36906',
	'chave pix 7d9f0335-8dcc-4054-9bf9-0dbd61d3690',
	'chave pix x7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
	'chave pix ana@example.com',
	'chave pix 529.982.247-25',
	'pix E00416968202401011234abcdefghijk',
	'00020126580014br.gov.bcb.pix0114ana@example.co5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***6304FFFF',
	'pix endToEndId=7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
	'o pix caiu na hora',
	'chave do carro 7d9f03358dcc40549bf90dbd61d36906',
	'minha chave de API é 7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
	'a chave primária é 7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
	'chave: 7d9f0335-8dcc-4054-9bf9-0dbd61d36906',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test('masks most of a value, so that it is not found again', () => {
	expect(brPixKey.partialMask('7d9f0335-8dcc-4054-9bf9-0dbd61d36906')).toBe('7d9f****-****-****-****-********6906');
	expect(found('chave pix 7d9f****-****-****-****-********6906')).toEqual([]);
});

test('recognizes a value in another spelling', () => {
	expect(brPixKey.canonical('7d9f0335-8dcc-4054-9bf9-0dbd61d36906')).toBe(brPixKey.canonical('7D9F03358DCC40549BF90DBD61D36906'));
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.99);
	expect(precision).toBeGreaterThan(0.99);
});

test('finds the key in a copy-and-paste code whose checksum is wrong', () =>
	expect(
		found('00020126580014br.gov.bcb.pix0136123e4567-e12b-42d1-a456-4266554400005204000053039865802BR5913Fulano de Tal6304FFFF'),
	).toEqual(['123e4567-e12b-42d1-a456-426655440000']));
