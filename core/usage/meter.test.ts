import type { Transcriber } from '../ports/channels/audios';
import type { Clock } from '../ports/host';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, Embedder, TokenUsage } from '../ports/models/models';
import type { BilledReranker } from '../ports/models/rerankers';
import type { LedgerEntry } from '../ports/usage';
import { TroupeError } from '../base/errors';
import { openUsageStore } from '../../providers/state/usage/usage-store';
import type { BudgetEvent } from './budget-events';
import { createMeter, type MeterOptions } from './create-meter';
import type { PriceSource } from './pricing';
import { withMeter } from './with-meter';
import { withMeteredEmbedder } from './with-metered-embedder';
import { withMeteredReranker } from './with-metered-reranker';
import { withMeteredTranscriber } from './with-metered-transcriber';
import { slowTest } from '../../test/support/slow-tests';

const id = 'openai:gpt-4.1-mini';
const request: ChatRequest = { messages: [{ role: 'user', content: 'May I return it?' }], maxOutputTokens: 100 };
const usage: TokenUsage = { inputTokens: 1000, outputTokens: 50, estimated: false };
const answer: ChatResponse = { text: 'Within thirty days.', finish: 'stop', model: id, usage };
const never = new AbortController().signal;
const text: ChatPart = { kind: 'text', text: 'Within thirty ' };
const end: ChatPart = { kind: 'end', response: answer };

