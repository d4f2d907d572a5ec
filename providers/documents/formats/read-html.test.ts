import fc from 'fast-check';
import { readHtml } from './read-html';
import { slowTest } from '../../../sandbox/slow-tests';

const page = (html: string) => {
	const reading = readHtml(Buffer.from(html));
	return reading.kind === 'read' ? reading.document.text : reading.failure;
};
const words = 'Every employee has thirty days of leave a year, which are asked for in writing, and granted by the manager. ';

describe('a page', () => {
	it('is its main content, without menus and footers', () => {
		const html = `<!doctype html><html><head><title>Leave &amp; rest</title></head><body><nav><ul><li><a href="/a">Home</a></li></ul></nav>
			<article><h1>Leave</h1><h2>Days</h2><p>${words.repeat(5)}</p><p>${words.repeat(5)}</p></article><footer>Imprint</footer></body></html>`;
		const reading = readHtml(Buffer.from(html));
		expect(reading).toMatchObject({ document: { format: 'markdown', mediaType: 'text/html', title: 'Leave & rest' } });
		expect(page(html)).toContain('## Days\n\nEvery employee');
		expect(page(html)).not.toMatch(/Home|Imprint/);
	});

	it.each([
		['of no frame at all', 'just words', 'just words'],
		['without a body', '<html><head><title>t</title></head><p>One<p>Two</html>', 'One\n\nTwo'],
		['with words that Markdown marks', '<p>snake_case [x] *y*</p><p># no heading</p>', 'snake_case [x] *y*\n\n\\# no heading'],
		['with links', '<p><a href="https://a.example/b">Form</a> <a href="javascript:x()">No</a></p>', '[Form](https://a.example/b) No'],
		['with a picture', '<p>See <img src="data:image/png;base64,AAAA" alt="the plan"></p>', 'See the plan'],
	])('is read %s', (_name, html, text) => expect(page(html)).toBe(text));

	it('keeps a table in rows', () => {
		const html = '<table><thead><tr><th>Name<th>Days</thead><tbody><tr><td>Ada|B<td>1<br>2<tr><td><td>3</table>';
		expect(page(html)).toMatch(/^\| Name \| Days \|\n\| --- \| --- \|\n\| Ada\\\|B \| 1 2 \|\n\| +\| 3 \|$/);
	});

	it('reads a table that lays out the page as its cells', () =>
		expect(page('<table><tr><td><h2>A</h2><p>one</p></td><td><p>two</p></td></tr></table>')).toBe('## A\n\none\n\ntwo'));

	it.each([
		'<script>hidden()</script>',
		'<style>hidden{}</style>',
		'<p hidden>hidden</p>',
		'<p style="color:red; DISPLAY : none !important">hidden</p>',
		'<div aria-hidden="true">hidden</div>',
		'<!-- hidden -->',
		'<template><p>hidden</p></template>',
	])('leaves out what nobody sees: %s', (part) => expect(page(`<body><p>seen</p>${part}</body>`)).toBe('seen'));

	it('is read in the encoding that it declares', () =>
		expect(readHtml(Buffer.from('<meta charset="iso-8859-1"><p>Férias</p>', 'latin1'))).toMatchObject({ document: { text: 'Férias' } }));
});

describe('a page that is refused', () => {
	slowTest.each([
		['nested a little too deep', '<div>'.repeat(300) + 'x', 'too_large'],
		['nested without end', '<div>'.repeat(1_000_000) + 'x', 'too_large'],
		['nested without end by what need not be closed', '<p><td><tr><dd>'.repeat(300_000) + 'x', 'too_large'],
		['of many more elements than a tree of them could be made', '<p>'.repeat(2_500_000) + 'x', 'too_large'],
		['of too many elements', '<br>'.repeat(100_001), 'too_large'],
		['of too many bytes', 'x'.repeat(8 * 1024 * 1024 + 1), 'too_large'],
		['without a word', '<html><body><script>x</script></body></html>', 'no_text_layer'],
		['of nothing', '', 'no_text_layer'],
	])('%s', (_name, html, failure) => expect(page(html)).toBe(failure));
});

it('a page that Readability cannot take apart is judged whole', () => {
	const page = '</html><table><<html><td><title><<<p><body>';
	expect(readHtml(Buffer.from(page))).toMatchObject({ kind: 'failed', failure: 'no_text_layer' });
	expect(readHtml(Buffer.from(`<p>Left to read.</p>${page}`))).toMatchObject({ kind: 'read', document: { text: 'Left to read.' } });
});

slowTest('any bytes give an outcome', () => {
	const tags = fc.constantFrom(
		'<',
		'>',
		'<p>',
		'</p>',
		'<table>',
		'<tr>',
		'<td>',
		'<html>',
		'<body>',
		'</html>',
		'<head>',
		'<a href="',
		'"',
		'<!--',
		'x',
		'<svg>',
		'<title>',
	);
	const pages = fc.array(tags).map((parts) => Buffer.from(parts.join('')));
	fc.assert(
		fc.property(fc.oneof(pages, fc.uint8Array()), (bytes) => {
			expect(['read', 'failed']).toContain(readHtml(bytes).kind);
		}),
		{ numRuns: 300 },
	);
});
