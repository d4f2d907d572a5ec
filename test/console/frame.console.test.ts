import { describeConsole, findViolations, openConsole } from './open-console';

describeConsole('the frame of the console', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => void (console = await openConsole()));
	afterAll(() => console.close());

	it('signs in with a key, keeps it out of the reach of scripts, and signs out for good', async () => {
		const page = await console.open();
		await page.goto(`${console.url}/console`);
		const key = await console.createKey('ana', ['run:read']);
		await page.getByLabel('API key', { exact: true }).fill('trp_wrong');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.getByRole('alert').getByText('This key does not sign you in.').waitFor();
		await page.getByLabel('API key', { exact: true }).fill(key);
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Inbox' }).waitFor();
		const [cookie] = await page.context().cookies();
		expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
		expect(cookie!.value).not.toBe(key);
		expect(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])')).not.toContain('trp_');
		await page.getByText('ana', { exact: true }).click();
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByRole('button', { name: 'Sign in' }).waitFor();
		const old = await fetch(`${console.url}/api/v1/me`, { headers: { authorization: `Bearer ${cookie!.value}` } });
		expect([old.status, await page.context().cookies()]).toEqual([401, []]);
	});

	it('leads through the rooms by keyboard, with the focus on what is new', async () => {
		const { page, faults } = await console.signIn(['run:read']);
		await page.keyboard.press('Tab');
		expect(await page.evaluate('document.activeElement.textContent')).toContain('Skip to the content');
		await page.getByRole('link', { name: 'Runs' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
		expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
		expect(await page.title()).toBe('Runs · Troupe');
		await page.goBack();
		await page.getByRole('heading', { name: 'Inbox' }).waitFor();
		expect(faults).toEqual([]);
	});

	it('shows the last room that was asked for, where the one before it comes later', async () => {
		const { page, faults } = await console.signIn(['run:read', 'doctor:read']);
		let release = (): void => undefined;
		const held = new Promise<void>((resolve) => (release = resolve));
		await page.route(/health-room[^/]*\.js$/, async (route) => {
			await held;
			await route.continue();
		});
		const asked = page.waitForRequest(/health-room[^/]*\.js$/);
		await page.getByRole('link', { name: 'Health' }).click();
		await asked;
		await page.getByRole('link', { name: 'Runs' }).click();
		await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
		const came = page.waitForResponse(/health-room[^/]*\.js$/);
		release();
		await (await came).finished();
		await page.waitForFunction('performance.getEntriesByType("resource").some(({ name }) => name.includes("health-room"))');
		expect([await page.getByRole('heading', { level: 1 }).textContent(), faults]).toEqual(['Runs', []]);
	});

	it('opens by a link, also where another session was before', async () => {
		const { page, key } = await console.signIn(['run:read']);
		await console.revokeKey(key);
		const other = await console.createKey('ana', ['run:read', 'usage:read']);
		const made = await fetch(`${console.url}/api/v1/console/links`, { method: 'POST', headers: { authorization: `Bearer ${other}` } });
		await page.goto('about:blank');
		const { url } = (await made.json()) as { url: string };
		await page.goto(url);
		await page.getByRole('link', { name: 'Costs' }).waitFor();
		expect(page.url()).not.toContain('code=');
		const second = await console.open();
		await second.goto(url);
		await second.getByRole('alert').getByText('The link was used before').waitFor();
	});

	it('keeps what was typed when the session ends, until the same person is back', async () => {
		const { page, key } = await console.signIn(['run:read'], 'runs');
		const search = page.getByRole('searchbox').first();
		await console.revokeKey(key);
		await search.fill('timeout');
		const again = page.getByRole('dialog', { name: 'Sign in' });
		await again.getByLabel('API key', { exact: true }).fill(await console.createKey('browser', ['run:read']));
		await again.getByRole('button', { name: 'Sign in' }).click();
		await again.waitFor({ state: 'detached' });
		expect(await search.inputValue()).toBe('timeout');
	});

	it('tells of a room that the key does not open, and the API refuses it too', async () => {
		const { page } = await console.signIn(['usage:read'], 'runs');
		await page.getByText('Your key does not open this room.').waitFor();
		expect(await page.getByRole('navigation').getByText('Runs').count()).toBe(0);
		expect(await page.evaluate("fetch('/api/v1/runs').then(({ status }) => status)")).toBe(403);
	});

	it('takes no change without the header that only its own pages know', async () => {
		const { page } = await console.signIn(['switch:manage']);
		const change = (headers: string) =>
			page.evaluate(
				`fetch('/api/v1/switches/off', { method: 'POST', headers: { 'content-type': 'application/json', ${headers} }, body: '{}' }).then(({ status }) => status)`,
			);
		expect([await change(''), await change("'x-troupe-csrf': 'guessed'")]).toEqual([403, 403]);
		const { csrf } = await page.evaluate<{ csrf: string }>(
			"fetch('/console/session').then((answer) => answer.json()).then(({ session }) => session)",
		);
		expect(await change(`'x-troupe-csrf': '${csrf}'`)).not.toBe(403);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const { page } = await console.signIn(['run:read'], 'runs', { language, theme, width });
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
		const out = await console.open({ language, theme, width });
		await out.goto(`${console.url}/console`);
		await out.getByRole('heading', { name: 'Troupe' }).waitFor();
		expect(await findViolations(out)).toEqual([]);
	});
});