class Steps implements Clock {
	#now = Date.UTC(2026, 10, 20, 12);
	now(): number {
		return (this.#now += 5);
	}
}

let store: ReturnType<typeof openUsageStore>;
beforeEach(() => (store = openUsageStore(':memory:')));
afterEach(() => store.close());

const meterWith = (options: Partial<MeterOptions> = {}) =>
	createMeter({ store, budgets: [], scope: { tenant: 't', agent: 'a', host: 'test' }, clock: new Steps(), ...options });
const entries = (): Promise<LedgerEntry[]> => store.entries(0, 100, Date.UTC(2026, 10, 20, 12));

interface Acts {
	parts?: Array<ChatPart | Error>;
	answer?: ChatResponse | Error;
	asked?: (request: ChatRequest) => void;
}

function modelThat({ parts = [], answer: given = answer, asked }: Acts): ChatModel {
	return {
		id,
		async generate(question) {
			asked?.(question);
			if (given instanceof Error) throw given;
			return given;
		},
		async *stream() {
			for (const part of parts) {
				if (part instanceof Error) throw part;
				yield part;
			}
		},
	};
}

async function read(stream: AsyncIterable<ChatPart>, most = Infinity): Promise<ChatPart[]> {
	const parts: ChatPart[] = [];
	for await (const part of stream) if (parts.push(part) >= most) break;
	return parts;
}

const failure = (code: 'MODEL_TIMEOUT' | 'CANCELLED', details?: Record<string, unknown>) =>
	new TroupeError({ code, message: 'failed', details });

describe('a metered call', () => {
	it('is priced by the table, which the response names, and written down', async () => {
		const response = await withMeter(modelThat({}), meterWith()).generate(request, never);
		expect(response).toMatchObject({ costUsd: (1000 * 0.4 + 50 * 1.6) / 1e6, priceTable: expect.stringMatching(/^litellm /) });
		expect(await entries()).toEqual([
			{
				...{ id: 1, at: Date.UTC(2026, 10, 20, 12) + 5, tenant: 't', agent: 'a', host: 'test', provider: 'openai', model: 'gpt-4.1-mini' },
				...{ kind: 'chat', state: 'ok', errorCode: null, usage, costUsd: 0.00048, durationMs: 5 },
				priceTable: response.priceTable,
			},
		]);
	});

	it('is priced by its definition first, and not at all where nobody knows (BerriAI/litellm#10598)', async () => {
		const defined = await withMeter(modelThat({}), meterWith(), { price: { input: 1, output: 2 } }).generate(request, never);
		expect(defined).toMatchObject({ costUsd: 0.0011, priceTable: 'definition' });
		const own: ChatModel = { ...modelThat({}), id: 'openai:our-own' };
		expect(await withMeter(own, meterWith(), { baseUrl: 'http://127.0.0.1:1/v1' }).generate(request, never)).toEqual(answer);
		expect((await entries()).map(({ costUsd, priceTable }) => [costUsd, priceTable])).toEqual([
			[0.0011, 'definition'],
			[null, null],
		]);
	});

	it('costs less for what was read from a cache (Agenta-AI/agenta#5711)', async () => {
		const cached = { ...answer, usage: { ...usage, cachedInputTokens: 900 } };
		const { costUsd } = await withMeter(modelThat({ answer: cached }), meterWith()).generate(request, never);
		expect(costUsd).toBeCloseTo((100 * 0.4 + 900 * 0.1 + 50 * 1.6) / 1e6, 12);
		expect(await entries()).toMatchObject([{ costUsd, usage: { inputTokens: 1000, cachedInputTokens: 900 } }]);
	});

	it('keeps a price that it has', async () => {
		const inner = withMeter(modelThat({}), meterWith(), { host: { input: 3, output: 0 } });
		expect(await withMeter(inner, meterWith()).generate(request, never)).toMatchObject({ costUsd: 0.003, priceTable: 'host' });
		expect((await entries()).map(({ costUsd }) => costUsd)).toEqual([0.003, 0.003]);
	});

	it.each<[string, Error, TokenUsage | undefined, string, number]>([
		['used nothing by its word', failure('MODEL_TIMEOUT'), undefined, 'MODEL_TIMEOUT', 0],
		['says what it used', failure('MODEL_TIMEOUT', { usage }), usage, 'MODEL_TIMEOUT', 0.00048],
		['is a fault of ours', new Error('a bug'), undefined, 'INTERNAL', 0],
	])('that failed and %s costs that', async (_, error, spent, errorCode, costUsd) => {
		const thrown: unknown = await withMeter(modelThat({ answer: error }), meterWith())
			.generate(request, never)
			.catch((fault: unknown) => fault);
		expect(thrown).toBe(error);
		if (spent) expect(error).toMatchObject({ details: { usage: spent, costUsd } });
		expect(await entries()).toMatchObject([{ state: 'failed', errorCode, costUsd, usage: spent ?? { inputTokens: 0, outputTokens: 0 } }]);
	});

	it('takes no figures that are not valid', async () => {
		const wild = { ...answer, usage: { inputTokens: 100.5, outputTokens: -3e9, cachedInputTokens: 1e300, estimated: false } };
		const response = await withMeter(modelThat({ answer: wild }), meterWith()).generate(request, never);
		const sound = { usage: { inputTokens: 101, outputTokens: 0, estimated: false }, costUsd: 0.0000404 };
		expect(response).toMatchObject(sound);
		expect(await entries()).toMatchObject([{ ...sound, state: 'ok' }]);
	});

	it('is written down as late, not as cancelled, where nobody waited any longer', async () => {
		const late = new TroupeError({ code: 'CANCELLED', message: 'x', cause: new DOMException('x', 'TimeoutError') });
		await expect(withMeter(modelThat({ answer: late }), meterWith()).generate(request, never)).rejects.toBe(late);
		const question = { inputTokens: 8, outputTokens: 0, estimated: true };
		expect(await entries()).toMatchObject([{ state: 'failed', errorCode: 'MODEL_TIMEOUT', usage: question }]);
	});

	it('is charged its question where it is cancelled under way, and nothing where it was before (Wei-Shaw/sub2api#4408)', async () => {
		for (const signal of [never, AbortSignal.abort()]) {
			const model = modelThat({ answer: failure('CANCELLED'), parts: [failure('CANCELLED')] });
			await expect(withMeter(model, meterWith()).generate(request, signal)).rejects.toThrow();
			await expect(read(withMeter(model, meterWith()).stream(request, signal))).rejects.toThrow();
		}
		expect((await entries()).map(({ usage: { inputTokens } }) => inputTokens)).toEqual([8, 8, 0, 0]);
	});

	slowTest('is settled when the store answers again, which was away at its end', async () => {
		let isAway = true;
		const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'away', retryable: true });
		const settle: typeof store.settle = (...call) => (isAway ? ((isAway = false), Promise.reject(away)) : store.settle(...call));
		// And away once more, when the budget that it reached is to be announced.
		const onReached = jest.fn<Promise<void>, [BudgetEvent]>().mockRejectedValueOnce(away).mockResolvedValue();
		const budgets = [{ name: 'day', per: 'day' as const, calls: 1 }];
		await withMeter(modelThat({}), meterWith({ store: { ...store, settle }, budgets, onReached })).generate(request, never);
		expect(await entries()).toMatchObject([{ state: 'ok' }]);
		expect(onReached.mock.calls.map(([{ percent }]) => percent)).toEqual([80, 80, 100]);
	});

