import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeConsole, findViolations, openConsole } from './open-console';

const everything = ['audit:read', 'keys:manage', 'channel:manage', 'tenant:manage', 'run:read'];

describeConsole('the room of trust', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => {
		console = await openConsole();
		await console.createKey('<img src=x onerror=alert(1)>', ['run:read']);
	});
	afterAll(() => console.close());

	it('verifies an entry in the browser, and hands the proof out', async () => {
		const { page, faults } = await console.signIn(everything, 'trust/audit');
		await page.getByRole('button', { name: 'Verify: 0' }).click();
		await page.getByRole('cell', { name: /Entry 0 is in the log of \d+ entries/ }).waitFor();
		const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the proof' }).click()]);
		expect(readFileSync(await download.path(), 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
		expect(faults).toEqual([]);
	});

	it('notices a proof that the service made up', async () => {
		const { page } = await console.signIn(everything, 'trust/audit');
		await page.route('**/audit/entries/0/proof', async (route) => {
			const answer = (await (await route.fetch()).json()) as { proof: string };
			await route.fulfill({ json: { ...answer, proof: answer.proof.replace('index 0', 'index 1') } });
		});
		await page.getByRole('button', { name: 'Verify: 0' }).click();
		await page.getByRole('cell', { name: /leads to another log/ }).waitFor();
	});

	it('verifies the whole log', async () => {
		const { page } = await console.signIn(everything, 'trust/audit');
		await page.getByRole('button', { name: 'Verify the whole log' }).click();
		await page
			.getByText(/The log is whole: \d+ entr/)
			.first()
			.waitFor();
	});

	it('finds what was done by its action', async () => {
		const { page } = await console.signIn(everything, 'trust/audit');
		await page
			.getByRole('row', { name: /api_key\.created/ })
			.first()
			.waitFor();
		await page.getByLabel('Action').fill('run');
		await page.getByText('No entry fits.').waitFor();
	});

	it('revokes a key with a reason, and signs its browser out', async () => {
		const other = await console.signIn(['run:read'], 'runs');
		const { page } = await console.signIn(everything, 'trust/keys');
		await page.getByText('<img src=x onerror=alert(1)>').waitFor();
		const id = other.key.slice(0, 12);
		await page
			.getByRole('row', { name: new RegExp(id) })
			.getByRole('button', { name: /^Revoke/ })
			.first()
			.click();
		await page.getByLabel('Reason').fill('left the company');
		await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
		await page.getByText('is revoked.').waitFor();
		await other.page.reload();
		await other.page.getByRole('button', { name: 'Sign in' }).waitFor();
	});

	it('hands out the record of processing, in the language of the page', async () => {
		const { page } = await console.signIn(everything, 'trust/privacy', { language: 'pt' });
		const button = page.getByRole('button', { name: 'Registro das operações de tratamento' });
		const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
		expect(readFileSync(await download.path(), 'utf8')).toContain('<html lang="pt');
	});

	it.each([
		['en', 'light', 1280, 'audit'],
		['pt', 'dark', 320, 'audit'],
		['pt', 'light', 320, 'keys'],
		['en', 'dark', 1280, 'privacy'],
	] as const)('has no violation that axe finds, in %s, %s, %i wide: %s', async (language, theme, width, part) => {
		const { page } = await console.signIn(everything, `trust/${part}`, { language, theme, width });
		await page.getByRole('table').first().waitFor();
		if (process.env.CONSOLE_PICTURES)
			await page.screenshot({ path: join(process.env.CONSOLE_PICTURES, `trust-${part}-${language}.png`), fullPage: true });
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});
});
