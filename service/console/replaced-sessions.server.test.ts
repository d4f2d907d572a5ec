import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { browseConsole } from '../../test/support/browse-console';
import { startTestService } from '../../test/support/offering-service';

let issuer: OidcIssuer;
let service: Awaited<ReturnType<typeof startTestService>>;
let ada: ReturnType<typeof browseConsole>;
beforeEach(async () => {
	issuer = await startOidcIssuer();
	issuer.codes.person = { sub: 'ada', preferred_username: 'ada' };
	const environment = {
		...{ TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' },
		TROUPE_OIDC_CONSOLE_CLIENT: 'troupe-console',
	};
	service = await startTestService([], {}, environment);
	issuer.codes.redirectUris.push(`${service.url}/console/*`);
	ada = browseConsole(service);
});
afterEach(async () => {
	await service.close();
	await issuer.close();
});

const signInWithKey = async (name: string) => {
	const headers = { authorization: `Bearer ${await service.createKey(name, ['run:read'])}` };
	await ada.get('/console/session', { method: 'POST', headers });
};
const signInByLink = async (headers: Record<string, string>) => {
	const made = await fetch(`${service.url}/api/v1/console/links`, { method: 'POST', headers });
	const { url } = (await made.json()) as { url: string };
	const body = JSON.stringify({ code: url.split('#code=')[1] });
	await ada.get('/console/session/link', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
};
/** Returns what a copy of the cookies that the browser has now can do later. */
const copyCookies = () => {
	const copy = browseConsole(service);
	ada.cookies.forEach((value, name) => copy.cookies.set(name, value));
	return async () => (await copy.get('/api/v1/runs')).status;
};

it('ends the session that a key, a link or the issuer replaces', async () => {
	await signInWithKey('first');
	const first = copyCookies();
	await signInWithKey('second');
	const second = copyCookies();
	await signInByLink({ authorization: `Bearer ${await service.createKey('third', ['run:read'])}` });
	const third = copyCookies();
	expect([await first(), await second(), await third()]).toEqual([401, 401, 200]);
	expect(await ada.signIn()).toBe('/console/inbox');
	expect([await third(), await ada.session()]).toEqual([401, expect.objectContaining({ subject: 'oidc:ada' })]);
});

it('ends the login that a key or another login replaces, with its tokens at the issuer', async () => {
	await ada.signIn();
	const first = copyCookies();
	await ada.signIn();
	const second = copyCookies();
	expect([await first(), await second()]).toEqual([401, 200]);
	await signInWithKey('ada');
	expect([await second(), await ada.session()]).toEqual([401, expect.objectContaining({ name: 'ada' })]);
	expect(issuer.calls.some(({ path }) => path.endsWith('/revoke'))).toBe(true);
});

it('ends the session and the login that other tabs began between a login and its end', async () => {
	const [first, second] = [await ada.begin(), await ada.begin()];
	await signInWithKey('another tab');
	const key = copyCookies();
	expect(await ada.follow(first)).toBe('/console/inbox');
	const login = copyCookies();
	expect([await key(), await login()]).toEqual([401, 200]);
	expect(await ada.follow(second)).toBe('/console/inbox');
	expect([await login(), await ada.session()]).toEqual([401, expect.objectContaining({ subject: 'oidc:ada' })]);
	expect([await ada.follow(first), await ada.follow(second)]).toEqual(Array(2).fill('/console/inbox?sign-in=expired'));
});

it('keeps what another tab began where the login is not finished', async () => {
	const back = await ada.begin();
	await signInWithKey('another tab');
	issuer.codes.nonce = 'of-another';
	expect(await ada.follow(back)).toBe('/console/inbox?sign-in=expired');
	expect(await ada.session()).toMatchObject({ name: 'another tab' });
});

it('keeps the session by whose right a link signs in', async () => {
	await signInWithKey('ada');
	const [token] = ada.cookies.values();
	await signInByLink({ authorization: `Bearer ${token}` });
	expect(await ada.session()).toMatchObject({ name: 'ada' });
});

it.each(['cross-site', 'same-site'])('begins no login for a page at another address (%s)', async (site) => {
	await signInWithKey('ada');
	const answer = await ada.get('/console/login?to=/console/runs', { headers: { 'sec-fetch-site': site } });
	expect([answer.headers.get('location'), [...ada.cookies.keys()]]).toEqual(['/console/runs', ['troupe_session']]);
});
