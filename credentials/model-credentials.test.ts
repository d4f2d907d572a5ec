import { runInNewContext } from 'node:vm';
import type { IAuthenticateGeneric, ICredentialDataDecryptedObject, ICredentialType } from 'n8n-workflow';
import { startAnthropicServer } from '../sandbox/fakes/anthropic-server';
import { startCohereServer } from '../sandbox/fakes/cohere-server';
import type { FakeServer } from '../sandbox/fakes/fake-server';
import { startGoogleServer } from '../sandbox/fakes/google-server';
import { startOpenAiServer } from '../sandbox/fakes/openai-server';
import { TroupeAnthropicApi } from './TroupeAnthropicApi.credentials';
import { TroupeCohereApi } from './TroupeCohereApi.credentials';
import { TroupeGoogleAiApi } from './TroupeGoogleAiApi.credentials';
import { TroupeOpenAiApi } from './TroupeOpenAiApi.credentials';

const kinds: Array<[string, ICredentialType, () => Promise<FakeServer>, string, string]> = [
	['OpenAI', new TroupeOpenAiApi(), startOpenAiServer, 'sk-fake', '/v1/'],
	['Anthropic', new TroupeAnthropicApi(), startAnthropicServer, 'sk-ant-fake', '/'],
	['Google', new TroupeGoogleAiApi(), startGoogleServer, 'AIza-fake', ''],
	['Cohere', new TroupeCohereApi(), startCohereServer, 'co-fake', '/v2/'],
];

/** A value as n8n reads it: `={{ … }}` holds an expression. */
function read(value: unknown, $credentials: ICredentialDataDecryptedObject): string {
	return String(value)
		.replace(/^=/, '')
		.replace(/\{\{(.*?)\}\}/g, (_all, expression: string) => String(runInNewContext(expression, { $credentials })));
}

/** The credential's test, as n8n makes it. */
function test(type: ICredentialType, data: ICredentialDataDecryptedObject): Promise<Response> {
	const { baseURL, url } = type.test!.request;
	const { headers = {} } = (type.authenticate as IAuthenticateGeneric).properties;
	const given = Object.entries(headers).map(([name, value]): [string, string] => [name, read(value, data)]);
	return fetch(read(baseURL, data) + url, { headers: given });
}

describe.each(kinds)('the credential for %s', (_name, type, start, apiKey, path) => {
	let server: FakeServer;
	beforeAll(async () => {
		server = await start();
	});
	afterAll(() => server.close());

	it('passes its test with the right key alone, which stays out of the address', async () => {
		const data = { apiKey, baseUrl: server.url + path };
		expect((await test(type, data)).status).toBe(200);
		expect((await test(type, { ...data, apiKey: 'wrong' })).status).toBeGreaterThanOrEqual(400);
		for (const call of server.calls) expect(call.path).not.toMatch(/wrong|fake/);
	});

	it('asks the provider itself where no base URL is given', () => {
		expect(read(type.test!.request.baseURL, { baseUrl: '' })).toMatch(/^https:\/\/[a-z]+\.(openai|anthropic|googleapis|cohere)\.com/);
	});

	it('keeps the key from being seen', () => {
		expect(type.properties.find(({ name }) => name === 'apiKey')!.typeOptions).toEqual({ password: true });
	});
});
