import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { composeUsageStore } from '../../providers/compose/models/usage';
import { openRuns } from '../../providers/compose/state/host-runs';
import { describeConsole, findViolations, openConsole } from './open-console';

const hostile = '<img src=x onerror="document.title=\'hacked\'"> ' + 'x'.repeat(200);
const folder = mkdtempSync(join(tmpdir(), 'troupe-console-costs-'));
const hourMs = 3_600_000;
const today = new Date();
/** A day in the middle of a month that no period of the page has. */
const billed = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 4, 15));
const daysSince = (day: Date) => (today.getTime() - day.getTime()) / (24 * hourMs);
afterAll(() => rmSync(folder, { recursive: true }));

describeConsole('the room of costs', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => {
		const path = join(folder, 'budgets.json');
		writeFileSync(path, JSON.stringify({ budgets: [{ name: 'sales', tenant: 'default', per: 'month', costUsd: 20 }] }));
		console = await openConsole([], { budgetsFile: { path, mustExist: true } });
		await call(console.host, { agent: 'clerk', costUsd: 0.5, daysAgo: 1 });
		await call(console.host, { agent: 'clerk', costUsd: 1.25, daysAgo: 3 });
		await call(console.host, { agent: hostile, costUsd: 0.001, daysAgo: 40 });
		await call(console.host, { agent: 'biller', costUsd: 0.123456789, daysAgo: daysSince(billed) });
		await call(console.host, { agent: 'spy', costUsd: 40, daysAgo: 2, tenant: 'acme' });
		await run(console.host, 'failed');
		await run(console.host, 'completed');
	});
	afterAll(() => console.close());

	it('adds up a period, and the groups of it, the dearest first', async () => {
		const { page, faults } = await console.signIn(['usage:read'], 'costs');
		await page.locator('.figure', { hasText: 'Cost' }).getByText('$1.75').waitFor();
		await page.locator('.figure', { hasText: 'Success' }).getByText('50%').waitFor();
		await page.getByLabel('Period').selectOption('90');
		await page.getByRole('row', { name: /^clerk \$1\.75/ }).waitFor();
		const rows = page.getByRole('table', { name: 'Costs and use: Agent' }).getByRole('row');
		await page.getByRole('row', { name: /onerror/ }).waitFor();
		expect(await rows.nth(1).textContent()).toContain('clerk');
		await page.getByRole('button', { name: 'Cost' }).click();
		expect(await rows.nth(1).textContent()).toContain('onerror');
		expect([await page.title(), faults]).toEqual(['Costs and use · Troupe', []]);
	});

	it('shows the statement of a month that is over with all digits, and of one without calls', async () => {
		const { page, faults } = await console.signIn(['usage:read'], 'costs');
		const part = page.getByRole('region', { name: 'Statement of a month' });
		await part.getByLabel('Month').selectOption(billed.toISOString().slice(0, 7));
		await part.getByRole('row', { name: /biller openai:gpt-4\.1 1 1,000 100 \$0\.123456789/ }).waitFor();
		await part.locator('.figure', { hasText: 'Total' }).getByText('$0.123456789').waitFor();
		await part.getByText(/^Over, but not closed: .* The month is one of the time zone UTC\.$/).waitFor();
		const [download] = await Promise.all([page.waitForEvent('download'), part.getByRole('button', { name: 'Download statement' }).click()]);
		const statement = JSON.parse(readFileSync(await download.path(), 'utf8')) as object;
		expect(statement).toMatchObject({ state: 'ended', currency: 'USD', total: { cost: '0.123456789' }, documents: [] });
		await part.getByLabel('Month').selectOption({ index: 5 });
		await part.getByText('No model was called in this month.').waitFor();
		expect(faults).toEqual([]);
	});

	it('shows costs by tenant to those who operate all of them, and to nobody else', async () => {
		const { page } = await console.signIn(['usage:read', 'tenant:tenants'], 'costs?by=tenant');
		await page.getByRole('row', { name: /acme \$40\.00/ }).waitFor();
		const other = await console.signIn(['usage:read'], 'costs?by=tenant');
		await other.page.getByRole('row', { name: /^clerk \$1\.75/ }).waitFor();
		expect(await other.page.getByLabel('By').locator('option').allTextContents()).not.toContain('Tenant');
		expect(await other.page.content()).not.toContain('acme');
	});

	it('tells what is left of a budget', async () => {
		const { page } = await console.signIn(['usage:read'], 'costs');
		await page.getByRole('row', { name: /sales.*month/ }).waitFor();
	});

	it('exports what is chosen in the background, and hands the file out when it is ready', async () => {
		const { page } = await console.signIn(['usage:read'], 'costs?by=model&period=7');
		const part = page.getByRole('region', { name: 'Export' });
		expect(await part.getByLabel('What').locator('option').allTextContents()).toEqual(['Usage']);
		await part.getByRole('button', { name: 'Start export' }).click();
		const button = part.getByRole('button', { name: /^Download usage-model-from-.*\.csv$/ });
		await button.waitFor();
		const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
		expect(download.suggestedFilename()).toMatch(/^usage-model-from-[\d-]+-before-[\d-]+\.csv$/);
		expect(readFileSync(await download.path(), 'utf8')).toMatch(/^model,calls,[^]*\nopenai:gpt-4\.1,2,/);
	});

	it('exports runs by keyboard, and says why an export failed', async () => {
		const { page, faults } = await console.signIn(['usage:read', 'run:read', 'audit:read'], 'costs');
		const part = page.getByRole('region', { name: 'Export' });
		await part.getByLabel('What').focus();
		await page.keyboard.type('Runs');
		await page.keyboard.press('Tab');
		await page.keyboard.type('JSON');
		await part.getByRole('button', { name: 'Start export' }).focus();
		await page.keyboard.press('Enter');
		const button = part.getByRole('button', { name: /^Download runs-from-.*\.json$/ });
		await button.waitFor();
		await page
			.getByRole('status')
			.getByText(/^runs-.*is ready\.$/)
			.waitFor();
		await button.focus();
		const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
		const runs = JSON.parse(readFileSync(await download.path(), 'utf8')) as unknown[];
		expect(runs).toHaveLength(2);
		await part.getByLabel('Last day').fill('2020-01-01');
		await part.getByText('The last day is before the first.').waitFor();
		expect(await part.getByRole('button', { name: 'Start export' }).isDisabled()).toBe(true);
		await part.getByLabel('Last day').fill('');
		const full = new TroupeError({ code: 'INPUT_TOO_LARGE', message: 'The export has more than 24 MiB.', fix: 'Export less.' });
		jest.spyOn(await openRuns(console.host, console.host.stateFolder), 'list').mockRejectedValueOnce(full);
		await part.getByRole('button', { name: 'Start export' }).click();
		await part.getByRole('row', { name: /runs-from-[\d-]+\.json.*failed.*The export has more than 24 MiB/ }).waitFor();
		expect(faults).toEqual([]);
	});

	it('shows a chart as a table, by keyboard', async () => {
		const { page } = await console.signIn(['usage:read'], 'costs?period=7');
		const button = page.getByRole('figure', { name: /Cost by day/ }).getByRole('button', { name: 'As a table' });
		await button.focus();
		await page.keyboard.press('Enter');
		expect(await page.getByRole('table', { name: 'Cost by day' }).getByRole('row').count()).toBe(7);
		expect(await page.getByRole('figure').count()).toBe(6);
		expect(await page.getByRole('table', { name: '95 % of runs within, by day' }).count()).toBe(1);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const { page } = await console.signIn(['usage:read'], 'costs?period=90', { language, theme, width });
		await page.getByText('clerk').first().waitFor();
		if (process.env.CONSOLE_PICTURES)
			await page.screenshot({ path: join(process.env.CONSOLE_PICTURES, `costs-${language}.png`), fullPage: true });
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});
});

