import fc from 'fast-check';
import { readMarkdown, readPlainText } from './read-text';
import { slowTest } from '../../../test/support/slow-tests';

const markdown = (text: string) => readMarkdown(Buffer.from(text));
const plain = (bytes: Buffer, charset?: string) => readPlainText(bytes, charset);

describe('a plain text', () => {
	const text = 'Férias: 30 dias.\r\n# não é título\n';
	it.each([
		['UTF-8', Buffer.from(text)],
		['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
		['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
		['UTF-16, the other way round', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
		['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
		['UTF-16 without a mark, the other way round', Buffer.from(text, 'utf16le').swap16()],
		['Windows-1252', Buffer.from(text, 'latin1')],
	])('is kept as it is, in %s', (_name, bytes) =>
		expect(plain(bytes)).toEqual({ kind: 'read', document: { text, format: 'plain', mediaType: 'text/plain' } }),
	);

	it('is read as its sender says where it is not UTF-8', () =>
		expect(plain(Buffer.from([0xcf, 0xf0, 0xe8]), 'windows-1251')).toMatchObject({ document: { text: 'При' } }));
	it('is read all the same where nobody knows what its sender says', () =>
		expect(plain(Buffer.from('é', 'latin1'), 'klingon')).toMatchObject({ document: { text: 'é' } }));
	it.each(['', ' \r\n\t'])('fails where it holds nothing: %j', (blank) =>
		expect(plain(Buffer.from(blank))).toMatchObject({ kind: 'failed', failure: 'no_text_layer' }),
	);
});

describe('Markdown', () => {
	it('takes its title from the front matter, and leaves that out', () =>
		expect(markdown('---\ntitle: "Leave: how"\ntags: [hr, br]\n---\n# First\nText\n')).toEqual({
			kind: 'read',
			document: { text: '# First\nText\n', format: 'markdown', mediaType: 'text/markdown', title: 'Leave: how' },
		}));

	it.each([
		['without front matter', '# Férias #\nText'],
		['with front matter that names none', '---\r\ndraft: true\r\n---\r\n# Férias\r\nText'],
		['with empty front matter', '---\n---\n# Férias\nText'],
		['that is underlined', 'Férias\n======\n\nTexto.'],
	])('takes its title from its first heading %s', (_name, text) => expect(markdown(text)).toMatchObject({ document: { title: 'Férias' } }));

	it('has no title that only a comment or a program has', () =>
		expect(markdown('<!--\n# fake\n-->\n\n```\n# fake\n```\n\n# Férias\n')).toMatchObject({ document: { title: 'Férias' } }));

	it('has lines, whatever ends them', () =>
		expect(markdown('---\rtitle: Leave\r---\rA\r\rline\r\r## B')).toMatchObject({
			document: { title: 'Leave', text: 'A\n\nline\n\n## B' },
		}));

	it.each([
		['a rule at its beginning', '---\nSome words.\n---\nMore.'],
		['a rule that is never closed', '---\ntitle: x\n'],
		['input that is not YAML', '---\ntitle: [x\n---\nText'],
	])('leaves the text whole with %s', (_name, text) => expect(markdown(text)).toMatchObject({ document: { text } }));

	slowTest('leaves the text whole with YAML nested without end', () => {
		const text = `---\na: ${'['.repeat(50_000)}\n---\nText`;
		expect(markdown(text)).toMatchObject({ document: { text } });
	});

	it('follows no alias', () => {
		const bomb = `---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(99)}*a]\ntitle: *b\n---\nText`;
		expect(markdown(bomb)).toMatchObject({ document: { text: 'Text', title: undefined } });
	});
});

slowTest('any bytes give an outcome', () =>
	fc.assert(
		fc.property(fc.oneof(fc.uint8Array(), anyMarkdown()), fc.string(), (bytes, charset) => {
			expect(['read', 'failed']).toContain(readMarkdown(bytes, charset).kind);
			expect(['read', 'failed']).toContain(readPlainText(bytes, charset).kind);
		}),
		{ numRuns: 500 },
	),
);

const anyMarkdown = () =>
	fc
		.string({ unit: fc.constantFrom('-', '\n', ':', ' ', 'a', '*', '&', '"', '{', '[', '#') })
		.map((rest) => Buffer.from(`---\n${rest}\n---\nx`));
