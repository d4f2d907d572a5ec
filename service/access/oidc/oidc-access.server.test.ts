import { createHmac } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { startOidcIssuer, type OidcIssuer } from '../../../sandbox/fakes/oidc-issuer';
import { roles } from '../scopes';
import { ServiceAccess } from '../service-access';
import { IssuerKeys } from './issuer-keys';
import { OidcAccess } from './oidc-access';
import { readOidcSettings } from './oidc-settings';
import { slowTest } from '../../../test/support/slow-tests';

let issuer: OidcIssuer;
beforeEach(async () => {
	issuer = await startOidcIssuer();
});
afterEach(() => issuer.close());

const open = (environment: Record<string, string> = {}, cooldownMs = 0) => {
	const settings = readOidcSettings({
		TROUPE_OIDC_ISSUER: issuer.issuer,
		TROUPE_OIDC_AUDIENCE: 'troupe',
		TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles',
		...environment,
	})!;
	return new OidcAccess({ settings, tenant: 'default', keys: new IssuerKeys(settings.issuer, { cooldownMs }) });
};
const denied = (why: string | RegExp) => ({
	code: 'ACCESS_DENIED',
	details: { reason: 'invalid' },
	message: expect.stringMatching(why) as string,
});

test('the registry, which checks no proofs, takes no token that is bound to a key', async () => {
	const access = new ServiceAccess({ token: 't', tenant: 'default', keys: {} as never, oidc: open(), proofs: {} as never });
	const registry = access.extendRegistry({ grantAccess: () => Promise.reject(new Error('not reached')) });
	await expect(registry.grantAccess(await issuer.sign())).resolves.toMatchObject({ caller: { tenant: 'default' } });
	await expect(registry.grantAccess(await issuer.sign({ cnf: { jkt: 'x' } }))).rejects.toMatchObject(denied(/checks no proofs/));
	await expect(open().grantAccess(await issuer.sign({ cnf: { jkt: 7 } }))).rejects.toMatchObject(denied(/cnf\.jkt is not a text/));
});

test("reads Keycloak's tokens: roles of the realm, and the tenant of the service", async () => {
	const access = open();
	const token = await issuer.sign();
	expect(access.isIssuerOf(token)).toBe(true);
	expect(access.isIssuerOf('trp_x')).toBe(false);
	const grant = await access.grantAccess(token);
	expect(grant).toMatchObject({ caller: { tenant: 'default', subject: 'oidc:0b2f1c1e-ada' }, scopes: new Set(roles.editor) });
	expect(grant.expiresAt).toBeGreaterThan(Date.now() + 300_000);
});

test('maps roles of the issuer, takes scopes of the same name, and the tenant from a claim', async () => {
	const access = open({ TROUPE_OIDC_ROLES: 'staff=viewer, staff=process:run', TROUPE_OIDC_TENANT_CLAIM: 'organization.name' });
	const claims = { organization: { name: 'acme' }, scope: 'openid keys:manage', realm_access: { roles: ['staff', 'owner'] } };
	const { caller, scopes } = await access.grantAccess(await issuer.sign(claims));
	expect(caller.tenant).toBe('acme');
	expect(scopes).toEqual(new Set([...roles.viewer, 'process:run', 'keys:manage']));
	await expect(access.grantAccess(await issuer.sign())).rejects.toMatchObject(denied('organization.name'));
	const names = { 'https://example.com/tenant': 'globex' };
	const byUrl = open({ TROUPE_OIDC_TENANT_CLAIM: 'https://example.com/tenant' });
	expect((await byUrl.grantAccess(await issuer.sign(names))).caller.tenant).toBe('globex');
});

test.each<[where: string, claims: JWTPayload]>([
	['a text in scp, as Entra ID writes it (antarctica/flask-entra-auth#38)', { scp: 'access_as_user process:run' }],
	['a list in scp, as Okta writes it (envoyproxy/ai-gateway#1713)', { scp: ['openid', 'process:run'] }],
	['a text in scp beside other scopes (ThreeMammals/Ocelot#1567)', { scope: 'openid', scp: 'process:run' }],
	['a list in scope', { scope: ['process:run', 7, null, { a: 1 }] }],
	['a list with a text of several', { scope: ['openid process:run'] }],
])('takes scopes from %s', async (_where, claims) => {
	const { scopes } = await open().grantAccess(await issuer.sign({ realm_access: undefined, scope: undefined, ...claims }));
	expect(scopes).toEqual(new Set(['process:run']));
});

