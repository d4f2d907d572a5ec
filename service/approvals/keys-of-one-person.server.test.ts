/** Callers are told apart by who made their keys, and what a revoked key asked for does not go on. */
import { composeApiKeyStore } from '../../providers/compose/state/api-keys';
import { calling } from '../../test/fakes/tool-agent';
import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { serviceToken, startTestService } from '../../test/support/offering-service';
import { ApiKeys } from '../access/keys/api-keys';

let issuer: OidcIssuer;
const closers: Array<() => Promise<unknown>> = [];
beforeAll(async () => void (issuer = await startOidcIssuer()));
afterAll(() => issuer.close());
afterEach(async () => {
	for (const close of closers.splice(0).toReversed()) await close();
});

const scopes = ['agent:run', 'agent:decide', 'keys:manage'];

async function open(approvals = {}) {
	const pays = { text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' } as const;
	const settings = { TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' };
	const service = await startTestService([pays, 'Paid.'], { approvals }, settings);
	closers.push(() => service.close());
	const send = async (method: string, path: string, bearer: string, body?: object) => {
		const headers = { authorization: `Bearer ${bearer}`, 'a2a-version': '1.0', ...(body && { 'content-type': 'application/json' }) };
		const answer = await fetch(service.url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
		return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
	};
	const issue = async (...request: Parameters<typeof send>) => (await send(...request)).body.secret as string;
	const idOf = (key: string) => key.slice(0, 12);
	return {
		...service,
		send,
		newKey: () => issue('POST', '/api/v1/access-keys', serviceToken, { name: 'a person', scopes, days: null }),
		make: (bearer: string) => issue('POST', '/api/v1/access-keys', bearer, { name: 'made', scopes, days: null }),
		rotate: (bearer: string, key: string) => issue('POST', `/api/v1/access-keys/${idOf(key)}/rotate`, bearer, {}),
		/** Rotates a key as the command line does. */
		async rotateHere(key: string, overlapHours = 24) {
			const store = composeApiKeyStore(service.host);
			const { secret } = await new ApiKeys(store).rotate('default', idOf(key), overlapHours, { subject: 'user:root' });
			await store.close();
			return secret;
		},
		revoke: async (bearer: string, key: string) => send('POST', `/api/v1/access-keys/${idOf(key)}/revoke`, bearer, {}),
		async begin(bearer: string) {
			const message = { messageId: 'm1', role: 'ROLE_USER', parts: [{ text: 'Pay.' }] };
			const { body } = await send('POST', '/a2a/clerk', bearer, { jsonrpc: '2.0', id: 1, method: 'SendMessage', params: { message } });
			return `a2a-${(body as { result: { task: { id: string } } }).result.task.id}`;
		},
		async beginOverRest(bearer: string) {
			const { body } = await send('POST', '/api/v1/agents/clerk/runs', bearer, { message: 'Pay.' });
			return body.runId as string;
		},
		async decide(run: string, bearer: string, approved = true) {
			const { body } = await send('GET', `/api/v1/approvals/${run}`, serviceToken);
			const { viewSha256 } = (body as { pending?: Array<{ viewSha256: string }> }).pending?.[0] ?? {};
			return send('POST', `/api/v1/runs/${run}/resume`, bearer, { decisions: [{ id: 'p', approved, viewSha256 }] });
		},
	};
}
type Service = Awaited<ReturnType<typeof open>>;
type Pair = [asks: string, approves: string];
const ana = () => issuer.sign({ sub: 'ana', realm_access: { roles: ['admin'] } });
const refused = (why: string) => ({ status: 409, body: { code: 'DECISION_REFUSED', details: { why } } });

const samePerson: Array<[what: string, open: (service: Service) => Promise<Pair>]> = [
	['a key that it made (google/grr#389)', async ({ newKey, make }) => pairWith(await newKey(), make)],
	['the key that made it', async ({ newKey, make }) => pairWith(await newKey(), make).then(([maker, key]) => [key, maker])],
	['another key of its maker', async ({ newKey, make }) => newKey().then(async (maker) => [await make(maker), await make(maker)])],
	['a key that its key made', async ({ newKey, make }) => pairWith(await newKey(), async (key) => make(await make(key)))],
	['its successor', async ({ newKey, rotateHere }) => pairWith(await newKey(), rotateHere)],
	['a successor that it asked for', async ({ newKey, rotate }) => pairWith(await newKey(), (key) => rotate(key, key))],
	[
		'the successor of its successor',
		async ({ newKey, rotateHere }) => pairWith(await newKey(), async (key) => rotateHere(await rotateHere(key))),
	],
	[
		'the successor of the key that made it',
		async ({ newKey, make, rotateHere }) => newKey().then(async (maker) => [await make(maker), await rotateHere(maker)]),
	],
	[
		"another person's successor that it asked for",
		async ({ newKey, rotate }) => pairWith(await newKey(), async (key) => rotate(key, await newKey())),
	],
	['a key that the person made with a login', async ({ make }) => pairWith(await ana(), make)],
	[
		'a login of the person who made it (luisgf/infrabroker#214)',
		async ({ make }) => pairWith(await ana(), make).then(([login, key]) => [key, login]),
	],
];

async function pairWith(first: string, make: (first: string) => Promise<string>): Promise<Pair> {
	return [first, await make(first)];
}

test.each(samePerson)('who asks does not approve with %s', async (_what, openPair) => {
	const service = await open();
	const [asks, approves] = await openPair(service);
	const run = await service.begin(asks);
	expect(await service.decide(run, approves)).toMatchObject(refused('own-request'));
	expect(service.pay.calls).toEqual([]);
	expect(await service.decide(run, await service.newKey())).toMatchObject({ status: 200, body: { reply: 'Paid.' } });
});

test.each(samePerson)('who approved is not the second person with %s', async (_what, openPair) => {
	const service = await open({ people: 2 });
	const [first, second] = await openPair(service);
	const run = await service.begin(await service.newKey());
	expect(await service.decide(run, first)).toMatchObject({ body: { outcome: 'needs-human' } });
	expect(await service.decide(run, second)).toMatchObject(refused('same-person'));
	expect(service.pay.calls).toEqual([]);
	expect(await service.decide(run, await service.newKey())).toMatchObject({ body: { reply: 'Paid.' } });
});

test('who asks over HTTP does not approve either, nor counts twice', async () => {
	const service = await open();
	const asks = await service.newKey();
	const run = await service.beginOverRest(asks);
	expect(await service.decide(run, asks)).toMatchObject({ status: 409, body: { code: 'DECISION_REFUSED' } });
	expect(await service.decide(run, await service.make(asks))).toMatchObject(refused('own-request'));
	expect(service.pay.calls).toEqual([]);
	expect(await service.decide(run, await service.newKey())).toMatchObject({ status: 200, body: { reply: 'Paid.' } });
	const two = await open({ people: 2, own: 'allow' });
	const key = await two.newKey();
	const second = await two.beginOverRest(key);
	expect(await two.decide(second, key)).toMatchObject({ body: { state: 'waiting' } });
	expect(await two.decide(second, key)).toMatchObject({ status: 409, body: { code: 'DECISION_REFUSED' } });
	expect(two.pay.calls).toEqual([]);
});

test('an operator who made both keys on the machine made them for two people, and may let people approve their own', async () => {
	const service = await open();
	const run = await service.begin(await service.newKey());
	expect(await service.decide(run, await service.newKey())).toMatchObject({ status: 200 });
	const own = await open({ own: 'allow' });
	const key = await own.newKey();
	expect(await own.decide(await own.begin(key), await own.make(key))).toMatchObject({ status: 200 });
});

describe('what a revoked key asked for', () => {
	const ended = {
		status: 403,
		body: { code: 'ACCESS_DENIED', details: { reason: 'caller' }, detail: expect.stringContaining('revoked') as string },
	};

	test.each([true, false])('does not go on, whatever somebody decides (approved: %s)', async (approved) => {
		const service = await open();
		const [asks, decides] = [await service.newKey(), await service.newKey()];
		const run = await service.begin(asks);
		await service.revoke(decides, asks);
		expect(await service.decide(run, decides, approved)).toMatchObject(ended);
		expect(service.pay.calls).toEqual([]);
		expect(service.model.requests).toHaveLength(1);
		expect((await service.send('GET', '/api/v1/approvals', decides)).body).toEqual({ items: [], proposals: [] });
	});

	test('does not go on either after the key that made it, or that replaced it, was revoked (SFDO-Tooling/MetaDeploy#351)', async () => {
		const service = await open();
		const [maker, decides] = [await service.newKey(), await service.newKey()];
		const made = await service.make(maker);
		const run = await service.begin(made);
		await service.revoke(decides, maker);
		expect(await service.decide(run, decides)).toMatchObject(ended);
		const second = await open();
		const [asks, other] = [await second.newKey(), await second.newKey()];
		const later = await second.begin(asks);
		await second.revoke(other, await second.rotateHere(asks, 0));
		expect(await second.decide(later, other)).toMatchObject(ended);
	});

	test('goes on after a rotation, which keeps the caller, and after another key was revoked', async () => {
		const service = await open();
		const [asks, decides] = [await service.newKey(), await service.newKey()];
		const run = await service.begin(asks);
		await service.rotateHere(asks, 0);
		await service.revoke(decides, await service.newKey());
		expect(await service.decide(run, decides)).toMatchObject({ status: 200, body: { reply: 'Paid.' } });
	});
});
