import { startAnthropicServer } from './anthropic-server';
import type { FakeServer } from '../fake-server';

const messages = [{ role: 'user', content: 'Hello' }];
const body = { model: 'claude-haiku-4-5', max_tokens: 100, messages };
const headers = { 'x-api-key': 'sk-ant-fake', 'anthropic-version': '2023-06-01' };
const newer = { authorization: 'Bearer sk-ant-fake', 'anthropic-version': '2026-10-21' };

let server: FakeServer;
beforeEach(async () => {
	server = await startAnthropicServer({ contextTokens: 1000 });
});
afterEach(() => server.close());

async function post(json: unknown, given: Record<string, string> = headers, path = '/v1/messages') {
	const text = typeof json === 'string' ? json : JSON.stringify(json);
	const response = await fetch(server.url + path, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...given },
		body: text,
	});
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Requests with tools, images, thinking and formats that the real service refuses. */
function toolRefusals(): Array<[string, object, Record<string, string>, number, string]> {
	const tools = [{ name: 'look_up', description: '', input_schema: { type: 'object', properties: {} } }];
	const called = { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'look_up', input: {} }] };
	const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'x' };
	const image = (source: object) => [{ role: 'user', content: [{ type: 'image', source }] }];
	const output = (schema: object) => ({ output_config: { format: { type: 'json_schema', schema } } });
	const refusals: Array<[string, object]> = [
		['a call without a result', { tools, messages: [...messages, called, { role: 'user', content: 'Well?' }] }],
		['a result without a call', { tools, messages: [{ role: 'user', content: [result] }] }],
		['two results of a call', { tools, messages: [...messages, called, { role: 'user', content: [result, result] }] }],
		[
			'a text before a result',
			{ tools, messages: [...messages, called, { role: 'user', content: [{ type: 'text', text: 'x' }, result] }] },
		],
		['calls of tools it is not told of', { messages: [...messages, called, { role: 'user', content: [result] }] }],
		['an input that is not an object', { tools, messages: [...messages, { ...called, content: [{ ...called.content[0], input: 'x' }] }] }],
		['a tool without a schema', { tools: [{ name: 'look_up' }] }],
		['a schema that is not valid', { tools: [{ name: 'look_up', input_schema: { type: 'object', properties: { a: { type: 'text' } } } }] }],
		['a tool’s unknown field', { tools: [{ ...tools[0], parameters: {} }] }],
		['a tool’s name with blanks', { tools: [{ ...tools[0], name: 'look up' }] }],
		['two tools of one name', { tools: [...tools, ...tools] }],
		['a choice of no tool', { tools, tool_choice: { type: 'tool', name: 'other' } }],
		['a choice without tools', { tool_choice: { type: 'auto' } }],
		['a blank block', { messages: [{ role: 'user', content: [{ type: 'text', text: ' ' }] }] }],
		['an unknown block', { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: 'x' }] }] }],
		['an image of another kind', { messages: image({ type: 'base64', media_type: 'image/tiff', data: 'AAAA' }) }],
		['an image that is not base64', { messages: image({ type: 'base64', media_type: 'image/png', data: 'not base64' }) }],
		['an image by http', { messages: image({ type: 'url', url: 'http://example.com/a.png' }) }],
		[
			'a thought with a forged signature',
			{ messages: [...messages, { role: 'assistant', content: [{ type: 'thinking', thinking: 'x', signature: 'y' }] }, ...messages] },
		],
		['a budget as large as the limit', { max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 2000 } }],
		['a budget below 1024', { max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 100 } }],
		[
			'thinking and a forced call',
			{ max_tokens: 2000, tools, tool_choice: { type: 'any' }, thinking: { type: 'enabled', budget_tokens: 1024 } },
		],
		['adaptive thinking of an older model', { thinking: { type: 'adaptive' } }],
		['a budget of a newer model', { model: 'claude-sonnet-5', max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 1024 } }],
		[
			'a round of tools that did not begin with a thought',
			{
				max_tokens: 2000,
				tools,
				thinking: { type: 'enabled', budget_tokens: 1024 },
				messages: [...messages, called, { role: 'user', content: [result] }],
			},
		],
		['an open object in a format', output({ type: 'object', properties: {} })],
		[
			'a keyword that formats do not know',
			output({ type: 'object', properties: { a: { type: 'string', maxLength: 3 } }, additionalProperties: false }),
		],
		['five marks', { system: Array.from({ length: 5 }, () => ({ type: 'text', text: 'x', cache_control: { type: 'ephemeral' } })) }],
	];
	return refusals.map(([what, fields]) => [what, { ...body, ...fields }, newer, 400, 'invalid_request_error']);
}

