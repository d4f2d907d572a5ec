import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { openDocumentReader } from '../../open-document-reader';
import { PDFDocument } from 'pdf-lib';
import { drawPdf, lines, type Drawn, measureWidth } from '../../../../test/support/documents/draw-pdf';
import { slowTest } from '../../../../test/support/slow-tests';

const reader = openDocumentReader();
afterAll(() => reader.close());
const { signal } = new AbortController();
const read = async (pages: Drawn[][], properties = {}): Promise<DocumentReading> =>
	reader.read(await drawPdf(pages, properties), { name: 'a.pdf' }, signal);
const readText = async (pages: Drawn[][]) => {
	const reading = await read(pages);
	return reading.kind === 'read' ? reading.document.text : reading.failure;
};

const left = [
	'Annual leave is thirty days a year',
	'and may be taken in three parts, of',
	'which one has at least fourteen days.',
	'Nobody gives it up for mon-',
	'ey, as the law says it plainly.',
];
const right = [
	'Sick leave needs a letter of a doctor',
	'from the fourth day on; before that a',
	'word to the manager is enough, and',
	'the pay goes on for fifteen days, as',
	'agreed with the works council.',
];

it('names the pages that gave no text, as they may be pictures', async () => {
	const page = lines(['Annual leave is thirty days a year.'], [50, 60]);
	expect(await read([page, [], page, []])).toMatchObject({
		document: { emptyPages: 2, emptyPageNumbers: [2, 4], pages: [{ number: 1 }, { number: 3 }] },
	});
	expect(await read([page])).not.toHaveProperty('document.emptyPages');
});

describe('the order of a page', () => {
	slowTest('is one column after the other, below what lies across both', async () =>
		expect(
			await readText([
				[
					{ text: 'Leave, and how it is taken by everybody in this house', at: [50, 60], size: 18 },
					...lines(left, [50, 100]),
					...lines(right, [320, 100]),
					...lines(['These rules hold from the first of January of the next year on, for all who work here, and their kin.'], [50, 200]),
				],
			]),
		).toBe(
			[
				'# Leave, and how it is taken by everybody in this house',
				'Annual leave is thirty days a year and may be taken in three parts, of which one has at least fourteen days. Nobody gives it up for money, as the law says it plainly.',
				'Sick leave needs a letter of a doctor from the fourth day on; before that a word to the manager is enough, and the pay goes on for fifteen days, as agreed with the works council.',
				'These rules hold from the first of January of the next year on, for all who work here, and their kin.',
			].join('\n\n'),
		),
	);

	it('keeps the rows of a table together, and lines that a cell needs', async () =>
		expect(
			await readText([
				[
					...lines(['The days by years of service:'], [50, 60]),
					...[
						['Years', 'Days', 'Note'],
						['0 to 4', '30', 'by law'],
						['5 to 9', '32', 'agreed with the works'],
						['', '', 'council in spring'],
						['10 or more', '35', 'agreed'],
					].flatMap((cells, row) =>
						cells.map((text, column): Drawn => ({ text, at: [50 + column * 120, 90 + row * 14] })).filter(({ text }) => text),
					),
					...lines(['Part-time staff have the same.'], [50, 190]),
				],
			]),
		).toBe(
			[
				'The days by years of service:',
				'| Years | Days | Note |\n| --- | --- | --- |\n| 0 to 4 | 30 | by law |\n| 5 to 9 | 32 | agreed with the works council in spring |\n| 10 or more | 35 | agreed |',
				'Part-time staff have the same.',
			].join('\n\n'),
		));
});

