/** Who calls over MCP or A2A is known: guardrails count a token's person or a key, and the person's memory is theirs, as in jobs. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeViolationLog } from '../../providers/compose/guardrails/violations';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { startTestService } from '../../test/support/offering-service';

const never = new AbortController().signal;
const guarded = {
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', capabilities: [], prompt: 'Help.', limits: {} },
	...{ model: { extractive: false }, memory: { turns: 5, memories: 5 } },
	guardrails: {
		personalData: { types: [] },
		policy: { id: 'odd', checks: [{ check: 'odd-behaviour', action: 'block', similar: 3 }] },
	},
};
let issuer: OidcIssuer;
let service: Awaited<ReturnType<typeof startTestService>>;
beforeAll(async () => (issuer = await startOidcIssuer()));
afterAll(() => issuer.close());
beforeEach(async () => {
	const oidc = { TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' };
	service = await startTestService(
		Array.from({ length: 9 }, () => 'Ten.'),
		{},
		oidc,
	);
	writeFileSync(join(service.host.agentFolders[0]!, 'clerk.json'), JSON.stringify(guarded));
});
afterEach(() => service.close());

async function post(credential: string, path: string, body: object): Promise<string> {
	const headers = {
		...{ authorization: `Bearer ${credential}`, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
		...{ 'a2a-version': '1.0', 'mcp-protocol-version': '2025-11-25' },
	};
	const answer = await fetch(service.url + path, {
		method: 'POST',
		headers,
		body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...body }),
	});
	return answer.text();
}
const doors = {
	MCP: (credential: string, message: string, conversationId?: string) =>
		post(credential, '/mcp', { method: 'tools/call', params: { name: 'clerk', arguments: { message, conversationId } } }),
	A2A: (credential: string, text: string, contextId: string = randomUUID()) =>
		post(credential, '/a2a/clerk', {
			method: 'SendMessage',
			params: { message: { messageId: randomUUID(), contextId, role: 'ROLE_USER', parts: [{ text }] } },
		}),
};
const question = (at: number) => `What is the price of the coffee machine number ${at} in your shop today?`;
const asked = () => JSON.stringify(service.model.requests);

test.each(['MCP', 'A2A'] as const)('a token and a key that read out the agent over %s are stopped, and others are not', async (door) => {
	const [ana, eve] = [await service.createKey('ana', ['agent:run']), await service.createKey('eve', ['agent:run'])];
	for (const credential of [await issuer.sign({ sub: 'bob' }), ana])
		for (const at of [1, 2, 3]) await doors[door](credential, question(at));
	await doors[door](eve, question(4));
	const before = service.model.requests.length;
	await doors[door](ana, question(5));
	expect([before, service.model.requests.length]).toEqual([5, 5]);
	const told = await (await composeViolationLog(service.host)).read();
	const types = [expect.objectContaining({ type: 'similar' })];
	expect(told).toMatchObject([
		{ code: 'ODD_BEHAVIOUR', person: expect.any(String) as string, key: null, matches: types },
		...[1, 2].map(() => ({ code: 'ODD_BEHAVIOUR', person: null, key: ana.slice(0, 12), matches: types })),
	]);
});

test('one who changes the door is counted on (jagduvi1/Cellarion#760)', async () => {
	const bob = await issuer.sign({ sub: 'bob' });
	await doors.MCP(bob, question(1));
	await doors.A2A(bob, question(2));
	expect(await doors.MCP(bob, question(3))).toContain('blocked');
});

test.each(['MCP', 'A2A'] as const)(
	'over %s, a person of a token is recalled, and forgotten with their conversations (odysseus-dev/odysseus#4315)',
	async (door) => {
		const bob = await issuer.sign({ sub: 'bob' });
		const facts = [{ text: 'Drinks his coffee without sugar' }];
		await runMemoryTask({ operation: 'remember', person: 'bob', facts }, service.host, never);
		await doors[door](bob, 'The safe opens with 4711.', 'desk');
		expect(asked()).toContain('without sugar');
		const exported = await runMemoryTask({ operation: 'export', person: 'bob' }, service.host, never);
		expect(JSON.stringify(exported)).toContain('4711');
		await runMemoryTask({ operation: 'forget', person: 'bob' }, service.host, never);
		await doors[door](bob, 'What did I say about coffee?', 'desk');
		const [last] = service.model.requests.slice(-1);
		expect(JSON.stringify(last)).not.toMatch(/4711|without sugar/);
		await doors[door](await issuer.sign({ sub: 'eve' }), 'What did I say?', 'desk');
		expect(JSON.stringify(service.model.requests.at(-1))).not.toMatch(/about coffee/);
	},
);

test('a key is nobody in memory, whatever its name', async () => {
	const key = await service.createKey('ana', ['agent:run']);
	const person = `key:${key.slice(0, 12)}`;
	await runMemoryTask({ operation: 'remember', person, facts: [{ text: 'Pays by card' }] }, service.host, never);
	await doors.MCP(key, 'How do I pay by card?');
	expect(asked()).not.toContain('Pays by card');
});
