import type { DocumentReading } from '../../../core/ports';
import { openDocumentReader } from '../open-document-reader';
import { drawPdf, lines, type Drawn } from './pdf/draw-pdf.fixture';
import { slowTest } from '../../../sandbox/slow-tests';

const reader = openDocumentReader();
afterAll(() => reader.close());
const { signal } = new AbortController();
const read = async (pages: Drawn[][], properties = {}): Promise<DocumentReading> =>
	reader.read(await drawPdf(pages, properties), { name: 'a.pdf' }, signal);
const textOf = async (pages: Drawn[][]) => {
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

describe('the order of a page', () => {
	slowTest('is one column after the other, below what lies across both', async () =>
		expect(
			await textOf([
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
			await textOf([
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
	for (const text of [await textOf(numbers.map(page)), await textOf(numbers.map((number) => [...page(number), ...footer(number)]))]) {
		for (const each of kept) expect(text).toEqual(each);
		expect((text.match(/Report 2026/g) ?? []).length).toBeLessThanOrEqual(1);
	}
});

it('leaves out what stands askew, and reads a page that is turned', async () => {
	const drawn: Drawn[] = [...lines(['Leave is thirty days.'], [100, 100]), { text: 'DRAFT', at: [300, 400], size: 60, turned: 45 }];
	expect(await textOf([drawn])).toBe('Leave is thirty days.');
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
