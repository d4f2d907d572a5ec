import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { RegistryReader } from '../../manifests/client/registry-reader';
import { createOpenAiChatModel } from '../models/openai/openai-chat-model';
import { Hub } from '../transformers/hub';

const never = new AbortController().signal;
const question = { messages: [{ role: 'user' as const, content: 'How long?' }] };
const answer = { choices: [{ index: 0, message: { role: 'assistant', content: 'Thirty days.' }, finish_reason: 'stop' }] };

describe('requests to servers of the operator, in a process such as n8n', () => {
	const seen: string[] = [];
	const proxy = createServer((request, response) => {
		seen.push(`${request.method} ${request.url}`);
		response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
	});
	proxy.on('connect', (request, socket: Socket) => {
		seen.push(`CONNECT ${request.url}`);
		socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
	});
	const before = { ...process.env };
	let port: number;
	beforeAll(async () => {
		await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
		({ port } = proxy.address() as AddressInfo);
		Object.assign(process.env, { HTTP_PROXY: `http://127.0.0.1:${port}`, HTTPS_PROXY: `http://127.0.0.1:${port}` });
		process.env.TROUPE_UNENCRYPTED_SERVERS = 'http://models.example:8000';
	});
	beforeEach(() => (seen.length = 0));
	afterAll(() => {
		process.env = before;
		proxy.close();
		proxy.closeAllConnections();
	});
	const modelAt = (baseUrl: string) => createOpenAiChatModel({ apiKey: 'sk-fake', baseUrl }, 'gpt-4.1-mini');

	it('ask the proxy, for http without a tunnel', async () => {
		expect(await modelAt('http://models.example:8000/v1').generate(question, never)).toMatchObject({ text: 'Thirty days.' });
		expect(seen).toEqual(['POST http://models.example:8000/v1/chat/completions']);
	});

	it('name the proxy that refuses them', async () => {
		const told = {
			message: expect.stringContaining(`did not answer through the proxy 127.0.0.1:${port}`) as string,
			fix: expect.stringMatching(/proxy 127\.0\.0\.1:\d+ runs and lets .* NO_PROXY/) as string,
		};
		await expect(modelAt('https://models.example/v1').generate(question, never)).rejects.toMatchObject({
			...told,
			code: 'MODEL_UNREACHABLE',
			retryable: true,
		});
		await expect(new Hub('org/model', { hub: { baseUrl: 'https://hub.example' } }, never).describe('main')).rejects.toMatchObject(told);
		expect(seen).toEqual(['CONNECT models.example:443', 'CONNECT hub.example:443']);
	});

	it('go to the registry of this machine too', async () => {
		const registry = (url: string) => new RegistryReader({ url: new URL(url), readToken: () => undefined, folder: '' });
		const request = { path: 'tenants/default/snapshot', accept: 'application/jwt', maxBytes: 1000, timeoutMs: 10_000 };
		expect((await registry('http://registry.example/').get(request)).body.toString()).toBe(JSON.stringify(answer));
		await expect(registry('https://registry.example/').get(request)).rejects.toMatchObject({
			code: 'REGISTRY_UNREACHABLE',
			message: expect.stringContaining('it did not answer through the proxy 127.0.0.1') as string,
		});
		process.env.HTTPS_PROXY = 'socks5://proxy.example';
		await expect(registry('https://registry.example/').get(request)).rejects.toMatchObject({
			code: 'REGISTRY_UNREACHABLE',
			message: expect.stringContaining('HTTPS_PROXY does not name an HTTP proxy') as string,
			fix: expect.stringContaining('SOCKS') as string,
		});
		expect(seen).toEqual(['GET http://registry.example/api/v1/tenants/default/snapshot', 'CONNECT registry.example:443']);
	});
});
