import { runInNewContext } from 'node:vm';
import type { IAuthenticateGeneric } from 'n8n-workflow';
import type { FakeServer } from '../sandbox/fakes/fake-server';
import { startOllamaServer } from '../sandbox/fakes/ollama-server';
import { TroupeOllamaApi } from './TroupeOllamaApi.credentials';

const type = new TroupeOllamaApi();

/** A value as n8n reads it: `={{ … }}` holds an expression. */
function read(value: unknown, $credentials: Record<string, string>): unknown {
	return runInNewContext((value as string).replace(/^=\{\{(.*)\}\}$/, '$1'), { $credentials });
}

/** The credential's test, as n8n makes it. */
async function test(credentials: Record<string, string>): Promise<number> {
	const { headers } = (type.authenticate as IAuthenticateGeneric).properties;
	const authorization = read(headers!.Authorization, credentials) as string | undefined;
	const { baseURL, url } = type.test.request;
	const response = await fetch(`${read(baseURL, credentials) as string}${url}`, { headers: authorization ? { authorization } : {} });
	return response.status;
}

describe('the credential for Ollama', () => {
	let open: FakeServer;
	let locked: FakeServer;
	beforeAll(async () => {
		[open, locked] = await Promise.all([startOllamaServer(), startOllamaServer({ keys: ['ollama-fake'] })]);
	});
	afterAll(() => Promise.all([open.close(), locked.close()]));

	it('passes its test at a server of one’s own without a key, however its address ends', async () => {
		for (const end of ['', '/', '/v1', '/api/']) expect(await test({ apiKey: '', baseUrl: open.url + end })).toBe(200);
		expect(open.calls.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined, undefined, undefined]);
	});

	it('passes its test with the right key alone where one is asked for', async () => {
		expect(await test({ apiKey: 'ollama-fake', baseUrl: locked.url })).toBe(200);
		expect(await test({ apiKey: 'wrong', baseUrl: locked.url })).toBe(401);
	});

	it('names this machine’s server by itself', () => {
		expect(read(type.test.request.baseURL, { baseUrl: '' })).toBe('http://127.0.0.1:11434');
		expect(type.properties.find(({ name }) => name === 'baseUrl')!.default).toBe('http://127.0.0.1:11434');
	});
});
