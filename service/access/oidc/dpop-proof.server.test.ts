/** A token that the issuer bound to a key is of no use to whoever copies it. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { type OidcIssuer, startOidcIssuer } from '../../../sandbox/fakes/oidc-issuer';
import { openAccess } from '../open-access';
import { checkProof } from './dpop-proof';
import { serviceToken, startTestService } from '../../../test/support/offering-service';

type Keys = Awaited<ReturnType<typeof createKeys>>;
let issuer: OidcIssuer;
let service: Awaited<ReturnType<typeof startTestService>>;
let own: Keys;

async function createKeys() {
	const { publicKey, privateKey } = await generateKeyPair('ES256');
	const jwk = await exportJWK(publicKey);
	return { jwk, privateKey, jkt: await calculateJwkThumbprint(jwk) };
}

beforeAll(async () => {
	issuer = await startOidcIssuer();
	own = await createKeys();
	service = await startTestService([], {}, oidc());
});
afterAll(async () => {
	await service.close();
	await issuer.close();
});

const oidc = () => ({
	TROUPE_OIDC_ISSUER: issuer.issuer,
	TROUPE_OIDC_AUDIENCE: 'troupe',
	TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles',
});
const path = '/v2/process-instances/search';
const now = () => Math.floor(Date.now() / 1000);
const hash = (token: string) => createHash('sha256').update(token).digest('base64url');

async function prove(token: string, changes: JWTPayload = {}, keys: Keys = own, header: object = {}): Promise<string> {
	const claims = { jti: randomUUID(), htm: 'POST', htu: `${service.url}${path}`, iat: now(), ath: hash(token), ...changes };
	return new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: keys.jwk, ...header }).sign(keys.privateKey);
}
async function search(authorization: string, dpop?: string) {
	const headers = { authorization, 'content-type': 'application/json', ...(dpop !== undefined && { dpop }) };
	const answer = await fetch(`${service.url}${path}`, { method: 'POST', headers, body: '{}' });
	return { status: answer.status, challenge: answer.headers.get('www-authenticate'), text: await answer.text() };
}
async function searchAt(url: string, authorization: string, dpop?: string): Promise<number> {
	const headers = { authorization, 'content-type': 'application/json', ...(dpop !== undefined && { dpop }) };
	return (await fetch(`${url}${path}`, { method: 'POST', headers, body: '{}' })).status;
}
const bound = () => issuer.sign({ cnf: { jkt: own.jkt } });

test('is taken with a proof of the key, for this request and this token', async () => {
	const token = await bound();
	expect(await search(`DPoP ${token}`, await prove(token))).toMatchObject({ status: 200 });
	expect(await search(`DPoP ${token}`, await prove(token, { htu: `${service.url}${path}?x=1#y` }))).toMatchObject({ status: 200 });
});

test('is refused as a bearer token, which a thief would send', async () => {
	const token = await bound();
	const refused = await search(`Bearer ${token}`);
	expect(refused).toMatchObject({
		status: 401,
		challenge: expect.stringMatching(/^DPoP .*error="invalid_dpop_proof", algs="ES256 /) as string,
	});
	expect(refused.text).toContain('cannot be sent as a bearer token');
	expect(await search(`Bearer ${token}`, await prove(token))).toMatchObject({ status: 401 });
});

test('a proof is taken once', async () => {
	const token = await bound();
	const proof = await prove(token);
	expect([(await search(`DPoP ${token}`, proof)).status, (await search(`DPoP ${token}`, proof)).status]).toEqual([200, 401]);
});

test('a proof is taken once by all processes of an installation', async () => {
	const home = mkdtempSync(join(tmpdir(), 'troupe-proofs-'));
	const open = () => openAccess({ home, environment: oidc(), token: serviceToken, log: () => undefined });
	const processes = await Promise.all([open(), open()]);
	const grant = { boundTo: own.jkt, caller: { tenant: 'default', subject: 'oidc:ana' } };
	const request = {
		...{ method: 'POST', url: path, protocol: 'http', host: 'localhost', hostname: 'localhost', socket: {} },
		headers: { authorization: 'DPoP token', dpop: await prove('token', { htu: `http://localhost${path}` }) },
	} as unknown as Parameters<typeof checkProof>[0];
	const [first, second] = processes.map(
		({ access }) =>
			() =>
				checkProof(request, 'token', grant, access),
	);
	await first!();
	await expect(second!()).rejects.toThrow('the proof was used before');
	await Promise.all(processes.map((one) => one.close()));
	rmSync(home, { recursive: true });
});

test('with TROUPE_BOUND_TOKENS=required, keys and tokens that are bound to nothing are refused', async () => {
	const strict = await startTestService([], {}, { ...oidc(), TROUPE_BOUND_TOKENS: 'required' });
	const token = await bound();
	const htu = `${strict.url}${path}`;
	expect(await searchAt(strict.url, `DPoP ${token}`, await prove(token, { htu }))).toBe(200);
	expect(await searchAt(strict.url, `Bearer ${await issuer.sign()}`)).toBe(401);
	expect(await searchAt(strict.url, `Bearer ${await strict.createKey('k', ['process:read'])}`)).toBe(401);
	expect(await searchAt(strict.url, `Bearer ${serviceToken}`)).toBe(200);
	await strict.close();
	await expect(startTestService([], {}, { TROUPE_BOUND_TOKENS: 'required' })).rejects.toThrow('no issuer binds any');
	await expect(startTestService([], {}, { ...oidc(), TROUPE_BOUND_TOKENS: 'require' })).rejects.toThrow('expected required');
});

test.each<[string, (token: string) => Promise<string | undefined>]>([
	['no proof', async () => undefined],
	['a proof of another key', async (token) => prove(token, {}, await createKeys())],
	['a proof of another key that names this one', async (token) => prove(token, {}, { ...(await createKeys()), jwk: own.jwk })],
	['a proof for another method', (token) => prove(token, { htm: 'GET' })],
	['a proof for another path', (token) => prove(token, { htu: `${service.url}/mcp` })],
	['a proof for another server', (token) => prove(token, { htu: `https://bank.example${path}` })],
	['a proof for another token', (token) => prove(token, { ath: hash('other') })],
	['an old proof', (token) => prove(token, { iat: now() - 300 })],
	['a proof of tomorrow', (token) => prove(token, { iat: now() + 86_400 })],
	['a proof without an ID', (token) => prove(token, { jti: undefined })],
	['a proof of another type', (token) => prove(token, {}, own, { typ: 'JWT' })],
	['a private key in the proof', async (token) => prove(token, {}, own, { jwk: { ...own.jwk, d: 'AAAA' } })],
	['two proofs', async (token) => `${await prove(token)}, ${await prove(token)}`],
])('is refused with %s', async (_, proof) => {
	const token = await bound();
	expect(await search(`DPoP ${token}`, await proof(token))).toMatchObject({
		status: 401,
		text: expect.stringContaining('The proof of the token') as string,
	});
});

test('a bearer token stays one, and an API key has no proof', async () => {
	const token = await issuer.sign();
	expect(await search(`Bearer ${token}`)).toMatchObject({ status: 200 });
	expect(await search(`DPoP ${token}`, await prove(token))).toMatchObject({ status: 401 });
	const key = await service.createKey('k', ['process:read']);
	expect(await search(`DPoP ${key}`, await prove(key))).toMatchObject({ status: 401 });
});

test('the metadata of the resource name the algorithms', async () => {
	const metadata = (await (await fetch(`${service.url}/.well-known/oauth-protected-resource/mcp`)).json()) as Record<string, unknown>;
	expect(metadata.dpop_signing_alg_values_supported).toContain('ES256');
});

describe('with a public address', () => {
	beforeAll(() => (process.env.TROUPE_PUBLIC_URL = 'https://troupe.example.com'));
	afterAll(() => delete process.env.TROUPE_PUBLIC_URL);

	test.each([
		['the public address', 'https://troupe.example.com', 'troupe.example.com', true],
		['the address of this machine', 'http://10.1.2.3', '10.1.2.3', true],
		['another server, whose name the sender writes', 'http://other', 'other', false],
		['another address, which the sender writes', 'http://10.9.9.9', '10.9.9.9', false],
	])('a proof for %s is judged: %s, Host: %s, taken: %s', async (_what, base, host, isTaken) => {
		const token = 'token';
		const grant = { boundTo: own.jkt, caller: { tenant: 'default', subject: 'oidc:ana' } };
		const dpop = await prove(token, { htu: `${base}${path}` });
		const request = {
			...{ method: 'POST', url: path, protocol: 'http', host, hostname: host, socket: { localAddress: '::ffff:10.1.2.3' } },
			headers: { authorization: `DPoP ${token}`, dpop },
		};
		const checked = checkProof(request as unknown as Parameters<typeof checkProof>[0], token, grant, { takeProof: async () => true });
		await (isTaken ? expect(checked).resolves.toBeUndefined() : expect(checked).rejects.toThrow('the proof is for another request'));
	});
});
