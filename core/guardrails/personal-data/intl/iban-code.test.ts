import { measureSamples } from '../../../../bench/samples/measure';
import { samples } from '../../../../bench/samples/personal-data/iban-code';
import { findPersonalData } from '../find-personal-data';
import { ibanCode } from './iban-code';
import { slowTest } from '../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'IBAN_CODE')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'IBAN «DE89 3704 0044 0532 0130 00»',
	'«DE89370400440532013000»',
	'«gb29 nwbk 6016 1331 9268 19»',
	'transferir para «PT50 0002 0123 1234 5678 9015 4» hoje',
	'«BR18 0036 0305 0000 1000 9795 493C 1»',
	'«BR1800360305000010009795493C1»',
	'«FR14 2004 1010 0505 0001 3M02 606»',
	'«ES91-2100-0418-4502-0005-1332»',
	'«NL91 ABNA 0417 1643 00»',
	'«NO93 8601 1117 947»',
	'«MT84 MALT 0110 0001 2345 MTLC AST0 01S»',
	'«CH93 0076 2011 6238 5295 7»',
	'{"iban":"«IT60X0542811101000000123456»"}',
	'IBAN:«DE89370400440532013000».',
	'«DE89 3704 0044\n0532 0130 00»',
	'«DE89\u00A03704\u00A00044\u00A00532\u00A00130\u00A000»',
	'«ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００»',
	'from «DE89370400440532013000» to «GB29NWBK60161331926819»',
	'«DE89.3704.0044.0532.0130.00»',
	'«SA03 8000 0000 6080 1016 7519»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'IBAN DE88 3704 0044 0532 0130 00',
	'DE89 3704 0044 0532 0130',
	'DE8937040044053201300',
	'DE893704004405320130001',
	'XX89370400440532013000',
	'GB29 1234 6016 1331 9268 19',
	'objeto LB123456789CN postado',
	'VAT DE136695976',
	'NIF PT501964843',
	'chave de acesso 35260512345678000195550010000000011000000017',
	'ADE89370400440532013000',
	'DE** **** **** 3000',
	'US12 3456',
	'IBAN: a informar',
	'commit de89370400440532013000aa',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([['DE89 3704 0044 0532 0130 00', 'DE89 **** **** 3000']])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(ibanCode.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () =>
	expect(ibanCode.canonical('de89 3704 0044 0532 0130 00')).toBe(ibanCode.canonical('DE89370400440532013000')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.98);
	expect(precision).toBeGreaterThan(0.99);
});
