import { findHarm } from '../../../core/guardrails/harm/find-harm';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openAiFaults } from '../../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { createOpenAiModerator } from './openai-moderator';

const never = new AbortController().signal;
let server: FakeServer;
beforeAll(async () => {
	server = await startOpenAiServer({
		moderate: (text) => (text.includes('on my way') ? { 'harassment/threatening': 0.62, violence: 0.8 } : {}),
	});
});
afterEach(() => server.calls.splice(0));
afterAll(() => server.close());

const open = (model = 'omni-moderation-latest', apiKey = 'sk-fake') =>
	createOpenAiModerator({ apiKey, baseUrl: `${server.url}/v1` }, model);

test('returns the scores of categories and what the service flags', async () => {
	const { scores, flagged } = await open().moderate('I am on my way.', never);
	expect(scores).toMatchObject({ 'harassment/threatening': 0.62, violence: 0.8, sexual: 0.000_01 });
	expect(flagged).toEqual(['harassment/threatening', 'violence']);
	expect(server.calls).toMatchObject([
		{ method: 'POST', path: '/v1/moderations', body: { model: 'omni-moderation-latest', input: 'I am on my way.' } },
	]);
});

test('decides about what the word lists do not know', async () => {
	expect((await findHarm('I am on my way.', { moderator: open() })).kinds).toEqual(['violence']);
	expect((await findHarm('Good morning.', { moderator: open() })).kinds).toEqual([]);
	expect((await findHarm(' ', { moderator: open() })).kinds).toEqual([]);
	expect(server.calls).toHaveLength(2);
});

test.each([
	['a wrong key', () => open(undefined, 'sk-other'), 'MODEL_AUTHENTICATION'],
	['an unknown model', () => open('gpt-4.1-mini'), 'MODEL_NOT_FOUND'],
])('names the fault of %s', async (_what, moderator, code) => {
	await expect(moderator().moderate('text', never)).rejects.toMatchObject({ code });
});

test.each([
	['no scores', { results: [{ flagged: true }] }],
	['scores that are texts', { results: [{ category_scores: { hate: 'high' } }] }],
	['no result', {}],
])('refuses an answer with %s', async (_what, body) => {
	server.script([{ status: 200, body }]);
	await expect(open().moderate('text', never)).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
});

test('keeps the result of the lists if the service is overloaded, and says so', async () => {
	server.script([openAiFaults.serverError()]);
	const { kinds, failure } = await findHarm('You are dead.', { moderator: open() });
	expect([kinds, failure]).toEqual([['violence'], expect.objectContaining({ code: 'MODEL_OVERLOADED' })]);
});
