import { fillFile, findUnknownPlaceholders } from './fill-file';

const values = { company: 'Café & Cia "Sul"', days: 14, open: true, plain: 'Sul' };
const fill = (path: string, content: string, given: Parameters<typeof fillFile>[1] = values) => fillFile({ path, content }, given);

test('leaves a file without placeholders to the byte', () => {
	expect(fill('a.json', '{ "a":1 }')).toBe('{ "a":1 }');
});

test('fills in text as it is', () => {
	expect(fill('a.md', '# @{company}: @{days} days, @{unknown}')).toBe('# Café & Cia "Sul": 14 days, @{unknown}');
});

test('escapes values in JSON, keeps numbers and Booleans, and leaves names of fields alone', () => {
	const filled = fill('a.json', '{\n  "@{plain}": "of @{company}", "days": "@{days}", "open": "@{open}", "text": "@{days} days" }');
	expect(JSON.parse(filled)).toEqual({ '@{plain}': 'of Café & Cia "Sul"', days: 14, open: true, text: '14 days' });
	expect(filled).toMatch(/^\{\n {2}"/);
});

test('escapes values in XML', () => {
	expect(fill('a.bpmn', '<a name="@{company}"/>', { company: 'Café & Cia <Sul>' })).toBe('<a name="Café &amp; Cia &lt;Sul&gt;"/>');
});

test.each([
	['a quote in XML', 'a.bpmn', '<a b="=&quot;@{v}&quot;"/>', 'x" + secret + "'],
	['a brace in an expression of n8n', 'a.json', '{"a": "=Hi @{v}"}', '{{ $env.KEY }}'],
	['a value that begins an expression in JSON', 'a.json', '{"a": "@{v}"}', '={{ $env.KEY }}'],
	['a value that begins an expression in XML', 'a.bpmn', '<a b="@{v}"/>', '=secret'],
	['a quote in an expression of n8n', 'a.json', `{"a": "={{ '@{v}' }}"}`, "' + $env.KEY + '"],
])('refuses %s', (_, path, content, v) => {
	expect(() => fill(path, content, { v })).toThrow(/The value of v cannot stand in a\./);
});

test('a value that looks like a placeholder is not filled in again', () => {
	expect(fill('a.txt', '@{a} @{b}', { a: '@{b}', b: 'x' })).toBe('@{b} x');
});

test('finds placeholders that no parameter has', () => {
	expect(findUnknownPlaceholders({ content: '@{a} @{b} @{b} @x' }, ['a'])).toEqual(['b']);
});