describe('the stand-in of Anthropic', () => {
	it('lists its models to who may ask', async () => {
		const list = (given: Record<string, string>) => fetch(`${server.url}/v1/models`, { headers: given });
		expect(await (await list(newer)).json()).toMatchObject({
			data: [{ type: 'model', id: 'claude-haiku-4-5' }, { id: 'claude-sonnet-5' }],
			has_more: false,
		});
		expect((await list({ 'anthropic-version': '2026-10-21' })).status).toBe(401);
	});

	it.each([
		['no key', body, { 'anthropic-version': '2023-06-01' }, 401, 'authentication_error'],
		['a wrong key', body, { ...headers, 'x-api-key': 'wrong' }, 401, 'authentication_error'],
		[
			'an API key as a bearer token of the older version',
			body,
			{ authorization: 'Bearer sk-ant-fake', 'anthropic-version': '2023-06-01' },
			401,
			'authentication_error',
		],
		['no version', body, { 'x-api-key': 'sk-ant-fake' }, 400, 'invalid_request_error'],
		['an unknown version', body, { ...headers, 'anthropic-version': '2020-01-01' }, 400, 'invalid_request_error'],
		['another content type', body, { ...headers, 'content-type': 'text/plain' }, 400, 'invalid_request_error'],
		['broken JSON', '{', headers, 400, 'invalid_request_error'],
		['an unknown field', { ...body, max_completion_tokens: 1 }, headers, 400, 'invalid_request_error'],
		['no model', { ...body, model: undefined }, headers, 400, 'invalid_request_error'],
		['an unknown model', { ...body, model: 'claude-1' }, headers, 404, 'not_found_error'],
		['no limit', { ...body, max_tokens: undefined }, headers, 400, 'invalid_request_error'],
		['a limit of 0', { ...body, max_tokens: 0 }, headers, 400, 'invalid_request_error'],
		['a limit in words', { ...body, max_tokens: 'many' }, headers, 400, 'invalid_request_error'],
		['no messages', { ...body, messages: undefined }, headers, 400, 'invalid_request_error'],
		['an empty list', { ...body, messages: [] }, headers, 400, 'invalid_request_error'],
		['messages that are not a list', { ...body, messages: 'Hello' }, headers, 400, 'invalid_request_error'],
		[
			'a system message among the turns',
			{ ...body, messages: [{ role: 'system', content: 'x' }, ...messages] },
			headers,
			400,
			'invalid_request_error',
		],
		['an empty turn', { ...body, messages: [{ role: 'user', content: '' }] }, headers, 400, 'invalid_request_error'],
		['a turn without content', { ...body, messages: [{ role: 'user' }] }, headers, 400, 'invalid_request_error'],
		[
			'an assistant that begins',
			{ ...body, messages: [{ role: 'assistant', content: 'Hi' }, ...messages] },
			headers,
			400,
			'invalid_request_error',
		],
		[
			'an assistant that ends',
			{ ...body, messages: [...messages, { role: 'assistant', content: 'Hi' }] },
			headers,
			400,
			'invalid_request_error',
		],
		['a temperature above 1', { ...body, temperature: 1.1 }, headers, 400, 'invalid_request_error'],
		['a temperature in words', { ...body, temperature: 'hot' }, headers, 400, 'invalid_request_error'],
		['any temperature since 2026-10-21', { ...body, temperature: 1 }, newer, 400, 'invalid_request_error'],
		['a system prompt that is a number', { ...body, system: 1 }, headers, 400, 'invalid_request_error'],
		['a stream that is not a boolean', { ...body, stream: 1 }, headers, 400, 'invalid_request_error'],
		...toolRefusals(),
		['a prompt that is too long', { ...body, system: 'a'.repeat(5000) }, headers, 400, 'invalid_request_error'],
	])('refuses %s', async (_what, json, given, status, type) => {
		const answer = await post(json, given);
		expect(answer.status).toBe(status);
		expect(answer.body).toMatchObject({ type: 'error', error: { type, message: expect.any(String) }, request_id: 'req_fake' });
	});

	it('refuses addresses it does not have', async () => {
		expect(await post(body, headers, '/messages')).toMatchObject({ status: 404, body: { error: { type: 'not_found_error' } } });
	});

	it('takes both versions and both ways to send the key', async () => {
		expect(await post({ ...body, temperature: 1 })).toMatchObject({
			status: 200,
			body: { content: [{ text: 'You wrote: Hello' }], stop_reason: 'end_turn' },
		});
		expect(await post({ ...body, system: [{ type: 'text', text: 'Be brief.' }] }, newer)).toMatchObject({ status: 200 });
	});

	it('joins turns of one role, as the real service does', async () => {
		expect((await post({ ...body, messages: [...messages, ...messages] })).status).toBe(200);
	});
});
