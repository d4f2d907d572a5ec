import { serviceToken, startTestService } from '../../test/support/offering-service';
import { waitUntil } from '../../test/support/wait-until';

type Service = Awaited<ReturnType<typeof startTestService>>;

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0).toReversed()) await close();
});

async function open(...steps: Parameters<typeof startTestService>[0]): Promise<Service> {
	const service = await startTestService(steps);
	closers.push(() => service.close());
	return service;
}

async function call({ url }: Service, method: string, path: string, body?: object, token = serviceToken) {
	const response = await fetch(url + path, {
		method,
		headers: { authorization: `Bearer ${token}`, 'a2a-version': '1.0', ...(body && { 'content-type': 'application/json' }) },
		...(body && { body: JSON.stringify(body) }),
	});
	return {
		status: response.status,
		retryAfter: response.headers.get('retry-after'),
		body: (await response.json()) as Record<string, unknown>,
	};
}

const ask = (service: Service) =>
	call(service, 'POST', '/a2a/clerk', {
		...{ jsonrpc: '2.0', id: 1, method: 'SendMessage' },
		params: { message: { messageId: 'm1', role: 'ROLE_USER', parts: [{ text: 'Where is order 7?' }] } },
	});

test('an operator turns agents off and on over HTTP, and callers read why (LanternOps/breeze#4169)', async () => {
	const service = await open('It ships today.');
	const admin = await service.createKey('operator', ['switch:manage']);
	expect(await call(service, 'POST', '/api/v1/switches/off', { target: 'agent:other', reason: 'old' }, admin)).toMatchObject({
		status: 200,
	});
	expect(await call(service, 'POST', '/api/v1/switches/off', { target: 'all', reason: 'wrong prices' }, admin)).toMatchObject({
		status: 200,
		body: { tenant: 'default', target: 'all', reason: 'wrong prices', changedBy: expect.stringMatching(/^key:trp_/) as string },
	});
	expect((await call(service, 'GET', '/api/v1/switches', undefined, admin)).body).toMatchObject({
		items: [{ target: 'agent:other' }, { target: 'all', reason: 'wrong prices' }],
	});
	expect(await call(service, 'GET', '/api/v1/switches?tenant=zzz', undefined, admin)).toMatchObject({ status: 403 });
	expect((await call(service, 'GET', '/readyz')).body.warnings).toContain('Switches that are off: 2. `troupe switch list` names them.');
	await waitUntil('the switch', async () => (await ask(service)).status === 503);
	expect(await ask(service)).toMatchObject({
		...{ status: 503, retryAfter: '10' },
		body: {
			code: 'RUN_STOPPED',
			detail: expect.stringMatching(/^key:trp_\S+ turned off all agents of the tenant default at .*: wrong prices$/) as string,
		},
	});
	expect(service.model.requests).toEqual([]);
	expect((await call(service, 'POST', '/api/v1/switches/on', { target: 'all', reason: 'corrected' }, admin)).body).toMatchObject({
		wasOff: true,
	});
	expect((await call(service, 'POST', '/api/v1/switches/on', { target: 'all' }, admin)).body).toMatchObject({ wasOff: false });
	await waitUntil('the end of it', async () => (await ask(service)).status === 200);
});

test('a run that is at work ends within a second (n8n-io/n8n#25165)', async () => {
	const service = await open(
		(_request, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
	);
	const asked = ask(service);
	await waitUntil('the question to the model', () => service.model.requests.length > 0);
	const since = performance.now();
	await call(service, 'POST', '/api/v1/switches/off', { target: 'all', everywhere: true, reason: 'wrong prices' });
	expect(JSON.stringify((await asked).body)).toMatch(/RUN_STOPPED.*wrong prices/);
	expect(performance.now() - since).toBeLessThan(3_000);
});

test('a caller turns off its own tenant only, with the scope, and names what it means', async () => {
	const service = await open();
	const editor = await service.createKey('editor', ['agent:run']);
	const other = await service.createKey('other', ['switch:manage'], 'acme');
	const everywhere = await service.createKey('everywhere', ['switch:manage', 'switch:tenants'], 'acme');
	const turnOff = (body: object, token: string) =>
		call(service, 'POST', '/api/v1/switches/off', { target: 'all', reason: 'x', ...body }, token);
	expect((await turnOff({ tenant: 'default' }, editor)).status).toBe(403);
	expect((await turnOff({ tenant: 'default' }, other)).status).toBe(403);
	expect((await turnOff({ everywhere: true }, other)).status).toBe(403);
	expect((await turnOff({ target: 'agents' }, other)).status).toBe(400);
	expect((await turnOff({ target: 'agent:clerk', reason: ' ' }, other)).status).toBe(400);
	expect(await turnOff({ target: 'agent:clerk' }, other)).toMatchObject({ status: 200, body: { tenant: 'acme', target: 'agent:clerk' } });
	expect((await call(service, 'POST', '/api/v1/switches/on', { target: 'all', everywhere: true }, other)).status).toBe(403);
	expect((await turnOff({ everywhere: true }, everywhere)).status).toBe(200);
	expect((await turnOff({ tenant: 'globex' }, everywhere)).status).toBe(200);
	expect((await call(service, 'GET', '/api/v1/switches', undefined, other)).body.items).toHaveLength(2);
	expect((await call(service, 'GET', '/api/v1/switches', undefined, everywhere)).body.items).toHaveLength(3);
});
