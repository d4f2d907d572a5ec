import type { PreparedDocument } from '../../ports/knowledge/stored-documents';
import type { Embedder } from '../../ports/models/models';
import { embedChunks } from './embed-chunks';
import { splitIntoWindows } from './embedded-windows';

const sentences = (count: number) => Array.from({ length: count }, (_, index) => `This is sentence ${index} of a long document.`).join(' ');

test('a text that the model reads, or whose length nobody knows, is one window', () => {
	const text = sentences(20);
	expect(splitIntoWindows(text, 256)).toEqual([text]);
	expect(splitIntoWindows(sentences(1_000), undefined)).toHaveLength(1);
	// 220 tokens and the headings above them.
	expect(splitIntoWindows('x '.repeat(530), 256)).toHaveLength(1);
});

test('a longer one is as many as it takes, each within what the model reads, up to 16', () => {
	const windows = splitIntoWindows(sentences(100), 256);
	expect(windows.join(' ')).toBe(sentences(100));
	expect(windows.every((window) => window.length / 4 <= 256 && window.endsWith('.'))).toBe(true);
	expect(splitIntoWindows(sentences(100_000), 256)).toHaveLength(16);
	expect(splitIntoWindows('x'.repeat(100_000), 256).length).toBeLessThanOrEqual(16);
});

test('its vector is mostly that of its beginning, and its chunk is told once', async () => {
	const asked: string[] = [];
	const embedder: Embedder = {
		id: 'test:late',
		embed: (texts) => {
			asked.push(...texts);
			const vectors = texts.map((text) => (text.includes('sentence 0 ') ? [2, 0] : [0, 3]));
			return Promise.resolve({ vectors, model: 'test:late', usage: { inputTokens: 0, outputTokens: 0, estimated: true } });
		},
	};
	const chunk = { id: 'c', ordinal: 0, text: sentences(60), start: 0, end: sentences(60).length, headingPath: [], tokens: 600 };
	const whole: PreparedDocument = {
		...{ id: 'whole', title: 'whole', text: chunk.text, mediaType: 'text/plain', metadata: {}, contentHash: 'x', chunks: [chunk] },
	};
	const short = { ...whole, id: 'short', title: 'short', chunks: [{ ...chunk, text: 'This is sentence 0 alone.' }] };
	let told = 0;
	const stamp = { model: 'test:late', dimensions: 2, maximumTokens: 256 };
	const { vectors, embeddedCount: counted } = await embedChunks(
		[whole, short],
		{ embedder, stamp },
		new AbortController().signal,
		(done) => {
			told += done;
		},
	);
	expect(asked.length).toBeGreaterThan(3);
	expect([told, counted]).toEqual([2, 2]);
	const length = Math.hypot(0.75, 0.25);
	expect([...vectors[0]!]).toEqual([expect.closeTo(0.75 / length, 6), expect.closeTo(0.25 / length, 6)]);
	expect([...vectors[1]!]).toEqual([1, 0]);
});
