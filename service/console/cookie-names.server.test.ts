import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { browseConsole } from '../../test/support/browse-console';
import { startTestService } from '../../test/support/offering-service';

let issuer: OidcIssuer;
let service: Awaited<ReturnType<typeof startTestService>>;
beforeEach(async () => {
	issuer = await startOidcIssuer();
	issuer.codes.person = { sub: 'ada', preferred_username: 'ada' };
	const environment = {
		...{ TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' },
		TROUPE_OIDC_CONSOLE_CLIENT: 'troupe-console',
	};
	service = await startTestService([], {}, environment, { trustedProxies: ['127.0.0.1'] });
	issuer.codes.redirectUris.push(`${service.url.replace('http:', 'https:')}/console/*`);
});
afterEach(async () => {
	await service.close();
	await issuer.close();
});

const plainNames = ['troupe_session', 'troupe_session_login'];
/** Signs a browser in with a new key. */
async function signInWithKey(browser: ReturnType<typeof browseConsole>, name: string) {
	const headers = { authorization: `Bearer ${await service.createKey(name, ['run:read'])}` };
	return browser.get('/console/session', { method: 'POST', headers });
}
/** Puts the session of somebody else where a sibling host can: into a cookie without protection. */
async function plantSession(browser: ReturnType<typeof browseConsole>) {
	const eve = browseConsole(service);
	await signInWithKey(eve, 'eve');
	browser.cookies.set('troupe_session', eve.cookies.get('troupe_session')!);
}

it('takes no unprotected cookie for a session over TLS', async () => {
	const ada = browseConsole(service, { protocol: 'https' });
	await plantSession(ada);
	expect([await ada.session(), (await ada.get('/api/v1/runs')).status]).toEqual([null, 401]);
	expect(await ada.signIn()).toBe('/console/inbox');
	await plantSession(ada);
	expect(await ada.session()).toMatchObject({ subject: 'oidc:ada' });
	await signInWithKey(ada, 'ada');
	await plantSession(ada);
	expect(await ada.session()).toMatchObject({ name: 'ada' });
});

it('clears both names of each cookie over TLS, when somebody signs in and out', async () => {
	const ada = browseConsole(service, { protocol: 'https' });
	const plant = () => plainNames.forEach((name) => ada.cookies.set(name, 'planted'));
	const names = () => [...ada.cookies.keys()];
	plant();
	await ada.signIn();
	expect(names()).toEqual(['__Host-troupe_session_login']);
	plant();
	await signInWithKey(ada, 'ada');
	expect(names()).toEqual(['__Host-troupe_session']);
	plant();
	const { csrf } = (await ada.session()) as { csrf: string };
	await ada.get('/console/session', { method: 'DELETE', headers: { 'x-troupe-csrf': csrf } });
	expect(names()).toEqual([]);
});
