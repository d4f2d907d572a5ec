import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from '../../core/ports/access/credentials';
import type { Job, JobOutcome } from '../../engine-adapter/engine/jobs';
import type { Variables } from '../../engine-adapter/engine/variables';
import { n8nNodeJobHandler } from '../../engine-adapter/workers/nodes/n8n-node-worker';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate, openNodeGate } from '../fakes/permissive-gate';
import { storedCredentials } from '../support/stored-credentials';
import { reply, type Service, startService } from './service';

const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-node-credentials-'));
const secret = 'key-6f1c9a-very-secret';
let service: Service;
let respond: Parameters<typeof startService>[0];
beforeAll(async () => {
	service = await startService((response, asked) => respond(response, asked));
});
beforeEach(() => {
	service.asked.length = 0;
	respond = (response) => reply(response, 200, { ok: true });
});
afterAll(async () => {
	await service.close();
	await closeOpened();
	rmSync(stateFolder, { recursive: true });
});

function call(credentials: Credentials, variables: Variables, parameters: object): Promise<JobOutcome> {
	const job: Job = {
		...{ key: '11', type: 'troupe:n8n-node', instanceKey: '7', processId: 'leads', processDefinitionKey: '3', elementId: 'ask' },
		...{ elementInstanceKey: '8', retries: 3, deadline: 0, variables },
		headers: {
			...{ nodeType: 'n8n-nodes-base.httpRequest', typeVersion: '4.2', inputs: 'parameters, credentials, items' },
			parameters: JSON.stringify({ url: `${service.url}/leads`, options: {}, ...parameters }),
		},
	};
	const host = { gate: openGate(), nodeGate: openNodeGate(), agentFolders: [], providers: {}, stateFolder, credentials };
	return n8nNodeJobHandler(host)(job, new AbortController().signal);
}

const header = { authentication: 'genericCredentialType', genericAuthType: 'httpHeaderAuth' };
const here = { allowedHttpRequestDomains: 'domains', allowedDomains: '127.0.0.1' };
const crm = { name: 'crm', type: 'httpHeaderAuth', data: { name: 'X-Key', value: secret, ...here } };

it('a node uses the credential that its task names', async () => {
	const outcome = await call(storedCredentials(crm), { credentials: { httpHeaderAuth: 'crm' } }, header);
	expect(outcome).toMatchObject({ kind: 'complete', variables: { item: { ok: true } } });
	expect(service.asked[0]!.headers['x-key']).toBe(secret);
	expect(JSON.stringify(outcome)).not.toContain(secret);
});

it('a name for any type is used for the one that a parameter chooses', async () => {
	expect(await call(storedCredentials(crm), { credentials: { other: { name: 'crm' } } }, header)).toMatchObject({ kind: 'complete' });
	expect(service.asked[0]!.headers['x-key']).toBe(secret);
});

it.each([
	['another one', { allowedHttpRequestDomains: 'domains', allowedDomains: 'api.shop.example' }, 'Domain not allowed'],
	['none', { allowedHttpRequestDomains: undefined }, 'does not say which servers it can be sent to'],
])('a credential is not sent to a server if it names %s: a variable can hold the address', async (_what, changes, text) => {
	const bound = { ...crm, data: { ...crm.data, ...changes } };
	const outcome = await call(storedCredentials(bound), { credentials: { httpHeaderAuth: 'crm' } }, header);
	expect(outcome).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining(text) as string });
	expect(service.asked).toEqual([]);
});

it('a type says itself how it authenticates', async () => {
	const parameters = { authentication: 'predefinedCredentialType', nodeCredentialType: 'notionApi' };
	const notion = { name: 'notion', type: 'notionApi', data: { apiKey: secret, ...here } };
	expect(await call(storedCredentials(notion), { credentials: { notionApi: 'notion' } }, parameters)).toMatchObject({ kind: 'complete' });
	expect(service.asked[0]!.headers.authorization).toBe(`Bearer ${secret}`);
});

it('an incident never shows a value of a credential, even if the service repeats it', async () => {
	respond = (response, { headers }) => reply(response, 400, { message: `the key ${String(headers['x-key'])} is not valid here` });
	const outcome = await call(storedCredentials(crm), { credentials: { httpHeaderAuth: 'crm' } }, header);
	expect(outcome).toMatchObject({ kind: 'fail', message: expect.stringContaining('the key *** is not valid here') as string });
	expect(JSON.stringify(outcome)).not.toContain(secret);
});

