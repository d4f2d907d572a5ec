import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import { runTroupe } from '../../../cli/program';
import { testTerminal } from '../../../test/support/test-terminal';
import { toolsFromEnvironment } from '../../../providers/compose/settings/tools-from-environment';
import { type FakeServer, startFakeServer, type WireAnswer } from '../../../sandbox/fakes/fake-server';
import { type GoogleOauth, startGoogleOauth } from '../../../test/fakes/google-oauth';
import { startOauthCluster } from '../../../test/fakes/oauth-cluster';
import { openGate } from '../../../test/fakes/permissive-gate';
import type { Job } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import { httpJobHandler } from './http-worker';

let home: string;
let server: FakeServer;
let next: WireAnswer;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-http-'));
	next = json(200, { id: 7, total: 12345678901234567890n });
	server = await startFakeServer(() => next);
});
afterEach(async () => {
	await server.close();
	rmSync(home, { recursive: true, force: true });
});

const json = (status: number, body: unknown, headers: Record<string, string> = {}): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json', ...headers },
	body: stringifyJson(body),
});

const open = {
	TROUPE_ALLOW_PRIVATE_NETWORKS: 'true',
	TROUPE_TOOL_SECRET_KEY: 'secret-of-worker',
	TROUPE_TOOL_SECRET_KEY_SERVERS: '127.0.0.1',
};

function run(headers: Record<string, string>, variables: Variables = {}, environment: NodeJS.ProcessEnv = open, tenantId?: string) {
	const gate = openGate();
	const host = { gate, agentFolders: [], providers: {}, stateFolder: home, database: '', ...toolsFromEnvironment(environment) };
	const job = {
		key: '41',
		type: 'troupe:http',
		processId: 'p',
		elementId: 'call',
		instanceKey: '4',
		retries: 3,
		tenantId,
		headers,
		variables: { url: `${server.url}/orders`, ...variables },
	};
	return httpJobHandler(host)(job as unknown as Job, new AbortController().signal);
}

async function addCredential(name: string, type: string, data: object, ...more: string[]) {
	const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(JSON.stringify(data))]);
	expect(await runTroupe(['credentials', 'add', name, '--type', type, ...more], terminal)).toBe(0);
}

it('sends the request of the task and sets its response', async () => {
	const outcome = await run(
		{ method: 'POST' },
		{ headers: { 'x-trace': 5 }, query: { tag: ['a', 'b c'], none: null }, body: { item: 'x', big: 12345678901234567890n } },
	);
	expect(outcome).toEqual({
		kind: 'complete',
		variables: {
			response: {
				status: 200,
				headers: expect.objectContaining({ 'content-type': 'application/json' }) as object,
				body: { id: 7, total: 12345678901234567890n },
			},
		},
	});
	expect(server.calls[0]).toMatchObject({
		method: 'POST',
		path: '/orders?tag=a&tag=b+c',
		headers: { 'x-trace': '5', 'content-type': 'application/json', 'idempotency-key': '41' },
	});
});

it('sends forms and texts', async () => {
	await run({ method: 'PUT', bodyType: 'form' }, { body: { a: 'x y', b: 2, c: null } });
	await run({ method: 'PUT' }, { body: 'plain' });
	expect(server.calls.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
		['a=x+y&b=2', 'application/x-www-form-urlencoded'],
		['plain', 'text/plain; charset=utf-8'],
	]);
});

it('makes variables of the response by FEEL', async () => {
	const headers = {
		resultVariable: 'answer',
		resultExpression: '={orderId: response.body.id, isNew: response.status = 201, asked: query.id}',
	};
	expect(await run(headers, { query: { id: 's' } })).toMatchObject({
		kind: 'complete',
		variables: { orderId: 7, isNew: false, asked: 's', answer: { status: 200 } },
	});
});

it.each([
	[
		'=if error.code = "404" then bpmnError("NOT_FOUND", error.message) else null',
		{
			kind: 'bpmn-error',
			errorCode: 'NOT_FOUND',
			message: expect.stringContaining('answered 404') as string,
			variables: { response: null },
		},
	],
	[
		'=if response.body.code = "gone" then bpmnError("GONE", "It is gone", {item: response.body.item}) else null',
		{ kind: 'bpmn-error', errorCode: 'GONE', message: 'It is gone', variables: { item: 3 } },
	],
	[
		'=if response.status = 404 then jobError("later", {}, 7, @"PT2M") else null',
		{ kind: 'fail', message: 'later', retries: 7, backoffMs: 120_000 },
	],
	['=if error != null then ignoreError({found: false}) else null', { kind: 'complete', variables: { response: null, found: false } }],
	['={code: "PLAIN"}', { kind: 'bpmn-error', errorCode: 'PLAIN' }],
	['=null', { kind: 'fail', code: 'HTTP_STATUS', retries: 0, message: expect.stringContaining('errorExpression') as string }],
	['="no error"', { kind: 'fail', code: 'INPUT_INVALID', retries: 0 }],
	['=if error.code == "404" then null', { kind: 'fail', code: 'INPUT_INVALID', retries: 0 }],
])('decides about an error by %s', async (errorExpression, outcome) => {
	next = json(404, { code: 'gone', item: 3 });
	expect(await run({ errorExpression })).toMatchObject(outcome);
});