	it('is answered also where it cannot be written down what it used', async () => {
		const faults: unknown[] = [];
		const broken = { ...store, settle: () => Promise.reject(new Error('disk full')) };
		const meter = meterWith({ store: broken, onFault: (fault) => faults.push(fault) });
		expect(await withMeter(modelThat({}), meter).generate(request, never)).toMatchObject({ text: answer.text });
		expect(faults).toHaveLength(1);
		expect(await entries()).toMatchObject([{ state: 'open', usage: { estimated: true, outputTokens: 100 } }]);
	});
});

describe('a metered stream', () => {
	const stream = (acts: Acts, most?: number) => read(withMeter(modelThat(acts), meterWith()).stream(request, never), most);

	it('is priced at its end', async () => {
		expect(await stream({ parts: [text, end] })).toEqual([text, { kind: 'end', response: expect.objectContaining({ costUsd: 0.00048 }) }]);
		expect(await entries()).toMatchObject([{ state: 'ok', costUsd: 0.00048 }]);
	});

	it.each<[string, Acts, Partial<LedgerEntry>]>([
		['failed before it began', { parts: [failure('MODEL_TIMEOUT')] }, { errorCode: 'MODEL_TIMEOUT', costUsd: 0 }],
		[
			'broke off',
			{ parts: [text, failure('MODEL_TIMEOUT')] },
			{ errorCode: 'MODEL_TIMEOUT', usage: { inputTokens: 8, outputTokens: 4, estimated: true } },
		],
		['broke off and says what it used', { parts: [text, failure('MODEL_TIMEOUT', { usage })] }, { usage, costUsd: 0.00048 }],
		[
			'was cancelled',
			{ parts: [text, failure('CANCELLED')] },
			{ errorCode: 'CANCELLED', usage: { inputTokens: 8, outputTokens: 4, estimated: true } },
		],
		['has no end', { parts: [text] }, { errorCode: 'MODEL_MALFORMED_RESPONSE' }],
	])('that %s costs what had come', async (_, acts, entry) => {
		await expect(stream(acts)).rejects.toThrow();
		expect(await entries()).toMatchObject([{ state: 'failed', ...entry }]);
	});

	it('that is read no further costs what was read (BerriAI/litellm#30630)', async () => {
		await stream({ parts: [text, text, end] }, 1);
		expect(await entries()).toMatchObject([{ state: 'failed', errorCode: 'CANCELLED', usage: { outputTokens: 4, estimated: true } }]);
	});
});

