import { readFileSync, statSync } from 'node:fs';
import { createServer as createHttpServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectCluster } from '../../../cli/process/connect-cluster';
import { agentProcess, TestService } from './test-service';

const service = new TestService();
const { serve, authorization, postJson, deploy } = service;

test('asks callers of the engine for the token, and leaves health and keys open', async () => {
	const token = 'a-token-of-thirty-two-characters';
	const { url, stop } = await serve({}, { TROUPE_API_TOKEN: token });
	expect((await fetch(`${url}/healthz`)).status).toBe(200);
	const refused = await deploy(url, {});
	expect([refused.status, refused.headers.get('content-type'), await refused.json()]).toEqual([
		401,
		expect.stringContaining('problem+json'),
		expect.objectContaining({ title: 'ACCESS_DENIED' }),
	]);
	for (const path of ['/v2/topology', '/%762/topology', '/v%32/topology', '//v2/topology', '/V2/topology', '/v2', '/v2/'])
		expect((await fetch(`${url}${path}`)).status).toBeGreaterThanOrEqual(400);
	expect((await deploy(url, { authorization: `Bearer ${token}` })).status).toBe(200);
	await stop();
});

test('asks for the token of a private file where none is set, and keeps it', async () => {
	const { url, terminal, stop } = await serve();
	const file = join(service.home, 'api-token');
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readFileSync(file, 'utf8').trim()).toMatch(/^[\w-]{43}$/);
	expect(terminal.printed.join('\n')).toContain(file);
	const guesses: Array<Record<string, string>> = [
		{},
		{ authorization: 'Bearer guess' },
		{ authorization: `Basic ${btoa('troupe:guess')}` },
	];
	for (const headers of guesses) {
		expect((await deploy(url, headers)).status).toBe(401);
		expect((await fetch(`${url}/metrics`, { headers })).status).toBe(401);
	}
	const before = authorization();
	expect((await deploy(url, { authorization: `Basic ${btoa(`troupe:${before.authorization.slice(7)}`)}` })).status).toBe(200);
	await stop();
	const again = await serve();
	expect((await deploy(again.url, before)).status).toBe(200);
	await again.stop();
});

test('commands on this machine find the token; other services never get it', async () => {
	const { url, stop } = await serve();
	const environment = { TROUPE_HOME: service.home };
	const engine = await connectCluster(url, { environment, onProblem: () => undefined });
	expect((await engine.deploy([agentProcess])).processes).toHaveLength(1);
	await engine.close();
	const elsewhere = { TROUPE_HOME: join(service.home, 'elsewhere') };
	await expect(connectCluster(url, { environment: elsewhere, onProblem: () => undefined })).rejects.toMatchObject({
		message: expect.stringContaining('401') as string,
	});
	await stop();

	const received: unknown[] = [];
	const other = createHttpServer(({ headers }, response) => {
		received.push(headers.authorization);
		response.writeHead(401, { 'www-authenticate': 'Bearer realm="camunda"' }).end('{}');
	});
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
	await expect(connectCluster(address, { environment, onProblem: () => undefined })).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
	expect(received).toEqual([undefined, undefined]);
	other.close();
});

test('gives a copy of its state to nobody without the token', async () => {
	const { url, stop } = await serve();
	expect((await postJson(`${url}/state/engine`, {}, {})).status).toBe(401);
	await stop();
});

test('refuses foreign pages and foreign names of the loopback address', async () => {
	const { url, stop } = await serve();
	expect((await deploy(url, { ...authorization(), origin: 'https://evil.example' })).status).toBe(403);
	expect(await statusFor(url, 'evil.example')).toBe(403);
	await stop();
});

test('binds to another address only with a token', async () => {
	await expect(serve({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

/** fetch sets the Host header itself. */
function statusFor(url: string, host: string): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		request(`${url}/healthz`, { headers: { host } }, (response) => resolve(response.resume().statusCode))
			.on('error', reject)
			.end();
	});
}
