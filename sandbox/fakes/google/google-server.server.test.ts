import type { FakeServer } from '../fake-server';
import { startGoogleServer } from './google-server';

const user = { role: 'user', parts: [{ text: 'Hello' }] };
const call = {
	role: 'model',
	parts: [{ functionCall: { name: 'look_up', args: {} }, thoughtSignature: 'skip_thought_signature_validator' }],
};
const response = { functionResponse: { name: 'look_up', response: { output: 'x' } } };
const result = { role: 'user', parts: [response] };
const tool = { name: 'look_up', parametersJsonSchema: { type: 'object' } };
const tools = [{ functionDeclarations: [tool] }];
const key = { 'x-goog-api-key': 'AIza-fake' };
const asked = 'models/gemini-3.8-flash:generateContent';

let server: FakeServer;
beforeAll(async () => {
	server = await startGoogleServer({ contextTokens: 1000 });
});
afterAll(() => server.close());

async function post(json: unknown, path = asked, headers: Record<string, string> = key) {
	const answer = await fetch(`${server.url}/v1/${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(json),
	});
	const text = await answer.text();
	return { status: answer.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as unknown };
}

function withPart(part: object): object {
	return { contents: [{ role: 'user', parts: [part] }] };
}

function withConfig(generationConfig: object, more: object = {}): object {
	return { contents: [user], generationConfig, ...more };
}

function withTool(change: object): object {
	return { contents: [user], tools: [{ functionDeclarations: [{ ...tool, ...change }] }] };
}

describe('the stand-in of Google', () => {
	it.each([
		['no body', 'x'],
		['an unknown field', { contents: [user], messages: [] }],
		['no contents', {}],
		['an unknown role', { contents: [{ role: 'assistant', parts: [{ text: 'x' }] }] }],
		['a content without parts', { contents: [{ role: 'user', parts: [] }] }],
		['an unknown part', withPart({ image: 'x' })],
		['a part of two kinds', withPart({ text: 'x', functionResponse: response.functionResponse })],
		['an image of another kind', withPart({ inlineData: { mimeType: 'image/tiff', data: 'AAAA' } })],
		['an image that is not base64', withPart({ inlineData: { mimeType: 'image/png', data: 'not base64' } })],
		['a conversation that the model ends', { contents: [user, { role: 'model', parts: [{ text: 'x' }] }] }],
		['a call without a result', { contents: [user, call, user] }],
		['a result without a call', { contents: [user, result] }],
		['two results of a call', { contents: [user, call, { role: 'user', parts: [response, response] }] }],
		['a result of another name', { contents: [user, call, { role: 'user', parts: [{ functionResponse: { name: 'x', response: {} } }] }] }],
		['a call that begins', { contents: [call, result] }],
		['a call without a signature', { contents: [user, { role: 'model', parts: [{ functionCall: { name: 'look_up' } }] }, result] }],
		[
			'a forged signature',
			{ contents: [user, { role: 'model', parts: [{ functionCall: { name: 'look_up' }, thoughtSignature: 'x' }] }, result] },
		],
		['a tool’s unknown field', withTool({ input_schema: {} })],
		['a tool’s name with blanks', withTool({ name: 'look up' })],
		['a tool with two schemas', withTool({ parameters: { type: 'OBJECT' } })],
		['a tool’s schema that is not valid', withTool({ parametersJsonSchema: { type: 'object', properties: { a: { type: 'text' } } } })],
		['two tools of one name', { contents: [user], tools: [{ functionDeclarations: [tool, tool] }] }],
		['a choice without tools', { contents: [user], toolConfig: { functionCallingConfig: { mode: 'ANY' } } }],
		[
			'a choice of no tool',
			{ contents: [user], tools, toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['x'] } } },
		],
		[
			'names with another mode',
			{ contents: [user], tools, toolConfig: { functionCallingConfig: { mode: 'AUTO', allowedFunctionNames: ['look_up'] } } },
		],
		['an unknown setting', withConfig({ max_tokens: 1 })],
		['a temperature above 2', withConfig({ temperature: 2.1 })],
		['a limit of 0', withConfig({ maxOutputTokens: 0 })],
		['a schema without its type', withConfig({ responseJsonSchema: { type: 'object' } })],
		['a schema that is not valid', withConfig({ responseMimeType: 'application/json', responseJsonSchema: { type: 'text' } })],
		['two ways to think', withConfig({ thinkingConfig: { thinkingLevel: 'LOW', thinkingBudget: 1024 } })],
		['a budget that is too large', withConfig({ thinkingConfig: { thinkingBudget: 99_999 } })],
		['a prompt that is too long', withPart({ text: 'a'.repeat(5000) })],
	])('refuses %s', async (_what, body) => {
		expect(await post(body)).toMatchObject({
			status: 400,
			body: { error: { code: 400, status: 'INVALID_ARGUMENT', message: expect.any(String) } },
		});
	});

	it.each([
		['a level of thinking', withConfig({ thinkingConfig: { thinkingLevel: 'LOW' } })],
		['tools beside an answer by a schema', withConfig({ responseMimeType: 'application/json' }, { tools })],
	])('refuses %s of an older model', async (_what, body) => {
		expect((await post(body, 'models/gemini-2.5-flash:generateContent')).status).toBe(400);
		expect((await post(body)).status).toBe(200);
	});

	it.each([
		['no key', asked, {}, 403],
		['a wrong key', asked, { 'x-goog-api-key': 'wrong' }, 400],
		['a key in the address', `${asked}?key=AIza-fake`, key, 400],
		['an unknown model', 'models/gemini-1:generateContent', key, 404],
		['an answer of a model that embeds', 'models/gemini-embedding-001:generateContent', key, 404],
		['another address', 'chat/completions', key, 404],
	])('refuses %s', async (_what, path, headers, status) => {
		expect((await post({ contents: [user] }, path, headers)).status).toBe(status);
	});

	it.each([
		['none', {}],
		['too many', { requests: Array.from({ length: 101 }, () => ({ model: 'models/gemini-embedding-001', content: user })) }],
		['one of another model', { requests: [{ model: 'models/other', content: user }] }],
		['an empty one', { requests: [{ model: 'models/gemini-embedding-001', content: { parts: [] } }] }],
		['an unknown task', { requests: [{ model: 'models/gemini-embedding-001', content: user, taskType: 'x' }] }],
	])('refuses to embed %s', async (_what, body) => {
		expect((await post(body, 'models/gemini-embedding-001:batchEmbedContents')).status).toBe(400);
	});
});
