import { gzipSync } from 'node:zlib';
import { serviceToken, startTestService } from '../test/support/offering-service';

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
])('%s of %s names the methods that there are', async (method, path, allowed) => {
	const answer = await ask(path, { method });
	expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
});

test.each(['/', '/v2/'])('a long path is not repeated to its sender: %s', async (prefix) => {
	const answer = await ask(`${prefix}${'a'.repeat(9_000)}`);
	expect(answer.status).toBeGreaterThanOrEqual(404);
	expect((await answer.text()).length).toBeLessThan(1_500);
});