it('a token that the node refreshed is stored', async () => {
	respond = (response, { url, headers }) => {
		if (url === '/token') reply(response, 200, { access_token: 'second-token', refresh_token: 'second-refresh', token_type: 'bearer' });
		else reply(response, headers.authorization === 'Bearer second-token' ? 200 : 401, { authorization: headers.authorization });
	};
	const oauth = {
		...{ name: 'api', type: 'oAuth2Api' },
		data: {
			...{ grantType: 'authorizationCode', accessTokenUrl: `${service.url}/token`, authUrl: `${service.url}/auth` },
			...here,
			...{ clientId: 'id', clientSecret: 'client-secret-value', scope: 'read', authentication: 'body' },
			oauthTokenData: { access_token: 'first-token', refresh_token: 'first-refresh', token_type: 'bearer' },
		},
	};
	const credentials = storedCredentials(oauth);
	const parameters = { authentication: 'genericCredentialType', genericAuthType: 'oAuth2Api' };
	expect(await call(credentials, { credentials: { oAuth2Api: 'api' } }, parameters)).toMatchObject({ kind: 'complete' });
	expect(credentials.stored.get('api')).toMatchObject({
		revision: 2,
		data: { clientId: 'id', oauthTokenData: { access_token: 'second-token', refresh_token: 'second-refresh' } },
	});
});

it.each([
	['is not stored', { httpHeaderAuth: 'other' }, 'CREDENTIAL_NOT_FOUND: There is no credential "other".'],
	['is of another type', { httpHeaderAuth: 'wrong' }, 'is of the type httpBasicAuth; the node needs httpHeaderAuth'],
	['is not named', {}, 'Credentials'],
])('an incident says that a credential %s', async (_what, credentials, text) => {
	const wrong = { name: 'wrong', type: 'httpBasicAuth', data: { user: 'a', password: secret } };
	const outcome = await call(storedCredentials(crm, wrong), { credentials }, header);
	expect(outcome).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining(text) as string });
	expect(service.asked).toEqual([]);
});

it('a parameter that is a password takes the name of a secret of the worker', async () => {
	const parameters = { action: 'hmac', type: 'SHA256', value: 'text', dataPropertyName: 'hash' };
	const job = (password: string) => ({
		...{ key: '1', type: 'troupe:n8n-node', instanceKey: '7', processId: 'p', processDefinitionKey: '3', elementId: 'sign' },
		...{ elementInstanceKey: '8', retries: 3, deadline: 0 },
		variables: { parameters },
		headers: {
			nodeType: 'n8n-nodes-base.crypto',
			typeVersion: '1',
			inputs: 'parameters, credentials, items',
			'parameters.secret': password,
		},
	});
	const host = { gate: openGate(), nodeGate: openNodeGate(), agentFolders: [], providers: {}, stateFolder };
	const run = (password: string) =>
		n8nNodeJobHandler({ ...host, secrets: (name) => (name === 'SIGNING' ? 'key' : undefined) })(
			job(password),
			new AbortController().signal,
		);
	const hash = createHmac('sha256', 'key').update('text').digest('hex');
	expect(await run('${SIGNING}')).toMatchObject({ variables: { item: { hash } } });
	const withKey = n8nNodeJobHandler({ ...host, secrets: () => 'key' });
	const designed = {
		...job(''),
		variables: {},
		headers: { ...job('').headers, parameters: JSON.stringify({ ...parameters, secret: '${SIGNING}' }) },
	};
	expect(await withKey(designed, new AbortController().signal)).toMatchObject({ variables: { item: { hash } } });
	const fromData = { ...job(''), variables: { parameters: { ...parameters, secret: '${SIGNING}' } } };
	expect(await withKey(fromData, new AbortController().signal)).toMatchObject({
		kind: 'fail',
		retries: 0,
		message: expect.stringContaining('no header of its task names') as string,
	});
	expect(await run('${OTHER}')).toMatchObject({
		kind: 'fail',
		retries: 0,
		message: expect.stringContaining('TROUPE_TOOL_SECRET_OTHER') as string,
	});
	expect(await run('plain')).toMatchObject({ kind: 'fail', message: expect.stringContaining('the name of a secret') as string });
});

it('no file of the state folder holds a value of a credential', () => {
	const files = readdirSync(stateFolder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const holding = files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(secret));
	expect(holding).toEqual([]);
});
