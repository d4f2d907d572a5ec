import type { Page } from 'playwright-core';
import { openRuns } from '../../providers/compose/state/host-runs';
import { asksPerson, held, pays } from '../support/run-api';
import { describeConsole, findViolations, openConsole } from './open-console';

const hostile = '<img src=x onerror="document.title=1">\u202e\u05e9\u05dc\u05d5\u05dd';
const down = () => Object.assign(new Error('The model is away.'), { code: 'MODEL_UNAVAILABLE' });
const usage = { inputTokens: 1_200, outputTokens: 34, estimated: false };
const model = { text: 'Paid on Monday.', finish: 'stop' as const, model: 'script:model', usage };

describeConsole('the runs of a console', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	const late = held('It is on its way.');
	const never = held('Never.');
	const ids: Record<string, string> = {};
	let begin: (name: string, message: string, wait?: number) => Promise<void>;
	beforeAll(async () => {
		const long = { ...model, text: `${hostile} `.repeat(400) };
		console = await openConsole([model, pays, down(), down(), asksPerson('q1'), long, late.step, never.step, never.step]);
		const key = await console.createKey('seed', ['agent:run']);
		begin = async (name, message, wait = 30) => {
			const answer = await fetch(`${console.url}/api/v1/agents/clerk/runs?waitSeconds=${wait}`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
				body: JSON.stringify({ message }),
			});
			const { runId } = (await answer.json()) as { runId: string };
			ids[name] = runId;
		};
		await begin('done', 'When was order 7 paid?');
		await begin('pays', 'Pay order 7.');
		for (const name of ['failed', 'failed-too']) await begin(name, 'Where is it?');
		await begin('asks', hostile);
		await begin('hostile', hostile);
	});
	afterAll(async () => {
		late.answer();
		never.answer();
		await console.close();
	});

	const open = async (page: Page, path: string) => {
		await page.goto(`${console.url}/console/runs/${path}`);
		await page.getByRole('heading', { level: 2 }).first().waitFor();
	};
	const rows = (page: Page) => page.getByRole('table', { name: 'Runs' }).getByRole('row');

	it('counts what failed, one line for each fault, which leads to its runs and is copied as text (temporalio/ui#2192)', async () => {
		const { page, faults } = await console.signIn(['run:read'], 'runs');
		await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		await page.getByRole('link', { name: 'failed 2' }).waitFor();
		const failures = page.getByRole('region', { name: 'Failures' });
		expect(await failures.getByRole('listitem').count()).toBe(1);
		await failures.getByText('2 runs', { exact: true }).waitFor();
		await failures.getByRole('button', { name: 'Copy' }).click();
		await page.getByText('Copied.').waitFor();
		expect(await page.evaluate('navigator.clipboard.readText()')).toContain(ids['failed-too']);
		await failures.getByRole('button', { name: 'Show them' }).click();
		await page.waitForURL(/state=failed/);
		await rows(page).nth(2).waitFor();
		expect(await rows(page).count()).toBe(3);
		await page.getByRole('button', { name: 'Clear the filters' }).click();
		await page
			.getByRole('row', { name: /completed/ })
			.first()
			.waitFor();
		expect(faults).toEqual([]);
	});

	it('tells the runs of an agent apart for readers of a screen, by when they began', async () => {
		const { page } = await console.signIn(['run:read'], 'runs');
		await rows(page).nth(6).waitFor();
		const table = page.getByRole('table', { name: 'Runs' });
		const named = /^(Choose )?clerk, \w+ \d+, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/;
		expect([await table.getByRole('link', { name: named }).count(), await table.getByRole('checkbox', { name: named }).count()]).toEqual([
			6, 6,
		]);
	});

	it('keeps words that a person types out of the address and of the browser, and says when nothing fits', async () => {
		const { page } = await console.signIn(['run:read'], 'runs');
		await page.getByLabel('Words of an error').fill('ana@example.com');
		await page.getByText('No run fits these filters.').waitFor();
		expect(page.url()).not.toContain('ana');
		expect(await page.evaluate('JSON.stringify({ ...localStorage })')).not.toContain('ana');
		await page.getByRole('button', { name: 'Clear the filters' }).first().click();
		await page.getByLabel('Began in').selectOption('hour');
		await rows(page).nth(1).waitFor();
		await page.reload();
		await rows(page).nth(1).waitFor();
		expect(await page.getByLabel('Began in').inputValue()).toBe('hour');
	});

	it('keeps the pages that were read on while the list reads itself again (n8n-io/n8n#1456)', async () => {
		const store = await openRuns(console.host, console.host.stateFolder);
		for (let number = 0; number < 60; number++)
			await store.begin({ runId: `n8n-${number}`, host: 'n8n', of: { workflow: 'w1', execution: '12' }, withinMs: 1 });
		const { page } = await console.signIn(['run:read'], 'inbox');
		await page.clock.install();
		await open(page, '?host=n8n');
		await page.getByRole('button', { name: 'Show more' }).click();
		await rows(page).nth(60).waitFor();
		await page.clock.runFor(25_000);
		await page.getByText('60 entries').waitFor();
		expect(await rows(page).count()).toBe(61);
	});

	it('tells why a run waits, what its steps were, and finds words in them; expanded, it stays expanded (langfuse/langfuse#11964)', async () => {
		const { page, faults } = await console.signIn(['run:read', 'agent:decide'], 'runs');
		await open(page, ids.pays!);
		await page.getByText('It waits for a person.').waitFor();
		await page.getByRole('link', { name: 'Decide in the inbox' }).waitFor();
		const trail = page.getByRole('region', { name: 'Step by step' });
		// What matters is open, the rest is a line.
		await trail.getByText('"order": "7"').waitFor();
		await trail.getByLabel('Search in the steps').fill('script:model');
		await trail.getByText('1 step', { exact: true }).waitFor();
		await trail.getByLabel('Search in the steps').fill('submarine');
		await trail.getByText('No step has these words.').waitFor();
		await trail.getByLabel('Search in the steps').fill('');
		await trail.getByLabel('Only what matters').check();
		await trail.getByText('1 step', { exact: true }).waitFor();
		await trail.getByLabel('Expand all').check();
		await open(page, ids.done!);
		await page.getByText('The agent answered.').waitFor();
		expect(await trail.getByLabel('Expand all').isChecked()).toBe(true);
		expect(await trail.locator('details:not([open])').count()).toBe(0);
		const costs = page.getByRole('region', { name: 'Cost by step' });
		expect(await costs.getByRole('row', { name: /Sum/ }).textContent()).toContain('1,234');
		// Its tenant keeps texts masked.
		await page.getByText('It cannot be replayed: that needs its texts whole').waitFor();
		expect(faults).toEqual([]);
	});

	it('follows a run at work to its answer, without a reload', async () => {
		await begin('live', 'Where is it?', 0);
		const { page, faults } = await console.signIn(['run:read'], 'runs');
		await open(page, ids.live!);
		await page.getByText('thinking').waitFor();
		late.answer();
		await page.getByText('The agent answered.').waitFor();
		await page.getByRole('region', { name: 'Conversation' }).getByText('It is on its way.').waitFor();
		await page.getByRole('status').filter({ hasText: 'The run is now completed.' }).waitFor({ state: 'attached' });
		expect(faults).toEqual([]);
	});

	it('is cancelled by two people at once, each of whom is told; without the right, there is no button', async () => {
		await begin('cancelled', 'Where is it?', 0);
		const { page: reader } = await console.signIn(['run:read'], `runs/${ids.cancelled}`);
		expect(await reader.getByRole('button', { name: 'Cancel the run' }).count()).toBe(0);
		const people = await Promise.all([1, 2].map(() => console.signIn(['run:read', 'switch:manage'], `runs/${ids.cancelled}`)));
		for (const { page } of people) {
			await page.getByRole('button', { name: 'Cancel the run' }).click();
			await page.getByRole('dialog').getByLabel('Reason').fill('A mistake.');
		}
		await Promise.all(people.map(({ page }) => page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click()));
		for (const { page } of people) {
			await page
				.getByText(/The run is (?:being )?cancelled\./)
				.first()
				.waitFor();
			await page.getByText(/^Cancelled by .*: A mistake\./).waitFor();
		}
	});

	it('lets two runs be chosen and compared by keyboard alone', async () => {
		const { page, faults } = await console.signIn(['run:read'], 'runs?host=rest');
		const press = async (...keys: string[]) => {
			for (const key of keys) await page.keyboard.press(key);
		};
		await page.getByRole('checkbox', { name: 'Choose clerk' }).first().focus();
		await press('Space', 'Tab', 'Tab', 'Space');
		await page.getByRole('button', { name: 'Compare' }).focus();
		await press('Enter');
		await page.getByRole('heading', { name: 'Compare runs', level: 1 }).waitFor();
		await page
			.getByRole('region', { name: 'Step by step' })
			.getByRole('row', { name: /Different|The same/ })
			.first()
			.waitFor();
		expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
		expect(faults).toEqual([]);
	});

	it('shows texts of a model and of a stranger as texts alone', async () => {
		const { page, faults } = await console.signIn(['run:read'], `runs/${ids.hostile}`);
		await page.getByRole('region', { name: 'Conversation' }).getByText('<img src=x').first().waitFor();
		await page.getByText('As the API tells it').click();
		expect([await page.locator('main img').count(), await page.title()]).toEqual([0, `clerk ${ids.hostile} · Troupe`]);
		expect(faults).toEqual([]);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const { page } = await console.signIn(['run:read', 'switch:manage', 'agent:decide'], 'runs', { language, theme, width });
		for (const path of ['', ids.pays, ids.failed, ids.hostile, `compare/${ids.done}/${ids.asks}`]) {
			await page.goto(`${console.url}/console/runs/${path}`);
			await page.getByRole('heading', { level: 2 }).first().waitFor();
			expect(await findViolations(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
		}
	});
});
