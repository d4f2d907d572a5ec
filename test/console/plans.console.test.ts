import type { Page } from 'playwright-core';
import { connect, node, workflow } from '../support/plans/workflows';
import { describeConsole, openConsole } from './open-console';

const wish = 'Customers ask for refunds. If the amount is above 500, the manager approves it. Then finance pays the refund.';
const planner = ['process:read', 'process:deploy', 'process:run'];

describeConsole('the plans of a console', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	/** Without a model: plans are drawn by rules. */
	beforeAll(async () => void (console = await openConsole([], { model: undefined })));
	afterAll(() => console.close());

	const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
	const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
	/** Types a wish, and goes on with what is supposed until there is a process. */
	const make = async (page: Page) => {
		await page.getByLabel('What do you want done?').fill(wish);
		await press(page, 'Make the plan');
		await part(page, 'Conversation').waitFor();
		await page.waitForURL(/plans\/[\w-]+$/);
		const isDrawn = part(page, 'Steps');
		const suppose = page.getByRole('button', { name: 'Go on with what is supposed' });
		for (;;) {
			await isDrawn.or(suppose).first().waitFor();
			if (await isDrawn.isVisible()) return;
			await suppose.click();
			await suppose.and(page.locator(':enabled')).or(isDrawn).first().waitFor();
		}
	};
	const api = async (key: string, request: string, body?: object) => {
		const [method, path] = request.split(' ');
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
		const answer = await fetch(`${console.url}/api/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
		if (!answer.ok) throw new Error(`${request} answered ${answer.status}: ${await answer.text()}`);
		return (await answer.json()) as { hash: string; tree: { name: string; do: Array<{ name: string }> } };
	};
	const change = async (page: Page, text: string) => {
		await page.getByRole('textbox', { name: 'Change the plan' }).fill(text);
		await press(page, 'Change the plan');
	};
	const prove = async (page: Page) => {
		await press(page, 'Prove it');
		await part(page, 'Proof')
			.getByText(/every branch was reached/)
			.waitFor();
	};

	it('explain a workflow that was copied in n8n, and ask what it does not say', async () => {
		const { page, faults } = await console.signIn(planner, 'plans');
		const nodes = [
			node('Hook', 'webhook', { path: 'orders' }),
			node('Approve', 'slack', { operation: 'sendAndWait', message: 'Buy it?' }),
			node('Order', 'httpRequest', { url: 'https://shop.example/x' }),
		];
		await page.getByLabel('What do you want done?').fill(JSON.stringify(workflow(nodes, connect('Hook > Approve', 'Approve > Order'))));
		await press(page, 'Make the plan');
		await part(page, 'Conversation').getByText('sends GET to shop.example').waitFor();
		await page.getByLabel('Who answers in “Approve”?').waitFor();
		expect(faults).toEqual([]);
	});

	it('lead from a wish to an instance: drawn, changed in words, proved, confirmed by its hash, started', async () => {
		const { page, key, faults } = await console.signIn(planner, 'plans');
		await make(page);
		const id = page.url().split('/').at(-1)!;
		await part(page, 'Process').locator('svg').first().waitFor();
		const { name } = (await api(key, `GET plans/${id}`)).tree.do[0]!;
		await change(page, `rename "${name}" to "Begin here"`);
		await part(page, 'Steps').getByText('Begin here').first().waitFor();
		await prove(page);
		const shown = await api(key, `GET plans/${id}`);
		await press(page, 'Confirm');
		const dialog = page.getByRole('dialog');
		await dialog.getByText(shown.hash).waitFor();

		// Another one changes the plan while the dialog is open.
		await api(key, `POST plans/${id}/change`, { text: 'rename "Begin here" to "Begin there"' });
		await dialog.getByRole('alert').waitFor();
		expect(await dialog.getByText(shown.hash).isVisible()).toBe(true);
		expect(await dialog.getByRole('button', { name: 'Confirm' }).isDisabled()).toBe(true);
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await part(page, 'Steps').getByText('Begin there').first().waitFor();
		await prove(page);
		await press(page, 'Confirm');
		const byHand = dialog.getByRole('checkbox');
		if (await byHand.isVisible()) await byHand.check();
		await dialog.getByText((await api(key, `GET plans/${id}`)).hash).waitFor();
		await dialog.getByRole('button', { name: 'Confirm' }).click();
		await part(page, 'Runs').waitFor();

		await part(page, 'Runs').getByRole('button', { name: 'Start' }).click();
		for (const field of await dialog.locator('input:not([type=checkbox])').all())
			await field.fill(
				(await field.getAttribute('type')) === 'number' ? '700' : (await field.getAttribute('type')) === 'date' ? '2026-11-30' : 'x',
			);
		await dialog.getByRole('button', { name: 'Start' }).click();
		await part(page, 'Runs')
			.getByRole('link', { name: /^Instance \d+/ })
			.click();
		await page.waitForURL(/processes\/instances\/\d+/);
		expect(faults).toEqual([]);
	});

	it('offer no act to a reader', async () => {
		const { page: author } = await console.signIn(planner, 'plans');
		await make(author);
		const path = `plans/${author.url().split('/').at(-1)!}`;
		const { page } = await console.signIn(['process:read'], path);
		await part(page, 'Steps').waitFor();
		for (const name of ['Send', 'Change the plan', 'Prove it', 'Confirm', 'Start', 'Answer'])
			expect([name, await page.getByRole('button', { name, exact: true }).count()]).toEqual([name, 0]);
		await page.goto(`${console.url}/console/plans`);
		await page.getByRole('table', { name: 'Plans' }).waitFor();
		expect(await page.getByLabel('What do you want done?').count()).toBe(0);
	});
});