describe('columns', () => {
	/** Lines of some 150 points. */
	const column = (name: string, count: number) => Array.from({ length: count }, (_, line) => `${name} ${line} and words that fill the`);

	it('of which the last has only begun, and whose lines do not stand beside one another, are read one by one', async () => {
		const text = await readText([
			[...lines(column('first', 12), [50, 100]), ...lines(column('second', 10), [223, 103]), ...lines(column('third', 2), [396, 100])],
		]);
		expect(text).toBe([column('first', 12), column('second', 10), column('third', 2)].map((texts) => texts.join(' ')).join('\n'));
	});

	it('are found below a long text that lies across', async () => {
		const across = Array.from(
			{ length: 14 },
			// oxlint-disable-next-line troupe/plain-words -- text of a document
			(_, line) => `Line ${line} of a summary that lies across both of the columns which stand below it on the page.`,
		);
		const columns = [...lines(column('left', 8), [50, 300]), ...lines(column('right', 8), [250, 300])];
		expect(await readText([[...lines(across, [50, 100]), ...columns]])).toBe(
			`${across.join(' ')}\n\n${column('left', 8).join(' ')}\n${column('right', 8).join(' ')}`,
		);
	});

	it('may be justified, and stand as near as their words do', async () => {
		const words = [
			['the', 'period', 'wanted', 'is', 'told'],
			['two', 'months', 'before', 'it', 'begins'],
			['and', 'the', 'manager', 'agrees', 'or'],
			['names', 'another', 'time', 'within', 'ten'],
			['days', 'of', 'work', 'from', 'then'],
		];
		const justified = (left: number) =>
			words.flatMap((row, line) => {
				const gap = (170 - row.reduce((sum, word) => sum + measureWidth(word), 0)) / (row.length - 1);
				let at = left;
				return row.map((text): Drawn => {
					const drawn: Drawn = { text, at: [at, 100 + line * 12] };
					at += measureWidth(text) + gap;
					return drawn;
				});
			});
		const whole = words.flat().join(' ');
		expect((await readText([[...justified(50), ...justified(50 + 170 + 9)]])).replace(/ +/g, ' ')).toBe(`${whole}\n${whole}`);
	});
});

it('reads a page whose text is printed sideways, and what stands upright on a page that is turned', async () => {
	const sideways = lines(left, [0, 0]).map(({ text, at: [, below] }): Drawn => ({ text, at: [100 + below, 700], turned: 90 }));
	expect(await readText([sideways])).toBe(await readText([lines(left, [50, 100])]));
	expect(await read([lines(left, [50, 100])], { turned: 270 })).toMatchObject({
		document: { text: await readText([lines(left, [50, 100])]) },
	});
});

describe('lines', () => {
	const text = async (...texts: string[]) => readText([lines(texts, [50, 100])]);
	it.each([
		['a range of numbers', ['The years 2024-', '2026 were good ones.'], 'The years 2024-2026 were good ones.'],
		[
			'a name with a hyphen',
			['People who have COVID-', '19 stay away, also on Rio-', 'Santos.'],
			'COVID-19 stay away, also on Rio-Santos.',
		],
		['a compound of several words', ['It is a state-of-the-', 'art house that we have.'], 'state-of-the-art house'],
		[
			'a compound that is written so elsewhere',
			['A long-term plan is a long-', 'term one, and mon-', 'ey too.'],
			'a long-term one, and money too.',
		],
		['half of a word before another', ['We have an Ein-', 'und Ausgang here.'], 'an Ein- und Ausgang here.'],
		['a pronoun', ['Por favor, diga-', 'me o que quer.'], 'Por favor, diga-me o que quer.'],
	])('keep the hyphen of %s', async (_name, texts, expected) => expect(await text(...texts)).toContain(expected));

	it('that end early, where the next word had room, end what they say', async () =>
		expect(
			await text(
				'An address, to which letters may be sent by all of the people',
				'of this house:',
				'Acme Ltd',
				'12 Main Street',
				'Springfield',
			),
		).toBe('An address, to which letters may be sent by all of the people of this house:\n\nAcme Ltd\n\n12 Main Street\n\nSpringfield'));
});

it('reads what is filled into a form, where it stands, but no password', async () => {
	const document = await PDFDocument.load(await drawPdf([lines(['Name:', 'Agreed:', 'Sent:', 'Office:', 'Code:'], [50, 100], 30)]));
	const [form, page] = [document.getForm(), document.getPage(0)];
	const at = (row: number) => ({ x: 120, y: 842 - 106 - row * 30, width: 150, height: 18 });
	const [name, code, office] = [form.createTextField('name'), form.createTextField('code'), form.createDropdown('office')];
	name.setText('Maria Schneider');
	name.addToPage(page, at(0));
	for (const [row, checked] of [
		[1, true],
		[2, false],
	] as const) {
		const box = form.createCheckBox(`box${row}`);
		box.addToPage(page, { ...at(row), width: 18 });
		if (checked) box.check();
	}
	office.addOptions(['Lisbon', 'Porto']);
	office.select('Porto');
	office.addToPage(page, at(3));
	code.setText('secret');
	code.enablePassword();
	code.addToPage(page, at(4));
	const reading = await reader.read(await document.save(), { name: 'form.pdf' }, signal);
	const { text } = (reading as Extract<DocumentReading, { kind: 'read' }>).document;
	expect(text.replace(/[|\s-]+/g, ' ').trim()).toBe('Name: Maria Schneider Agreed: [x] Sent: [ ] Office: Porto Code:');
});

