import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import { measureSamples } from '../../../../../bench/samples/measure';
import { samples } from '../../../../../bench/samples/personal-data/phone-number';
import { findPersonalData } from '../../find-personal-data';
import { phoneNumber } from './phone-number';
import { slowTest } from '../../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'PHONE_NUMBER')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'me liga no «(11) 98765-4321»',
	'«11 98765-4321»',
	'«11987654321»',
	'«+5511987654321»',
	'«+55 (11) 9 8765-4321»',
	'«+55 11 98765-4321»/«+55 21 99876-5432»',
	'ligue «0 xx 11 3456-7890»',
	'«(0xx11) 3456-7890»',
	'«015 11 98765-4321»',
	'«(015) 11 98765-4321»',
	'«021 11 3456-7890»',
	'tel. «(11) 3456-7890 ramal 204»',
	'Tel.: «3456-7890»',
	'cel «98765-4321»',
	'«(11) 98765.4321»',
	'zap: «11 9 8765 4321»',
	'{"phone":"«+1 415-555-2671»"}',
	'call «(415) 555-2671» now',
	'«415-555-2671»',
	'«415.555.2671»',
	'«1-415-555-2671»',
	'«212-736-5000x890»',
	'call me at «555-0123»',
	'«(555) 123-4567»',
	'«+1 (555) 123-4567»',
	'«+44 7700 900123»',
	'«+44 (0)20 7946 0958»',
	'«+351 912 345 678»',
	'«0044 20 7946 0958»',
	'«001 415 555 2671»',
	'telemóvel «912 345 678»',
	'Phone: «020 7946 0958»',
	'«+49 (0)30 901820»',
	'«+54 9 11 4321-5678»',
	'«+5215523456789»',
	'«+52 1 55 2345 6789»',
	'«+52 1 55 1234 5678»',
	'«0052 1 55 2345 6789»',
	'whatsapp «5215523456789»',
	'whatsapp «4915112345678»',
	'{"contacts":[{"wa_id":"«5215523456789»"}]}',
	'whatsapp: «525523456789»',
	'tel «521 55 1234 5678»',
	'Tel. «521 (55) 1234-5678»',
	'WhatsApp: «52-1-55-1234-5678».',
	'tel «521 5512345678»',
	'celular «044 55 1234 5678»',
	'tels. «521 55 1234 5678» / 521 55 8765 4321',
	'tel: «549 11 2345 6789»',
	'Telefon: «49 1512 3456789»',
	'tel «7 912 345 67 89»',
	'Ana 10/11/2024 «11 98765-4321»',
	'fone «11/98765-4321»',
	'telefone «(11)\n98765-4321»',
	'phone=«11987654321»&x=1',
	'Recado com a vizinha: «(31) 3333-4444»',
	'«(１１) ９８７６５－４３２１»',
	'Ana 12/05/2026 «11 98765-4321»',
	'fones «11 3333-4444» e «11 3333-5555»',
	'telefones: «(11) 2233-4455», «2233-4466» e «99887-7665»',
	'Fone/Fax «(11) 3456-7890»/«3456-7891»',
	'«( 11 ) 98765-4321»',
	'Teléfono: «91 123 45 67»',
	'Tel. «030/123456»',
	'wa.me/«5511987654321»',
	'SP«11 98765-4321»',
	'tels «19992598714» e «4581-3902»',
	// Other countries' national numbers, after words that mean calling.
	'nobody is answering at «61 482 330»',
	'stop sending messages to «688 123 907»',
	'the code never came to my registered «0961-7742310»',
	'Desk: «5403926871»',
	'Fax: «345-899-3571x4582»',
	'Maria Kiss\n24 Fő utca\nHungary 34796\n«(37) 788-064» office',
	'APO AA 61487\n«416 60 038» office',
	'Nicosia\n61089\n«28-64-66-97» fax',
	'Portugal 30971\n«21 253 109 8215»-Office',
	'reachable on «082 490 1699» after six',
	'you can reach him on «0489 25 37 21»',
	'Handynummer «0151 23456781»',
	'Rufen Sie mich an: «030 901 82 17»',
	'mon portable: «06 12 34 56 79»',
	'appelez-moi au «01 42 68 53 07»',
	'llámame al «612 345 671»',
	'il mio cellulare è «347 123 4561»',
	'bel me op «06-12345671»',
	'call back on «668 5703»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'ligue 0800 123 4567',
	'SAC 4004-1234 (capitais)',
	'telefone 0300 789 1234',
	'+1 800 555 0199',
	'call 1-888-555-0199',
	'call 1 (800) 555-0199',
	'0800 123 4567 / 4004-1234',
	'ZIP+4 90210-1234',
	'CEP 01310-100',
	'pedido 1198765432',
	'pedido nº 11987654321',
	'protocolo 20261234567',
	'12/05/2026 10:30:45',
	'2026-05-12 10:30',
	'R$ 1.234.567,89',
	'R$ 11 98765,43',
	'192.168.100.200',
	'12.345.678/0001-95',
	'4111 1111 1111 1111',
	'timestamp 1715500000',
	'1715500000000 ms',
	'-23.550520, -46.633308',
	'2019-2024 e 2025-2026',
	'ISBN 978-85-333-0227-3',
	'sorteio 04 15 22 33 48 59',
	'a3f11987654321bc',
	'+99999999999',
	'medidas 120 x 60 x 75',
	'agência 1234 conta 12345-6',
	'artigos 1000 a 2000',
	'(11) ***65-4321',
	'nota 123.456.789',
	'order 415 555 26',
	'versão 10.2.3456.7890',
	'ligue 190 ou 192',
	'BE68 5390 0754',
	'DE89 3704 0044',
	'BE 27 3596 7281 7165',
	'CH66 0057 0145 0177 5916 6',
	'we send messages to 10000000 people',
	'call 1000000 rows a second',
	'text (max 20.000.000 characters)',
	'registered company 07495891',
	'registered 2023 10 12',
	'answering at 10:30:15 and 12:45:10',
	'messages to 120 x 60 x 75',
	'calls to 2024-11-20, order 78 651 450 22',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([
	['(11) 98765-4321', '(11) *****-4321'],
	['+351 912 345 678', '+351 *** **5 678'],
])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(phoneNumber.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(phoneNumber.canonical('+55 (11) 98765-4321')).toBe(phoneNumber.canonical('11987654321')));

