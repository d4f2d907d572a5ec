import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CredentialData, OauthProvider } from '../ports/access/credentials';
import { findEnds } from '../ports/access/oauth-tokens';
import { createVaultKeys } from '../guardrails/vault/vault-keys';
import { createTokenServer } from '../../providers/credentials/oauth/renew-tokens';
import { guardedFetch } from '../../providers/http/guarded-fetch';
import { openCredentialStore } from '../../providers/state/credentials/credential-store';
import { someCredential } from '../../providers/state/credentials/credential-store.contract';
import { type GoogleOauth, startGoogleOauth } from '../../test/fakes/google-oauth';
import { type MetaOauth, startMetaOauth } from '../../test/fakes/meta-oauth';
import { startOauthCluster } from '../../test/fakes/oauth-cluster';
import { sealCredential } from './credential-sealing';
import { KeptCredentials } from './kept-credentials';

const dayMs = 86_400_000;
const keys = createVaultKeys(Buffer.alloc(32, 7));
let now: number;
const clock = { now: () => now };
let folder: string;
let google: GoogleOauth;
let stores: Array<ReturnType<typeof openCredentialStore>>;
beforeEach(() => {
	now = Date.UTC(2026, 10, 22);
	folder = mkdtempSync(join(tmpdir(), 'troupe-credentials-'));
	stores = [];
});
afterEach(async () => {
	for (const store of stores) await store.close();
	await google?.close();
	rmSync(folder, { recursive: true, force: true });
});

/** Another process with the same file and key. */
function open(masterKey = keys) {
	const store = openCredentialStore(join(folder, 'state.db'), { clock });
	stores.push(store);
	const tokens = createTokenServer(guardedFetch({ allowPrivateNetworks: true }));
	return { store, credentials: new KeptCredentials({ store, keys: masterKey, clock, tokens, lookEveryMs: 5 }) };
}

async function put(type: string, data: CredentialData, { name = 'mail', provider = null as OauthProvider | null } = {}) {
	const { store } = open();
	const identity = { tenant: 'acme', name, type };
	const ends = findEnds(type, data, provider, now);
	await store.put(
		someCredential({ ...identity, provider, ...ends, createdAt: now, changedAt: now, ...(await sealCredential(keys, identity, data)) }),
		true,
	);
}

/** Tokens of a person who has logged in. */
async function loggedIn(server: GoogleOauth, changes: CredentialData = {}): Promise<CredentialData> {
	const { client_id, client_secret, token_uri, device_uri } = server.client.installed;
	const post = async (url: string, form: object) =>
		(await (
			await fetch(url, { method: 'POST', body: new URLSearchParams({ client_id, client_secret, ...form } as Record<string, string>) })
		).json()) as object;
	const device = (await post(device_uri!, { scope: 'email' })) as { device_code: string };
	server.decideDevice(true);
	const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
	const oauthTokenData = await post(token_uri!, { grant_type, device_code: device.device_code });
	server.calls.length = 0;
	return {
		clientId: client_id,
		clientSecret: client_secret,
		accessTokenUrl: token_uri,
		authentication: 'body',
		oauthTokenData,
		...changes,
	};
}

const tokenOf = ({ data }: { data: CredentialData }) =>
	(data.oauthTokenData as { access_token: string; refresh_token?: string }).access_token;
const used = async (token: string) => (await fetch(`${google.url}/me`, { headers: { authorization: `Bearer ${token}` } })).status;

it('returns the data as they were stored; the file holds nothing of them', async () => {
	await put('httpHeaderAuth', { name: 'x-key', value: 'very secret' }, { name: 'shop' });
	const { credentials, store } = open();
	expect(await credentials.resolve('shop', 'acme')).toMatchObject({
		name: 'shop',
		type: 'httpHeaderAuth',
		data: { name: 'x-key', value: 'very secret' },
	});
	await store.close();
	for (const encoding of ['utf8', 'utf16le'] as const)
		expect(readFileSync(join(folder, 'state.db'), encoding)).not.toContain('very secret');
});

