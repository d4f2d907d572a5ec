/** A caller with a token of the issuer: the server of a tool gets a token of its own for this person, and never that of the caller. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { type FakeServer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { calling } from '../../test/fakes/tool-agent';
import { startTestService } from '../../test/support/offering-service';

let issuer: OidcIssuer;
let shop: FakeServer;
let folder: string;
let service: Awaited<ReturnType<typeof startTestService>>;

beforeAll(async () => (issuer = await startOidcIssuer()));
afterAll(() => issuer.close());
beforeEach(async () => {
	shop = await startFakeServer(() => ({ status: 200, body: 'refunded' }));
	folder = mkdtempSync(join(tmpdir(), 'troupe-exchange-'));
});
afterEach(async () => {
	await service.close();
	await shop.close();
	rmSync(folder, { recursive: true, force: true });
	issuer.calls.splice(0);
});

async function open(identity: object, changes: Record<string, string | undefined> = {}) {
	const tool = {
		...{ kind: 'http', name: 'refund', description: 'Refunds.', method: 'POST', url: `${shop.url}/refunds` },
		...{ parameters: { type: 'object', properties: { again: {} } }, identity },
	};
	const clerk = {
		...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Refunds.', prompt: 'Help.', model: { extractive: false } },
		...{
			tools: { define: [tool], rules: [{ tool: '*', permission: 'allow', afterResults: true }] },
			guardrails: { personalData: { types: [] } },
			limits: {},
		},
	};
	writeFileSync(join(folder, 'clerk.json'), JSON.stringify(clerk));
	const environment = {
		...{ TROUPE_PUBLIC_URL: 'https://troupe.example.com' },
		...{ TROUPE_EXCHANGE_URL: issuer.tokenUrl, TROUPE_EXCHANGE_CLIENT: issuer.client.id, TROUPE_EXCHANGE_SECRET: issuer.client.secret },
		...changes,
	};
	const oidc = { TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' };
	const steps = [calling(['refund', {}, 'a']), calling(['refund', { again: 1 }, 'b']), 'Done.'] as Parameters<typeof startTestService>[0];
	service = await startTestService(
		[...steps, ...steps],
		{ agentFolders: [folder], tools: [], allowPrivateNetworks: true, environment },
		oidc,
	);
}

async function ask(token: string): Promise<string> {
	const message = { messageId: 'm', role: 'ROLE_USER', parts: [{ text: 'Refund it.' }] };
	const answer = await fetch(`${service.url}/a2a/clerk`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'a2a-version': '1.0' },
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } }),
	});
	return answer.text();
}
const exchange = { audience: 'https://shop.example', exchange: true };
const exchanges = () => issuer.calls.filter(({ path }) => path.endsWith('/token'));
const told = () => shop.calls.map(({ headers }) => decodeJwt((headers.authorization ?? '').replace('Bearer ', '')));
const toldToModel = () => service.model.requests.flatMap(({ messages }) => messages.map(({ content }) => content)).join('\n');

test('the server knows the person and the agent, by a token of the issuer, exchanged once for a run (stacklok/toolhive#5822)', async () => {
	await open(exchange);
	const token = await issuer.sign();
	expect(await ask(token)).toContain('TASK_STATE_COMPLETED');
	expect(told()).toHaveLength(2);
	const agent = 'spiffe://troupe.example.com/tenant/default/agent/clerk';
	for (const claims of told())
		expect(claims).toMatchObject({ iss: issuer.issuer, sub: '0b2f1c1e-ada', aud: 'https://shop.example', act: { sub: agent } });
	expect(exchanges()).toHaveLength(1);
	expect(JSON.stringify(shop.calls)).not.toContain(token);
});

test('each person has their own: nobody gets the token of the one before (IBM/mcp-context-forge#5224)', async () => {
	await open(exchange);
	await ask(await issuer.sign());
	await ask(await issuer.sign({ sub: 'bo' }));
	expect(told().map(({ sub }) => sub)).toEqual(['0b2f1c1e-ada', '0b2f1c1e-ada', 'bo', 'bo']);
});

test('neither the token of the caller nor the exchanged one is stored, or told to the model (OWASP/AISVS#1100)', async () => {
	await open(exchange);
	const token = await issuer.sign();
	await ask(token);
	const [sent] = shop.calls.map(({ headers }) => headers.authorization!.replace('Bearer ', ''));
	expect(toldToModel()).not.toContain(sent);
	expect(toldToModel()).not.toContain(token);
	expect(JSON.stringify(service.lines)).not.toMatch(new RegExp(`${sent}|${token}`));
	const files = readdirSync(service.host.stateFolder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
	const stored = files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1')).join('');
	expect([stored.length > 0, stored.includes(token), stored.includes(sent!)]).toEqual([true, false, false]);
});

test.each<[string, object, Record<string, string | undefined>]>([
	['an audience that the issuer does not know', { audience: 'https://evil.example', exchange: true }, {}],
	['a client that the issuer does not know', exchange, { TROUPE_EXCHANGE_SECRET: 'wrong' }],
	['no token server', exchange, { TROUPE_EXCHANGE_URL: undefined }],
	['a token server without encryption', exchange, { TROUPE_EXCHANGE_URL: 'http://id.example/token' }],
])('with %s, the server is not called', async (_, identity, changes) => {
	await open(identity, changes);
	await ask(await issuer.sign());
	expect(shop.calls).toEqual([]);
});

test('a caller with an API key has nothing to exchange: the run ends before the model is asked', async () => {
	await open(exchange);
	expect(await ask(await service.createKey('bot', ['agent:run']))).toMatch(/TOOL_INVALID: .*did not ask with one/);
	expect([shop.calls, service.model.requests]).toEqual([[], []]);
});
