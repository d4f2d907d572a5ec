import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readPublishable } from '../../cli/manifest/lifecycle/publishable';
import { describeConsole, findViolations } from './open-console';
import { openRegistryConsole } from './open-registry-console';

const everything = ['agent:run', 'registry:read', 'evaluation:run'];
const hostile = '<img src=x onerror=alert(1)> \u202Eevil ' + 'x'.repeat(600);
const seconds = 1_000;

interface ValidityFlags {
	patternMismatch: boolean;
}

describeConsole('the workshop for prompts', () => {
	let console: Awaited<ReturnType<typeof openRegistryConsole>>;
	let folder: string;

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-workshop-'));
		console = await openRegistryConsole(['clerk', 'greeter']);
		await console.publishPrompt('1.0.0', { content: 'Be kind to {{who}}.' });
		await console.publishPrompt('1.0.0', { content: 'Answer {{who}} kindly.' }, { name: 'guarded' });
		await console.publishPrompt(
			'1.0.0',
			{ content: hostile, purpose: hostile.slice(0, 900), variables: [], notes: hostile },
			{ name: 'hostile' },
		);
		const agent = {
			...{ id: 'greeter', version: '1.0.0', name: 'Greeter', purpose: 'Greets', capabilities: ['greet'], limits: {} },
			...{ model: { extractive: false }, guardrails: { personalData: { types: [] } } },
			promptReference: { name: 'tone', range: '^1', variables: { who: 'Ana Lima' } },
		};
		writeFileSync(join(console.host.agentFolders[0]!, 'greeter.json'), JSON.stringify(agent));
		const cases = [
			{
				...{ name: 'greets', input: { message: 'Hello' }, fixtures: { respond: [{ text: 'Hi' }] } },
				expect: [{ assert: 'contains', text: 'Hi' }],
			},
			{ name: 'asks the model', input: { message: 'Bye' }, expect: [{ assert: 'contains', text: 'Bye' }] },
		];
		writeFileSync(join(console.host.agentFolders[0]!, 'clerk.eval.json'), JSON.stringify({ name: 'Clerk set', agent: 'clerk', cases }));
	});
	afterAll(async () => {
		await console.close();
		rmSync(folder, { recursive: true });
	});

	const text = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true });
	const preview = (page: Page) => page.getByRole('region', { name: 'What a model gets' });

	it('edits, checks, tests, compares and submits a prompt within two minutes', async () => {
		const began = performance.now();
		const { page, faults } = await console.signIn(everything, 'agents/prompts');
		await page.getByRole('link', { name: 'tone' }).first().click();
		await page.getByRole('link', { name: 'Edit in the workshop' }).click();
		await text(page).fill('Be very kind to {{who}}, and answer with {{ words }}.');
		await page.getByText('{{ words }} is not filled in: it is not a name.').waitFor();
		await page.getByRole('button', { name: /^Line 1, column 42/ }).click();
		expect(await page.evaluate('getSelection().toString()')).toBe('{{ words }}');
		await page.getByRole('button', { name: 'Write {{words}}' }).click();
		await page.getByText('The prompt has no input words.').waitFor();
		await page.getByText('Correct 1 error first.').waitFor();
		await text(page).fill('Be very kind to {{who}}.');
		await page.getByLabel('who to try it with').fill('Ana & {{who}} <b>');
		await preview(page).getByText('Be very kind to Ana & {{who}} <b>.').waitFor();
		await page.getByLabel('Evaluation set').fill('clerk');
		await page.getByRole('button', { name: 'Run the cases' }).click();
		await page.getByText('Clerk set: 1 answered by the set, 1 error.').waitFor();
		await page.getByText('asks the model').click();
		await page.getByText('The service cannot do this now.').waitFor();
		await page.getByText('A patch: 1.0.1').waitFor();
		await page.locator('ins', { hasText: 'very' }).first().waitFor();
		await page.getByLabel('What changed, and why').fill("It's kinder");
		await page.getByText(`troupe manifest publish tone-1.0.1.md --as FOLDER --notes 'It'\\''s kinder'`).waitFor();
		const waits = page.waitForEvent('download');
		await page.getByRole('button', { name: 'Save tone-1.0.1.md' }).click();
		const path = join(folder, 'tone-1.0.1.md');
		await (await waits).saveAs(path);
		const manifest = await readPublishable(path);
		expect(manifest).toMatchObject({
			kind: 'prompt',
			package: { name: 'tone', version: '1.0.1' },
			content: 'Be very kind to {{who}}.',
			purpose: 'Tone',
		});
		await page.getByText('The page waits until the registry has it.').waitFor();
		await console.publishPrompt('1.0.1', { content: 'Be very kind to {{who}}.', notes: "It's kinder" }, { approve: false });
		await page.getByText('The registry has the draft 1.0.1, signed by ada@example.com.').waitFor();
		await page.getByRole('button', { name: 'Show its versions' }).click();
		await page.getByRole('row', { name: /1\.0\.1.*It's kinder.*draft/ }).waitFor();
		expect(performance.now() - began).toBeLessThan(120 * seconds);
		expect(faults).toEqual([]);
	});

	it('is written by keyboard alone, with what follows the braces, and the browser undoes it', async () => {
		const { page, faults } = await console.signIn(everything, 'agents/prompts/guarded/edit');
		await text(page).focus();
		await page.keyboard.press('Control+End');
		await page.keyboard.type(' Then ask {{w');
		await page.getByRole('option', { name: '{{who}}' }).waitFor();
		expect(await text(page).getAttribute('aria-activedescendant')).toBe(
			await page.locator('[role=option][aria-selected=true]').getAttribute('id'),
		);
		await page.keyboard.press('Enter');
		expect(await text(page).inputValue()).toBe('Answer {{who}} kindly. Then ask {{who}}');
		await page.keyboard.press('Control+z');
		expect(await text(page).inputValue()).toMatch(/Then ask \{\{w?$/);
		await page.keyboard.press('Control+y');
		await page.keyboard.type(' {{');
		await page.locator('[role=option]').first().waitFor();
		await page.keyboard.press('Escape');
		expect(await page.locator('[role=listbox]').count()).toBe(0);
		await page.keyboard.press('Enter');
		expect(await text(page).inputValue()).toMatch(/\{\{\n$/);
		await page.getByText('Braces that belong to no input: {{').waitFor();
		await page.getByLabel('Others can write it: who').focus();
		await page.keyboard.press('Space');
		await page.getByText('Others can write who, and nothing marks where their text begins and ends.').first().waitFor();
		expect(faults).toEqual([]);
	});

	it('keeps what was not submitted while another room is looked at (nat/openplayground#2), and discards it with a way back', async () => {
		const { page } = await console.signIn(everything, 'agents/prompts/guarded/edit');
		await text(page).fill('Half a thought');
		await page.getByRole('link', { name: 'Back to the prompt' }).click();
		await page.getByRole('link', { name: 'Back to the list' }).click();
		await page.goBack();
		await page.getByRole('link', { name: 'Edit in the workshop' }).click();
		expect(await text(page).inputValue()).toBe('Half a thought');
		await page.getByRole('button', { name: 'Discard my text' }).click();
		expect(await text(page).inputValue()).toBe('Answer {{who}} kindly.');
		await page.getByRole('button', { name: 'Undo' }).click();
		expect(await text(page).inputValue()).toBe('Half a thought');
		const asked = page.waitForEvent('dialog');
		await page.evaluate('void setTimeout(() => location.reload())');
		const dialog = await asked;
		expect(dialog.type()).toBe('beforeunload');
		await dialog.accept();
		await text(page).waitFor();
	});

	it('takes values from an agent, and tells who published something since', async () => {
		const { page, faults } = await console.signIn(everything, 'agents/prompts/tone/edit');
		await page.getByLabel('Values of an agent').selectOption({ label: 'Greeter (greeter)' });
		await preview(page).getByText('Ana Lima').waitFor();
		await text(page).fill('Mine, for {{who}}');
		await console.publishPrompt('1.1.0', { content: 'Theirs, for {{who}}.' });
		await page.getByText('Since you began, 1.1.0 by ada@example.com came into use.').waitFor();
		expect(await text(page).inputValue()).toBe('Mine, for {{who}}');
		await page.locator('del', { hasText: 'Theirs' }).waitFor();
		await page.getByText('A patch: 1.1.1').waitFor();
		await page.getByLabel('Version', { exact: true }).fill('1.1.0');
		await page.getByText('1.1.0 is there already, by ada@example.com.').waitFor();
		await page.getByText('What changed asks for 1.1.1 at least.').waitFor();
		await page.getByRole('button', { name: 'I took it into account' }).click();
		expect(await page.getByText('Since you began').count()).toBe(0);
		expect(faults).toEqual([]);
	});

	it('keeps what is typed while the values of an agent are awaited, and takes those of the agent that was chosen last', async () => {
		const { page, faults } = await console.signIn(everything, 'agents/prompts/tone/edit');
		const waiting = Promise.withResolvers<void>();
		const asked = Promise.withResolvers<void>();
		await page.route('**/agents/greeter/definition', async (route) => {
			asked.resolve();
			await waiting.promise;
			await route.continue();
		});
		const choice = page.getByLabel('Values of an agent');
		const sample = page.getByLabel('who to try it with');
		await choice.selectOption({ label: 'Greeter (greeter)' });
		await asked.promise;
		await sample.fill('Typed');
		await page.getByLabel('New input').fill('shop');
		await page.getByLabel('New input').press('Enter');
		expect(await choice.inputValue()).toBe('greeter');
		waiting.resolve();
		await page.getByText('The agent filled in 0 values. What you typed stays: who.').waitFor();
		expect([await sample.inputValue(), await page.getByLabel('shop to try it with').count()]).toEqual(['Typed', 1]);
		await sample.fill('');
		await choice.selectOption('');
		await choice.selectOption('greeter');
		await page.getByText('The agent filled in 1 value.').waitFor();
		expect(await sample.inputValue()).toBe('Ana Lima');
		await page.unroute('**/agents/greeter/definition');

		const late = Promise.withResolvers<void>();
		const cancelled = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/agents/greeter/definition'));
		await page.route('**/agents/greeter/definition', () => late.promise);
		await choice.selectOption('');
		await choice.selectOption('greeter');
		await choice.selectOption('clerk');
		await cancelled;
		late.resolve();
		await page.getByText('This agent does not use the prompt.').waitFor();
		expect(await choice.inputValue()).toBe('clerk');
		expect(faults).toEqual([]);
	});

	it('begins a prompt that nobody published, and takes no name that the registry would refuse', async () => {
		const { page } = await console.signIn(everything, 'agents/prompts');
		const name = page.getByLabel('New prompt');
		await name.fill('Not A Name');
		await name.press('Enter');
		expect(await name.evaluate((field) => (field as unknown as { validity: ValidityFlags }).validity.patternMismatch)).toBe(true);
		await name.fill('fresh');
		await name.press('Enter');
		await page.getByText('The prompt has no text.').waitFor();
		await text(page).fill('Hello {{shop}}');
		await page.getByRole('button', { name: 'Add shop' }).click();
		await page.getByText('Nothing to correct.').waitFor();
		await page.getByLabel('Evaluation set').fill('clerk');
		await page.getByRole('button', { name: 'Run the cases' }).click();
		await page.getByRole('alert').getByText('variables without a value: shop').waitFor();
		await page.getByText('Give these inputs a value to try them with, unless the agent has one: shop.').waitFor();
		await page.getByLabel('Purpose').fill('Greets');
		await page.getByLabel('What changed, and why').fill('First');
		await page.getByRole('button', { name: 'Save fresh-1.0.0.md' }).waitFor();
	});

	it('shows hostile texts as texts, and offers no test without its right', async () => {
		const { page, faults } = await console.signIn(['registry:read'], 'agents/prompts/hostile/edit');
		await page.getByText('A character that nobody sees: U+202E').waitFor();
		await page.getByText('The text is the published one.').waitFor();
		expect(await page.locator('main img').count()).toBe(0);
		expect(await page.getByRole('button', { name: 'Run the cases' }).count()).toBe(0);
		expect(await page.getByLabel('Values of an agent').count()).toBe(0);
		await text(page).fill('{{<img src=x onerror=alert(1)>}} '.repeat(300));
		await page.getByText('{{<img src=x onerror=alert(1)>}} is not filled in').first().waitFor();
		expect(await page.locator('main img').count()).toBe(0);
		expect(faults).toEqual([]);
	});

	it.each([
		['en', 'light', 1280, 'tone/edit'],
		['pt', 'dark', 320, 'tone/edit'],
		['en', 'dark', 1280, 'hostile/edit'],
		['pt', 'light', 320, 'hostile/edit'],
	] as const)('has no violation that axe finds, in %s, %s, %i wide: %s', async (language, theme, width, part) => {
		const { page } = await console.signIn(everything, `agents/prompts/${part}`, { language, theme, width });
		const field = page.locator('textarea.code');
		await field.waitFor();
		await page.locator('pre.text').first().waitFor();
		if (part === 'tone/edit') {
			await field.press('Control+End');
			await field.pressSequentially(' {{ a }} {{w');
			await page.locator('[role=option]').first().waitFor();
			await page.locator('.findings li').first().waitFor();
		}
		if (process.env.CONSOLE_PICTURES)
			await page.screenshot({ path: join(process.env.CONSOLE_PICTURES, `workshop-${part.split('/')[0]}-${language}.png`), fullPage: true });
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});
});