it('retries what the rule says, after the time that the server or the task says', async () => {
	next = json(503, {}, { 'retry-after': '7' });
	expect(await run({ retryBackoff: 'PT2S' })).toMatchObject({ kind: 'fail', code: 'HTTP_STATUS', retries: 2, backoffMs: 7_000 });
	next = json(503, {});
	expect(await run({ retryBackoff: 'PT2S' })).toMatchObject({ retries: 2, backoffMs: 2_000 });
	expect(await run({ retryOn: '429, 5xx' })).toMatchObject({ retries: 2, backoffMs: 30_000 });
	expect(await run({ retryOn: 'none' })).toMatchObject({ kind: 'fail', retries: 0 });
	expect(await run({ url: 'http://127.0.0.1:1/' })).toMatchObject({ kind: 'fail', code: 'HTTP_UNREACHABLE', retries: 2 });
	expect(await run({ url: 'http://127.0.0.1:1/', errorExpression: '=bpmnError(error.code)' })).toMatchObject({
		errorCode: 'HTTP_UNREACHABLE',
	});
	next = { ...json(200, {}), delayMs: 5_000 };
	expect(await run({ timeoutMs: '20' })).toMatchObject({ kind: 'fail', code: 'HTTP_TIMEOUT', retries: 2 });
});

it('bounds the response and takes no files', async () => {
	next = json(200, 'x'.repeat(2_000));
	expect(await run({ maxBytes: '1000' })).toMatchObject({ kind: 'fail', code: 'HTTP_RESPONSE_INVALID', retries: 0 });
	next = { status: 200, headers: { 'content-type': 'image/png' }, body: 'png' };
	expect(await run({})).toMatchObject({
		kind: 'fail',
		code: 'HTTP_RESPONSE_INVALID',
		message: expect.stringContaining('image/png') as string,
	});
	next = { status: 204, body: '' };
	expect(await run({})).toMatchObject({ kind: 'complete', variables: { response: { status: 204, body: null } } });
});

it('reaches private networks only where the worker allows it', async () => {
	expect(await run({}, {}, {})).toMatchObject({ kind: 'fail', code: 'ADDRESS_REFUSED', retries: 0 });
	expect(server.calls).toEqual([]);
});

it.each([
	[
		{ authentication: 'basic', username: 'ana', password: '${KEY}' },
		{ authorization: `Basic ${Buffer.from('ana:secret-of-worker').toString('base64')}` },
	],
	[{ authentication: 'bearer', token: '${KEY}' }, { authorization: 'Bearer secret-of-worker' }],
	[{ authentication: 'header', authName: 'x-key', authValue: 'key ${KEY}' }, { 'x-key': 'key secret-of-worker' }],
])('authenticates with secrets of the worker: %j', async (headers, sent) => {
	expect(await run(headers)).toMatchObject({ kind: 'complete' });
	expect(server.calls[0]!.headers).toMatchObject(sent);
});

it('adds a secret to the query, and removes it from what the server repeats', async () => {
	next = json(200, { you: 'sent secret-of-worker' });
	expect(await run({ authentication: 'query', authName: 'key', authValue: '${KEY}' })).toMatchObject({
		variables: { response: { body: { you: 'sent [SECRET]' } } },
	});
	expect(server.calls[0]!.path).toBe('/orders?key=secret-of-worker');
});

it('refuses a secret in the model, one that the worker lacks, and one that is for another server or for none', async () => {
	expect(await run({ authentication: 'bearer', token: 'abc' })).toMatchObject({
		code: 'INPUT_INVALID',
		message: expect.stringContaining('in the model') as string,
	});
	expect(await run({ authentication: 'bearer', token: '${OTHER}' })).toMatchObject({ code: 'TOOL_INVALID', retries: 0 });
	for (const servers of ['api.example.com', undefined])
		expect(
			await run({ authentication: 'bearer', token: '${KEY}' }, {}, { ...open, TROUPE_TOOL_SECRET_KEY_SERVERS: servers }),
		).toMatchObject({ code: 'TOOL_INVALID' });
	expect(server.calls).toEqual([]);
});

it('leaves to the process what a missing secret or credential, or a private network, means', async () => {
	const errorExpression = '=if error = null then null else ignoreError({lead: null, why: error.code})';
	const keyed = { authentication: 'header', authName: 'apikey', authValue: '${OTHER}', errorExpression };
	const ignored = (code: string) => ({ kind: 'complete', variables: { lead: null, why: code }, ignored: { code } });
	expect(await run(keyed)).toMatchObject(ignored('TOOL_INVALID'));
	expect(await run({ errorExpression }, {}, {})).toMatchObject(ignored('ADDRESS_REFUSED'));
	expect(await run({ errorExpression, credential: 'none' })).toMatchObject(ignored('CREDENTIAL_NOT_FOUND'));
	expect(await run({ ...keyed, errorExpression: '=if error.code = "404" then ignoreError() else null' })).toMatchObject({
		...{ kind: 'fail', code: 'TOOL_INVALID', retries: 0 },
	});
	expect(server.calls).toEqual([]);
});