test('finds a mobile number of each country after its calling code', () => {
	const missed = getCountries().filter((country) => {
		const number = getExampleNumber(country, examples)!.formatInternational();
		return found(`x ${number}`)[0] !== number;
	});
	expect(missed).toEqual([]);
});

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.98);
});

test.each([
	'log 10/11/2024 1234 done',
	'12/12/2024 1230',
	'05/11/2025 1400 sala 3',
	'em 12/12/2024 1530h',
	'1/11/2024 1234',
	'whatsapp order 5215523456780000',
	'pedido 5215523456789',
	'pedido 521 55 1234 5678',
	'call 12 345 678 901 234 users',
	'{"from":1732000000123,"to":1732600000123}',
	'{"from":"100000000000","to":"200000000000"}',
	'"from":"2024-11-10T10:30:00"',
])('finds no number in %j', (text) => expect(found(text)).toEqual([]));

test('counts a Mexican number with the former prefix of mobiles as the same', () =>
	expect(phoneNumber.canonical('+52 1 55 2345 6789')).toBe(phoneNumber.canonical('+525523456789')));

test('finds numbers without a plus in the fields of services of messages (daviddrysdale/python-phonenumbers#306)', () => {
	expect(found('{"from":"5215541637145","to":"447911123456","id":"wamid.1"}')).toEqual(['5215541637145', '447911123456']);
	expect(found('{\\"from\\":\\"5215512345678\\"}')).toEqual(['5215512345678']);
	expect(found('"recipient_id": 919812345678,')).toEqual(['919812345678']);
	expect(found('"to": ["5215512345678", "447911123456"]')).toEqual(['5215512345678', '447911123456']);
	expect(found('{"number":"5215512345678","text":"Olá"}')).toEqual(['5215512345678']);
	expect(found('{"chatId":"5215512345678"}')).toEqual(['5215512345678']);
	expect(found('{"invoice_number":"5215512345678","number":"7891234567895"}')).toEqual([]);
	expect(found('From=5215512345678&To=447911123456')).toEqual(['5215512345678', '447911123456']);
});
