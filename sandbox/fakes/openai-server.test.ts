import { openAiFaults } from './openai-faults';
import { startOpenAiServer } from './openai-server';
import type { FakeServer } from './fake-server';

const messages = [{ role: 'user', content: 'Hello' }];
const body = { model: 'gpt-4.1-mini', messages };
const authorization = { authorization: 'Bearer sk-fake' };

let server: FakeServer;
beforeEach(async () => {
	server = await startOpenAiServer({ contextTokens: 1000 });
});
afterEach(() => server.close());

async function post(json: unknown, headers: Record<string, string> = authorization, path = '/v1/chat/completions') {
	const text = typeof json === 'string' ? json : JSON.stringify(json);
	const response = await fetch(server.url + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: text,
	});
	return { status: response.status, body: (await response.json()) as { error: Record<string, unknown> } & Record<string, unknown> };
}

describe('the stand-in of OpenAI', () => {
	it.each([
		['no key', body, {}, 401, null],
		['a wrong key', body, { authorization: 'Bearer sk-wrong' }, 401, 'invalid_api_key'],
		['another content type', body, { ...authorization, 'content-type': 'text/plain' }, 415, 'unsupported_content_type'],
		['broken JSON', '{"model": ', authorization, 400, null],
		['no model', { messages }, authorization, 400, null],
		['an unknown model', { ...body, model: 'gpt-9' }, authorization, 404, 'model_not_found'],
		['an unknown field', { ...body, temprature: 1 }, authorization, 400, null],
		['no messages', { model: body.model }, authorization, 400, 'missing_required_parameter'],
		['messages that are no list', { ...body, messages: 'Hello' }, authorization, 400, 'invalid_type'],
		['an empty list', { ...body, messages: [] }, authorization, 400, 'empty_array'],
		['an unknown role', { ...body, messages: [{ role: 'bot', content: 'x' }] }, authorization, 400, 'invalid_value'],
		['a message without content', { ...body, messages: [{ role: 'user', content: null }] }, authorization, 400, 'invalid_type'],
		['a temperature above 2', { ...body, temperature: 2.1 }, authorization, 400, 'decimal_above_max_value'],
		['a temperature below 0', { ...body, temperature: -1 }, authorization, 400, 'decimal_below_min_value'],
		['a temperature in words', { ...body, temperature: 'hot' }, authorization, 400, 'invalid_type'],
		['no output', { ...body, max_tokens: 0 }, authorization, 400, 'integer_below_min_value'],
		['half a token', { ...body, max_completion_tokens: 1.5 }, authorization, 400, 'invalid_type'],
		['both limits', { ...body, max_tokens: 1, max_completion_tokens: 1 }, authorization, 400, 'invalid_parameter_combination'],
		['options of a stream without one', { ...body, stream_options: {} }, authorization, 400, null],
		['a stream that is no boolean', { ...body, stream: 'yes' }, authorization, 400, 'invalid_type'],
		[
			'a conversation that is too long',
			{ ...body, messages: [{ role: 'user', content: 'a'.repeat(5000) }] },
			authorization,
			400,
			'context_length_exceeded',
		],
		['max_tokens for a reasoning model', { model: 'o4-mini', messages, max_tokens: 1 }, authorization, 400, 'unsupported_parameter'],
		['a temperature for a reasoning model', { model: 'o4-mini', messages, temperature: 0 }, authorization, 400, 'unsupported_value'],
	])('refuses %s', async (_what, json, headers, status, code) => {
		const answer = await post(json, headers);
		expect(answer.status).toBe(status);
		expect(answer.body.error).toMatchObject({ code, message: expect.any(String) });
	});

	it('refuses addresses it does not have', async () => {
		expect(await post(body, authorization, '/chat/completions')).toMatchObject({ status: 404, body: { error: { code: 'unknown_url' } } });
	});

	it('lists its models', async () => {
		const response = await fetch(`${server.url}/v1/models`, { headers: authorization });
		expect(await response.json()).toMatchObject({ object: 'list', data: [{ id: 'gpt-4.1-mini' }, { id: 'o4-mini' }] });
	});

	it('answers from the conversation: the first passage, or what it is told to say when there is none', async () => {
		const ask = async (system: string) => {
			const answer = await post({ ...body, messages: [{ role: 'system', content: system }, ...messages] });
			return (answer.body.choices as [{ message: { content: string } }])[0].message.content;
		};
		expect(await ask('x\n<passage number="1" title="Returns">\n# Returns\nThirty days. With receipt.\n</passage>')).toBe(
			'Thirty days. [1]',
		);
		expect(await ask('Passages:\n[1] Thirty days. With receipt.\n[2] Else.')).toBe('Thirty days. [1]');
		expect(await ask('reply with exactly [[NO]] and nothing else\n(no passage was found)')).toBe('[[NO]]');
		expect(await ask('Be brief.')).toBe('You wrote: Hello');
	});

	it('keeps scripted replies for requests that are in order, and records every call', async () => {
		server.script([openAiFaults.overloaded()]);
		expect((await post(body, {})).status).toBe(401);
		expect((await post(body)).status).toBe(503);
		expect((await post(body)).status).toBe(200);
		expect(server.calls.map(({ status }) => status)).toEqual([401, 503, 200]);
		expect(server.calls[2]).toMatchObject({ method: 'POST', path: '/v1/chat/completions', body, aborted: false });
	});
});
