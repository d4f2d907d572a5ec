import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit } from '../../providers/compose/state/host-audit';
import { startOperationsService } from '../../test/support/operations-service';
import { waitUntil } from '../../test/support/wait-until';
import { describeEntry } from '../operations/audit/list-audit';

let service: Awaited<ReturnType<typeof startOperationsService>>;
let nobody: string;
beforeAll(async () => {
	service = await startOperationsService(['agent:decide']);
	nobody = await service.createKey('no-scopes', ['metrics:read']);
});
afterAll(async () => {
	await service.close();
	await closeOpened();
});

async function ask(request: string, headers: Record<string, string> = { authorization: `Bearer ${nobody}` }): Promise<number> {
	const [method, path] = request.split(' ');
	const sent = method === 'POST' && { body: '{}' };
	const all = { 'user-agent': 'tests', 'content-type': 'application/json', ...headers };
	const response = await fetch(`${service.url}${path}`, { method, headers: all, ...sent });
	await response.body?.cancel();
	return response.status;
}

async function callTool(name: string): Promise<void> {
	const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
	const requestInit = { headers: { authorization: `Bearer ${nobody}` } };
	await client.connect(new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`), { requestInit }));
	await expect(client.callTool({ name })).rejects.toThrow('agent:run');
	await client.close();
}

/** Waits for entries, which are written after the answer. */
async function readRefusals(tenant = 'default', count = 1) {
	const { store } = (await openAudit(service.host))!;
	const read = async () => {
		await store.sequence(tenant);
		const { entries } = await store.search(tenant, { limit: 100, act: 'access.refused' });
		return entries.map(describeEntry).toReversed();
	};
	return waitUntil(`${count} refusals of ${tenant}`, async () => {
		const entries = await read();
		return entries.length >= count && entries;
	});
}

it('notes what callers may not do, of all interfaces, without a word of their paths (maxkuminov/obsidian-mcp#192)', async () => {
	const requests = ['POST /api/v1/conversations/phone-5544/settle', 'GET /v2/topology', 'POST /a2a/clerk'];
	const statuses = [];
	for (const request of requests) statuses.push(await ask(request));
	expect(statuses).toEqual([403, 403, 403]);
	await callTool('clerk-5544');
	const noted = await readRefusals('default', 4);
	expect(noted.map(({ object, outcome }) => [object?.value, outcome])).toEqual([
		['POST /api/v1/conversations/:conversation/settle', 'refused'],
		['GET /v2/topology', 'refused'],
		['POST /a2a/:agent', 'refused'],
		['POST /mcp', 'refused'],
	]);
	expect(noted[0]).toMatchObject({
		who: { kind: 'key', value: { name: expect.stringMatching(/^key:/) as string, address: '127.0.0.1', userAgent: 'tests' } },
		details: { kind: 'refusal', value: { code: 'ACCESS_DENIED', reason: 'scope', scope: 'conversation:manage', count: 1 } },
	});
	expect(JSON.stringify(noted)).not.toContain('5544');
});

it('notes pages of other sites under an unknown caller, and in the log of a tenant what its keys may not do', async () => {
	expect(await ask('GET /api/v1/switches', { origin: 'https://evil.example' })).toBe(403);
	expect((await readRefusals('default', 5)).at(-1)).toMatchObject({ who: { kind: 'unknown' }, details: { value: { reason: 'foreign' } } });
	expect((await service.call('GET audit/entries', { as: 'theirs' }))[0]).toBe(403);
	expect(await readRefusals('acme')).toMatchObject([
		{ object: { value: 'GET /api/v1/audit/entries' }, details: { value: { reason: 'scope' } } },
	]);
});

it('notes no caller whose token is wrong: that is an answer 401, of which there can be any number (OpenAEV-Platform/openaev#5481)', async () => {
	const before = (await readRefusals()).length;
	expect(await ask('GET /api/v1/switches', { authorization: 'Bearer wrong' })).toBe(401);
	expect(await readRefusals()).toHaveLength(before);
});
