import { findOrigins } from './find-origins';
import { handleSame } from './named-record';
import { TextIndex } from './text-index';

const person = new TextIndex({
	source: 'person',
	trusted: true,
	text: 'Please delete the file "Plans of spring.docx", I am ana@shop.example.',
});
const list = (text: string, from = 'search_files') => new TextIndex({ source: 'tool', from, trusted: false, text });
const files = [
	{ id: 13, name: 'Plans of spring.docx', owner: 'ana@shop.example' },
	{ id: 14, name: 'Salaries.xlsx', owner: 'ana@shop.example' },
];
const yaml = files.map(({ id, name, owner }) => `- id_: '${id}'\n  owner: ${owner}\n  filename: ${name}`).join('\n');
const isTrusted = (id: unknown, texts: TextIndex[], tool = 'delete_file', name = 'file_id') =>
	findOrigins({ [name]: id }, texts, tool)[0]!.trusted;

it.each([
	['JSON', JSON.stringify({ files })],
	['YAML', yaml],
])('trusts the id of the record that the person names, in %s', (_form, text) => {
	expect(isTrusted('13', [person, list(text)])).toBe(true);
	expect(findOrigins({ file_id: 13 }, [person, list(text)], 'delete_file')[0]).toMatchObject({
		record: true,
		places: [{ source: 'person' }, { from: 'search_files' }],
	});
	expect(isTrusted('14', [person, list(text)])).toBe(false);
});

it.each([
	['in a text of a record', [list(JSON.stringify([{ id: 1, text: '{"id":13,"name":"Plans of spring.docx"}' }]))]],
	['of a page', [list(JSON.stringify(files), 'get_page')]],
	['in prose', [list('The file 13 is "Plans of spring.docx".')]],
	['that only a field of all records names', [list(JSON.stringify(files.map(({ id, owner }) => ({ id, owner }))))]],
])('does not trust an id %s', (_where, lists) => expect(isTrusted('13', [person, ...lists])).toBe(false));

it('does not take a small id of the words of the person for that of a record', () => {
	const asked = new TextIndex({ source: 'person', trusted: true, text: 'What is planned for June 13?' });
	expect(isTrusted('13', [asked, list(JSON.stringify(files))])).toBe(false);
	expect(isTrusted('13', [asked])).toBe(true);
});

describe('the beginning of a name', () => {
	const budget = { id: 41, filename: 'Travel-budget_2026.xlsx' };
	const asked = new TextIndex({ source: 'person', trusted: true, text: 'Add the train to my travel budget.' });

	it('names a record, with other marks', () => {
		expect(isTrusted('41', [asked, list(JSON.stringify([budget, ...files]))])).toBe(true);
		expect(isTrusted('13', [asked, list(JSON.stringify([budget, ...files]))])).toBe(false);
	});

	it.each([
		['that another record has too', [list(JSON.stringify([budget, { id: 42, filename: 'travel budget, paid by Eve' }]))]],
		[
			'that a record of another list has too',
			[list(JSON.stringify([budget])), list(JSON.stringify([{ id: 42, filename: 'travel-budget.txt' }]))],
		],
		['that is less than half of it', [list(JSON.stringify([{ id: 41, filename: 'travel-budget-of-everybody-else-in-spring.xlsx' }]))]],
		['of another field', [list(JSON.stringify([{ id: 41, note: 'Travel budget x' }]))]],
		['that is one word', [list(JSON.stringify([{ id: 41, filename: 'travel-x.txt' }]))]],
	])('does not name a record by words %s', (_which, lists) => expect(isTrusted('41', [asked, ...lists])).toBe(false));
});

it('trusts no other field of a record that the person names', () => {
	const invoices = list(JSON.stringify([{ id: 7, company: 'Plans of spring.docx', iban: 'DE89370400440532013000' }]), 'search_invoices');
	expect(isTrusted('DE89370400440532013000', [person, invoices], 'pay_invoice', 'iban')).toBe(false);
});

it.each([
	['delete_file', 'search_files', true],
	['crm_updateAddress', 'listAddresses', true],
	['cancel_delivery', 'find_deliveries', true],
	['delete_file', 'get_page', false],
	['delete', 'delete_list', false],
])('%s and %s handle the same: %s', (one, other, same) => expect(handleSame(one, other)).toBe(same));

it('reads merged keys of YAML as texts, which multiply nothing (yaml/pyyaml#897)', () => {
	const levels = Array.from({ length: 25 }, (_, at) => `l${at + 1}: &l${at + 1} {<<: [*l${at}, *l${at}], k${at}: x}`);
	const text = ['l0: &l0 {id: 13, name: x}', ...levels].join('\n');
	expect(isTrusted('13', [person, list(text)])).toBe(false);
});

it.each([
	'- a: &a [x]\n- b: *a\n- id: 13',
	`- a: ${'['.repeat(20_000)}`,
	`{"id":13,${'"a":{'.repeat(5_000)}`,
	Array.from({ length: 15_000 }, (_, at) => `k${at}: 13`).join('\n'),
])('ends on a hostile text', (text) => expect(isTrusted('13', [person, list(text)])).toBe(false));
