import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeQualityStore } from '../../providers/compose/evaluation/quality-store';
import { judgedAgent } from '../support/judging-model';
import { describeConsole, findViolations, openConsole } from './open-console';

const scopes = ['agent:run', 'evaluation:read', 'evaluation:run'];
const hostile = '<img src=x onerror=alert(1)> \u202Eevil ' + 'x'.repeat(250);

describeConsole('the evaluations of an agent, and the gallery', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;

	beforeAll(async () => {
		const providers = { openai: { apiKey: 'sk-fake', baseUrl: 'http://127.0.0.1:9/v1' } };
		console = await openConsole([], { ...{ model: undefined, tools: undefined, allowPrivateNetworks: true }, providers });
		const [folder] = console.host.agentFolders;
		writeFileSync(join(folder!, 'clerk.json'), JSON.stringify(judgedAgent()));
		const respond = (text: string) => ({ fixtures: { respond: [{ text }] }, input: { message: 'Hello' } });
		const expected = { expect: [{ assert: 'contains', text: 'Hello' }] };
		const cases = [
			{ name: 'greets', ...respond('Hello'), ...expected },
			{ name: hostile.slice(0, 200), ...respond('Bye'), ...expected },
		];
		writeFileSync(join(folder!, 'greet.eval.json'), JSON.stringify({ name: 'Greet', agent: 'clerk', cases }));
		const store = (await composeQualityStore(console.host))!;
		const day = 86_400_000;
		const about = { agent: 'clerk', sha256: 'a'.repeat(64), set: hostile.slice(0, 100), setSha256: 'b'.repeat(64), cases: 20 };
		await store.addEvaluation('default', { ...about, version: '1.0.0', passed: 18, score: 0.9, at: Date.now() - 3 * day });
		await store.addEvaluation('default', { ...about, version: '1.1.0', passed: 12, score: 0.6, at: Date.now() - day });
	});
	afterAll(() => console.close());

	/** Has a run judged that took place today. */
	async function judge(run: string, verdict: 'passed' | 'failed'): Promise<void> {
		const store = (await composeQualityStore(console.host))!;
		const asked = { agent: 'clerk', version: '1.0.0', run, message: 'Hello', reply: 'Hello', sources: '', rubric: 'It is kind.' };
		await store.accept('default', { ...asked, window: 10, budget: { per: 'day', calls: 9 } });
		const [work] = await store.toJudge.take('a judge', { max: 1, leaseMs: 1_000, of: [{ tenant: 'default' }] });
		await store.finish(work!, verdict, 'It is rude.');
	}

	it('shows results over time with their intervals, and the difference to the last', async () => {
		for (const [index, verdict] of (['passed', 'passed', 'failed', 'passed'] as const).entries()) await judge(`run-${index}`, verdict);
		const { page, faults } = await console.signIn(scopes, 'agents/list/clerk');
		const judged = page.getByRole('figure', { name: 'Judged runs that passed, by day' });
		await judged.getByRole('row', { name: /1\.0\.0.*3 of 4 75% 30\.1% to 95\.4%/ }).waitFor({ state: 'attached' });
		const chart = page.getByRole('figure', { name: 'Cases of sets that passed' });
		await chart.getByRole('button', { name: 'As a table' }).focus();
		await page.keyboard.press('Enter');
		await chart.getByRole('row', { name: /1\.0\.0.*18 of 20 90% 69\.9% to 97\.2%/ }).waitFor();
		const row = page.getByRole('table', { name: 'Evaluations' }).getByRole('row', { name: /1\.1\.0/ });
		await row.getByText(/-30% \(-5\d(\.\d)?% to -\d(\.\d)?%\)/).waitFor();
		await row.getByText('worse than 1.0.0: 18 of 20').waitFor();
		expect(await page.locator('img').count()).toBe(0);
		expect(faults).toEqual([]);
	});

	it('evaluates from the page by keyboard, and says why a case did not pass', async () => {
		const { page, faults } = await console.signIn(scopes, 'agents/list/clerk');
		const set = page.getByLabel('Set of cases');
		await set.fill('nowhere');
		await set.press('Enter');
		await page.getByRole('alert').getByText('There is no evaluation set "nowhere"').waitFor();
		expect(await set.inputValue()).toBe('nowhere');
		await set.fill('greet');
		await set.press('Enter');
		await page.getByRole('heading', { name: 'Result: Greet' }).waitFor();
		await page.getByText('1 of 2 cases passed.').waitFor();
		await page.getByText('2 cases were answered by the set itself, and do not count.').waitFor();
		await page.locator('.failed-cases').getByText('contains').waitFor();
		expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
	});

	it('offers it to nobody without the right', async () => {
		const { page } = await console.signIn(['evaluation:read'], 'agents/list/clerk');
		await page.getByRole('table', { name: 'Evaluations' }).waitFor();
		expect(await page.getByRole('button', { name: 'Evaluate now' }).count()).toBe(0);
	});

	it('draws the process of each template, without the library of diagrams', async () => {
		const { page, faults } = await console.signIn(['registry:read'], 'agents/templates');
		const loaded: string[] = [];
		page.on('request', (request) => loaded.push(request.url()));
		await page
			.getByRole('img', { name: /^Process with \d+ steps$/ })
			.first()
			.waitFor();
		const cards = page.locator('.gallery > li');
		await cards.last().scrollIntoViewIfNeeded();
		await cards.last().getByRole('img').waitFor();
		expect(loaded.filter((url) => /diagram|bpmn/i.test(new URL(url).pathname))).toEqual([]);
		expect(faults).toEqual([]);
	});

	it.each([
		['en', 'light', 1280, 'list/clerk'],
		['pt', 'dark', 320, 'list/clerk'],
		['pt', 'dark', 320, 'templates'],
	] as const)('has no violation that axe finds, in %s, %s, %i wide: %s', async (language, theme, width, part) => {
		const { page } = await console.signIn([...scopes, 'registry:read'], `agents/${part}`, { language, theme, width });
		await page
			.locator(part === 'templates' ? '.thumbnail svg' : 'figure.shares svg')
			.first()
			.waitFor();
		if (process.env.CONSOLE_PICTURES)
			await page.screenshot({
				path: join(process.env.CONSOLE_PICTURES, `quality-${part.replace('/', '-')}-${language}.png`),
				fullPage: true,
			});
		expect(await findViolations(page)).toEqual([]);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
	});
});