it('gives a secret of the worker to its own tenant, and to those that the operator names', async () => {
	const headers = { authentication: 'bearer', token: '${KEY}' };
	const denied = { code: 'TOOL_INVALID', message: expect.stringContaining('the secret KEY for the tenant beta') as string };
	expect(await run(headers, {}, open, 'beta')).toMatchObject(denied);
	expect(server.calls).toEqual([]);
	expect(await run(headers, {}, { ...open, TROUPE_TOOL_SECRET_KEY_TENANTS: 'acme,beta' }, 'beta')).toMatchObject({ kind: 'complete' });
	expect(await run(headers, {}, { ...open, TROUPE_TOOL_SECRET_KEY_TENANTS: 'acme,beta' })).toMatchObject({ code: 'TOOL_INVALID' });
});

it('gets a token for a client, and keeps it', async () => {
	const cluster = await startOauthCluster({ clientId: 'worker', clientSecret: 'secret-of-worker', audience: 'zeebe' });
	const headers = { authentication: 'oauth2', tokenUrl: cluster.tokenUrl, clientId: 'worker', clientSecret: '${KEY}', audience: 'zeebe' };
	const url = `${cluster.url}/v2/topology`;
	for (let call = 0; call < 2; call += 1) expect(await run(headers, { url })).toMatchObject({ kind: 'complete' });
	expect(cluster.tokenRequests()).toHaveLength(1);
	cluster.revoke();
	expect(await run(headers, { url })).toMatchObject({ kind: 'complete' });
	expect(cluster.tokenRequests()).toHaveLength(2);
	await cluster.close();
});

describe('with a stored credential', () => {
	it('sends it to its servers, and to no other', async () => {
		await addCredential('shop', 'httpHeaderAuth', { name: 'x-key', value: 'stored-secret' }, '--servers', '127.0.0.1');
		await addCredential('other', 'httpHeaderAuth', { name: 'x-key', value: 'v' }, '--servers', 'api.example.com');
		await addCredential('unbound', 'httpHeaderAuth', { name: 'x-key', value: 'v' });
		next = json(200, { key: 'stored-secret' });
		expect(await run({ credential: 'shop' })).toMatchObject({ kind: 'complete', variables: { response: { body: { key: '[SECRET]' } } } });
		expect(server.calls[0]!.headers).toMatchObject({ 'x-key': 'stored-secret' });
		for (const credential of ['other', 'unbound'])
			expect(await run({ credential })).toMatchObject({
				code: 'CREDENTIAL_INVALID',
				message: expect.stringContaining(`troupe credentials servers ${credential}`) as string,
			});
		expect(await run({ credential: 'missing' })).toMatchObject({ code: 'CREDENTIAL_NOT_FOUND', retries: 0 });
		expect(server.calls).toHaveLength(1);
	});

	it('renews a token that was withdrawn early', async () => {
		const google: GoogleOauth = await startGoogleOauth();
		const { client_id: clientId, client_secret: clientSecret, token_uri: accessTokenUrl, device_uri } = google.client.installed;
		const post = async (url: string, form: Record<string, string>) =>
			(await (await fetch(url, { method: 'POST', body: new URLSearchParams(form) })).json()) as Record<string, string>;
		const device = await post(device_uri!, { client_id: clientId!, scope: 'email' });
		google.decideDevice(true);
		const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
		const oauthTokenData = await post(accessTokenUrl!, {
			client_id: clientId!,
			client_secret: clientSecret!,
			grant_type,
			device_code: device.device_code!,
		});
		const stale = { ...oauthTokenData, access_token: 'withdrawn' };
		await addCredential(
			'mail',
			'oAuth2Api',
			{ clientId, clientSecret, accessTokenUrl, authentication: 'body', oauthTokenData: stale },
			'--servers',
			'127.0.0.1',
		);
		expect(await run({ credential: 'mail' }, { url: `${google.url}/me` })).toMatchObject({
			kind: 'complete',
			variables: { response: { body: { email: 'ana@example.com' } } },
		});
		await google.close();
	});
});

it.each([
	[{ method: 'SEND' }, {}, /header "method" with an unknown value/],
	[{}, { url: '' }, /which address to call/],
	[{}, { url: 'ftp://a' }, /not an http or https address/],
	[{}, { headers: { host: 'x' } }, /header host is set by the connection/],
	[{ timeoutMs: '0' }, {}, /whole number from 1/],
	[{ retryOn: 'always' }, {}, /retryOn/],
	[{ retryBackoff: '30' }, {}, /not a duration/],
	[{ authentication: 'credential' }, {}, /header "credential"/],
])('wrong headers %j and variables %j are an incident', async (headers, variables, message) => {
	expect(await run(headers, variables)).toMatchObject({
		kind: 'fail',
		code: 'INPUT_INVALID',
		retries: 0,
		message: expect.stringMatching(message) as string,
	});
});
