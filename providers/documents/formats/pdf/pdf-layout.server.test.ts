import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { openDocumentReader } from '../../open-document-reader';
import { drawPdf, lines, measureWidth, type Drawn } from '../../../../test/support/documents/draw-pdf';
import { slowTest } from '../../../../test/support/slow-tests';

/** Writes PDFs by hand, for what no library draws: letters with any character map, and forms that exist only as XFA. */
interface RawPdf {
	/** The content streams (ISO 32000-1, 7.8.2); fonts F1 with the character map, F2 without one. */
	pages: string[];
	/** The letters of the codes from 1 on. */
	letters?: string;
	/** Further entries of the catalog, and objects from number 100 on that they refer to. */
	catalog?: string;
	objects?: string[];
}

function rawPdf({ pages, letters = '', catalog = '', objects = [] }: RawPdf): Buffer {
	const kids = pages.map((_, at) => `${20 + 2 * at} 0 R`).join(' ');
	const cidFont =
		'<</Type/Font/Subtype/CIDFontType2/BaseFont/None/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor 6 0 R>>';
	const numbered: Array<[number, string]> = [
		[1, `<</Type/Catalog/Pages 2 0 R${catalog}>>`],
		[2, `<</Type/Pages/Kids[${kids}]/Count ${pages.length}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 7 0 R>>>>>>`],
		[3, '<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>'],
		[4, cidFont],
		[5, stream(toUnicode(letters))],
		[6, '<</Type/FontDescriptor/FontName/None/Flags 4/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700/Descent 0/CapHeight 700/StemV 80>>'],
		[7, '<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 8 0 R>>'],
		[8, stream(toUnicode('\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008'))],
		...pages.flatMap((content, at): Array<[number, string]> => [
			[20 + 2 * at, `<</Type/Page/Parent 2 0 R/Contents ${21 + 2 * at} 0 R>>`],
			[21 + 2 * at, stream(content)],
		]),
		...objects.map((body, at): [number, string] => [100 + at, body]),
	];
	return Buffer.from(
		`%PDF-1.7\n${numbered.map(([number, body]) => `${number} 0 obj\n${body}\nendobj\n`).join('')}trailer<</Root 1 0 R>>\n%%EOF`,
	);
}

function stream(content: string): string {
	return `<</Length ${Buffer.byteLength(content)}>>stream\n${content}\nendstream`;
}

/** Draws letters of F1 from this place on, in points from the lower left corner. */
function draw(text: string, letters: string, [x, y]: [number, number], font = 'F1'): string {
	const codes = [...text].map((letter) => hexadecimal([...letters].indexOf(letter) + 1)).join('');
	return `BT /${font} 10 Tf 1 0 0 1 ${x} ${y} Tm <${codes}> Tj ET\n`;
}

function toUnicode(letters: string): string {
	const pairs = [...letters].map((letter, at) => `<${hexadecimal(at + 1)}> <${hexadecimal(letter.codePointAt(0)!)}>`);
	return `begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange ${pairs.length} beginbfchar ${pairs.join('\n')} endbfchar endcmap`;
}

const hexadecimal = (code: number) => code.toString(16).padStart(4, '0');

const reader = openDocumentReader();
afterAll(() => reader.close());
const readPdf = (bytes: Uint8Array) => reader.read(bytes, { name: 'a.pdf' }, new AbortController().signal);

