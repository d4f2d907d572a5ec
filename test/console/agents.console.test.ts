import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { composeQualityStore } from '../../providers/compose/evaluation/quality-store';
import { describeConsole, findViolations } from './open-console';
import { bob } from '../support/registry/registry-people';
import { openRegistryConsole } from './open-registry-console';

const everything = ['agent:run', 'run:read', 'registry:read', 'registry:rollout', 'registry:revoke', 'usage:read', 'evaluation:read'];
const hostile = '<img src=x onerror=alert(1)> \u202Eevil ' + 'x'.repeat(900);

describeConsole('the room of agents', () => {
	let console: Awaited<ReturnType<typeof openRegistryConsole>>;

	beforeAll(async () => {
		console = await openRegistryConsole();
		const { publish, publishPrompt } = console;
		await publish('1.0.0', 'Help kindly.\nSay when it arrives.');
		await publish('1.1.0', 'Help briefly.\nSay when it arrives.', hostile);
		await publish('1.2.0', 'Help briefly, and in Portuguese.\nSay when it arrives.', 'A draft.', false);
		await publishPrompt('1.0.0', { content: 'Be kind to {{who}}.' });
		await publishPrompt('1.0.1', { content: 'Be very kind to {{who}}.' });
		for (const version of ['1.0.0', '1.1.0', '1.2.0', '1.3.0'])
			await publishPrompt(version, { content: `Say ${version} to {{who}}.` }, { name: 'style' });
		const store = (await composeQualityStore(console.host))!;
		const about = { agent: 'clerk', version: '1.0.0', sha256: 'a'.repeat(64) };
		for (const isOk of [true, true, true, false]) await store.countRun('default', about, { isOk, durationMs: 900 });
	});
	afterAll(() => console.close());

	const decide = async (page: Page, name: string, reason = 'for the test') => {
		await page
			.getByRole('dialog')
			.getByLabel(/^Reason/)
			.fill(reason);
		await page.getByRole('dialog').getByRole('button', { name }).click();
	};

	it('says what an agent is, and how well it does', async () => {
		const { page, faults } = await console.signIn(everything, 'agents');
		await page.getByRole('link', { name: 'Clerk', exact: true }).click();
		await page.getByRole('heading', { level: 1, name: 'clerk' }).waitFor();
		await page.getByText('Answers questions about orders.', { exact: true }).waitFor();
		await page.getByText('pay: a person is asked', { exact: true }).waitFor();
		await page.getByRole('cell', { name: '75%' }).first().waitFor();
		await page.getByRole('figure', { name: 'Runs that succeeded, by day' }).waitFor();
		expect(faults).toEqual([]);
	});

	it('shows who approved each version, and the words that are different, by keyboard', async () => {
		const { page, faults } = await console.signIn(everything, 'agents/list/clerk');
		await page.getByRole('row', { name: /1\.1\.0.*approved.*bob@example\.com/ }).waitFor();
		await page.getByText('troupe manifest approve').waitFor();
		expect(await page.locator('img').count()).toBe(0);
		const change = page.getByRole('listitem').filter({ hasText: 'prompt' }).first();
		await change.getByText(', and in Portuguese').waitFor();
		await page.getByLabel('One version').focus();
		await page.keyboard.press('End');
		await page.getByLabel('Other version').focus();
		await page.keyboard.press('ArrowDown');
		await page.getByText('from 1.0.0 to 1.1.0.').waitFor();
		await change.locator('del', { hasText: 'kindly' }).waitFor();
		await change.locator('ins', { hasText: 'briefly' }).waitFor();
		expect(faults).toEqual([]);
	});

	it('starts a rollout, pauses it, and tells who comes too late', async () => {
		const { page } = await console.signIn(everything, 'agents/list/clerk');
		await page.getByRole('button', { name: 'Start a rollout' }).click();
		await page.getByRole('dialog').getByText('--from 1.0.0 --to 1.1.0').waitFor();
		await page.getByLabel('Stages').fill('10:60,100:0');
		await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
		await page.getByText('The rollout of 1.1.0 has begun.').waitFor();
		const other = await console.signIn(everything, 'agents/rollouts');
		const open = async (one: Page, name: string) => one.getByRole('button', { name: `${name}: clerk 1.1.0` }).click();
		await open(other.page, 'Next stage');
		await page.reload();
		await open(page, 'Pause');
		await decide(page, 'Pause');
		await page.getByText('paused').waitFor();
		await decide(other.page, 'Next stage', 'what I typed');
		await other.page.getByRole('alert').waitFor();
		expect(
			await other.page
				.getByRole('dialog')
				.getByLabel(/^Reason/)
				.inputValue(),
		).toBe('what I typed');
		await page.getByRole('button', { name: 'Abort: clerk 1.1.0' }).click();
		await decide(page, 'Abort');
		await page.getByText('aborted').first().waitFor();
	});

	it('compares several versions of a prompt in one rollout, the lowest new one first', async () => {
		const { page, faults } = await console.signIn(everything, 'agents/prompts/style');
		await page.getByRole('button', { name: 'Start a rollout' }).click();
		const dialog = page.getByRole('dialog');
		// The version before is chosen as the old one: nothing is between it and the newest.
		expect(await dialog.getByRole('group', { name: 'Compare with further versions' }).count()).toBe(0);
		await dialog.getByLabel('From').selectOption('1.0.0');
		await dialog.getByRole('checkbox', { name: '1.1.0' }).check();
		await dialog.getByText('--to 1.1.0 --others 1.3.0').waitFor();
		await dialog.getByRole('checkbox', { name: '1.2.0' }).check();
		expect(await dialog.getByLabel('Shares of').inputValue()).toBe('contact');
		expect(await findViolations(page)).toEqual([]);
		await dialog.getByLabel('Stages').fill('75:0,100:0');
		await dialog.getByRole('button', { name: 'Start' }).click();
		await page.getByText('The rollout of 1.1.0, 1.2.0, 1.3.0 has begun.').waitFor();
		const started = (await console.registry.rollouts(bob)).find((one) => one.package === 'style');
		expect(started).toMatchObject({ from: '1.0.0', to: '1.1.0', others: ['1.2.0', '1.3.0'], by: 'contact' });
		expect(started?.quality).toMatchObject({ compare: 'judged', promote: 'better' });
		expect(faults).toEqual([]);
	});

	it('leads to the switch of an agent', async () => {
		const { page } = await console.signIn([...everything, 'switch:manage'], 'agents/list/clerk');
		await page.getByRole('link', { name: 'Turn it off' }).click();
		await page.getByRole('dialog').getByLabel('Reason').fill('Wrong prices.');
		await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
		await page.getByRole('row', { name: /agent:clerk.*Wrong prices/ }).waitFor();
		await page.getByRole('button', { name: 'Turn on: agent:clerk' }).click();
		await page.getByText('Nothing is off.').waitFor();
	});

	it('shows the text of a prompt as text, and goes back to a version of it', async () => {
		const { page, faults } = await console.signIn(everything, 'agents/prompts');
		await page.getByRole('link', { name: 'tone' }).first().click();
		await page.getByText('Be very kind to {{who}}.').first().waitFor();
		await page.getByRole('button', { name: 'Go back to it: 1.0.0' }).click();
		await decide(page, 'Go back to it');
		await page.getByText('1.0.0 is current again.').waitFor();
		await page.getByRole('row', { name: /1\.0\.1.*deprecated/ }).waitFor();
		expect(faults).toEqual([]);
	});

	it('shows the labels of a prompt, where they point, who moved them and why, and nothing where there are none', async () => {
		const { page, faults } = await console.signIn(everything, 'agents/prompts/tone');
		await page
			.getByRole('row', { name: /1\.0\.1/ })
			.first()
			.waitFor();
		expect(await page.getByRole('heading', { name: 'Labels' }).count()).toBe(0);
		const of = { kind: 'prompt', name: 'tone', version: '1.0.0' } as const;
		await console.registry.setLabel(bob, { ...of, label: 'production', reason: hostile.slice(0, 400) });
		await page.reload();
		await page.getByRole('heading', { name: 'Labels' }).waitFor();
		await page.getByRole('row', { name: /production.*1\.0\.0.*approved.*bob@example\.com/ }).waitFor();
		expect(await page.locator('img').count()).toBe(0);
		expect(await findViolations(page)).toEqual([]);
		expect(faults).toEqual([]);
	});

	it('writes the command that installs a template, with what is typed, and the steps of its process', async () => {
		const { page, faults } = await console.signIn(everything, 'agents/templates');
		await page.getByRole('link', { name: 'chatbot-team' }).click();
		await page.getByText('troupe template install chatbot-team').waitFor();
		await page.getByLabel('Name of the company').fill("Ana's $(rm -rf ~) `x`");
		await page.getByText(`troupe template install chatbot-team --set 'company=Ana'\\''s $(rm -rf ~) \`x\`'`).waitFor();
		await page.getByText('Step by step').first().click();
		await page.locator('ol.steps').getByText('start event').first().waitFor();
		await page.locator('.canvas svg .djs-shape').first().waitFor();
		expect(faults).toEqual([]);
	});

	it('installs a template by keyboard after its plan, keeps what is refused, and has the values of before', async () => {
		const scopes = [...everything, 'process:deploy', 'process:read'];
		const { page, faults } = await console.signIn([...scopes, 'registry:approve'], 'agents/templates/ticket-classifier');
		const company = page.getByLabel('Name of the company');
		await company.fill('x'.repeat(2_001));
		await company.press('Enter');
		await page
			.getByRole('alert')
			.getByText(/company must have 1 to 2000 characters/)
			.waitFor();
		await page.keyboard.press('Escape');
		expect(await company.inputValue()).toHaveLength(2_001);
		await company.fill('Loja <b>da</b> "Ada"');
		await page.getByRole('button', { name: 'Install on this service' }).focus();
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog');
		await dialog.getByText('agents/ticket-classifier/agent.json').waitFor();
		await dialog.getByText('1 process is deployed.').waitFor();
		await dialog.getByRole('button', { name: 'Install' }).press('Enter');
		await page.getByText('Support ticket classifier 1.0.0 is installed.').waitFor();
		await page.locator('.installed').getByRole('link', { name: 'ticket-classifier' }).first().waitFor();
		await page.locator('.installed a[href*="processes?process="]').click();
		await page.getByRole('heading', { level: 1 }).waitFor();
		expect(new URL(page.url()).pathname).toBe('/console/processes');
		expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);

		// Who may not approve sees the plan of what would change, and the right that is missing.
		const editor = await console.signIn(
			scopes.filter((one) => one !== 'registry:approve'),
			'agents/templates/ticket-classifier',
		);
		await editor.page.getByText('Version 1.0.0 is installed here.').waitFor();
		expect(await editor.page.getByLabel('Name of the company').inputValue()).toBe('Loja <b>da</b> "Ada"');
		await editor.page.getByLabel('Name of the company').fill('Other');
		await editor.page.getByRole('button', { name: 'Install on this service' }).click();
		await editor.page.getByText('Who changes agents or policies needs registry:approve.').waitFor();
		await editor.page.getByText('Files that are replaced').waitFor();
		expect(await editor.page.getByRole('dialog').getByRole('button', { name: 'Install' }).isDisabled()).toBe(true);
		expect(await findViolations(editor.page)).toEqual([]);
	});

	it('offers no act that the key does not allow, and no room without a scope', async () => {
		const { page } = await console.signIn(['registry:read'], 'agents/list/clerk');
		await page.getByRole('row', { name: /1\.1\.0/ }).waitFor();
		for (const name of ['Start a rollout', 'Turn off', /^Go back to it/]) expect(await page.getByRole('button', { name }).count()).toBe(0);
		await page.goto(`${console.url}/console/agents/templates/chatbot-team`);
		await page.getByText('troupe template install chatbot-team').waitFor();
		expect(await page.getByRole('button', { name: 'Install on this service' }).count()).toBe(0);
		const none = await console.signIn(['usage:read'], 'agents');
		await none.page.getByText('Your key does not open this room.').waitFor();
	});

	it.each([
		['en', 'light', 1280, 'list'],
		['pt', 'dark', 320, 'list'],
		['en', 'dark', 1280, 'list/clerk'],
		['pt', 'light', 320, 'list/clerk'],
		['en', 'light', 320, 'rollouts'],
		['pt', 'dark', 320, 'prompts/tone'],
		['en', 'light', 1280, 'templates'],
		['pt', 'dark', 320, 'templates/chatbot-team'],
	] as const)('has no violation that axe finds, in %s, %s, %i wide: %s', async (language, theme, width, part) => {
		const { page } = await console.signIn(everything, `agents/${part}`, { language, theme, width });
		await page.locator('main :is(table, ul.gallery, article, pre, ol, figure, .empty):visible').first().waitFor();
		await page.waitForLoadState('networkidle');
		if (process.env.CONSOLE_PICTURES)
			await page.screenshot({
				path: join(process.env.CONSOLE_PICTURES, `agents-${part.replace('/', '-')}-${language}.png`),
				fullPage: true,
			});
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});
});
