import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OidcIssuer, startOidcIssuer } from '../../../sandbox/fakes/oidc-issuer';
import { browseConsole as browse } from '../../../test/support/browse-console';
import { startTestService } from '../../../test/support/offering-service';
import { findPage } from './login-routes';

type Service = Awaited<ReturnType<typeof startTestService>>;
let issuer: OidcIssuer;
let services: Service[] = [];
beforeEach(async () => {
	issuer = await startOidcIssuer();
	issuer.codes.person = { sub: 'ada', preferred_username: 'ada' };
});
afterEach(async () => {
	for (const service of services) await service.close();
	services = [];
	await issuer.close();
});

async function start(environment: Record<string, string> = {}, home?: string) {
	const own = {
		...{ TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' },
		...{ TROUPE_OIDC_CONSOLE_CLIENT: 'troupe-console', ...environment },
	};
	const service = await startTestService([], {}, own, { home });
	services.push(service);
	issuer.codes.redirectUris.push(`${service.url}/console/*`);
	return service;
}

it('signs a person in at the issuer, as themselves, and tells scripts and the browser no token', async () => {
	const service = await start();
	expect(await (await fetch(`${service.url}/console/session/ways`)).json()).toEqual({ issuer: new URL(issuer.issuer).host });
	const ada = browse(service);
	expect(await ada.signIn('?to=/console/runs%3Fstate%3Dfailed')).toBe('/console/runs?state=failed');
	expect(await ada.session()).toMatchObject({ subject: 'oidc:ada', name: 'ada', tenant: 'default' });
	expect([...ada.cookies.keys()]).toEqual(['troupe_session_login']);
	expect((await ada.get('/api/v1/runs')).status).toBe(200);
	const kept = Buffer.from(ada.cookies.get('troupe_session_login')!, 'base64url').toString('latin1');
	expect(kept).not.toMatch(/eyJ|rt-|ada/);
});

it('offers no login without a client of the issuer, or where a browser could use no token', async () => {
	const without: Array<Record<string, string>> = [{ TROUPE_OIDC_CONSOLE_CLIENT: '' }, { TROUPE_BOUND_TOKENS: 'required' }];
	for (const changed of without) {
		const service = await start(changed);
		expect(await (await fetch(`${service.url}/console/session/ways`)).json()).toEqual({});
	}
});

it('takes changes of its own pages alone, with a header that stays when the token is renewed', async () => {
	const ada = browse(await start());
	issuer.codes.tokenSeconds = 20;
	await ada.signIn();
	const { csrf } = (await ada.session()) as { csrf: string };
	const before = ada.cookies.get('troupe_session_login');
	const leave = (headers: Record<string, string>) => ada.get('/console/session', { method: 'DELETE', headers });
	expect((await leave({})).status).toBe(403);
	expect((await leave({ 'x-troupe-csrf': csrf, 'sec-fetch-site': 'same-site' })).status).toBe(403);
	expect(ada.cookies.get('troupe_session_login')).not.toBe(before);
	expect((await leave({ 'x-troupe-csrf': csrf })).status).toBe(200);
});

it.each([
	['https://evil.example/console/runs', '/console/inbox'],
	['//evil.example/console/', '/console/inbox'],
	['/\\evil.example/console', '/console/inbox'],
	['/console/../v2/topology', '/console/inbox'],
	['/console/%2e%2e/v2', '/console/inbox'],
	['/console/callback?code=1', '/console/inbox'],
	['javascript:alert(1)', '/console/inbox'],
	['/console/runs/r-1?state=failed', '/console/runs/r-1?state=failed'],
	['/console/%6Cogin?to=/console/runs', '/console/inbox'],
	['/console/a/..%2F..%2Fv2', '/console/inbox'],
	['/console/a/%252e%252e%252fv2', '/console/inbox'],
	['/console//evil.example', '/console/inbox'],
	['/console/runs/a%5Cb', '/console/inbox'],
	['/console/runs/%ff', '/console/inbox'],
	['/console/runs/a%2F%2Fb', '/console/inbox'],
	[`/console/runs/${'r'.repeat(2_000)}`, '/console/inbox'],
	['/console/inbox/approval/n8n%3Aw1%3A7%3Ask-1.2', '/console/inbox/approval/n8n%3Aw1%3A7%3Ask-1.2'],
	['/console/runs/r-1%2Fcalled%3A2', '/console/runs/r-1%2Fcalled%3A2'],
	['/console/runs?execution=7&period=ever', '/console/runs?execution=7&period=ever'],
	[
		'/console/knowledge/collections/house/documents/scan%20of%20%C3%A1.pdf',
		'/console/knowledge/collections/house/documents/scan%20of%20%C3%A1.pdf',
	],
])('leads from %s to %s', (to, page) => expect(findPage(to)).toBe(page));

it('refuses the state of another browser, and a login that was finished before', async () => {
	const service = await start();
	const [ada, eve] = [browse(service), browse(service)];
	await ada.follow('/console/login');
	const answer = await eve.begin();
	expect(await ada.follow(answer)).toBe('/console/inbox?sign-in=expired');
	expect(await ada.session()).toBeNull();
	expect(await eve.follow(answer)).toBe('/console/inbox');
	expect(await eve.follow(answer)).toBe('/console/inbox?sign-in=expired');
	expect(await eve.session()).toMatchObject({ subject: 'oidc:ada' });
	expect(await ada.follow('/console/callback?code=x&state=__proto__')).toBe('/console/inbox?sign-in=expired');
});

it('lets two tabs log in at the same time, and forgets the oldest of many (auth0/nextjs-auth0#142)', async () => {
	const ada = browse(await start());
	const [first, second] = [await ada.begin('?to=/console/runs'), await ada.begin('?to=/console/costs')];
	expect([await ada.follow(first), await ada.follow(second)]).toEqual(['/console/runs', '/console/costs']);
	for (let tab = 0; tab < 10; tab += 1) await ada.begin();
	expect([...ada.cookies.keys()].filter((name) => name.includes('begun')).length).toBeLessThanOrEqual(3);
});

it('sends no code of another issuer to this one (RFC 9207)', async () => {
	const ada = browse(await start());
	for (const iss of ['https://evil.example', null]) {
		issuer.codes.sentIssuer = iss;
		const asked = issuer.calls.length;
		expect(await ada.signIn()).toBe('/console/inbox?sign-in=mixed');
		expect(issuer.calls.slice(asked).map(({ path }) => path.split('?')[0])).not.toContain('/realms/troupe/protocol/openid-connect/token');
	}
});

it.each([
	['a login that the person does not allow', (): void => void (issuer.codes.refuseWith = 'access_denied'), 'denied'],
	['an issuer that has a fault', (): void => void (issuer.codes.refuseWith = 'server_error'), 'away'],
	['a client that may not', (): void => void (issuer.codes.refuseWith = 'unauthorized_client'), 'refused'],
	['an ID token of another login', (): void => void (issuer.codes.nonce = 'of-another'), 'expired'],
	['a wrong secret', (): void => void (issuer.codes.secret = 'another'), 'refused'],
	['a token that the service refuses', (): void => void (issuer.codes.person = { sub: 'ada', aud: 'another' }), 'token'],
	['a token that is bound to a key', (): void => void (issuer.codes.person = { sub: 'ada', cnf: { jkt: 'x' } }), 'token'],
] as const)('says why nobody is signed in: %s', async (_, change, fault) => {
	const service = await start();
	const ada = browse(service);
	change();
	expect(await ada.signIn()).toBe(`/console/inbox?sign-in=${fault}`);
	expect([await ada.session(), issuer.codes.openLogins]).toEqual([null, fault === 'token' ? 0 : expect.any(Number)]);
	expect(service.lines.map(([level, what]) => [level, what])).toContainEqual(['warn', 'somebody was not signed in']);
});

it('is refused by the issuer for another verifier and another address', async () => {
	const ada = browse(await start());
	const answer = new URL(await ada.begin());
	const ask = (fields: object) =>
		fetch(`${issuer.issuer}/protocol/openid-connect/token`, {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'authorization_code',
				client_id: 'troupe-console',
				code: answer.searchParams.get('code')!,
				...fields,
			}),
		}).then(({ status }) => status);
	const redirectUri = answer.origin + answer.pathname;
	expect([await ask({ redirect_uri: redirectUri, code_verifier: 'guessed' }), await ask({ redirect_uri: `${redirectUri}/x` })]).toEqual([
		400, 400,
	]);
});