async function readBytes(bytes: Uint8Array): Promise<Extract<DocumentReading, { kind: 'read' }>['document']> {
	const reading = await readPdf(bytes);
	if (reading.kind !== 'read') throw new Error(JSON.stringify(reading));
	return reading.document;
}
const readText = async (pages: Drawn[][]) => (await readBytes(await drawPdf(pages))).text;
const words = (text: string) =>
	text
		.replace(/[|#-]+/g, ' ')
		.split(/\s+/)
		.filter(Boolean);

/** Lines of running text of some 230 points. */
const prose = (name: string, count: number) =>
	Array.from({ length: count }, (_, line) => `${name}${line} some words that nearly fill the width of it`);

describe('two columns', () => {
	slowTest('are read one after the other where program code stands beside text', async () => {
		const code = ['1 for (let i = 2; i < n; i++) {', '2  if (!primes[i])', '3   continue;', '4  mark(i);', '5 }', '6 return primes;'];
		const page = [...lines(prose('left', 30), [50, 60]), ...lines(code, [320, 60]), ...lines(prose('right', 24), [320, 60 + 6 * 12])];
		const order = words(await readText([page]));
		expect(order).toEqual(words([...prose('left', 30), ...code, ...prose('right', 24)].join(' ')));
	});

	slowTest('are read so below a figure, however few their lines', async () => {
		const across = ['A caption that lies across both of the columns of this page, and says what the figure above it wants to show us.'];
		const page = [
			...lines(prose('left', 20), [50, 60]),
			...lines(prose('right', 20), [320, 60]),
			...lines(across, [50, 330]),
			...lines(prose('low', 2), [50, 370]),
			...lines(prose('end', 2), [320, 370]),
			...lines(
				['A last line that lies across both of the columns of this page, so that the two above it have an end, as it is.'],
				[50, 420],
			),
		];
		const order = words(await readText([page]));
		expect(order.indexOf('low1')).toBeLessThan(order.indexOf('end0'));
		expect(order.indexOf('right19')).toBeLessThan(order.indexOf('caption'));
	});

	it('of numbered references with hanging lines stay columns and lists', async () => {
		const entries = (name: string, from: number, left: number): Drawn[] =>
			Array.from({ length: 7 }, (_, at): Drawn[] => [
				{ text: `${from + at}.`, at: [left, 60 + at * 40] },
				...lines(prose(`${name}${at}x`, 3), [left + 24, 60 + at * 40]),
			]).flat();
		const text = await readText([[...entries('one', 1, 40), ...entries('two', 8, 310)]]);
		expect(text).not.toContain('| --- ');
		const order = words(text);
		expect(order.filter((word) => /^\d+\.$/.test(word))).toEqual(Array.from({ length: 14 }, (_, at) => `${at + 1}.`));
		expect(order.indexOf('one6x2')).toBeLessThan(order.indexOf('two0x0'));
	});
});

describe('a table', () => {
	const row = (cells: string[], y: number, places = [50, 170, 290, 410]): Drawn[] =>
		cells.flatMap((text, at): Drawn[] => (text ? [{ text, at: [places[at]!, y] }] : []));
	const table = (rows: string[][], leading = 18) => rows.flatMap((cells, at) => row(cells, 80 + at * leading));

	it('keeps rows that name a group, rows of one cell, and rows without a first cell', async () => {
		const text = await readText([
			table([
				['Region', 'City', 'Sales', 'Share'],
				['Europe and its neighbours'],
				['Portugal', 'Lisbon', '120', '12 %'],
				['', 'Porto', '80', '8 %'],
				['Spain'],
				['Americas', 'Recife', '95', '9 %'],
			]),
		]);
		expect(text.split('\n')).toEqual([
			'| Region | City | Sales | Share |',
			'| --- | --- | --- | --- |',
			'| Europe and its neighbours |  |  |  |',
			'| Portugal | Lisbon | 120 | 12 % |',
			'|  | Porto | 80 | 8 % |',
			'| Spain |  |  |  |',
			'| Americas | Recife | 95 | 9 % |',
		]);
	});

	it('keeps its columns below a header that crosses two of them', async () => {
		const text = await readText([
			[
				...row(['Month', 'Plan and result of the year', '', 'Note'], 80),
				...Array.from({ length: 5 }, (_, at) => row([`Month ${at}`, `${at}1`, `${at}2`, 'fine'], 98 + at * 18)).flat(),
			],
		]);
		expect(text).toContain('| Month 3 | 31 | 32 | fine |');
	});

	it('is not made of formulas', async () => {
		const formulas = [
			{ left: 'f(x) = a + b', right: '(1)', x: 150 },
			{ left: 'g(x) = c', right: '(2)', x: 190 },
			{ left: 'h = f(x) + g(x)', right: '(3)', x: 120 },
		];
		const drawn = formulas.flatMap(({ left, right, x }, at): Drawn[] => [
			{ text: left, at: [x, 100 + at * 16] },
			{ text: right, at: [500, 100 + at * 16] },
		]);
		const text = await readText([[...lines(['We have the following.'], [50, 60]), ...drawn]]);
		expect(text).not.toContain('| --- ');
		for (const { left, right } of formulas)
			expect(text).toMatch(new RegExp(`${left.replace(/[()+]/g, '\\$&')} +\\${right.slice(0, -1)}\\)`));
	});
});

describe('headers and footers', () => {
	it('of left and right pages, and of several lines, are read once', async () => {
		const pages = Array.from({ length: 12 }, (_, at): Drawn[] => [
			...lines([at % 2 === 0 ? 'Handbook of the house' : 'Chapter on leave'], [50, 30]),
			...lines([`Page ${'abcdefghijkl'[at]} says this to all.`], [50, 100]),
			...lines(['Acme Ltd, 12 Main Street'], [50, 790]),
			...lines(['Confidential'], [50, 820]),
		]);
		const text = await readText(pages);
		for (const part of ['Handbook of the house', 'Chapter on leave', 'Acme Ltd', 'Confidential']) expect(text.split(part)).toHaveLength(2);
		expect(text.match(/says this to all/g)).toHaveLength(12);
	});
});

it.each([0, 30, 90, 180, 270])('reads a page whose text runs at %d degrees', async (turned) =>
	expect(await readText([[{ text: 'hello world', at: [300, 400], turned }]])).toBe('hello world'),
);

describe('text from right to left', () => {
	const letters = ' abcdefghijklmnopqrstuvwxyz0123456789مرحبا بالعالم شكرا لكم';
	/** Words are drawn letter by letter from left to right: the last letter first. */
	const arabic = (word: string, x: number, y: number) => draw([...word].reverse().join(''), letters, [x, y]);

	it('is stored in reading order, with names and numbers of other scripts', async () => {
		const page =
			arabic('مرحبا', 300, 700) + arabic('بالعالم', 261, 700) + draw('acme', letters, [224, 700]) + draw('42', letters, [248, 700]);
		expect((await readBytes(rawPdf({ pages: [page], letters }))).text).toBe('مرحبا بالعالم acme 42');
	});
});

it('reads the legible pages of a file, and counts the others', async () => {
	const letters = 'abcdefghijklmnopqrstuvwxyz ';
	const [legible, private_] = [draw('these words are here', letters, [50, 700]), draw('abcdefgh', 'abcdefgh', [50, 700], 'F2')];
	const pages = [legible, private_, private_, private_];
	expect(await readBytes(rawPdf({ pages, letters }))).toMatchObject({
		text: 'these words are here',
		emptyPages: 3,
		pages: [{ number: 1 }],
	});
	expect(await readPdf(rawPdf({ pages: [private_], letters }))).toMatchObject({ kind: 'failed', failure: 'no_text_layer' });
});

describe('a page whose letters were mapped to others', () => {
	const lines = [
		'The warranty of a grinder is two years from the day of purchase.',
		'Keep the invoice: the shop asks for it before it repairs a machine,',
		'or sends another one that costs the same, which takes a week.',
	];
	const text = lines.join(' ');
	const letters = [...new Set(text)].join('');
	const shifted = (by: number) => String.fromCharCode(...[...letters].map((each) => each.charCodeAt(0) + by));
	const drawn = lines.map((line, at) => draw(line, letters, [50, 700 - 12 * at])).join('');

	it.each([
		['by their place in the font', -29],
		['to marks and digits', -64],
	])('%s is not read as if it were text (yfedoseev/pdf_oxide#363)', async (_how, by) => {
		expect(await readPdf(rawPdf({ pages: [drawn], letters: shifted(by) }))).toMatchObject({ kind: 'failed', failure: 'no_text_layer' });
		expect(await readBytes(rawPdf({ pages: [drawn], letters }))).toMatchObject({ text });
	});

	it.each([
		['the dots of a table of contents', `Delivery ${'. '.repeat(90)} 12 Returns ${'. '.repeat(90)} 14 Warranty ${'. '.repeat(90)} 17`],
		['prices', 'R$ 349,90 (10 %) | R$ 1.299,00 (12 %) | US$ 89.90 (5 %) | € 14,99 (0 %) | R$ 34,90 (7 %) | £ 8.00 (3 %) '.repeat(3)],
		[
			'a program',
			'for (let i = 0; i < rows.length; i++) { if (rows[i] !== null) { sum += rows[i].total * (1 - rate / 100); } } '.repeat(3),
		],
	])('is not mistaken for a page with %s', async (_what, page) => {
		const own = [...new Set(page)].join('');
		expect(await readPdf(rawPdf({ pages: [draw(page, own, [50, 700])], letters: own }))).toMatchObject({ kind: 'read' });
	});
});

it('reads a form that exists only as XFA, not the placeholder for other viewers', async () => {
	const form = `<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.3/">
<subform name="form" layout="tb" w="500pt"><pageSet><pageArea name="one"><contentArea x="0pt" y="0pt" w="500pt" h="800pt"/><medium short="595pt" long="842pt" stock="a4"/></pageArea></pageSet>
<draw name="title" w="400pt" h="20pt"><value><text>Application for leave</text></value></draw>
<field name="name" w="400pt" h="20pt"><caption><value><text>Name</text></value></caption><ui><textEdit/></ui><value><text>Maria Schneider</text></value></field>
</subform></template></xdp:xdp>`;
	const letters = 'Please wait.';
	const bytes = rawPdf({
		pages: [draw('Please wait', letters, [50, 700])],
		letters,
		catalog: '/NeedsRendering true/AcroForm<</Fields[]/DR<</Font<</F1 3 0 R>>>>/XFA 100 0 R>>',
		objects: [stream(form)],
	});
	expect((await readBytes(bytes)).text).toBe('Application for leave\n\nName Maria Schneider');
	// PDF.js cannot lay out a form without fonts.
	const fontless = Buffer.from(bytes.toString().replace('/DR<</Font<</F1 3 0 R>>>>', ''));
	expect(await readPdf(fontless)).toMatchObject({ failure: 'unsupported_type', message: expect.stringContaining('XFA') });
});

describe('raised and lowered text', () => {
	/** Writes parts of a line one after the other; numbers raise what follows them, or lower it. */
	const line = (at: [number, number], size: number, parts: Array<string | [text: string, rise: number, small: number]>): Drawn[] => {
		let left = at[0];
		return parts.map((part) => {
			const [text, rise, letters] = typeof part === 'string' ? [part, 0, size] : part;
			const drawn: Drawn = { text, at: [left, at[1] - rise], size: letters };
			left += measureWidth(text, letters);
			return drawn;
		});
	};

	it.each([
		['as Word raises it (pymupdf/pymupdf4llm#446)', 12, 4, 8],
		['as TeX raises it', 10, 3.6, 7],
		['as TeX raises it in a display', 10, 4.13, 7],
		['slightly', 10, 2, 6],
		['as browsers print it', 12, 5, 10],
		['as browsers print larger text', 16, 6.33, 13.33],
	])('stays in its line and is told from it, %s', async (_name, size, rise, small) => {
		const text = await readText([
			[
				...line([50, 100], size, ['An area of 10', ['2', rise, small], ' m and a note', ['1', rise, small], ' in the middle of the line']),
				...line([50, 100 + 1.2 * size], size, [
					'Art. 5',
					['o', rise, small],
					' of the law, and another note',
					['2', rise, small],
					' right',
				]),
				...line([50, 100 + 2.4 * size], size, ['of which the last line has none, and which ends here.']),
			],
		]);
		expect(text).toBe(
			'An area of 10² m and a note¹ in the middle of the line Art. 5º of the law, and another note² right of which the last line has none, and which ends here.',
		);
	});

	it('is lowered too', async () => {
		const parts = line([50, 100], 10, ['Water is H', ['2', -1.5, 7], 'O and x', ['i', -2.5, 8.3], ' is an index of it.']);
		expect(await readText([parts])).toBe('Water is H₂O and x_i is an index of it.');
	});

	it('is not a small line above a large one, or beside an initial', async () => {
		const page = [
			...lines(['from only'], [50, 100], 12, 8),
			...lines(['$ 120 a month'], [50, 116], 12, 18),
			{ text: 'W', at: [50, 224] as [number, number], size: 36 },
			...lines(
				['hen a text begins with a large letter, its lines', 'stay lines, one after the other, as they are', 'read by people.'],
				[90, 200],
			),
		];
		const text = await readText([page]);
		expect(text).not.toMatch(/[\^_]|[⁰-₟]/);
		expect(words(text).join(' ')).toContain('its lines stay lines, one after the other');
	});
});
