import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeStampedEmbedder, composeEmbedderOfStamp } from '../../providers/compose/knowledge/embedders';
import type { KnowledgeHost } from '../../providers/compose/hosts/knowledge-host';
import { findTransformers } from '../../providers/transformers/find-transformers';
import { modelThread } from '../../providers/transformers/model-thread';
import { openLocalReranker } from '../../providers/transformers/open-local-model';
import { withLocalModels } from './local-models';

const signal = new AbortController().signal;
const cosine = (one: number[], other: number[]) => one.reduce((sum, part, index) => sum + part * other[index]!, 0);

withLocalModels('A real local model', ({ model, pairLengths }) => {
	let host: KnowledgeHost & { stateFolder: string };
	beforeEach(async () => {
		const stateFolder = await mkdtemp(join(tmpdir(), 'troupe-local-model-'));
		host = { providers: {}, embeddingModel: model, stateFolder };
	});
	afterEach(() => rm(host.stateFolder, { recursive: true, force: true }));
	afterAll(() => modelThread(findTransformers({})).close());

	const open = async (remembers = false) => (await composeStampedEmbedder('local', host, { remembers }))!;

	it('gives the vectors that its own card shows', async () => {
		const texts = ['That is a happy person', 'That is a happy dog', 'That is a very happy person', 'Today is a sunny day'];
		const { vectors, usage } = await (await open()).embed(texts, signal);
		const [source, ...others] = vectors as [number[], ...number[][]];
		expect(others.map((other) => Number(cosine(source, other).toFixed(3)))).toEqual([0.695, 0.943, 0.257]);
		expect(usage).toEqual({ inputTokens: 7 + 7 + 8 + 7, outputTokens: 0, estimated: false });
	});

	it('gives a text the same vector alone as among longer ones, in the order of the texts, of unit length', async () => {
		const embedder = await open();
		const texts = Array.from({ length: 20 }, (_, index) => `Clause ${index}: ${'the tenant pays the rent. '.repeat((index * 7) % 20)}`);
		const { vectors } = await embedder.embed(texts, signal, 'document');
		for (const index of [0, 7, 19]) {
			const alone = (await embedder.embed([texts[index]!], signal, 'document')).vectors[0]!;
			expect(cosine(alone, vectors[index]!)).toBeCloseTo(1, 5);
		}
		for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 6);
	});

	it('reads the first 256 tokens of a longer text, and counts tokens as it does', async () => {
		const embedder = await open();
		const { maximumTokens, dimensions } = await embedder.stamp(signal);
		expect({ maximumTokens, dimensions }).toEqual({ maximumTokens: 256, dimensions: 384 });
		const beginning = 'word '.repeat(254);
		const [long, cut] = (await embedder.embed([beginning + 'and another subject altogether '.repeat(200), beginning], signal)).vectors;
		expect(cosine(long!, cut!)).toBeCloseTo(1, 5);
		expect(embedder.countTokens!('That is a happy person')).toBe(7);
	});

	it('reads its tokenizer once for all searches, each of which opens it again', async () => {
		const copy = join(host.stateFolder, 'read-once');
		await cp(model, copy, { recursive: true });
		const openCopy = async () => (await composeStampedEmbedder(copy, host, { remembers: false }))!;
		const [first, second] = [await openCopy(), await openCopy()];
		expect(first.countTokens!('encomendas atrasadas')).toBe(10);
		await rm(join(copy, 'tokenizer.json'));
		// By the estimate that stands in for a tokenizer it would be 5.
		expect(second.countTokens!('encomendas atrasadas')).toBe(10);
	});

	it('is found by its stamp in another folder of this machine', async () => {
		const stamp = await (await open()).stamp(signal);
		const copy = join(host.stateFolder, 'copy');
		await cp(model, copy, { recursive: true });
		const elsewhere = { ...host, stateFolder: join(host.stateFolder, 'another'), embeddingModel: copy };
		await expect((await composeEmbedderOfStamp(stamp, elsewhere)).stamp(signal)).resolves.toEqual(stamp);
	});

	it('is not asked for what it embedded before, by whichever process', async () => {
		const texts = ['Vacation is thirty days.', 'Hotels are booked by the office.'];
		const first = await (await open(true)).embed(texts, signal, 'document');
		const again = await (await open(true)).embed([...texts, 'Something new.'], signal, 'document');
		expect([first.remembered, again.remembered]).toEqual([0, 2]);
		expect(cosine(first.vectors[0]!, again.vectors[0]!)).toBeCloseTo(1, 6);
	});

	it('answers a question while documents are embedded, and goes on after its thread was ended', async () => {
		const embedder = await open();
		const order: string[] = [];
		const documents = embedder.embed(
			Array.from({ length: 40 }, (_, index) => `Document ${index} ${'of many words '.repeat(10)}`),
			signal,
			'document',
		);
		const question = embedder.embed(['How long is vacation?'], signal, 'query');
		await Promise.all([documents.then(() => order.push('documents')), question.then(() => order.push('question'))]);
		expect(order).toEqual(['question', 'documents']);
		await modelThread(findTransformers({})).close();
		await expect(embedder.embed(['text'], signal)).resolves.toMatchObject({ model: 'local:all-MiniLM-L6-v2' });
	});

	it('is given up when nobody waits any more, and asked for by the next', async () => {
		const embedder = await open();
		const given = new AbortController();
		const documents = embedder.embed(
			Array.from({ length: 64 }, (_, index) => `Document ${index}`),
			given.signal,
			'document',
		);
		given.abort();
		await expect(documents).rejects.toMatchObject({ code: 'CANCELLED' });
		await expect(embedder.embed(['text'], signal)).resolves.toMatchObject({ usage: { inputTokens: 3 } });
	});

	it('judges passages by question, each from 0 to 1, in their order', async () => {
		const reranker = await openLocalReranker(pairLengths, host, signal);
		const passages = ['three words here', ...Array.from({ length: 20 }, (_, index) => 'word '.repeat(index + 1))];
		const scores = await reranker.rerank('How long?', passages, signal);
		// The mark at the end is a token as well.
		const expected = passages.map((passage) => 1 / (1 + Math.exp(-0.1 * (passage.split(' ').filter(Boolean).length + 1))));
		expect(scores).toHaveLength(expected.length);
		scores.forEach((score, index) => expect(score).toBeCloseTo(expected[index]!, 5));
	});

	it('that does not fit the task is reported', async () => {
		const reranker = await openLocalReranker(model, host, signal);
		await expect(reranker.rerank('question', ['passage'], signal)).rejects.toMatchObject({ code: expect.stringMatching(/^MODEL_/) });
	});
});
