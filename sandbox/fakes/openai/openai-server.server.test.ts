import { openAiFaults } from './openai-faults';
import { startOpenAiServer } from './openai-server';
import type { FakeServer } from '../fake-server';

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
		['messages that are not a list', { ...body, messages: 'Hello' }, authorization, 400, 'invalid_type'],
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
		['a stream that is not a boolean', { ...body, stream: 'yes' }, authorization, 400, 'invalid_type'],
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

	const tool = (name: string, parameters: object = { type: 'object', properties: {} }) => ({
		type: 'function',
		function: { name, parameters },
	});
	const called = {
		role: 'assistant',
		content: null,
		tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }],
	};
	const result = { role: 'tool', tool_call_id: 'a', content: 'x' };
	const image = (url: string) => [{ type: 'image_url', image_url: { url } }];
	const format = (json_schema: object) => ({ response_format: { type: 'json_schema', json_schema } });
	const strict = (schema: object) => format({ name: 's', strict: true, schema });

	it.each([
		['a result without a call', { messages: [...messages, result] }, null],
		['a result of another call', { messages: [called, { ...result, tool_call_id: 'b' }] }, null],
		['a call without its result', { messages: [called, ...messages] }, null],
		['a result that comes twice', { messages: [called, result, result] }, null],
		[
			'an id that is too long',
			{ messages: [{ ...called, tool_calls: [{ ...called.tool_calls[0], id: 'a'.repeat(41) }] }] },
			'string_above_max_length',
		],
		['a name that is not valid', { tools: [tool('find order')] }, 'invalid_value'],
		['a tool that takes no object', { tools: [tool('f', { type: 'string' })] }, 'invalid_function_parameters'],
		['more tools than 128', { tools: Array.from({ length: 129 }, (_, index) => tool(`f${index}`)) }, 'array_above_max_length'],
		['a choice without tools', { tool_choice: 'auto' }, null],
		['a choice that is not valid', { tools: [tool('f')], tool_choice: 'any' }, 'invalid_value'],
		['the choice of a tool that is not there', { tools: [tool('f')], tool_choice: { type: 'function', function: { name: 'g' } } }, null],
		['an image by a path', { messages: [{ role: 'user', content: image('/tmp/a.png') }] }, 'invalid_image_url'],
		['an image of the system', { messages: [{ role: 'system', content: image('https://a.example/b.png') }] }, 'invalid_value'],
		['JSON that nobody asked for in words', { response_format: { type: 'json_object' } }, null],
		['a format that is not valid', { response_format: { type: 'xml' } }, 'invalid_value'],
		['a schema without a name', format({ schema: {} }), 'missing_required_parameter'],
		['a strict schema that is open', strict({ type: 'object', properties: {} }), null],
		[
			'a strict schema with what may be left out',
			strict({ type: 'object', properties: { a: {} }, required: [], additionalProperties: false }),
			null,
		],
		['an effort of a model that does not think', { reasoning_effort: 'low' }, null],
	])('refuses %s', async (_what, change, code) => {
		const answer = await post({ ...body, ...change });
		expect(answer).toMatchObject({ status: 400, body: { error: { code, message: expect.any(String) } } });
	});

	it.each([
		['nothing', {}, 'missing_required_parameter'],
		['an empty list', { input: [] }, 'empty_array'],
		['an empty text', { input: ['a', ''] }, 'invalid_value'],
		['more texts than 2,048', { input: Array.from({ length: 2049 }, () => 'a') }, 'array_above_max_length'],
		['more tokens than 300,000', { input: Array.from({ length: 100 }, () => 'a'.repeat(16_000)) }, 'max_tokens_per_request'],
		['no dimensions', { input: 'a', dimensions: 0 }, 'integer_below_min_value'],
		['an encoding that is not valid', { input: 'a', encoding_format: 'int8' }, 'invalid_value'],
		['a text that is too long', { input: 'a'.repeat(40_000) }, null],
	])('refuses embeddings of %s', async (_what, fields, code) => {
		const answer = await post({ model: 'text-embedding-3-small', ...fields }, authorization, '/v1/embeddings');
		expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
	});

	it('gives vectors of as many dimensions as were asked for, as numbers or packed', async () => {
		const ask = async (fields: object) => {
			const answer = await post(
				{ model: 'text-embedding-3-small', input: ['a'], dimensions: 4, ...fields },
				authorization,
				'/v1/embeddings',
			);
			return (answer.body.data as [{ embedding: number[] | string }])[0].embedding;
		};
		const numbers = await ask({});
		expect(numbers).toHaveLength(4);
		const packed = Buffer.from((await ask({ encoding_format: 'base64' })) as string, 'base64');
		expect([...new Float32Array(packed.buffer, packed.byteOffset, 4)]).toEqual(numbers);
	});

	it('refuses addresses it does not have', async () => {
		expect(await post(body, authorization, '/chat/completions')).toMatchObject({ status: 404, body: { error: { code: 'unknown_url' } } });
	});

	it('lists its models', async () => {
		const response = await fetch(`${server.url}/v1/models`, { headers: authorization });
		expect(await response.json()).toMatchObject({
			object: 'list',
			data: [{ id: 'gpt-4.1-mini' }, { id: 'o4-mini' }, { id: 'text-embedding-3-small' }],
		});
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
