import type { Embedder } from '../../ports/models/models';
import { chunkDocument } from './chunk-document';
import { findSemanticPlaces } from './semantic-places';

const signal = new AbortController().signal;
const subjects = ['tide', 'ledger', 'violin'];
/** A direction for each subject, and a little of none. */
class SubjectEmbedder implements Embedder {
	readonly id = 'test:subjects';
	asked = 0;
	embed(texts: string[]) {
		this.asked += texts.length;
		const vectors = texts.map((text) => [...subjects.map((subject) => text.split(subject).length - 1), 0.2 + (text.length % 7) / 100]);
		return Promise.resolve({ vectors, model: this.id, usage: { inputTokens: 0, outputTokens: 0, estimated: true } });
	}
}
const about = (subject: string, sentences: number) =>
	Array.from(
		{ length: sentences },
		(_, index) => `The ${subject} is what sentence ${index} of this long paragraph speaks about, and so on. `,
	).join('');
const document = (text: string) => ({ text, format: 'plain' as const, mediaType: 'text/plain' });

test('finds where the subject changes, in a text without a paragraph', async () => {
	const text = about('tide', 24) + about('ledger', 24) + about('violin', 24);
	const places = await findSemanticPlaces({ text }, new SubjectEmbedder(), signal);
	const changes = [text.indexOf('The ledger'), text.indexOf('The violin')];
	for (const change of changes) expect(Math.min(...places.map((place) => Math.abs(place - change)))).toBeLessThan(200);
	expect(places).toHaveLength(2);
});

test('a chunk ends there rather than at a paragraph', async () => {
	const text = `${about('tide', 6)}${about('ledger', 2)}\n\n${about('ledger', 6)}`;
	const places = await findSemanticPlaces({ text }, new SubjectEmbedder(), signal);
	const sizes = { wantedTokens: 160, maximumTokens: 220, overlapTokens: 0 };
	const [first, second] = chunkDocument(document(text), { method: 'semantic', ...sizes }, places);
	expect(places).toContain(second!.start);
	expect(first!.text).not.toContain('\n\n');
	expect(second!.text).toContain('\n\n');
});

test.each([
	['nothing', ''],
	['space', ' \n\n '],
	['one sentence', 'The tide.'],
	['one subject', about('tide', 2)],
])('of %s there is no place', async (_what, text) => {
	expect(await findSemanticPlaces({ text }, new SubjectEmbedder(), signal)).toEqual([]);
});

test('all places lie in the text, ascending, whatever it contains, and each part is asked for once', async () => {
	const text = `${'x'.repeat(30_000)} \ud800 tide. ${'. '.repeat(5_000)}${about('violin', 50)}\n${'| 1 | 2 |\n'.repeat(2_000)}`;
	const embedder = new SubjectEmbedder();
	const places = await findSemanticPlaces({ text }, embedder, signal);
	expect(places).toEqual(places.toSorted((a, b) => a - b));
	expect(places.every((place) => place > 0 && place < text.length)).toBe(true);
	expect(embedder.asked).toBeLessThan(text.length / 150);
});

test('is stopped, and refuses vectors that are not as many', async () => {
	await expect(findSemanticPlaces({ text: about('tide', 9) }, new SubjectEmbedder(), AbortSignal.abort())).rejects.toMatchObject({
		code: 'CANCELLED',
	});
	const short: Embedder = {
		id: 'test:short',
		embed: () => Promise.resolve({ vectors: [], model: '', usage: { inputTokens: 0, outputTokens: 0, estimated: true } }),
	};
	await expect(findSemanticPlaces({ text: about('tide', 9) }, short, signal)).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
});
