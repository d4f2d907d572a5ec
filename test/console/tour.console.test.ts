import { describeConsole, findViolations, openConsole } from './open-console';

const rights = ['run:read', 'process:read', 'usage:read', 'agent:run'];

describeConsole('the tour', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => void (console = await openConsole()));
	afterAll(() => console.close());

	it('leads by keyboard alone through the rooms that the key opens, and is offered once', async () => {
		const { page, faults } = await console.signIn(rights);
		await page.getByRole('button', { name: 'Take the tour' }).first().focus();
		await page.keyboard.press('Enter');
		const seen: string[] = [];
		for (const title of ['Decide what waits', 'Understand what an agent did', 'See where things stand', 'Know what may run']) {
			await page.getByRole('heading', { name: title }).waitFor();
			expect(await page.evaluate('document.activeElement.id')).toBe('tour-title');
			seen.push(await page.getByRole('navigation').locator('.pointed-at').innerText());
			await page.getByRole('button', { name: 'Next' }).focus();
			await page.keyboard.press('Enter');
		}
		expect(seen).toEqual(['Inbox', 'Runs', 'Processes', 'Agents']);
		await page.getByRole('heading', { name: 'Keep an eye on cost' }).waitFor();
		await page.getByRole('heading', { name: 'Costs', level: 1 }).waitFor();
		expect(await page.evaluate('document.activeElement.id')).toBe('tour-title');
		await page.keyboard.press('Escape');
		await page.getByRole('heading', { name: 'Keep an eye on cost' }).waitFor({ state: 'detached' });
		expect(await page.evaluate('document.activeElement.id')).toBe('main');
		await page.reload();
		await page.getByRole('heading', { name: 'Costs', level: 1 }).waitFor();
		expect(await page.getByText('New here?').count()).toBe(0);
		expect(await page.evaluate('localStorage.getItem("troupe.tour")')).toBe('seen');
		expect(faults).toEqual([]);
	});

	it('is refused for good, and repeated from the menu', async () => {
		const { page } = await console.signIn(['run:read']);
		await page.getByRole('button', { name: 'Not now' }).click();
		await page.getByText('New here?').waitFor({ state: 'detached' });
		await page.locator('.menu summary').click();
		await page.locator('.menu').getByRole('button', { name: 'Take the tour' }).click();
		await page.getByRole('button', { name: 'Next' }).click();
		await page.getByRole('button', { name: 'Next' }).click();
		await page.getByRole('heading', { name: 'Make it yours 3 of 3' }).waitFor();
		await page.getByRole('button', { name: 'Previous' }).click();
		await page.getByRole('heading', { name: 'Understand what an agent did' }).waitFor();
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const { page } = await console.signIn(rights, 'inbox', { language, theme, width });
		await page.locator('.tour button').first().click();
		await page.locator('#tour-title').waitFor();
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});
});