type Host = Awaited<ReturnType<typeof openConsole>>['host'];

interface Called {
	agent: string;
	costUsd: number;
	daysAgo: number;
	tenant?: string;
}

async function call(host: Host, { agent, costUsd, daysAgo, tenant = 'default' }: Called): Promise<void> {
	const usage = { inputTokens: 1_000, outputTokens: 100, estimated: false };
	const scope = { tenant, agent, host: 'serve', channel: 'shop', agentVersion: '1.0.0' };
	const store = await composeUsageStore(host);
	const started = { provider: 'openai', model: 'gpt-4.1', kind: 'chat', costUsd, priceTable: null, usage, scope } as const;
	const entry = await store.reserve(started, [], Date.now() - daysAgo * 24 * hourMs);
	await store.settle(entry, { state: 'ok', errorCode: null, usage, costUsd, durationMs: 900 });
}

async function run(host: Host, state: 'completed' | 'failed'): Promise<void> {
	const runs = await openRuns(host, host.stateFolder);
	const agent = { id: 'clerk', version: '1.0.0', sha256: 'x' };
	const runId = `run-${state}`;
	await runs.begin({ runId, agent, host: 'n8n', conversationId: 'c', of: { channel: 'shop' }, withinMs: 1_000 });
	const usage = { durationMs: 4_200, costUsd: 0, inputTokens: 0, outputTokens: 0, modelCalls: 1, toolCalls: 0, model: null };
	await runs.end(runId, { state, outcome: null, reason: null, errorCode: null, error: null, tools: [], usage });
}
