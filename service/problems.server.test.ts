import { gzipSync } from 'node:zlib';
import { fastify } from 'fastify';
import { registryHttp } from '../manifests/registry/http/registry-http';
import { serviceToken, startTestService } from '../test/support/offering-service';
import { registryPaths } from './registry-routes';

let service: Awaited<ReturnType<typeof startTestService>>;
beforeAll(async () => (service = await startTestService([])));
afterAll(() => service.close());

const headers = { authorization: `Bearer ${serviceToken}` };
const ask = (path: string, init: RequestInit = {}) => fetch(`${service.url}${path}`, { ...init, headers: { ...headers, ...init.headers } });

test.each(['/v2/process-instances', '/mcp', '/api/v1/keys', '/hooks/none'])('a compressed body is refused as such: %s', async (path) => {
	const sent = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
	const answer = await ask(path, { method: 'POST', headers: sent, body: gzipSync('{}') });
	expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'identity']);
	expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('compressed') as string });
});

test.each([
	['DELETE', '/v2/topology', 'GET, HEAD'],
	['DELETE', '/healthz', 'GET, HEAD'],
	['PUT', '/mcp', 'DELETE, GET, HEAD, POST'],
	['PATCH', '/api/v1/runs', 'GET, HEAD'],
	['QUERY', '/api/v1/runs', 'GET, HEAD'],
	['QUERY', '/v2/topology', 'GET, HEAD'],
	['PUT', '/api/v1/runs', 'GET, HEAD', '{'],
])('%s of %s names the methods that there are', async (method, path, allowed, body = undefined as string | undefined) => {
	const answer = await ask(path, { method, ...(body && { body, headers: { 'content-type': 'application/json' } }) });
	expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
});

test.each([
	['nothing', 404],
	['manifests/a/b', 404],
	['webhooks/a/b/c', 404],
	[`runs/${'r'.repeat(1_000)}`, 404],
	[`runs/${'r'.repeat(1_001)}`, 414],
])('without a registry, %s is not said to be one of its paths', async (path, status) => {
	expect((await ask(`/api/v1/${path}`)).status).toBe(status);
});

test('without a registry, its paths say so, and no others', async () => {
	const app = fastify();
	const paths = new Set<string>();
	app.addHook('onRoute', ({ url }) => void paths.add(url));
	await app.register(registryHttp({ reportFault: () => undefined } as never), { prefix: '/api/v1' });
	await app.close();
	expect([...paths].filter((path) => path !== '/api/v1/keys').sort()).toEqual([...registryPaths].sort());
	for (const path of registryPaths) expect((await ask(path)).status).toBe(503);
});

test.each(['/', '/v2/'])('a long path is not repeated to its sender: %s', async (prefix) => {
	const answer = await ask(`${prefix}${'a'.repeat(9_000)}`);
	expect(answer.status).toBeGreaterThanOrEqual(404);
	expect((await answer.text()).length).toBeLessThan(1_500);
});
