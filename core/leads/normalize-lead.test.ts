import { normalizeCnpj } from '../crm/normalize-cnpj';
import { readEmail, readPhone, readState } from './normalize-lead';

describe('what a lead tells', () => {
	it.each([
		['(44) 99999-9999', '+5544999999999'],
		['(44) 9999-9999', '+5544999999999'], // a mobile number without its ninth digit
		['044 9999-9999', '+5544999999999'],
		['+55 44 9999 9999', '+5544999999999'],
		['5544999999999', '+5544999999999'],
		['44 3333-4444', '+554433334444'], // a fixed line has eight digits
		['(55) 99999-9999', '+5555999999999'], // the area 55, in Rio Grande do Sul, is not the country's code
		['55 9999-9999', '+5555999999999'],
		['+1 415 555 2671', '+14155552671'],
		['33612345678', '+33612345678'], // a French mobile, as WhatsApp writes it; 33 is an area too, and no fixed line has these digits
		['351912345678', '+351912345678'],
		['14155552671', '+14155552671'], // in Brazil, the area 14, whose mobiles go on with 9
		['0033 6 12 34 56 78', '+33612345678'],
		['491711234567', '+491711234567'],
		['551199999999999', undefined],
		['44 8123-45678', undefined], // mistyped
		['11 91234-5678', '+5511912345678'],
		['99999-9999', undefined], // without its area
		['+5500999999999', undefined],
		['ligue para mim', undefined],
		['', undefined],
	])('reads the phone number %s as %s', async (value, normal) => expect(await readPhone(value)).toBe(normal));

	it.each(['375447521111', '85291234567', '19144484373', '447911123456', '919876543210'])(
		'reads the number %s of another country without its plus sign (catamphetamine/libphonenumber-js#376)',
		async (digits) => expect(await readPhone(digits)).toBe(`+${digits}`),
	);

	it.each([
		['11.222.333/0001-81', '11222333000181'],
		['11222333000181', '11222333000181'],
		['12.abc.345/01de-35', '12ABC34501DE35'], // with letters, IN RFB 2.229/2024
		['11.222.333/0001-80', undefined],
		['00000000000000', undefined],
		['11222333', undefined],
		['', undefined],
	])('reads the CNPJ %s as %s', (value, normal) => expect(normalizeCnpj(value)).toBe(normal));

	it.each([
		[' Ana.Souza@Metal-Forte.example ', 'ana.souza@metal-forte.example'],
		['ana@localhost', undefined],
		['ana souza@x.example', undefined],
		['a@b@c.example', undefined],
		[`${'a'.repeat(250)}@x.example`, undefined],
	])('reads the e-mail address %s as %s', (value, normal) => expect(readEmail(value)).toBe(normal));

	it.each([
		['sp', 'SP'],
		['XX', undefined],
		['São Paulo', 'SP'],
		['rio grande do sul', 'RS'],
		['Para', 'PA'],
		['Sao', undefined],
	])('reads the state %s as %s', (value, normal) => expect(readState(value)).toBe(normal));
});