it('finds no credential of another tenant or name, and opens none with another key or under another name', async () => {
	await put('httpHeaderAuth', { name: 'x-key', value: 'v' }, { name: 'shop' });
	const { credentials, store } = open();
	await expect(credentials.resolve('shop', 'globex')).rejects.toMatchObject({
		code: 'CREDENTIAL_NOT_FOUND',
		details: { tenant: 'globex' },
	});
	await expect(credentials.resolve('mail', 'acme')).rejects.toMatchObject({ code: 'CREDENTIAL_NOT_FOUND' });
	await expect(open(createVaultKeys(Buffer.alloc(32, 8))).credentials.resolve('shop', 'acme')).rejects.toMatchObject({
		code: 'VAULT_UNREADABLE',
	});
	await store.put({ ...(await store.find('acme', 'shop'))!, name: 'copied' }, false);
	await expect(credentials.resolve('copied', 'acme')).rejects.toMatchObject({ code: 'VAULT_UNREADABLE' });
});

it('renews a token before it ends, and keeps the refresh token that the server does not repeat', async () => {
	google = await startGoogleOauth({ tokenSeconds: 3_600 });
	await put('gmailOAuth2', await loggedIn(google), { provider: 'google' });
	const { credentials } = open();
	const first = await credentials.resolve('mail', 'acme');
	expect(google.tokenCalls()).toHaveLength(0);
	now += 3_600_000 - 59_000;
	const second = await credentials.resolve('mail', 'acme');
	expect(tokenOf(second)).not.toBe(tokenOf(first));
	expect(second).toMatchObject({
		revision: first.revision + 1,
		data: { oauthTokenData: { refresh_token: expect.stringMatching(/^1\/\//) as string } },
	});
	expect(second.data.oauthTokenData).toMatchObject({ n8n_expires_at: String(now + 3_600_000) });
	expect(await used(tokenOf(second))).toBe(200);
	await credentials.resolve('mail', 'acme');
	expect(google.tokenCalls()).toHaveLength(1);
});

it('renews once for many callers in several processes, also where a refresh token works once', async () => {
	google = await startGoogleOauth({ rotates: true });
	await put('oAuth2Api', await loggedIn(google));
	now += dayMs;
	const processes = [open(), open(), open(), open()];
	const resolved = await Promise.all(Array.from({ length: 40 }, (_, index) => processes[index % 4]!.credentials.resolve('mail', 'acme')));
	expect(new Set(resolved.map(tokenOf)).size).toBe(1);
	expect(google.tokenCalls()).toHaveLength(1);
	expect(await used(tokenOf(resolved[0]!))).toBe(200);
});

it('replaces a token that was refused early, unless another caller did so since', async () => {
	google = await startGoogleOauth();
	await put('oAuth2Api', await loggedIn(google));
	const { credentials } = open();
	const refused = await credentials.resolve('mail', 'acme');
	const [one, other] = [await credentials.renew(refused, 'acme'), await open().credentials.renew(refused, 'acme')];
	expect(tokenOf(one)).not.toBe(tokenOf(refused));
	expect(tokenOf(other)).toBe(tokenOf(one));
	expect(google.tokenCalls()).toHaveLength(1);
});

it('says that a person has to log in again when the access was withdrawn, and notes it', async () => {
	google = await startGoogleOauth();
	await put('oAuth2Api', await loggedIn(google));
	google.revoke();
	now += dayMs;
	const { credentials, store } = open();
	await expect(credentials.resolve('mail', 'acme')).rejects.toMatchObject({
		...{ code: 'CREDENTIAL_INVALID', retryable: false, details: { error: 'invalid_grant' } },
		fix: 'Log in again: `troupe credentials login mail`.',
	});
	expect(await store.find('acme', 'mail')).toMatchObject({
		checkedAt: now,
		problem: expect.stringContaining('400 invalid_grant') as string,
	});
});

it('uses a token to its end while the server is down, and then says that a retry can help', async () => {
	google = await startGoogleOauth({ tokenSeconds: 3_600 });
	await put('oAuth2Api', await loggedIn(google));
	google.setDown(true);
	const { credentials } = open();
	now += 3_600_000 - 30_000;
	expect(await used(tokenOf(await credentials.resolve('mail', 'acme')))).toBe(503);
	now += 30_000;
	await expect(credentials.resolve('mail', 'acme')).rejects.toMatchObject({ code: 'CREDENTIAL_SERVICE_UNREACHABLE', retryable: true });
	google.setDown(false);
	expect(await used(tokenOf(await credentials.resolve('mail', 'acme')))).toBe(200);
});

it('stores what a node wrote back, unless it is older than what is stored', async () => {
	google = await startGoogleOauth();
	await put('oAuth2Api', await loggedIn(google));
	const { credentials } = open();
	const resolved = await credentials.resolve('mail', 'acme');
	const change = (access_token: string) => ({ ...resolved, data: { ...resolved.data, oauthTokenData: { access_token, expires_in: 60 } } });
	expect(tokenOf(await credentials.writeBack(change('first'), 'acme'))).toBe('first');
	expect(tokenOf(await open().credentials.writeBack(change('second'), 'acme'))).toBe('first');
});

it('asks for a login where nobody has logged in', async () => {
	await put('gmailOAuth2', { clientId: 'c', clientSecret: 's' }, { provider: 'google' });
	await expect(open().credentials.resolve('mail', 'acme')).rejects.toMatchObject({
		code: 'CREDENTIAL_INVALID',
		fix: expect.stringContaining('login mail') as string,
	});
});

it('gets the tokens of a client by itself', async () => {
	const client = { clientId: 'worker', clientSecret: 'secret', audience: 'zeebe' };
	const cluster = await startOauthCluster(client);
	const { audience, ...data } = { ...client, grantType: 'clientCredentials', authentication: 'body', accessTokenUrl: cluster.tokenUrl };
	await put('oAuth2Api', { ...data, sendAdditionalBodyProperties: true, additionalBodyProperties: JSON.stringify({ audience }) });
	const { credentials } = open();
	expect(tokenOf(await credentials.resolve('mail', 'acme'))).toBe('token-1');
	expect(tokenOf(await credentials.resolve('mail', 'acme'))).toBe('token-1');
	now += 300_000;
	expect(tokenOf(await credentials.resolve('mail', 'acme'))).toBe('token-2');
	await cluster.close();
});

it('keeps the time at which a grant ends when a renewal does not repeat it', async () => {
	google = await startGoogleOauth({ grantSeconds: 7 * 86_400 });
	await put('oAuth2Api', await loggedIn(google));
	const { credentials, store } = open();
	const endsAt = now + 7 * dayMs;
	expect(await store.find('acme', 'mail')).toMatchObject({ endsAt });
	now += dayMs;
	await credentials.resolve('mail', 'acme');
	expect(await store.find('acme', 'mail')).toMatchObject({ endsAt: now + 7 * dayMs });
});

describe('a token of Meta', () => {
	let meta: MetaOauth;
	beforeEach(async () => {
		meta = await startMetaOauth({ longLivedSeconds: 60 * 86_400 });
	});
	afterEach(() => meta.close());

	const exchange = async () => {
		const device = await fetch(meta.client.deviceUrl!, {
			method: 'POST',
			body: new URLSearchParams({ access_token: `${meta.client.clientId}|${meta.client.clientToken}` }),
		});
		const { code } = (await device.json()) as { code: string };
		meta.decideDevice();
		const poll = await fetch(`${meta.client.deviceUrl}_status`, {
			method: 'POST',
			body: new URLSearchParams({ access_token: `${meta.client.clientId}|${meta.client.clientToken}`, code }),
		});
		return { ...meta.client, oauthTokenData: { ...((await poll.json()) as object), expires_in: 60 * 86_400 } };
	};

	it('is exchanged while it is valid, at most once a day, and ends for good when nobody did', async () => {
		await put('facebookGraphApi', { ...(await exchange()), accessToken: 'old' }, { provider: 'meta' });
		const { credentials, store } = open();
		const first = await credentials.resolve('mail', 'acme');
		now += 31 * dayMs;
		const second = await credentials.resolve('mail', 'acme');
		expect(second.revision).toBe(first.revision + 1);
		expect(second.data.accessToken).toBe(tokenOf(second));
		expect(await store.find('acme', 'mail')).toMatchObject({ endsAt: now + 60 * dayMs });
		now += 61 * dayMs;
		meta.revoke();
		await expect(credentials.resolve('mail', 'acme')).rejects.toMatchObject({ code: 'CREDENTIAL_INVALID', details: { error: '190.458' } });
	});
});