describe('a budget', () => {
	const cap = (costUsd: number) => ({ name: 'mini', model: id, per: 'day' as const, costUsd });
	const ask = (meter: ReturnType<typeof meterWith>, change: Partial<ChatRequest> = {}, source?: PriceSource, acts: Acts = {}) =>
		withMeter(modelThat(acts), meter, source).generate({ ...request, ...change }, never);

	it('is asked before the model is, and refuses what may cost more', async () => {
		let asked = 0;
		const refused = ask(meterWith({ budgets: [cap(0.0001)] }), {}, {}, { asked: () => (asked += 1) });
		await expect(refused).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED', details: { budget: 'mini', cap: 0.0001 } });
		expect([asked, await entries()]).toEqual([0, []]);
		await ask(meterWith({ budgets: [cap(0.001)] }));
	});

	it('bounds a reply that the request does not', async () => {
		const limits: Array<number | undefined> = [];
		const asked = ({ maxOutputTokens }: ChatRequest) => void limits.push(maxOutputTokens);
		await ask(meterWith(), { maxOutputTokens: undefined }, {}, { asked });
		await ask(meterWith({ budgets: [cap(1)] }), { maxOutputTokens: undefined }, {}, { asked });
		await ask(meterWith({ budgets: [cap(1)] }), {}, {}, { asked });
		expect(limits).toEqual([undefined, 16_384, 100]);
	});

	it('of another agent, tenant or model does not matter', async () => {
		const others = [
			{ name: 'agent', agent: 'b', per: 'day' as const, calls: 0 },
			{ name: 'tenant', tenant: 'u', per: 'day' as const, calls: 0 },
			{ name: 'model', model: 'anthropic', per: 'day' as const, calls: 0 },
		];
		expect(await ask(meterWith({ budgets: others }))).toMatchObject({ text: answer.text });
	});
});

describe('a metered embedder', () => {
	const embedder = (given: TokenUsage | Error): Embedder => ({
		id: 'openai:text-embedding-3-small',
		async embed(texts) {
			if (given instanceof Error) throw given;
			return { vectors: texts.map(() => [1]), model: this.id, usage: given };
		},
	});

	it('is priced and written down', async () => {
		const metered = withMeteredEmbedder(embedder({ ...usage, outputTokens: 0 }), meterWith());
		expect(await metered.embed(['a', 'b'], never)).toMatchObject({ vectors: [[1], [1]], costUsd: 0.00002 });
		await expect(withMeteredEmbedder(embedder(failure('MODEL_TIMEOUT')), meterWith()).embed(['a'], never)).rejects.toThrow();
		expect(await entries()).toMatchObject([
			{ kind: 'embedding', state: 'ok', costUsd: 0.00002 },
			{ state: 'failed', costUsd: 0 },
		]);
	});

	it('is held to budgets', async () => {
		const meter = meterWith({ budgets: [{ name: 'tokens', per: 'total', tokens: 15 }] });
		await withMeteredEmbedder(embedder({ ...usage, inputTokens: 3, outputTokens: 0 }), meter).embed(['a few words'], never);
		const refused = withMeteredEmbedder(embedder(usage), meter).embed(['a few words more than there is room for in it, by far'], never);
		await expect(refused).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
	});
});

