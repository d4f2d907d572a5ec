import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { describeConsole, findViolations, openConsole } from './open-console';

describeConsole('the sign-in with an organisation', () => {
	let issuer: OidcIssuer;
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => {
		issuer = await startOidcIssuer();
		console = await openConsole(
			[],
			{},
			{
				...{ TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' },
				TROUPE_OIDC_CONSOLE_CLIENT: 'troupe-console',
			},
		);
		issuer.codes.redirectUris = [`${console.url}/console/*`];
	});
	afterAll(async () => {
		await console.close();
		await issuer.close();
	});
	beforeEach(() => {
		issuer.codes.tokenSeconds = 300;
		issuer.codes.refuseWith = undefined;
	});

	it('leads to the login and back to the page that was asked for, by keyboard, and out of both', async () => {
		const page = await console.open();
		await page.goto(`${console.url}/console/runs?state=failed`);
		await page.getByRole('link', { name: 'Sign in with your organisation' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('link', { name: 'Log in as Ada' }).click();
		await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
		expect(page.url()).toBe(`${console.url}/console/runs?state=failed`);
		const cookies = await page.context().cookies(console.url);
		expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([['troupe_session_login', true, 'Strict']]);
		expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')).not.toMatch(/eyJ|rt-/);
		await page.getByText('ada', { exact: true }).click();
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByRole('link', { name: /^Sign out at .*, too$/ }).click();
		await page.getByRole('link', { name: 'Sign in with your organisation' }).waitFor();
		expect([page.faults, issuer.codes.openLogins]).toEqual([[], 0]);
	});

	it('stays on the page over the end of tokens, and keeps what was typed until the person has logged in again', async () => {
		const page = await console.open();
		issuer.codes.tokenSeconds = -30;
		await page.goto(`${console.url}/console/inbox`);
		await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
		await page.getByRole('link', { name: 'Log in as Ada' }).click();
		await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
		await page.getByRole('link', { name: 'Runs' }).click();
		await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
		issuer.codes.revokeAll();
		issuer.codes.tokenSeconds = 300;
		const search = page.getByRole('searchbox').first();
		await search.fill('timeout');
		const again = page.getByRole('dialog', { name: 'Sign in' });
		const popup = page.waitForEvent('popup');
		await again.getByRole('link', { name: 'Sign in with your organisation' }).click();
		await (await popup).getByRole('link', { name: 'Log in as Ada' }).click();
		await (await popup).getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
		await (await popup).close();
		await page.evaluate("window.dispatchEvent(new Event('focus'))");
		await again.waitFor({ state: 'detached' });
		expect([new URL(page.url()).pathname, await search.inputValue()]).toEqual(['/console/runs', 'timeout']);
	});

	it('says in words what went wrong, and leaves nothing of it in the address', async () => {
		const page = await console.open();
		await page.goto(`${console.url}/console/inbox`);
		await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
		await page.getByRole('link', { name: 'Cancel' }).click();
		await page.getByRole('alert').getByText('You did not allow the login.').waitFor();
		expect(page.url()).toBe(`${console.url}/console/inbox`);
		issuer.codes.refuseWith = 'temporarily_unavailable';
		await page.getByRole('link', { name: 'Sign in with your organisation' }).click();
		await page.getByRole('alert').getByText('login does not answer').waitFor();
		await page.goto(`${console.url}/console/inbox?sign-in=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
		await page.getByRole('alert').getByText('login refused.').waitFor();
		expect(page.faults).toEqual([]);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const page = await console.open({ language, theme, width });
		await page.goto(`${console.url}/console/inbox?sign-in=token`);
		await page.getByRole('link', { name: /organisation|organização/ }).waitFor();
		await page.getByRole('alert').waitFor();
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});
});