test('names the bearer to readers of documents: as a person, by groups, and by the claims that are chosen', async () => {
	const claims = { sub: 'ana', groups: ['/hr', 7, { a: 1 }], dept: 'sales', email: 'ana@example.com', unit: { name: ['br', 'pt'] } };
	const chosen = open({ TROUPE_OIDC_READER_CLAIMS: 'dept, unit.name, missing' });
	const names = ['person:ana', 'group:/hr', 'group:7', 'claim:dept=sales', 'claim:unit.name=br', 'claim:unit.name=pt'];
	expect((await chosen.grantAccess(await issuer.sign(claims))).asker).toEqual(names);
	const other = open({ TROUPE_OIDC_GROUPS_CLAIM: 'dept' });
	for (const sub of ['key:trp_1', 'local'])
		expect((await other.grantAccess(await issuer.sign({ ...claims, sub }))).asker).toEqual(['group:sales']);
});

test('takes no role from a claim of scopes', async () => {
	const claims = { realm_access: undefined, scp: ['owner', 'process:read'], scope: 'admin' };
	expect((await open().grantAccess(await issuer.sign(claims))).scopes).toEqual(new Set(['process:read']));
});

describe('a slash at the end of the issuer', () => {
	test.each<[what: string, own: string, setting: string]>([
		['Auth0 has it, the setting not (damienbod/angular-auth-oidc-client#2124)', '/', ''],
		['Authentik and the setting have it (modelcontextprotocol/php-sdk#507)', '/', '/'],
		['the setting has it, Keycloak not (coreos/go-oidc#203)', '', '/'],
	])('does not matter where %s', async (_what, own, setting) => {
		issuer.misconfigure({ issuer: `${issuer.issuer}${own}` });
		const access = open({ TROUPE_OIDC_ISSUER: `${issuer.issuer}${setting}` });
		const token = await issuer.sign({ iss: `${issuer.issuer}${own}` });
		expect(access.isIssuerOf(token)).toBe(true);
		expect((await access.grantAccess(token)).caller.subject).toBe('oidc:0b2f1c1e-ada');
		expect(issuer.calls.map(({ path }) => path).filter((path) => path.includes('//'))).toEqual([]);
	});

	test('in a token is compared with what the issuer says of itself', async () => {
		const access = open({ TROUPE_OIDC_ISSUER: `${issuer.issuer}/` });
		await expect(access.grantAccess(await issuer.sign({ iss: `${issuer.issuer}/` }))).rejects.toMatchObject(denied(/iss/));
		expect(access.isIssuerOf(await issuer.sign({ iss: `${issuer.issuer}//` }))).toBe(false);
	});

	test.each([['/other'], ['//'], ['/?a'], ['#']])('is not %s', async (more) => {
		issuer.misconfigure({ issuer: `${issuer.issuer}${more}` });
		await expect(open().grantAccess(await issuer.sign())).rejects.toMatchObject({ code: 'ISSUER_UNREACHABLE' });
	});
});

test.each<[audience: string, taken: string[], refused: string[]]>([
	[
		'https://troupe.example/',
		['', 'mcp', 'a2a', 'api/v1', 'v2'].map((path) => `https://troupe.example/${path}`),
		['https://troupe.example/other', 'https://troupe.example/mcp/x', 'https://evil.example/mcp', 'http://troupe.example/mcp'],
	],
	['https://Example.com/troupe', ['https://Example.com/troupe', 'https://example.com/troupe/mcp'], ['https://example.com/mcp']],
	['api://troupe', ['api://troupe'], ['api://troupe/mcp']],
	['troupe', ['troupe'], ['troupe/mcp', '/mcp']],
])('with the audience %s, takes tokens for the service and its own paths alone (RFC 8707)', async (audience, taken, others) => {
	const access = open({ TROUPE_OIDC_AUDIENCE: audience });
	for (const aud of taken) await access.grantAccess(await issuer.sign({ aud }));
	for (const aud of others) await expect(access.grantAccess(await issuer.sign({ aud }))).rejects.toMatchObject(denied(/aud/));
});

test.each<[string, JWTPayload, RegExp]>([
	['for another service', { aud: 'account' }, /aud/],
	['of another issuer', { iss: 'https://evil.example' }, /iss/],
	['that has expired', { exp: Math.floor(Date.now() / 1000) - 120 }, /exp/],
	['that is not valid yet', { nbf: Math.floor(Date.now() / 1000) + 3_600 }, /nbf/],
	['without an end', { exp: undefined }, /exp/],
	['without a subject', { sub: undefined }, /sub/],
	['that says who somebody is', { typ: 'ID' }, /type ID/],
	['that renews others', { typ: 'Refresh' }, /type Refresh/],
	['whose subject writes into logs', { sub: 'a\nb' }, /one line/],
])('refuses a token %s', async (_what, claims, why) => {
	await expect(open().grantAccess(await issuer.sign(claims))).rejects.toMatchObject(denied(why));
});

