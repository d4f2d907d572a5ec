import { join } from 'node:path';
import { openKeptLog } from '../../providers/compose/state/host-log';
import { describeConsole, findViolations, openConsole } from './open-console';

const everything = ['switch:manage', 'doctor:read', 'log:read', 'credential:manage', 'work:manage'];

describeConsole('the room of health', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => {
		console = await openConsole();
		const log = (await openKeptLog(console.host))!;
		const line = (message: string) => ({
			...{ at: Date.now(), tenant: 'default', level: 'error' as const, source: 'serve a:1', run: null, trace: null },
			line: JSON.stringify({
				time: new Date().toISOString(),
				level: 'error',
				message,
				code: 'MODEL_UNREACHABLE',
				error: '<b>no</b> answer',
			}),
		});
		await log.append([line('a model did not answer'), line('a model did not answer'), line('another')]);
	});
	afterAll(() => console.close());

	it('turns all agents off with a reason, and on again, by keyboard', async () => {
		const { page, faults } = await console.signIn(everything, 'health');
		await page.getByText('Nothing is off.').waitFor();
		await page.getByRole('button', { name: 'Turn off' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('dialog', { name: 'Turn off' }).waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'detached' });
		await page.getByRole('button', { name: 'Turn off' }).focus();
		await page.keyboard.press('Enter');
		await page.getByLabel('Reason').fill('prices are wrong');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.getByRole('row', { name: /prices are wrong/ }).waitFor();
		const { items } = (await (await fetch(`${console.url}/api/v1/switches`, { headers: await headers(['switch:manage']) })).json()) as {
			items: object[];
		};
		expect(items).toMatchObject([{ target: 'all', reason: 'prices are wrong', changedBy: expect.stringMatching(/^key:/) as string }]);
		await page.getByRole('button', { name: 'Turn on: all' }).press('Enter');
		await page.getByText('Nothing is off.').waitFor();
		expect(faults).toEqual([]);
	});

	it('shows what is said often as one line, with its count, as text', async () => {
		const { page } = await console.signIn(everything, 'health');
		const row = page.getByRole('row', { name: /a model did not answer/ });
		await row.getByText('<b>no</b> answer').waitFor();
		expect(await row.getByRole('cell').nth(1).textContent()).toBe('2');
	});

	it('examines the installation when it is asked to, the worst first', async () => {
		const { page } = await console.signIn(everything, 'health');
		await page.getByRole('button', { name: 'Examine the installation' }).click();
		await page.getByText(/checks found nothing/).waitFor();
		await page.getByText(/checks found nothing/).click();
		await page.getByRole('heading', { name: 'node' }).waitFor();
	});

	it('shows each person what they may do', async () => {
		const { page } = await console.signIn(['run:read'], 'health');
		await page.getByText('The service is').waitFor();
		expect(await page.getByRole('heading', { level: 2 }).count()).toBe(1);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const { page } = await console.signIn(everything, 'health', { language, theme, width });
		await page.getByText('MODEL_UNREACHABLE').first().waitFor();
		if (process.env.CONSOLE_PICTURES)
			await page.screenshot({ path: join(process.env.CONSOLE_PICTURES, `health-${language}.png`), fullPage: true });
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});

	const headers = async (scopes: string[]) => ({ authorization: `Bearer ${await console.createKey('reader', scopes)}` });
});
