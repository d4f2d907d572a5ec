import type { FakeServer } from '../fake-server';
import { startOllamaServer } from './ollama-server';

const messages = [{ role: 'user', content: 'Hello' }];
const chat = { model: 'llama3.2', messages, stream: false };

let server: FakeServer;
beforeAll(async () => {
	server = await startOllamaServer();
});
afterAll(() => server.close());

async function post(path: string, body: unknown) {
	const response = await fetch(server.url + path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
	const text = await response.text();
	return { status: response.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as Record<string, unknown> };
}

describe('the stand-in of Ollama', () => {
	it.each([
		['an unknown model', { ...chat, model: 'llama9' }, 404, "model 'llama9' not found"],
		['no model', { messages }, 400, 'model is required'],
		[
			'tools of a model that takes none',
			{ ...chat, model: 'nomic-embed-text', tools: [{ function: { name: 'a' } }] },
			400,
			'does not support',
		],
		['thoughts of a model that has none', { ...chat, think: true }, 400, 'does not support thinking'],
		['a level of thinking that is not valid', { ...chat, model: 'gpt-oss:20b', think: 'much' }, 400, 'invalid think value'],
		[
			'arguments as text',
			{ ...chat, messages: [{ role: 'assistant', tool_calls: [{ function: { name: 'a', arguments: '{}' } }] }] },
			400,
			'json:',
		],
		['an image that is not base64', { ...chat, messages: [{ role: 'user', content: '', images: ['http://x'] }] }, 400, 'illegal base64'],
		['a format that is not valid', { ...chat, format: 7 }, 500, 'invalid format'],
		['half a token', { ...chat, options: { num_predict: 1.5 } }, 400, 'must be of type integer'],
		['what it would cut, where it is told not to', { ...chat, messages: long(), truncate: false }, 400, 'exceeds the context length'],
	])('refuses %s', async (_what, body, status, error) => {
		expect(await post('/api/chat', body)).toEqual({ status, body: { error: expect.stringContaining(error) } });
	});

	it('refuses addresses that it does not have with a plain text', async () => {
		expect(await post('/v1/api/chat', chat)).toEqual({ status: 404, body: '404 page not found' });
	});

	it('leaves out the oldest messages without a word where its context is too small', async () => {
		const answer = await post('/api/chat', { ...chat, messages: long() });
		expect(answer.status).toBe(200);
		expect(answer.body.prompt_eval_count).toBeLessThan(4096);
		expect((await post('/api/chat', { ...chat, messages: long(), options: { num_ctx: 16_384 } })).body.prompt_eval_count).toBeGreaterThan(
			4096,
		);
	});
});

function long() {
	return [
		{ role: 'user', content: 'word '.repeat(4000) },
		{ role: 'user', content: 'Hello' },
	];
}
