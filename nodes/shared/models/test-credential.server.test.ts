import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { startAnthropicServer } from '../../../sandbox/fakes/anthropic/anthropic-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startGoogleServer } from '../../../sandbox/fakes/google/google-server';
import { startOllamaServer } from '../../../sandbox/fakes/ollama/ollama-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { slowTest } from '../../../test/support/slow-tests';
import { testModelCredential } from './test-credential';

const kinds: Array<[string, () => Promise<FakeServer>, string, string]> = [
	['troupeOpenAiApi', startOpenAiServer, 'sk-fake', '/v1/'],
	['troupeAnthropicApi', startAnthropicServer, 'sk-ant-fake', '/'],
	['troupeGoogleAiApi', startGoogleServer, 'AIza-fake', ''],
	['troupeOllamaApi', () => startOllamaServer({ keys: ['ollama-fake'] }), 'ollama-fake', '/v1'],
];

const test = (type: string, data: ICredentialDataDecryptedObject) => testModelCredential({ id: '1', name: 'Mine', type, data });

describe.each(kinds)('the test of %s', (type, start, apiKey, path) => {
	let server: FakeServer;
	beforeAll(async () => {
		server = await start();
	});
	afterAll(() => server.close());

	slowTest('counts the models with the right key, and names a refused key without showing it', async () => {
		expect(await test(type, { apiKey, baseUrl: server.url + path })).toEqual({
			status: 'OK',
			message: expect.stringMatching(/^Connected: (one|\d+) models?$/) as string,
		});
		const refused = await test(type, { apiKey: 'wr0ng-key', baseUrl: server.url + path });
		expect(refused).toMatchObject({ status: 'Error', message: expect.stringContaining('Check the API key') as string });
		expect(refused.message).not.toContain('wr0ng-key');
		for (const call of server.calls) expect(call.path).not.toMatch(/wr0ng|fake/);
	});

	slowTest('names a wrong path in the base URL', async () => {
		const { status, message } = await test(type, { apiKey, baseUrl: `${server.url}/nowhere` });
		expect([status, message]).toEqual(['Error', expect.stringContaining('Check the base URL')]);
	});
});

it("tests n8n's own Anthropic credential as it is used: with the key in x-api-key, the API's version and no bearer token", async () => {
	const server = await startAnthropicServer();
	expect(await test('anthropicApi', { apiKey: 'sk-ant-fake', url: server.url })).toMatchObject({ status: 'OK' });
	expect(server.calls).toHaveLength(1);
	expect(server.calls[0]!.headers).toMatchObject({ 'x-api-key': 'sk-ant-fake', 'anthropic-version': '2026-10-21' });
	expect(server.calls[0]!.headers).not.toHaveProperty('authorization');
	await server.close();
});

slowTest('takes a web page for no model server', async () => {
	const page = createServer((_request, response) => void response.setHeader('content-type', 'text/html').end('<html>Sign in</html>'));
	await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
	const baseUrl = `http://127.0.0.1:${(page.address() as AddressInfo).port}/v1`;
	expect(await test('troupeOpenAiApi', { apiKey: 'sk', baseUrl })).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('leads to the API, not to a login page') as string,
	});
	page.close();
});

it.each([
	['troupeOpenAiApi', { apiKey: '' }, 'without an API key'],
	['troupeOpenAiApi', { apiKey: 'sk', baseUrl: 'localhost:11434' }, 'Write the base URL with http:// or https://'],
])('says what is missing in %s: %j', async (type, data, message) => {
	expect(await test(type, data)).toMatchObject({ status: 'Error', message: expect.stringContaining(message) as string });
});
