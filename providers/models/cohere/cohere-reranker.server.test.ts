import { cohereFaults, startCohereServer } from '../../../sandbox/fakes/cohere-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { createRetryingReranker } from '../../../core/knowledge/rerank/retrying-reranker';
import { createCohereReranker } from './cohere-reranker';

let server: FakeServer;
beforeAll(async () => (server = await startCohereServer()));
afterAll(() => server.close());
beforeEach(() => (server.calls.length = 0));

const { signal } = new AbortController();
const open = (apiKey = 'co-fake', model = 'rerank-v3.5', baseUrl = server.url) => createCohereReranker({ apiKey, baseUrl }, model);
const passages = ['The invoice is paid.', 'The badge opens the front door.', 'A door.'];
const once = { 'retry-after-ms': '1' };

describe("Cohere's reranker", () => {
	it('gives scores from 0 to 1 in the order of the passages', async () => {
		const reranker = open();
		expect(reranker.id).toBe('cohere:rerank-v3.5');
		const usage = { inputTokens: 0, searches: 1 };
		await expect(reranker.rerank('front door', passages, signal)).resolves.toEqual({ scores: [0, 1, 0.5], usage });
		expect(server.calls[0]).toMatchObject({
			path: '/v2/rerank',
			headers: { authorization: 'Bearer co-fake' },
			body: { model: 'rerank-v3.5', query: 'front door', documents: passages },
		});
		// Also with the end that other clients want.
		await expect(open('co-fake', 'rerank-v3.5', `${server.url}/v2/`).rerank('door', ['door'], signal)).resolves.toEqual({
			scores: [1],
			usage,
		});
		await expect(reranker.rerank('door', [], signal)).resolves.toMatchObject({ scores: [] });
	});

	it.each([
		[{ billed_units: { search_units: 3 } }, { inputTokens: 0, searches: 3 }],
		[{ billed_units: { input_tokens: 812 } }, { inputTokens: 812 }],
		[{ billed_units: { search_units: 'many' } }, undefined],
		[{ billed_units: null }, undefined],
		[undefined, undefined],
	])('says what it billed, where it does: %j', async (meta, usage) => {
		server.script([{ status: 200, body: { results: [{ index: 0, relevance_score: 1 }], meta } }]);
		await expect(open().rerank('door', ['door'], signal)).resolves.toEqual({ scores: [1], usage });
	});

	it.each([
		['a key that is not known', () => open('co-other'), 'MODEL_AUTHENTICATION', 1],
		['no key', () => createCohereReranker({ apiKey: '' }, 'rerank-v3.5'), 'MODEL_AUTHENTICATION', 0],
		['a model that there is not', () => open('co-fake', 'rerank-v9'), 'MODEL_NOT_FOUND', 1],
		['an address that is not valid', () => open('co-fake', 'rerank-v3.5', 'ftp://x'), 'MODEL_BAD_REQUEST', 0],
		['nobody there', () => open('co-fake', 'rerank-v3.5', 'http://127.0.0.1:1'), 'MODEL_UNREACHABLE', 0],
	])('says what is wrong with %s, and nothing of the key or the passages', async (_what, given, code, calls) => {
		const error: unknown = await given()
			.rerank('front door', passages, signal)
			.catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ code, fix: expect.any(String) as string });
		expect(JSON.stringify([String(error), (error as { details: unknown }).details])).not.toMatch(/co-other|badge/);
		expect(server.calls).toHaveLength(calls);
	});

	it('is asked again when the server says, twice, and no later than a search may last', async () => {
		const billed = open();
		const retrying = createRetryingReranker({ id: billed.id, rerank: async (...given) => (await billed.rerank(...given)).scores });
		server.script([cohereFaults.rateLimited(once), { ...cohereFaults.serverError(), headers: once }]);
		await expect(retrying.rerank('front door', passages, signal)).resolves.toEqual([0, 1, 0.5]);
		expect(server.calls).toHaveLength(3);
		server.script([cohereFaults.rateLimited({ 'retry-after': '60' })]);
		await expect(retrying.rerank('door', passages, signal)).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED', retryAfterMs: 60_000 });
		server.script([1, 2, 3].map(() => cohereFaults.rateLimited(once)));
		await expect(retrying.rerank('door', passages, signal)).rejects.toMatchObject({ code: 'MODEL_RATE_LIMITED' });
		expect(server.calls).toHaveLength(7);
	});

	it.each([
		['a month that is spent', cohereFaults.monthSpent(), 'MODEL_OUT_OF_CREDIT'],
		['an account that is spent', cohereFaults.billingLimit(), 'MODEL_OUT_OF_CREDIT'],
		['a page in its place', cohereFaults.forbiddenPage(), 'MODEL_MALFORMED_RESPONSE'],
		['a page that looks well', { status: 200, body: '<html>' }, 'MODEL_MALFORMED_RESPONSE'],
		['too few results', { status: 200, body: { results: [{ index: 0, relevance_score: 1 }] } }, 'MODEL_MALFORMED_RESPONSE'],
		['no object', { status: 200, body: null }, 'MODEL_MALFORMED_RESPONSE'],
		[
			'one passage three times',
			{ status: 200, body: { results: [1, 1, 1].map((index) => ({ index, relevance_score: 1 })) } },
			'MODEL_MALFORMED_RESPONSE',
		],
		[
			'a score that is not valid',
			{ status: 200, body: { results: [0, 1, 2].map((index) => ({ index, relevance_score: 'high' })) } },
			'MODEL_MALFORMED_RESPONSE',
		],
	])('tells of %s', async (_what, reply, code) => {
		server.script([reply]);
		await expect(open().rerank('door', passages, signal)).rejects.toMatchObject({ code });
		expect(server.calls).toHaveLength(1);
	});

	it('sends no more than the API takes, and ends when it is cancelled', async () => {
		await expect(open().rerank('door', Array<string>(1_001).fill('x'), signal)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
		expect(server.calls).toEqual([]);
		await expect(open().rerank('door', passages, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
	});
});

describe('the stand-in', () => {
	it.each([
		[{ model: 'rerank-v3.5', query: 'x', documents: [] }, 400],
		[{ model: 'rerank-v3.5', query: '', documents: ['x'] }, 400],
		[{ model: 'rerank-v3.5', query: 'x', documents: Array<string>(1_001).fill('x') }, 400],
		[{ model: 'rerank-v3.5', query: 'x', documents: [1] }, 400],
		[{ model: 'rerank-v3.5', query: 'x', documents: ['x'], top_n: 0 }, 400],
		[{ model: 'rerank-v3.5', query: 'x', documents: ['x'], top: 1 }, 422],
		[{ query: 'x', documents: ['x'] }, 400],
		['{', 400],
	])('refuses what the service refuses: case %#', async (body, status) => {
		const headers = { authorization: 'Bearer co-fake' };
		const answer = await fetch(`${server.url}/v2/rerank`, { method: 'POST', headers, body: JSON.stringify(body) });
		expect(answer.status).toBe(status);
		await expect(answer.json()).resolves.toMatchObject({ message: expect.any(String) as string });
	});

	it('refuses who has no key, and has no other address', async () => {
		expect((await fetch(`${server.url}/v2/rerank`, { method: 'POST', body: '{}' })).status).toBe(401);
		expect((await fetch(`${server.url}/v2/chat`, { method: 'POST', body: '{}' })).status).toBe(404);
	});
});