test.each<[what: string, claims: () => JWTPayload]>([
	['an end with a fraction (Keats/jsonwebtoken#212)', () => ({ exp: Math.floor(Date.now() / 1000) + 300.5 })],
	['a beginning with a fraction (auth0/node-jsonwebtoken#817)', () => ({ nbf: Date.now() / 1000 - 0.001 })],
	['a time of issue with a fraction (authlib/authlib#277)', () => ({ iat: Date.now() / 1000 - 1 })],
])('takes a token that has %s', async (_what, claims) => {
	expect((await open().grantAccess(await issuer.sign(claims()))).expiresAt).toBeGreaterThan(Date.now());
});

test.each<[what: string, claims: object, why: RegExp]>([
	['whose end is a text (auth0/node-jsonwebtoken#764)', { exp: '1644924071.299660' }, /exp/],
	['whose beginning is in milliseconds (ballerina-platform/ballerina-library#3291)', { nbf: Date.now() }, /nbf/],
])('refuses a token %s', async (_what, claims, why) => {
	await expect(open().grantAccess(await issuer.sign(claims as JWTPayload))).rejects.toMatchObject(denied(why));
});

test('verifies no token by the first key of the set in place of its own (Tr3kkR/Yuzu#1901)', async () => {
	await expect(open().grantAccess(await issuer.sign({}, { kid: 'another' }))).rejects.toMatchObject(denied(/key/));
});

test('forgives clocks that differ by less than a minute', async () => {
	const now = Math.floor(Date.now() / 1000);
	await open().grantAccess(await issuer.sign({ exp: now - 30, nbf: now + 30 }));
});

test('refuses signatures that anybody could make: none, and a secret that is the public key', async () => {
	const access = open();
	const [, payload] = (await issuer.sign()).split('.');
	const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	await expect(access.grantAccess(`${encode({ alg: 'none' })}.${payload}.`)).rejects.toMatchObject(denied(/./));
	const unsigned = `${encode({ alg: 'HS256', kid: 'key-1' })}.${payload}`;
	const signature = createHmac('sha256', 'key-1').update(unsigned).digest('base64url');
	await expect(access.grantAccess(`${unsigned}.${signature}`)).rejects.toMatchObject(denied(/alg/));
	const token = await issuer.sign();
	await expect(access.grantAccess(`${token.slice(0, -8)}AAAAAAAA`)).rejects.toMatchObject(denied(/signature/));
});

test('reads the keys once for many tokens, and finds the new one after a rotation (mckinsey/agents-at-scale-ark#2568)', async () => {
	const access = open();
	const before = await issuer.sign();
	await Promise.all(Array.from({ length: 20 }, () => access.grantAccess(before)));
	expect(issuer.calls).toHaveLength(2);
	await issuer.rotate();
	await access.grantAccess(await issuer.sign());
	await expect(access.grantAccess(before)).rejects.toMatchObject(denied(/key/));
	const bounded = open({}, 60_000);
	await bounded.grantAccess(await issuer.sign());
	const asked = issuer.calls.length;
	for (let number = 0; number < 20; number++)
		await expect(bounded.grantAccess(await issuer.sign({}, { kid: `guess-${number}` }))).rejects.toMatchObject(denied(/key/));
	expect(issuer.calls).toHaveLength(asked);
});

slowTest('says that the issuer is away, lets nobody in, and heals', async () => {
	const access = open();
	issuer.setDown(true);
	await expect(access.grantAccess(await issuer.sign())).rejects.toMatchObject({ code: 'ISSUER_UNREACHABLE', retryable: true });
	issuer.setDown(false);
	await new Promise((resolve) => setTimeout(resolve, 1_100));
	await access.grantAccess(await issuer.sign());
	issuer.setDown(true);
	await access.grantAccess(await issuer.sign());
});

test('takes no keys from another issuer, or over plain http', async () => {
	issuer.misconfigure({ issuer: 'https://evil.example' });
	await expect(open().grantAccess(await issuer.sign())).rejects.toMatchObject({
		code: 'ISSUER_UNREACHABLE',
		message: expect.stringContaining('evil.example') as string,
	});
	issuer.misconfigure({ jwks_uri: 'http://192.0.2.1/certs' });
	await expect(open().grantAccess(await issuer.sign())).rejects.toMatchObject({ message: expect.stringContaining('jwks_uri') as string });
});

test.each([
	[{ TROUPE_OIDC_ISSUER: 'http://id.example.com' }, /https/],
	[{ TROUPE_OIDC_ISSUER: 'id.example.com' }, /https/],
	[{ TROUPE_OIDC_ISSUER: 'https://id.example.com' }, /TROUPE_OIDC_AUDIENCE is missing/],
	[{ TROUPE_OIDC_ISSUER: 'https://id.example.com', TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES: 'staff=boss' }, /"staff=boss"/],
	[{ TROUPE_OIDC_ISSUER: 'https://id.example.com', TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES: 'staff' }, /"staff"/],
])('refuses the settings %j', (environment, why) => {
	expect(() => readOidcSettings(environment)).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringMatching(why) as string }),
	);
	expect(readOidcSettings({})).toBeUndefined();
});
