import { readDocx } from './read-docx';
import { wordFile, type WordFile } from '../../../../test/support/documents/word-file';

const read = async (file: WordFile) => {
	const reading = await readDocx(wordFile(file));
	return reading.kind === 'read' ? reading.document.text : `${reading.failure}: ${reading.message}`;
};

const paragraph = (text: string, properties = '') =>
	`<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
const item = (text: string, list: number | string, level = 0) =>
	paragraph(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`);
const level = (at: number, format: string, text: string, more = '', start = 1) =>
	`<w:lvl w:ilvl="${at}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
const define = (id: number, ...levels: string[]) => `<w:abstractNum w:abstractNumId="${id}">${levels.join('')}</w:abstractNum>`;
const list = (id: number, definition: number, overrides = '') =>
	`<w:num w:numId="${id}"><w:abstractNumId w:val="${definition}"/>${overrides}</w:num>`;
const style = (id: string, name: string, more = '', basedOn = '') =>
	`<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${basedOn && `<w:basedOn w:val="${basedOn}"/>`}<w:pPr>${more}</w:pPr></w:style>`;

describe('a numbered paragraph has the number that Word shows', () => {
	const clauses = define(0, level(0, 'decimal', '%1.', '', 3), level(1, 'lowerLetter', '%2)'), level(2, 'lowerRoman', '%1.%2.%3'));

	it('from its start on, through levels, paragraphs and a second list of the same definition (jgm/pandoc#4025)', async () => {
		const body = [
			item('three', 1),
			item('a', 1, 1),
			item('b', 1, 1),
			paragraph('Between.'),
			item('four', 1),
			item('again', 1, 1),
			item('five', 2),
		];
		expect(await read({ body: body.join(''), numbering: clauses + list(1, 0) + list(2, 0) })).toBe(
			'3.  three\n    a)  a\n    b)  b\n\nBetween.\n\n4.  four\n    a)  again\n5.  five',
		);
	});

	it('from its own start, where a list has one (jgm/pandoc#8367)', async () => {
		const numbering = clauses + list(1, 0) + list(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>');
		const body = [item('x', 1), item('y', 1), item('z', 2), item('and on', 2)].join('');
		expect(await read({ body, numbering })).toBe('3.  x\n4.  y\n1.  z\n2.  and on');
	});

	it.each([
		['of all levels above it', level(1, 'decimal', '%1.%2'), ['3.1', '3.2', '4.1']],
		['with words', level(1, 'upperRoman', 'Section %2 &amp; more'), ['Section I & more', 'Section II & more', 'Section I & more']],
		['in decimals by law', level(1, 'upperRoman', '%1.%2', '<w:isLgl/>'), ['3.1', '3.2', '4.1']],
		['that goes on', level(1, 'decimal', '(%2)', '<w:lvlRestart w:val="0"/>'), ['(1)', '(2)', '(3)']],
		['with a zero', level(1, 'decimalZero', '%2'), ['01', '02', '01']],
		['in a format of others', level(1, 'chineseCounting', '%2、'), ['1、', '2、', '1、']],
	])('%s', async (_name, second, labels) => {
		const numbering = define(0, level(0, 'decimal', '%1.', '', 3), second) + list(1, 0);
		const body = [item('x', 1), item('one', 1, 1), item('two', 1, 1), item('y', 1), item('three', 1, 1)].join('');
		const text = await read({ body, numbering });
		for (const [at, name] of ['one', 'two', 'three'].entries()) expect(text).toContain(`${labels[at]}  ${name}`);
	});

	it('in a heading, by its style', async () => {
		const numbering =
			define(0, level(0, 'decimal', 'Clause %1:', '<w:pStyle w:val="H1"/>'), level(1, 'decimal', '%1.%2', '<w:pStyle w:val="H2"/>')) +
			list(1, 0);
		const styles =
			style('H1', 'heading 1', '<w:numPr><w:numId w:val="1"/></w:numPr>') +
			style('H2', 'heading 2', '<w:numPr><w:numId w:val="1"/></w:numPr>');
		const in1 = (text: string) => paragraph(text, '<w:pStyle w:val="H1"/>');
		const in2 = (text: string) => paragraph(text, '<w:pStyle w:val="H2"/>');
		expect(await read({ body: in1('Subject') + in2('Parts') + in1('Price') + in2('Term'), styles, numbering })).toBe(
			'# Clause 1: Subject\n\n## 1.1 Parts\n\n# Clause 2: Price\n\n## 2.1 Term',
		);
	});

	it('and not one of a deleted paragraph, of an earlier version, or that its style has and it has not', async () => {
		const deleted = '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr></w:p>';
		const earlier = paragraph('plain', '<w:pPrChange w:id="2"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>');
		const without = paragraph('bare', '<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>');
		const styles = style('L', 'Clause', '<w:numPr><w:numId w:val="1"/></w:numPr>');
		expect(
			await read({
				body: deleted + earlier + without + paragraph('first', '<w:pStyle w:val="L"/>'),
				styles,
				numbering: clauses + list(1, 0),
			}),
		).toBe('plain\n\nbare\n\n3. first');
	});

	it('not one of bullets, or of an unknown list', async () => {
		const numbering = define(0, level(0, 'bullet', '•')) + list(1, 0);
		expect(await read({ body: item('x', 1) + item('y', 7), numbering })).toBe('-   x\n\ny');
	});
});

describe('a heading is', () => {
	const styles = [
		style('Ttulo1', 'heading 1', '<w:outlineLvl w:val="0"/>'),
		style('MeuTitulo', 'Meu Titulo', '', 'Ttulo1'),
		style('Mais', 'Mais um', '', 'MeuTitulo'),
		style('Rubrik', 'Rubrik Zwei', '<w:outlineLvl w:val="1"/>'),
		style('Capa', 'Capa', '', 'Title'),
		style('Title', 'Title'),
		style('TOC', 'TOC Heading', '<w:outlineLvl w:val="9"/>', 'Ttulo1'),
		style('Loop', 'Loop', '', 'Loop'),
		style('Deep', 'Deep', '<w:outlineLvl w:val="7"/>'),
	].join('');
	it.each([
		['a paragraph whose style is derived from one', '<w:pStyle w:val="MeuTitulo"/>', '# Férias'],
		['by two steps', '<w:pStyle w:val="Mais"/>', '# Férias'],
		['one whose style has an outline level (docling-project/docling.rs#270)', '<w:pStyle w:val="Rubrik"/>', '## Férias'],
		['a paragraph that has one itself (pressbooks/pressbooks#3751)', '<w:outlineLvl w:val="2"/>', '### Férias'],
		['one with an element written in two tags', '<w:pStyle w:val="Rubrik"></w:pStyle>', '## Férias'],
		['a title of a company', '<w:pStyle w:val="Capa"/>', '# Férias'],
		['at most six levels deep', '<w:pStyle w:val="Deep"/>', '###### Férias'],
		['not the title of a table of contents', '<w:pStyle w:val="TOC"/>', 'Férias'],
		['not a style that is based on itself', '<w:pStyle w:val="Loop"/>', 'Férias'],
		['not body text', '<w:outlineLvl w:val="9"/>', 'Férias'],
		['not of a style that is missing', '<w:pStyle w:val="None"/>', 'Férias'],
	])('%s', async (_name, properties, text) => expect(await read({ body: paragraph('Férias', properties), styles })).toBe(text));

	it('not a clause of many words that has an outline level', async () =>
		expect(await read({ body: paragraph('word '.repeat(100).trim(), '<w:pStyle w:val="Rubrik"/>'), styles })).not.toContain('#'));

	it('the title of the document', async () =>
		expect(await readDocx(wordFile({ body: paragraph('Férias', '<w:pStyle w:val="MeuTitulo"/>') + paragraph('x'), styles }))).toMatchObject(
			{
				document: { title: 'Férias' },
			},
		));
});

describe('an embedded part is read in its place', () => {
	const page = '<html><head><meta charset="utf-8"><script>x()</script></head><body><h2>Férias</h2><p>Trinta dias.</p></body></html>';
	const encode = (text: string) =>
		Array.from(Buffer.from(text), (byte) =>
			byte > 0x7e || byte === 0x3d ? `=${byte.toString(16).toUpperCase()}` : String.fromCodePoint(byte),
		).join('');
	const archive = [
		'MIME-Version: 1.0',
		'Content-Type: multipart/related;',
		'    type="text/html";',
		'    boundary="----=mhtDocumentPart"',
		'',
		'',
		'------=mhtDocumentPart',
		'Content-Type: text/html;',
		'    charset="utf-8"',
		'Content-Transfer-Encoding: quoted-printable',
		'Content-Location: file:///C:/fake/document.html',
		'',
		encode(page),
		'',
		'------=mhtDocumentPart--',
	].join('\r\n');
	const around = (chunk: string) => `${paragraph('Before.')}${chunk}${paragraph('After.')}`;
	it.each([
		['a page (mwilliamson/mammoth.js#78)', 'chunk.html', page],
		['a page in an archive (jgm/pandoc#7890)', 'afchunk.mht', archive],
		[
			'a Word document (opensagres/xdocreport#459)',
			'chunk.docx',
			wordFile({ body: paragraph('Férias', '<w:pStyle w:val="Heading2"/>') + paragraph('Trinta dias.') }),
		],
	])('%s', async (_name, name, content) =>
		expect(await read({ body: around('<w:altChunk r:id="rId5"/>'), embedded: { rId5: { name, content } } })).toBe(
			'Before.\n\n## Férias\n\nTrinta dias.\n\nAfter.',
		),
	);

	it('a text, and one within a paragraph (plutext/docx4j#86)', async () => {
		const embedded = { rId5: { name: 'a.txt', content: 'One & two.\r\n\r\nThree.' }, rId6: { name: 'b.html', content: '<p>Four.' } };
		const within = '<w:p><w:r><w:t>Start.</w:t></w:r><w:altChunk r:id="rId6"><w:altChunkPr/></w:altChunk></w:p>';
		expect(await read({ body: around('<w:altChunk r:id="rId5"/>') + within, embedded })).toBe(
			'Before.\n\nOne & two.\n\nThree.\n\nAfter.\n\nStart.\n\nFour.',
		);
	});

	it('and a document with one that cannot be read is refused with the reason', async () => {
		for (const content of ['{\\rtf1 x}', Buffer.from([1, 0, 2])])
			expect(await read({ body: around('<w:altChunk r:id="rId5"/>'), embedded: { rId5: { name: 'a.rtf', content } } })).toMatch(
				/^unsupported_type: .*embeds a part/,
			);
	});

	it('but not what an author writes as a mark', async () => {
		const mark = (name: string) => `<w:bookmarkStart w:id="1" w:name="${name}"/>`;
		expect(await read({ body: `<w:p>${mark('other')}<w:r><w:t>x</w:t></w:r></w:p>` })).toBe('x');
	});
});
