import { TroupeError, type TroupeErrorCode } from '../../base/errors';
import type { Embedder, VectorMemory } from '../../ports/models/models';
import { createBatchedEmbedder, type BatchedOptions } from './create-batched-embedder';
import { RecentVectors } from './recent-vectors';

/** A vector for any text, and what it was asked for. */
function createServer(failures: Array<TroupeError | undefined> = [], mostCharacters = Infinity) {
	const asked: string[][] = [];
	let [running, mostRunning] = [0, 0];
	const embedder: Embedder = {
		id: 'test:model',
		async embed(texts) {
			asked.push(texts);
			mostRunning = Math.max(mostRunning, (running += 1));
			await Promise.resolve();
			running -= 1;
			const failure = failures.shift();
			if (failure) throw failure;
			if (texts.some(({ length }) => length > mostCharacters)) throw fault('MODEL_CONTEXT_TOO_LONG');
			const usage = { inputTokens: texts.length, outputTokens: 0, estimated: false };
			return { vectors: texts.map((text) => [text.length, 1]), model: 'test:model', usage, costUsd: texts.length, priceTable: 'test' };
		},
	};
	return { embedder, asked, mostRunning: () => mostRunning };
}

function fault(code: TroupeErrorCode, retryAfterMs?: number): TroupeError {
	return new TroupeError({ code, message: code, retryAfterMs });
}

/** Time passes by being waited for. */
function createClock() {
	const waits: number[] = [];
	let now = 0;
	const sleep = (milliseconds: number) => {
		waits.push(milliseconds);
		now += milliseconds;
		return Promise.resolve(true);
	};
	return { waits, timing: { clock: { now: () => now }, sleep } };
}

function createMemory() {
	const kept = new Map<string, number[]>();
	const memory: VectorMemory = {
		read: (texts) => Promise.resolve(texts.map((text) => kept.get(text))),
		write: (texts, vectors) => Promise.resolve(texts.forEach((text, index) => kept.set(text, vectors[index]!))),
	};
	return { kept, cache: { forModel: () => memory, forget: () => Promise.resolve() } };
}

const identity = () => Promise.resolve('model');
const signal = new AbortController().signal;
const options = (more: Partial<BatchedOptions> = {}): BatchedOptions => ({ identity, random: () => 0, ...createClock(), ...more });
const texts = ['a', 'bb', 'ccc', 'dddd', 'eeeee'];

describe('Texts that are embedded in batches', () => {
	it('come back in their order, equal ones asked for once, within bounds of texts and tokens, and a max number at the same time', async () => {
		const { embedder, asked, mostRunning } = createServer();
		const most = { texts: 2, tokens: 5 };
		const batched = createBatchedEmbedder(embedder, options({ max: most, concurrency: 2, countTokens: ({ length }) => length }));
		const { vectors, usage, costUsd, remembered } = await batched.embed([...texts, 'a'], signal, 'document');
		expect(vectors).toEqual([1, 2, 3, 4, 5, 1].map((length) => [length, 1]));
		expect(asked).toEqual([['a', 'bb'], ['ccc'], ['dddd'], ['eeeee']]);
		expect({ inputTokens: usage.inputTokens, costUsd, remembered }).toEqual({ inputTokens: 5, costUsd: 5, remembered: 1 });
		expect(mostRunning()).toBe(2);
	});

	it('are asked for again as long as a failure may pass, after what the server said, else after a wait that doubles', async () => {
		const { embedder, asked } = createServer([fault('MODEL_RATE_LIMITED', 7_000), fault('MODEL_OVERLOADED'), fault('MODEL_UNREACHABLE')]);
		const { waits, timing } = createClock();
		await createBatchedEmbedder(embedder, options({ timing })).embed(texts, signal, 'document');
		expect(waits).toEqual([7_000, 1_000, 2_000]);
		expect(asked).toHaveLength(4);
	});

	it('leave a server alone with all batches when it said so to one', async () => {
		const { embedder, asked } = createServer([fault('MODEL_RATE_LIMITED', 7_000)]);
		const { waits, timing } = createClock();
		await createBatchedEmbedder(embedder, options({ timing, concurrency: 1, max: { texts: 1, tokens: 100 } })).embed(
			texts,
			signal,
			'document',
		);
		expect({ waits, asked: asked.length }).toEqual({ waits: [7_000], asked: 6 });
	});

	it.each<[string, TroupeError, number]>([
		['that stays', fault('MODEL_AUTHENTICATION'), 1],
		['whose end is too far for a person who waits', fault('MODEL_RATE_LIMITED', 60_000), 1],
	])('give a failure at once %s', async (_what, failure, calls) => {
		const { embedder, asked } = createServer([failure]);
		await expect(createBatchedEmbedder(embedder, options()).embed(['question'], signal, 'query')).rejects.toBe(failure);
		expect(asked).toHaveLength(calls);
	});

	it('are resumed after a failure: what came before it is not asked for again', async () => {
		const refused = fault('MODEL_OUT_OF_CREDIT');
		const { embedder, asked } = createServer([undefined, undefined, refused]);
		const { cache } = createMemory();
		const batched = createBatchedEmbedder(embedder, options({ cache, concurrency: 1, max: { texts: 1, tokens: 100 } }));
		await expect(batched.embed(texts, signal, 'document')).rejects.toBe(refused);
		expect(asked.splice(0)).toEqual([['a'], ['bb'], ['ccc']]);
		await expect(batched.embed(texts, signal, 'document')).resolves.toMatchObject({ remembered: 2, usage: { inputTokens: 3 } });
		expect(asked).toEqual([['ccc'], ['dddd'], ['eeeee']]);
	});

	it('that are too long for the model are embedded by their beginning, the others of the batch whole', async () => {
		const { embedder } = createServer([], 10);
		const { vectors } = await createBatchedEmbedder(embedder, options()).embed(['short', 'x'.repeat(16), 'ten chars.'], signal, 'document');
		expect(vectors).toEqual([
			[5, 1],
			[9, 1],
			[10, 1],
		]);
	});

	it('are cancelled before anything is asked, and while a server is waited for', async () => {
		const { embedder, asked } = createServer([fault('MODEL_RATE_LIMITED', 1_000)]);
		const given = new AbortController();
		const sleep = () => {
			given.abort();
			return Promise.resolve(false);
		};
		const batched = createBatchedEmbedder(embedder, options({ timing: { clock: { now: () => 0 }, sleep } }));
		await expect(batched.embed(texts, given.signal, 'document')).rejects.toMatchObject({ code: 'CANCELLED' });
		await expect(batched.embed(texts, given.signal, 'document')).rejects.toMatchObject({ code: 'CANCELLED' });
		expect(asked).toHaveLength(1);
	});

	it('are remembered as questions in the process, and never where vectors of documents are kept', async () => {
		const { embedder, asked } = createServer();
		const { cache, kept } = createMemory();
		const batched = createBatchedEmbedder(embedder, options({ cache, recent: new RecentVectors(2) }));
		for (const question of ['one', 'one', 'three', 'four', 'one']) await batched.embed([question], signal, 'query');
		expect(asked.flat()).toEqual(['one', 'three', 'four', 'one']);
		expect(kept.size).toBe(0);
	});
});
