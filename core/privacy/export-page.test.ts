import { endExportPage, isOnPage, writeExportRows } from './export-page';

const words = { language: 'en', timeZone: 'UTC' } as const;
const summary = (text: string | null) => ({ purpose: 'conversation', table: 'session_memory', row: { summary: text } });
const alias = { purpose: 'conversation', table: 'contact_alias', row: { since: null, kind: 'phone', value: '+5544988880001' } };

it('has no table of which a reader would see nothing, and no empty row', () => {
	expect(writeExportRows([summary(null), summary('')], words, undefined)).toBe('');
	const page = writeExportRows([alias, summary(null), summary('Wants a blue roof')], words, undefined);
	expect(page.match(/<h3>/g)).toHaveLength(2);
	expect(page.match(/<tr><td>/g)).toHaveLength(2);
	expect([alias, summary(null)].map(isOnPage)).toEqual([true, false]);
});

it('closes the table that is open, in whichever portion its last row is', () => {
	const first = writeExportRows([alias, summary(null)], words, undefined);
	const last = writeExportRows([summary(null)], words, alias);
	const whole = first + last + endExportPage('en', alias, {});
	expect([whole.match(/<table/g), whole.match(/<\/table>/g)].map((found) => found?.length)).toEqual([1, 1]);
});