describe('a judgement of passages', () => {
	type Judged = Awaited<ReturnType<BilledReranker['rerank']>>;
	const rerankerThat = (answer: Judged | Error, model = 'rerank-v3.5'): BilledReranker => ({
		id: `cohere:${model}`,
		rerank: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
	});
	const judge = (reranker: BilledReranker, passages = ['a', 'b'], options: Partial<MeterOptions> = {}, source: PriceSource = {}) =>
		withMeteredReranker(reranker, meterWith(options), source).rerank('door?', passages, never);

	it('is written down by the searches that it is billed by, with their price, and no tokens', async () => {
		await expect(judge(rerankerThat({ scores: [1, 0], usage: { inputTokens: 0, searches: 2 } }))).resolves.toEqual([1, 0]);
		await expect(judge(rerankerThat(failure('MODEL_TIMEOUT')))).rejects.toThrow();
		const none = { inputTokens: 0, outputTokens: 0, estimated: false };
		expect(await entries()).toMatchObject([
			{ kind: 'rerank', provider: 'cohere', model: 'rerank-v3.5', state: 'ok', usage: { ...none, searches: 2 }, costUsd: 0.004 },
			{ state: 'failed', errorCode: 'MODEL_TIMEOUT', usage: none, costUsd: 0 },
		]);
		expect(await store.totals({ by: ['kind'] }, Date.UTC(2026, 10, 20, 13))).toMatchObject([
			{ group: { kind: 'rerank' }, calls: 2, failed: 1, searches: 2, inputTokens: 0, costUsd: 0.004, unpriced: 0 },
		]);
	});

	it('is written down by tokens, where its model is billed by them', async () => {
		await judge(rerankerThat({ scores: [1, 0], usage: { inputTokens: 1_000_000 } }, 'rerank-v5.0-fast'));
		await judge(rerankerThat({ scores: [1, 0] }, 'rerank-v5.0-fast'));
		const [said, counted] = await entries();
		expect(said).toMatchObject({ usage: { inputTokens: 1_000_000, estimated: false }, costUsd: 0.02 });
		expect(counted!.usage.estimated).toBe(true);
		expect(counted!.usage.inputTokens).toBeGreaterThanOrEqual(4);
		expect(counted!.usage.searches).toBeUndefined();
	});

	it('is counted here where nobody says what it used: a long passage is several', async () => {
		await judge(rerankerThat({ scores: [1, 0] }));
		await judge(rerankerThat({ scores: [] }), Array<string>(60).fill('word '.repeat(700)));
		await judge(rerankerThat({ scores: [] }), []);
		expect((await entries()).map(({ usage: { searches, estimated } }) => [searches, estimated])).toEqual([
			[1, true],
			[2, true],
		]);
	});

	it('is held to budgets before it is made, and costs nothing known where its server has prices of its own', async () => {
		const cents = { budgets: [{ name: 'cents', per: 'total' as const, costUsd: 0.003 }] };
		await judge(rerankerThat({ scores: [1, 0], usage: { inputTokens: 0, searches: 1 } }), ['a', 'b'], cents);
		await expect(judge(rerankerThat({ scores: [1, 0] }), ['a', 'b'], cents)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
		await expect(judge(rerankerThat({ scores: [1, 0] }, 'our-own'), ['a', 'b'], cents)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
		await judge(rerankerThat({ scores: [1, 0] }, 'our-own'), ['a', 'b'], {}, { host: { input: 0, output: 0, search: 0.001 } });
		await judge(
			rerankerThat({ scores: [1], usage: { inputTokens: 0, searches: 1 } }, 'our-own'),
			['a'],
			{},
			{ host: { input: 1, output: 1 } },
		);
		expect((await entries()).map(({ costUsd }) => costUsd)).toEqual([0.002, 0.001, null]);
	});
});

describe('a transcriber', () => {
	const audio = { bytes: new Uint8Array(1), mimeType: 'audio/ogg', seconds: 10 };
	const spoken = (told?: { inputTokens: number; outputTokens: number }): Transcriber => ({
		id: 'openai:gpt-4o-mini-transcribe',
		transcribe: () => Promise.resolve({ text: 'Hello', ...(told && { usage: told }) }),
	});
	const source: PriceSource = { host: { input: 3, output: 5 } };

	it('is recorded with the tokens that the endpoint tells, and without a cost if it tells none', async () => {
		await withMeteredTranscriber(spoken({ inputTokens: 1_000, outputTokens: 200 }), meterWith(), source).transcribe(audio, {}, never);
		await withMeteredTranscriber(spoken(), meterWith(), source).transcribe(audio, {}, never);
		expect(await entries()).toMatchObject([
			{ kind: 'transcription', provider: 'openai', state: 'ok', usage: { inputTokens: 1_000, outputTokens: 200 }, costUsd: 0.004 },
			{ kind: 'transcription', state: 'ok', usage: { inputTokens: 0, outputTokens: 0 }, costUsd: null },
		]);
	});

	it('is refused beyond a budget, and a failure is recorded', async () => {
		const meter = meterWith({ budgets: [{ name: 'speech', model: 'openai:gpt-4o-mini-transcribe', per: 'day', calls: 1 }] });
		const failure = new TroupeError({ code: 'MODEL_OVERLOADED', message: 'busy' });
		const failing: Transcriber = { id: spoken().id, transcribe: () => Promise.reject(failure) };
		await expect(withMeteredTranscriber(failing, meter).transcribe(audio, {}, never)).rejects.toBe(failure);
		await expect(withMeteredTranscriber(spoken(), meter).transcribe(audio, {}, never)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
		expect(await entries()).toMatchObject([{ state: 'failed', errorCode: 'MODEL_OVERLOADED', costUsd: 0 }]);
	});
});
