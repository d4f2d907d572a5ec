import { deflateSync } from 'node:zlib';
import { openDocumentReader } from './open-document-reader';
import type { DocumentReaderOptions } from './process/reader-pool';
import { describeSlow, slowTest } from '../../test/support/slow-tests';

const opened: Array<{ close(): Promise<void> }> = [];
const open = (options?: DocumentReaderOptions) => {
	const reader = openDocumentReader(options);
	opened.push(reader);
	return reader;
};
afterAll(() => Promise.all(opened.map((reader) => reader.close())));

const never = new AbortController().signal;
const text = (words: string) => [Buffer.from(words), { name: 'a.txt' }, never] as const;
/** A page whose drawing inflates to 50 megabytes: so long is its reader busy with it. */
const drawing = Buffer.alloc(50_000_000, 'q 1 0 0 1 0 0 cm Q\n');
const busy = [onePage(deflateSync(drawing, { level: 1 }), '/Filter/FlateDecode'), { name: 'a.pdf' }] as const;

slowTest('reads all types, several at a time', async () => {
	const reader = open();
	const read = (content: string, name: string) => reader.read(Buffer.from(content), { name }, never);
	expect(
		await Promise.all([
			read('Férias: 30 dias.', 'a.txt'),
			read('a,b\n1,2', 'a.csv'),
			read('<title>Leave</title><p>30 days', 'a.html'),
			read('# Leave', 'a.md'),
		]),
	).toMatchObject([
		{ document: { text: 'Férias: 30 dias.' } },
		{ document: { mediaType: 'text/csv' } },
		{ document: { title: 'Leave' } },
		{ document: { format: 'markdown' } },
	]);
	expect(await read('%PDF-1.7 x', 'a.html')).toMatchObject({ failure: 'unsupported_type' });
});

describeSlow('a document that takes its reader with it', () => {
	it('in time: fails alone', async () => {
		const reader = open({ timeoutMs: 300, processes: 1 });
		const readings = await Promise.all([reader.read(...text('before')), reader.read(...busy, never), reader.read(...text('after'))]);
		expect(readings).toMatchObject([
			{ kind: 'read' },
			{ failure: 'timeout', message: expect.stringContaining('0.3 seconds') },
			{ kind: 'read' },
		]);
	});

	it('in memory: fails alone', async () => {
		const reader = open({ memoryMb: 120, processes: 1 });
		const readings = await Promise.all([reader.read(...busy, never), reader.read(...text('after'))]);
		expect(readings).toMatchObject([{ failure: 'too_large' }, { kind: 'read' }]);
	});
});

/** States that are saved and never restored: what each costs PDF.js grows with those before it (20,000 of them: minutes). */
const deep = [onePage(Buffer.from('q '.repeat(20_000))), { name: 'deep.pdf' }] as const;

describeSlow('a page that takes minutes', () => {
	it('has a time of its own, is named, and the next document is read', async () => {
		const reader = open({ pageTimeoutMs: 500, processes: 1 });
		expect(await Promise.all([reader.read(...deep, never), reader.read(...text('after'))])).toMatchObject([
			{ failure: 'timeout', message: expect.stringContaining('Page 1 of the document was not read within 0.5 seconds') },
			{ kind: 'read' },
		]);
	});

	it('is read beside those whose turn it is, one such document at a time', async () => {
		const reader = open({ longAfterMs: 100, processes: 1 });
		const [first, second] = [new AbortController(), new AbortController()];
		const ends: string[] = [];
		const told = (name: string, reading: Promise<unknown>) =>
			reading.then(
				() => ends.push(name),
				() => ends.push(`${name} cancelled`),
			);
		const hostile = [told('first', reader.read(...deep, first.signal))];
		await told('beside', reader.read(...text('beside')));
		hostile.push(told('second', reader.read(...deep, second.signal)));
		const after = told('after', reader.read(...text('after')));
		first.abort();
		await after;
		second.abort();
		await Promise.all(hostile);
		expect(ends).toEqual(['beside', 'first cancelled', 'after', 'second cancelled']);
	});
});

describeSlow('whoever no longer wants to know', () => {
	it('ends the reading, and no other', async () => {
		const reader = open({ processes: 1 });
		const [begun, waiting] = [new AbortController(), new AbortController()];
		const first = reader.read(...busy, begun.signal);
		const second = reader.read(Buffer.from('x'), {}, waiting.signal);
		const third = reader.read(...text('after'));
		waiting.abort();
		await expect(second).rejects.toMatchObject({ code: 'CANCELLED' });
		begun.abort();
		await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(await third).toMatchObject({ kind: 'read' });
		await expect(reader.read(Buffer.from('x'), {}, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
	});

	it('closes the reader, with all that waits', async () => {
		const reader = open({ processes: 1 });
		const readings = [reader.read(...busy, never), reader.read(...text('x'))].map((reading) => reading.catch(({ code }) => code as string));
		await reader.close();
		expect(await Promise.all(readings)).toEqual(['CANCELLED', 'CANCELLED']);
		await expect(reader.read(...text('x'))).rejects.toMatchObject({ code: 'CANCELLED' });
	});
});

slowTest('holds no more than it may', async () => {
	const reader = open({ processes: 1, maxWaiting: 1, maxBytes: 10 });
	expect(await reader.read(...text('eleven byte'))).toMatchObject({ failure: 'too_large' });
	const readings = [reader.read(...text('a')), reader.read(...text('b'))];
	await expect(reader.read(...text('c'))).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true });
	expect(await Promise.all(readings)).toMatchObject([{ kind: 'read' }, { kind: 'read' }]);
});

/** A PDF of a page with that content. */
function onePage(drawing: Buffer, filter = ''): Buffer {
	const head = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj
4 0 obj<</Length ${drawing.length}${filter}>>stream
`;
	return Buffer.concat([Buffer.from(head), drawing, Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF')]);
}
