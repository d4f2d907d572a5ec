import { startTestService, serviceToken } from '../../test/support/offering-service';
import { calling } from '../../test/fakes/tool-agent';
import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';

let issuer: OidcIssuer;
const closers: Array<() => Promise<unknown>> = [];
beforeAll(async () => void (issuer = await startOidcIssuer()));
afterAll(() => issuer.close());
afterEach(async () => {
	for (const close of closers.splice(0).toReversed()) await close();
});

const nowSeconds = () => Math.floor(Date.now() / 1000);
const token = (sub: string, claims: object = {}) =>
	issuer.sign({ sub, realm_access: { roles: ['admin'] }, auth_time: nowSeconds(), jti: `t-${sub}`, acr: 'silver', ...claims });

async function open(environment: Record<string, string> = {}, approvals = {}) {
	const pays = { text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' } as const;
	const oidc = { TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' };
	const service = await startTestService([pays, 'Paid.'], { approvals }, { ...oidc, ...environment });
	closers.push(() => service.close());
	const call = async (method: string, path: string, bearer: string, body?: object, accept = 'application/json') => {
		const response = await fetch(service.url + path, {
			method,
			headers: { authorization: `Bearer ${bearer}`, accept, 'a2a-version': '1.0', ...(body && { 'content-type': 'application/json' }) },
			...(body && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		const isJson = response.headers.get('content-type')?.includes('json');
		return { status: response.status, challenge: response.headers.get('www-authenticate'), text, body: isJson ? JSON.parse(text) : {} };
	};
	/** A caller without the right to decide starts the run. */
	const begin = async () => {
		const caller = await service.createKey('caller', ['agent:run']);
		const message = { messageId: 'm1', role: 'ROLE_USER', parts: [{ text: 'Pay.' }] };
		const asked = { jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } };
		const { body } = await call('POST', '/a2a/clerk', caller, asked);
		return `a2a-${(body as { result: { task: { id: string } } }).result.task.id}`;
	};
	const readView = async (run: string) => {
		const { body } = await call('GET', `/api/v1/approvals/${run}`, serviceToken);
		return (body as { pending?: Array<{ viewSha256: string }> }).pending?.[0]?.viewSha256;
	};
	const decide = async (run: string, bearer: string, decision: object) =>
		call('POST', `/api/v1/runs/${run}/resume`, bearer, {
			decisions: [{ id: 'p', approved: true, viewSha256: await readView(run), ...decision }],
		});
	return { ...service, call, begin, decide, readView };
}

test('a person with a token of the issuer reads the whole call, approves it, and the record says which login that was', async () => {
	const { call, begin, decide, pay, host } = await open();
	const run = await begin();
	const ana = await token('ana');
	expect((await call('GET', '/api/v1/approvals', ana)).body).toMatchObject({
		items: [{ runId: run, host: 'a2a', pending: [{ tool: 'pay' }] }],
	});
	const { body } = await call('GET', `/api/v1/approvals/${run}`, ana);
	const { viewSha256 } = (body as { pending: Array<{ viewSha256: string }> }).pending[0]!;
	expect(body).toMatchObject({ pending: [{ id: 'p', question: expect.stringContaining('- number: 7') as string }] });
	expect((await call('GET', `/approvals/${run}`, ana, undefined, 'text/html')).text).toContain('- number: 7');
	const statement = await token('ana', { nonce: `troupe-approval:${viewSha256}` });
	expect(await decide(run, ana, { viewSha256, statement })).toMatchObject({ status: 200, body: { outcome: 'reply', reply: 'Paid.' } });
	expect(pay.calls).toEqual([{ number: 7 }]);
	const { openRuns } = await import('../../providers/compose/state/host-runs');
	const stored = await (await openRuns(host, host.stateFolder)).find(run);
	expect(stored!.trail.find((entry) => (entry as { kind: string }).kind === 'decision')).toMatchObject({
		...{ by: 'api:oidc:ana', viewSha256, statement },
		login: {
			issuer: issuer.issuer,
			subject: 'ana',
			tokenId: 't-ana',
			acr: 'silver',
			tokenSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
		},
	});
	expect(JSON.stringify(stored!.trail)).not.toContain(ana);
	// What the record has opens nothing.
	expect((await call('GET', '/api/v1/approvals', statement)).status).toBe(401);
	expect((await call('GET', `/api/v1/approvals/${run}`, ana)).status).toBe(409);
});

test.each<[what: string, claims: object]>([
	['of another view', { nonce: `troupe-approval:${'f'.repeat(64)}` }],
	['without a nonce', { nonce: undefined }],
	['of another person', { sub: 'bia' }],
	['for another client', { aud: 'crm' }],
	['that has expired', { exp: nowSeconds() - 600 }],
])('a statement %s does not count, and the run waits on', async (_what, claims) => {
	const { call, begin, decide, pay } = await open();
	const run = await begin();
	const ana = await token('ana');
	const { body } = await call('GET', `/api/v1/approvals/${run}`, ana);
	const { viewSha256 } = (body as { pending: Array<{ viewSha256: string }> }).pending[0]!;
	const statement = await token('ana', { nonce: `troupe-approval:${viewSha256}`, ...claims });
	expect(await decide(run, ana, { viewSha256, statement })).toMatchObject({
		body: { code: 'DECISION_REFUSED', details: { why: 'statement' } },
	});
	expect(pay.calls).toEqual([]);
	expect(await decide(run, serviceToken, { viewSha256, statement })).toMatchObject({ body: { code: 'DECISION_REFUSED' } });
	expect(await decide(run, ana, { approved: false })).toMatchObject({ status: 200 });
});

test('only callers of the tenant with the right decide, and two of them where the operator demands it', async () => {
	const { call, begin, decide, createKey, pay } = await open({}, { people: 2 });
	const run = await begin();
	expect((await decide(run, await createKey('runs', ['agent:run']), {})).status).toBe(403);
	expect((await decide(run, await createKey('other', ['agent:decide'], 'globex'), {})).body).toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
	expect(await decide(run, await token('ana'), {})).toMatchObject({ body: { outcome: 'needs-human' } });
	expect((await decide(run, await token('ana'), {})).body).toMatchObject({ code: 'DECISION_REFUSED', details: { why: 'same-person' } });
	expect(pay.calls).toEqual([]);
	expect(await decide(run, await token('bia'), {})).toMatchObject({ body: { outcome: 'reply' } });
	expect((await call('GET', '/api/v1/approvals', await token('bia'))).body).toEqual({ items: [], proposals: [] });
});

test('who asked does not approve it, also with every right and over another interface (finos/git-proxy#1350)', async () => {
	const { call, decide, pay } = await open();
	const owner = await token('ana', { realm_access: { roles: ['owner'] } });
	const message = { messageId: 'm1', role: 'ROLE_USER', parts: [{ text: 'Pay.' }] };
	const { body } = await call('POST', '/a2a/clerk', owner, { jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } });
	const run = `a2a-${(body as { result: { task: { id: string } } }).result.task.id}`;
	expect(await decide(run, owner, {})).toMatchObject({ status: 409, body: { code: 'DECISION_REFUSED', details: { why: 'own-request' } } });
	expect(pay.calls).toEqual([]);
	expect(await decide(run, await token('bia'), {})).toMatchObject({ status: 200 });
});

describe('where the operator demands a fresh login (RFC 9470)', () => {
	const demands = { TROUPE_OIDC_MAX_AGE: '15m', TROUPE_OIDC_ACR_VALUES: 'silver, gold' };
	const challenge = /^Bearer realm="troupe", error="insufficient_user_authentication", .*max_age="900", acr_values="silver gold"/;

	test.each<[what: string, claims: object]>([
		['is too old', { auth_time: nowSeconds() - 1_000 }],
		['has no time', { auth_time: undefined }],
		['has a time in milliseconds', { auth_time: Date.now() }],
		['has a time that is a text', { auth_time: String(nowSeconds()) }],
		['is in the future', { auth_time: nowSeconds() + 1_000 }],
		['is too weak', { acr: 'bronze' }],
	])('one that %s decides nothing, makes no key and stops nothing (Flowfin/jellyfin-plugin-sso#961)', async (_what, claims) => {
		const { call, begin, decide, pay } = await open(demands);
		const run = await begin();
		const stale = await token('ana', claims);
		const refused = {
			status: 401,
			challenge: expect.stringMatching(challenge) as string,
			body: { code: 'ACCESS_DENIED', details: { reason: 'login' } },
		};
		expect(await decide(run, stale, {})).toMatchObject(refused);
		expect(await call('POST', '/api/v1/access-keys', stale, { name: 'k', role: 'viewer' })).toMatchObject(refused);
		expect(await call('POST', '/api/v1/switches/off', stale, { target: 'agent:clerk', reason: 'r' })).toMatchObject(refused);
		expect(pay.calls).toEqual([]);
		expect((await call('GET', '/v2/topology', stale)).status).toBe(200);
		expect(await decide(run, await token('ana'), {})).toMatchObject({ status: 200 });
	});

	const forOne = (agent: string) => ({ realm_access: { roles: [] }, scope: `agent:run agent:decide:${agent}` });

	test('whoever decides for one agent is asked for a login, and nobody whom it would not help', async () => {
		const { call, begin, decide } = await open(demands);
		const run = await begin();
		const stale = await token('ana', { auth_time: undefined, ...forOne('clerk') });
		const refused = { status: 401, challenge: expect.stringMatching(challenge) as string };
		expect(await decide(run, stale, {})).toMatchObject(refused);
		expect(await call('GET', '/api/v1/approvals', stale)).toMatchObject(refused);
		expect(await call('GET', `/api/v1/runs/${run}`, stale)).toMatchObject({ status: 403, challenge: null });
		expect(await decide(run, await token('bia', { auth_time: undefined, ...forOne('lead') }), {})).toMatchObject({ status: 403 });
		expect(await decide(run, await token('ana', forOne('clerk')), {})).toMatchObject({ status: 200 });
	});

	test('whoever may read operations of others after a login is asked for it, also by the operation itself', async () => {
		const { call, url } = await open(demands);
		const headers = { authorization: `Bearer ${serviceToken}`, prefer: 'respond-async' };
		const begun = await fetch(`${url}/api/v1/usage/export?by=agent`, { headers });
		const path = begun.headers.get('location')!;
		const stale = await token('ana', { auth_time: undefined });
		expect(await call('GET', path, stale)).toMatchObject({ status: 401, challenge: expect.stringMatching(challenge) as string });
		expect((await call('GET', path, await token('ana'))).status).toBe(200);
		const viewer = await token('bia', { auth_time: undefined, realm_access: { roles: ['viewer'] } });
		expect(await call('GET', path, viewer)).toMatchObject({ status: 404, challenge: null });
	});

	test('an approval over AG-UI is challenged, of an own run too', async () => {
		const { call, pay } = await open(demands, { own: 'allow' });
		const stale = await token('ana', { auth_time: undefined });
		const messages = [{ id: '1', role: 'user', content: 'Pay.' }];
		const send = (more: object) =>
			call('POST', '/api/v1/agents/clerk/runs/ag-ui', stale, {
				...{ threadId: 't', runId: 'r', messages, tools: [], context: [] },
				...more,
			});
		const [, runId] = /"id":"(rest-[^"]+):p"/.exec((await send({})).text)!;
		const refused = { status: 401, challenge: expect.stringMatching(challenge) as string };
		const resume = [{ interruptId: `${runId}:p`, status: 'resolved', payload: { approved: true } }];
		expect(await send({ resume })).toMatchObject(refused);
		const decisions = [{ id: 'p', approved: true }];
		expect(await call('POST', `/api/v1/runs/${runId}/resume`, stale, { decisions })).toMatchObject(refused);
		expect(pay.calls).toEqual([]);
	});

	test('an approval over A2A is challenged by HTTP, where clients look for it', async () => {
		const { call, pay, readView } = await open(demands, { own: 'allow' });
		const message = { messageId: 'm1', role: 'ROLE_USER', parts: [{ text: 'Pay.' }] };
		const send = (bearer: string, more: object) =>
			call('POST', '/a2a/clerk', bearer, { jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message: { ...message, ...more } } });
		const stale = await token('ana', { auth_time: nowSeconds() - 1_000, ...forOne('clerk') });
		const { body } = await send(stale, {});
		const { id: taskId } = (body as { result: { task: { id: string } } }).result.task;
		const viewSha256 = await readView(`a2a-${taskId}`);
		const decision = { messageId: 'm2', taskId, parts: [{ data: { decisions: [{ id: 'p', approved: true, viewSha256 }] } }] };
		expect(await send(stale, decision)).toMatchObject({ status: 401, challenge: expect.stringMatching(challenge) as string });
		expect(pay.calls).toEqual([]);
		expect((await send(await token('ana'), decision)).text).toContain('COMPLETED');
	});
});
