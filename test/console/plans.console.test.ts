import type { Locator, Page } from 'playwright-core';
import { describeConsole, findViolations, openConsole } from './open-console';

const wish =
	'Customers ask for refunds:\nthe clerk checks the refund\nif the amount is above 500: the manager approves\nfinance: pay the refund';
const planner = ['process:read', 'process:deploy', 'process:run'];

describeConsole('the plans of a console', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	/** Without a model: the wish is an outline. */
	beforeAll(async () => void (console = await openConsole([], { model: undefined })));
	afterAll(() => console.close());

	const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
	const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
	/** Types a wish, and goes on with what is supposed until there is a process. */
	const make = async (page: Page, text = wish) => {
		await page.getByLabel('What do you want done?').fill(text);
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
		return (await answer.json()) as {
			hash: string;
			tree: { name: string; do: Array<{ name: string }>; inputs: Array<{ name: string; type: string }> };
			runs: Array<{ instanceKey: string }>;
		};
	};
	/** Goes on by Tab until this has the focus. */
	const reach = async (page: Page, place: Locator) => {
		for (let tab = 0; tab < 60; tab += 1) {
			if ((await place.and(page.locator(':focus')).count()) > 0) return;
			await page.keyboard.press('Tab');
		}
		throw new Error('The keyboard does not lead there.');
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

	it('wait in the inbox until somebody confirms exactly what is shown there, by keyboard alone', async () => {
		const { page: author, key } = await console.signIn(planner, 'plans');
		await make(author);
		await prove(author);
		const id = author.url().split('/').at(-1)!;
		const { hash, tree } = await api(key, `GET plans/${id}`);
		const { page, faults } = await console.signIn(planner, 'inbox?kind=plan');
		await page.getByRole('link', { name: tree.name }).first().focus();
		await page.keyboard.press('Enter');
		await page.waitForURL((url) => url.pathname.endsWith(encodeURIComponent(`${id}:${hash}`)));
		await page.getByRole('heading', { name: 'Plan', level: 1 }).waitFor();
		const item = page.getByRole('article');
		for (const told of [hash, 'What it does', 'Cost of one instance', 'Risks']) await item.getByText(told).first().waitFor();
		expect(await findViolations(page)).toEqual([]);
		await reach(page, item.getByRole('button', { name: 'Confirm' }));
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog');
		await dialog.getByText(hash).waitFor();
		const byHand = dialog.getByRole('checkbox');
		if (await byHand.isVisible()) {
			await reach(page, byHand);
			await page.keyboard.press('Space');
		}
		await reach(page, dialog.getByRole('button', { name: 'Confirm' }));
		await page.keyboard.press('Enter');
		await page.getByText('The plan is confirmed.').waitFor();
		expect(await api(key, `GET plans/${id}`)).toMatchObject({ confirmed: { hash, engine: 'embedded' } });
		await page.goto(`${console.url}/console/inbox/plan/${encodeURIComponent(`${id}:${hash}`)}`);
		await page.getByText(/^This waits no more\.$/).waitFor();

		// A change of it waits, too, and says what it changes.
		await api(key, `POST plans/${id}/change`, { text: `rename "${tree.do[0]!.name}" to "Begin"` });
		await api(key, `POST plans/${id}/prove`, {});
		await page.goto(`${console.url}/console/inbox?kind=plan`);
		await page.getByRole('link', { name: tree.name }).first().click();
		await page.getByText('Changes since that').waitFor();
		await page.locator('del', { hasText: tree.do[0]!.name }).waitFor();
		await page.locator('ins', { hasText: 'Begin' }).waitFor();
		expect(await findViolations(page)).toEqual([]);
		expect(faults).toEqual([]);
	});

	it('cannot be confirmed from the inbox once somebody changed them', async () => {
		const { page: author, key } = await console.signIn(planner, 'plans');
		await make(author);
		await prove(author);
		const id = author.url().split('/').at(-1)!;
		const { hash, tree } = await api(key, `GET plans/${id}`);
		const { page } = await console.signIn(planner, `inbox/plan/${encodeURIComponent(`${id}:${hash}`)}`);
		await press(page, 'Confirm');
		const dialog = page.getByRole('dialog');
		await dialog.getByText(hash).waitFor();
		await api(key, `POST plans/${id}/change`, { text: `rename "${tree.do[0]!.name}" to "Begin"` });
		const byHand = dialog.getByRole('checkbox');
		if (await byHand.isVisible()) await byHand.check();
		await dialog.getByRole('button', { name: 'Confirm' }).click();
		await page.getByText('This waits no more.').first().waitFor();
		expect(await api(key, `GET plans/${id}`)).not.toHaveProperty('confirmed');
	});

	it('ask in their conversation what to do where an instance stands still, and do what a person answers', async () => {
		const { page, key, faults } = await console.signIn(planner, 'plans');
		await make(page, 'Someone orders:\nthe clerk checks the order\nwait for the delivery\nfinance: pay');
		const id = page.url().split('/').at(-1)!;
		const { hash, tree } = await api(key, `GET plans/${id}`);
		await api(key, `POST plans/${id}/prove`, {});
		await api(key, `POST plans/${id}/confirm`, { hash, engine: 'embedded', acceptsUnsupported: true });
		const variables = Object.fromEntries(tree.inputs.map(({ name, type }) => [name, type === 'number' ? 7 : 'x']));
		const start = async () => {
			const instanceKey = (await api(key, `POST plans/${id}/run`, { variables })).runs.at(-1)!.instanceKey;
			const [task] = await console.engine.searchUserTasks({ instanceKey });
			await console.engine.setVariables(instanceKey, { reference: null });
			await console.engine.completeUserTask(task!.key, {});
			return instanceKey;
		};
		const [first, second] = [await start(), await start()];
		const stuck = part(page, 'What stands still');
		for (const instance of [first, second]) {
			await stuck.getByRole('link', { name: instance }).waitFor();
			await part(page, 'Conversation').getByText(`“retry ${instance}”`).waitFor();
		}
		expect(await findViolations(page)).toEqual([]);

		await console.engine.setVariables(first, { reference: 'A-1' });
		await page.getByRole('textbox', { name: 'Ask or answer' }).fill(`retry ${first}`);
		await press(page, 'Send');
		await part(page, 'Conversation').getByText(`Instance ${first} is tried again`).waitFor();
		await stuck.getByRole('link', { name: first }).waitFor({ state: 'detached' });

		await reach(page, stuck.getByRole('button', { name: 'Try again' }));
		await page.keyboard.press('Enter');
		// Nothing is mended: it stands still again, and asks again.
		await part(page, 'Conversation').getByText(`“retry ${second}”`).nth(1).waitFor();
		await reach(page, stuck.getByRole('button', { name: 'Cancel the instance' }));
		await page.keyboard.press('Enter');
		const dialog = page.getByRole('dialog');
		await dialog.getByText(`Instance ${second} ends for good.`).waitFor();
		expect(await findViolations(page)).toEqual([]);
		await reach(page, dialog.getByRole('button', { name: 'Cancel the instance' }));
		await page.keyboard.press('Enter');
		await part(page, 'Conversation').getByText(`Instance ${second} was ended before it was done.`).waitFor();
		await stuck.waitFor({ state: 'detached' });
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
