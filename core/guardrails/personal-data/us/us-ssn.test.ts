import { measureSamples } from '../../../../bench/samples/measure';
import { samples } from '../../../../bench/samples/personal-data/us-ssn';
import { findPersonalData } from '../find-personal-data';
import { usSsn } from './us-ssn';
import { slowTest } from '../../../../test/support/slow-tests';

/** Returns the values that are found in a text. The samples mark them with « ». */
const found = (text: string) =>
	findPersonalData(text)
		.filter(({ type }) => type === 'US_SSN')
		.map(({ start, end }) => text.slice(start, end));

test.each([
	'my SSN is «123-45-6789»',
	'«219-09-9998»',
	'social security number: «536 22 8726»',
	'SSN: «536228726»',
	'{"ssn":"«536-22-8726»"}',
	'ssn=«536228726»&state=NY',
	'SSN «536.22.8726»',
	'Employee «536-22-8726», hired',
	'SSN «５３６－２２－８７２６»',
	'SSN «536\u201122\u20118726»',
	'SSN «536-22-\n8726»',
	'his social («536-22-8726») and hers («536-22-8727»)',
	'seguro social «536-22-8726»',
	'Social Security # «536-22-8726»',
	'W-2: «001-01-0001»',
	'SSN «5\u200B36-22-8726».',
	'ID,SSN,STATE\n1,«536-22-8726»,NY',
	'his SSN («123-45-6788») and hers («702366399»)',
	"wife's SSN «613 12 2141», mine «099693658»",
	'social security card «288393924»',
])('finds the marked values in %j', (marked) => {
	const values = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => value);
	expect(found(marked.replace(/[«»]/g, ''))).toEqual(values);
});

test.each([
	'SSN 000-12-3456',
	'SSN 666-12-3456',
	'SSN 900-12-3456',
	'SSN 123-00-4567',
	'SSN 123-45-0000',
	'SSN 078-05-1120',
	'SSN ***-**-6789',
	'536228726',
	'order 536228726',
	'zip 12345-6789',
	'EIN 12-3456789',
	'212-555-0123',
	'part 123-456-789',
	'2026-05-12',
	'SSN required',
	'1536-22-8726',
	'536-22-87265',
	'pedido 536-22-8726',
	'SSN ok, ticket 536228726',
	'range 100-20-3000km',
	'99-123-45-6789',
	'123-45-6789-01',
])('finds none in %j', (text) => expect(found(text)).toEqual([]));

test.each([['536-22-8726', '***-**-8726']])('masks most of %s, so that it is not found again', (value, masked) => {
	expect(usSsn.partialMask(value)).toBe(masked);
	expect(found(`{} ${masked}`)).toEqual([]);
});

test('recognizes a value in another spelling', () => expect(usSsn.canonical('536-22-8726')).toBe(usSsn.canonical('536228726')));

slowTest('finds nearly all, and nearly nothing else, in samples made by chance', () => {
	const { recall, precision } = measureSamples(samples, 5, 300);
	expect(recall).toBeGreaterThan(0.97);
	expect(precision).toBeGreaterThan(0.98);
});