it('authenticates by the secret in a file, which is read for each login', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-secret-'));
	const file = join(folder, 'secret');
	writeFileSync(file, 's3cret: of +the console\n');
	const service = await start({ TROUPE_OIDC_CONSOLE_SECRET_FILE: file });
	issuer.codes.secret = 's3cret: of +the console';
	expect(await browse(service).signIn()).toBe('/console/inbox');
	rmSync(folder, { recursive: true });
	expect(await browse(service).signIn()).toBe('/console/inbox?sign-in=refused');
});

it('renews a token once for requests that come together (hoangdaochuz/booking#55), until the issuer ends the login', async () => {
	const ada = browse(await start());
	issuer.codes.tokenSeconds = 20;
	await ada.signIn();
	const wait = Promise.withResolvers<void>();
	issuer.codes.pause = wait.promise;
	const together = Promise.all([1, 2, 3, 4].map(() => ada.get('/api/v1/runs')));
	issuer.codes.tokenSeconds = 300;
	wait.resolve();
	expect((await together).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	const renewals = () => issuer.calls.filter(({ body }) => String(body).includes('grant_type=refresh_token')).length;
	expect(renewals()).toBe(1);
	expect((await ada.get('/api/v1/runs')).status).toBe(200);
	expect(renewals()).toBe(1);
});

it('signs out whose login the issuer has ended, and nobody while it is away', async () => {
	const ada = browse(await start());
	// The service allows a minute between clocks: at the sign-in the token is still good.
	issuer.codes.tokenSeconds = -30;
	expect(await ada.signIn()).toBe('/console/inbox');
	issuer.setDown(true);
	const away = await ada.get('/api/v1/runs');
	expect([away.status, ((await away.json()) as { code: string }).code]).toEqual([503, 'ISSUER_UNREACHABLE']);
	issuer.setDown(false);
	expect((await ada.get('/api/v1/runs')).status).toBe(200);
	issuer.codes.revokeAll();
	expect(await ada.session()).toBeNull();
	expect((await ada.get('/api/v1/runs')).status).toBe(401);
});

it('takes tokens that fit into no cookie, and renews them elsewhere (opensearch-project/security-dashboards-plugin#1100)', async () => {
	const home = mkdtempSync(join(tmpdir(), 'troupe-two-'));
	const service = await start({}, home);
	issuer.codes.person = { sub: 'ada', preferred_username: 'ada', groups: Array.from({ length: 600 }, (_, at) => `group-number-${at}`) };
	const ada = browse(service);
	expect(await ada.signIn()).toBe('/console/inbox');
	expect(ada.cookies.get('troupe_session_login')!.length).toBeLessThan(3_800);
	const renewals = () => issuer.calls.filter(({ body }) => String(body).includes('grant_type=refresh_token')).length;
	expect([await ada.session(), renewals()]).toEqual([expect.objectContaining({ subject: 'oidc:ada' }), 0]);
	await services.pop()!.close();
	const { url } = await start({}, home);
	for (let count = 0; count < 3; count += 1) expect(await ada.session(url)).toMatchObject({ subject: 'oidc:ada', name: 'ada' });
	expect(renewals()).toBe(1);
	await services.pop()!.close();
	rmSync(home, { recursive: true, force: true });
});

it('keeps a refresh token that fits into no cookie as long as the process', async () => {
	const home = mkdtempSync(join(tmpdir(), 'troupe-two-'));
	const service = await start({}, home);
	Object.assign(issuer.codes, { refreshBytes: 3_000, tokenSeconds: 20 });
	const ada = browse(service);
	expect(await ada.signIn()).toBe('/console/inbox');
	for (let count = 0; count < 3; count += 1) expect(await ada.session()).toMatchObject({ subject: 'oidc:ada' });
	await services.pop()!.close();
	const { url } = await start({}, home);
	expect(await ada.session(url)).toBeNull();
	await services.pop()!.close();
	rmSync(home, { recursive: true, force: true });
});

it('ends the session here, its tokens there, and says where to sign out there, too', async () => {
	const service = await start();
	const ada = browse(service);
	await ada.signIn();
	const { csrf } = (await ada.session()) as { csrf: string };
	const stolen = new Map(ada.cookies);
	const out = await ada.get('/console/session', { method: 'DELETE', headers: { 'x-troupe-csrf': csrf } });
	const { issuer: end } = (await out.json()) as { issuer: string };
	expect([out.status, ada.cookies.size, issuer.codes.openLogins]).toEqual([200, 0, 0]);
	stolen.forEach((value, name) => ada.cookies.set(name, value));
	expect(await ada.session()).toBeNull();
	expect(new URL(end).searchParams.get('post_logout_redirect_uri')).toBe(`${service.url}/console/inbox`);
	expect((await fetch(end, { redirect: 'manual' })).status).toBe(302);
});

it('leaves the page of a cookie that was changed, or is of another installation', async () => {
	const [one, other] = [await start(), await start()];
	const ada = browse(one);
	await ada.signIn();
	expect(await ada.session(other.url)).toBeNull();
	const sealed = ada.cookies.get('troupe_session_login')!;
	for (const odd of [`${sealed.slice(0, -6)}AAAAAA`, 'x', 'A'.repeat(3_900)]) {
		ada.cookies.set('troupe_session_login', odd);
		expect(await ada.session()).toBeNull();
	}
});

it('tells of an issuer that is away from the beginning', async () => {
	const service = await start();
	issuer.setDown(true);
	expect(await browse(service).follow('/console/login?to=/console/runs')).toBe('/console/runs?sign-in=away');
});

it('leads back to the page of a login that fails at its end', async () => {
	const ada = browse(await start());
	issuer.codes.refuseWith = 'access_denied';
	expect(await ada.signIn('?to=/console/runs/n8n%253Aw1')).toBe('/console/runs/n8n%3Aw1?sign-in=denied');
});