it('takes no title from a program that knows none', async () =>
	expect(await read([lines(['Leave'], [50, 60], 12, 18).concat(lines(left, [50, 100]))], { title: '(anonymous)' })).toMatchObject({
		document: { title: 'Leave' },
	}));

it('knows its pages, and reads what is repeated on each of them once', async () => {
	const page = (number: number): Drawn[] => [
		...lines(['Handbook of the house'], [50, 30]),
		...lines([`This is what page ${'abcd'[number]} says to all.`], [50, 100]),
		...lines([`${number + 1}`], [290, 800]),
	];
	const reading = await read([0, 1, 2, 3].map(page), { title: 'Handbook' });
	expect(reading).toMatchObject({ kind: 'read', document: { title: 'Handbook', mediaType: 'application/pdf', format: 'markdown' } });
	const { text, pages } = (reading as Extract<DocumentReading, { kind: 'read' }>).document;
	expect(pages!.map(({ number, start, end }) => [number, text.slice(start, end)])).toEqual([
		[1, 'Handbook of the house\n\nThis is what page a says to all.'],
		[2, 'This is what page b says to all.'],
		[3, 'This is what page c says to all.'],
		[4, 'This is what page d says to all.'],
	]);
});

it('keeps what only looks like what is repeated: headings that count on, and a total that differs', async () => {
	const page = (number: number): Drawn[] => [
		...lines([`Day ${number}`], [50, 60], 12, 18),
		...lines([`What ${'abcd'[number]} brings is sent by mail.`], [50, 100]),
		...lines([`Total of the day: ${number * 170} EUR`], [50, 300]),
	];
	const footer = (number: number) => lines([`Report 2026, page ${number + 12} of 99`], [50, 800]);
	const numbers = [0, 1, 2, 3];
	const kept = numbers.flatMap((number) => [
		expect.stringContaining(`# Day ${number}\n`),
		expect.stringContaining(`: ${number * 170} EUR`),
	]);
	for (const text of [await readText(numbers.map(page)), await readText(numbers.map((number) => [...page(number), ...footer(number)]))]) {
		for (const each of kept) expect(text).toEqual(each);
		expect((text.match(/Report 2026/g) ?? []).length).toBeLessThanOrEqual(1);
	}
});

it('leaves out what stands askew, and reads a page that is turned', async () => {
	const drawn: Drawn[] = [...lines(['Leave is thirty days.'], [100, 100]), { text: 'DRAFT', at: [300, 400], size: 60, turned: 45 }];
	expect(await readText([drawn])).toBe('Leave is thirty days.');
	const turned = [{ text: 'Leave is', at: [100, 700] as [number, number], turned: 90 }];
	expect(await read([turned], { turned: 90 })).toMatchObject({ document: { text: 'Leave is' } });
});

describe('a PDF that is refused', () => {
	const whole = () => drawPdf([lines(left, [50, 100])]);
	const body = (trailer: string) => `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R${trailer}>>
%%EOF`;
	const key = 'ab'.repeat(32);
	/** No empty password fits these (ISO 32000-1, 7.6.3). */
	const encrypt = `/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<${key}>/U<${key}>/P -4>>`;
	const deep = `4 0 obj${'['.repeat(100_000)}endobj`;

	it.each([
		['with a password', () => body(encrypt), 'needs_password'],
		['of pictures alone', () => drawPdf([[], []]), 'no_text_layer'],
		['cut off at its beginning', async () => (await whole()).subarray(0, 200), 'corrupt'],
		['of nothing but its mark', () => '%PDF-1.7\n', 'corrupt'],
		['without pages', () => body('').replace('/Pages 2 0 R', ''), 'corrupt'],
		['nested without end', () => body('/Info 4 0 R').replace('trailer', `${deep}\ntrailer`), 'corrupt'],
		['whose pages are their own pages', () => body('').replace('Kids[3 0 R]', 'Kids[2 0 R]'), 'corrupt'],
		['sent as a Word document', whole, 'unsupported_type', 'a.docx'],
	])('%s', async (_name, make, failure, name = 'a.pdf') =>
		expect(await reader.read(Buffer.from((await make()) as string), { name }, signal)).toMatchObject({ kind: 'failed', failure }),
	);

	it('but one that lost its end is read as far as it goes', async () => {
		const bytes = await whole();
		expect(['read', 'failed']).toContain((await reader.read(bytes.subarray(0, bytes.length - 100), { name: 'a.pdf' }, signal)).kind);
	});
});
