import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { TroupeError } from '../../core/base/errors';
import { openAudit } from '../../providers/compose/state/host-audit';
import { describeEntry } from '../../service/operations/audit/list-audit';
import { serviceToken } from '../support/offering-service';
import { describeConsole, findViolations, openConsole } from './open-console';

const personal = 'ana@example.com';
const hostile = '<img src=x onerror="document.title=1">\u202e\u05e9\u05dc\u05d5\u05dd';
const question = `Write to ${personal}. ${hostile}`;
const fix = 'Wait, or name a second model in the route.';
const down = new TroupeError({ code: 'MODEL_AUTHENTICATION', message: 'The model is away.', fix });
const model = { text: `I wrote to ${personal}. ${'x'.repeat(10_000)}`, finish: 'stop' as const, model: 'script:model' };

describeConsole('the texts of a run in a console', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	let whole: string;
	let other: string;
	let masked: string;
	let failed: string;
	const send = async (path: string, body: object) => {
		const answer = await fetch(`${console.url}/api/v1/${path}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${serviceToken}`, 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const told = (await answer.json()) as { runId: string };
		// A fault names its run, too.
		if (!answer.ok && told.runId === undefined) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(told)}`);
		return told;
	};
	const begin = async () => (await send('agents/clerk/runs?waitSeconds=30', { message: question })).runId;
	beforeAll(async () => {
		console = await openConsole([down, ...Array.from({ length: 400 }, () => model)]);
		failed = await begin();
		// Processes read the rules of a tenant again after some seconds.
		const beginKept = async (isWhole: boolean): Promise<string> => {
			for (;;) {
				const run = await begin();
				const shown = await fetch(`${console.url}/api/v1/runs/${run}`, { headers: { authorization: `Bearer ${serviceToken}` } });
				if (((await shown.json()) as { isRevealable?: true }).isRevealable === (isWhole || undefined)) return run;
			}
		};
		masked = await beginKept(false);
		await send('tenants/default', { runContent: 'full' });
		[whole, other] = [await beginKept(true), await beginKept(true)];
	});
	afterAll(() => console.close());

	const open = async (page: Page, run: string) => {
		await page.goto(`${console.url}/console/runs/${run}`);
		await page.getByRole('region', { name: 'Conversation' }).waitFor();
	};
	const manager = ['run:read', 'conversation:manage'];

	it('are masked until a person who may read them says why, by keyboard alone, and again afterwards', async () => {
		const { page, faults } = await console.signIn(manager, `runs/${whole}`);
		const talk = page.getByRole('region', { name: 'Conversation' });
		await talk.getByText('This tenant keeps the texts whole.').waitFor();
		expect(await page.content()).not.toContain(personal);
		await talk.getByRole('button', { name: 'Show the texts whole' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('dialog', { name: 'Show the texts whole' }).waitFor();
		await page.keyboard.type('She asked what we know.');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await talk.getByText(`Write to ${personal}`).waitFor();
		await page.getByText('The texts are shown whole.').first().waitFor();
		expect(await findViolations(page)).toEqual([]);
		await talk.getByRole('button', { name: 'Hide them again' }).click();
		await talk.getByText('This tenant keeps the texts whole.').waitFor();
		expect(await page.content()).not.toContain(personal);
		expect(await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })')).not.toContain(personal);
		const { store } = (await openAudit(console.host))!;
		await store.sequence('default');
		const { entries } = await store.search('default', { limit: 10, act: 'data.revealed' });
		expect(entries.map(describeEntry)).toMatchObject([{ object: { kind: 'run', value: whole }, outcome: 'success' }]);
		expect([await page.title(), faults]).toEqual([expect.not.stringMatching(/^1$/), []]);
	});

	it('are hidden when one leaves the page, and after a while', async () => {
		const { page } = await console.signIn(manager, `runs/${whole}`);
		await page.clock.install();
		const show = async () => {
			await page.getByRole('button', { name: 'Show the texts whole' }).click();
			const dialog = page.getByRole('dialog');
			await dialog.getByLabel('Reason').fill('She asked.');
			await dialog.getByRole('button', { name: 'Show the texts whole' }).click();
			await page.getByText(`Write to ${personal}`).waitFor();
		};
		await open(page, whole);
		await show();
		await page.getByRole('link', { name: 'All runs' }).click();
		await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
		await page.goBack();
		await page.getByText('This tenant keeps the texts whole.').waitFor();
		expect(await page.content()).not.toContain(personal);
		await open(page, other);
		await show();
		await page.clock.runFor(301_000);
		await page.getByText('This tenant keeps the texts whole.').waitFor();
		expect(await page.content()).not.toContain(personal);
	});

	it('are replayed by whoever may evaluate agents, beside what was recorded, without a text', async () => {
		const { page, faults } = await console.signIn(['run:read', 'evaluation:run'], `runs/${other}`);
		const replay = page.getByRole('region', { name: 'Replay' });
		await replay.getByRole('button', { name: 'Replay it' }).focus();
		await page.keyboard.press('Enter');
		await replay.getByText('The agent takes the same steps.').waitFor();
		expect(await replay.getByRole('row', { name: /Calls of models 1 1/ }).count()).toBe(1);
		expect(await page.content()).not.toContain(personal);
		const file = join(console.host.stateFolder, 'agents', 'clerk.json');
		const before = readFileSync(file, 'utf8');
		writeFileSync(file, before.replace('"Help."', '"Help in verse."').replace('1.0.0', '1.1.0'));
		await replay.getByRole('button', { name: 'Replay it' }).click();
		await replay.getByText('The agent takes other steps now.').waitFor();
		await replay.getByRole('row', { name: /Version 1\.0\.0 1\.1\.0.*different/ }).waitFor();
		writeFileSync(file, before);
		expect([await findViolations(page), faults]).toEqual([[], []]);
		const { page: reader } = await console.signIn(['run:read'], `runs/${other}`);
		await reader.getByText(`troupe run replay ${other}`).waitFor();
		expect(await reader.getByRole('button', { name: 'Replay it' }).count()).toBe(0);
	});

	it('say of a fault what failed, where, and what to do', async () => {
		const { page, faults } = await console.signIn(['run:read'], `runs/${failed}`);
		const fault = page.getByRole('alert').filter({ hasText: 'MODEL_AUTHENTICATION' });
		await fault.getByText('The model is away.').waitFor();
		await fault.getByText(fix).waitFor();
		await fault.getByText(/Where: .*rest/).waitFor();
		expect(faults).toEqual([]);
	});

	it('cannot be shown to others, nor where they are not kept, and the page says so in both languages', async () => {
		const { page } = await console.signIn(['run:read'], `runs/${whole}`);
		await page.getByText('your key needs the right conversation:manage').waitFor();
		expect(await page.getByRole('button', { name: 'Show the texts whole' }).count()).toBe(0);
		const { page: small, faults } = await console.signIn(manager, `runs/${masked}`, { language: 'pt', theme: 'dark', width: 320 });
		await small.getByText('e assim são guardados').waitFor();
		expect(await small.getByRole('button', { name: /Mostrar os textos/ }).count()).toBe(0);
		expect(await findViolations(small)).toEqual([]);
		expect(await small.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
		expect(faults).toEqual([]);
	});
});
