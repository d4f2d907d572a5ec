import { endEvent, extensions, flow, processModel, startEvent } from '../contract/model-builder';
import { calling } from '../fakes/tool-agent';
import { handOver, startTask } from '../support/fill-inbox';
import { describeConsole, findViolations, openConsole } from './open-console';

const rights = ['agent:decide', 'run:read', 'process:read', 'process:run'];
const pays = { text: '', ...calling(['pay', { number: 7 }, 'p']), finish: 'tool-calls' } as const;
const pricesForm = JSON.stringify({
	...{ id: 'prices', type: 'default', schemaVersion: 16 },
	components: [
		{ type: 'select', key: 'country', label: 'Country', readonly: true, values: [{ label: 'Brazil', value: 'br' }] },
		{ type: 'number', key: 'price', label: 'Price' },
		{ type: 'number', key: 'code', label: 'Code', serializeToString: true },
		{ type: 'checklist', key: 'parts', label: 'Parts', validate: { required: true }, values: [{ label: 'Lid', value: 'lid' }] },
	],
});

describeConsole('the forms of the inbox', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(async () => void (console = await openConsole([pays, pays, 'Paid.', 'Paid.'])));
	afterAll(() => console.close());

	async function begin(): Promise<string> {
		const key = await console.createKey('asker', ['agent:run']);
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
		const body = JSON.stringify({ message: 'Pay.' });
		const answer = await fetch(`${console.url}/api/v1/agents/clerk/runs`, { method: 'POST', headers, body });
		return ((await answer.json()) as { runId: string }).runId;
	}

	it('takes numbers as they are typed, key by key, and refuses one that would lose digits', async () => {
		const definition = extensions('<zeebe:userTask/><zeebe:formDefinition formId="prices"/>');
		const model = processModel('prices', [
			startEvent(),
			{ tag: 'userTask', id: 'decide', attributes: ' name="Prices"', extensions: definition },
			...[endEvent(), flow('a', 'start', 'decide'), flow('b', 'decide', 'end')],
		]);
		await console.engine.deploy([{ name: 'prices.form', content: pricesForm }, model]);
		await console.engine.start({ processId: 'prices', variables: { country: 'br' } });
		const [task] = await console.engine.searchUserTasks({});
		const { page, faults } = await console.signIn(rights, `inbox/task/${task!.key}`);
		const [price, code] = [page.getByLabel('Price'), page.getByLabel('Code')];
		await price.pressSequentially('0.05');
		expect(await price.inputValue()).toBe('0.05');
		await price.fill('');
		await price.pressSequentially('12345678901234567');
		await price.press('Tab');
		await page.getByText('has more than the 15 digits').waitFor();
		await price.fill('');
		await price.pressSequentially('12,50', { delay: 120 });
		await code.pressSequentially('07.10');
		expect([await price.inputValue(), await code.inputValue()]).toEqual(['12,50', '07.10']);
		// What must not be changed is reached by the keyboard nevertheless.
		await page.getByLabel('Country').focus();
		expect(await page.getByLabel('Country').inputValue()).toBe('Brazil');
		await page.getByRole('button', { name: 'Complete the task' }).click();
		await page.getByRole('group', { name: 'Parts' }).getByText('Lid').waitFor();
		await page.locator('[type=checkbox]:focus').waitFor();
		expect(await findViolations(page)).toEqual([]);
		await page.getByLabel('Lid').check();
		const sent = page.waitForRequest('**/completion');
		await page.getByRole('button', { name: 'Complete the task' }).click();
		expect((await sent).postDataJSON()).toMatchObject({ variables: { price: 12.5, code: '07.10', parts: ['lid'] } });
		await page.getByText('The task is completed.').waitFor();
		expect(faults).toEqual([]);
	});

	it('reads a form again that could not be read', async () => {
		await startTask(console.engine, 'refund', 'Refund', {});
		const [task] = await console.engine.searchUserTasks({});
		const { page } = await console.signIn(rights);
		await page.route('**/fill', (route) => route.abort(), { times: 1 });
		await page.goto(`${console.url}/console/inbox/task/${task!.key}`);
		await page.getByRole('button', { name: 'Try again' }).click();
		await page.getByLabel('Amount').waitFor();
		expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
	});

	it('says who completed a task, and when, to who was slower', async () => {
		await startTask(console.engine, 'refund', 'Refund', {});
		const task = (await console.engine.searchUserTasks({})).at(-1)!;
		const [one, other] = [await console.signIn(rights, `inbox/task/${task.key}`), await console.signIn(rights, `inbox/task/${task.key}`)];
		for (const { page } of [one, other]) {
			await page.getByLabel('Amount').fill('70');
			await page.getByLabel('Reason').selectOption('It was late');
		}
		// The slower answer is held on its way until the other has arrived.
		const isCompleted = Promise.withResolvers<void>();
		await other.page.route('**/completion', async (route) => {
			await isCompleted.promise;
			await route.continue();
		});
		const isSent = other.page.waitForRequest('**/completion');
		await other.page.getByRole('button', { name: 'Complete the task' }).click();
		await isSent;
		await one.page.getByRole('button', { name: 'Complete the task' }).click();
		await one.page.getByText('The task is completed.').waitFor();
		isCompleted.resolve();
		await other.page
			.getByRole('alert')
			.getByText(new RegExp(`This waits no more\\. ?key:${one.key.slice(0, 12)} decided it`))
			.waitFor();
	});

	it('asks again how a task ended where that was not answered at once', async () => {
		await startTask(console.engine, 'refund', 'Refund', {});
		const task = (await console.engine.searchUserTasks({})).at(-1)!;
		const { page } = await console.signIn(rights, `inbox/task/${task.key}`);
		await page.getByLabel('Amount').waitFor();
		await page.route('**/fill', (route) => route.abort(), { times: 1 });
		const isAsked = page.waitForRequest('**/fill');
		await console.engine.completeUserTask(task.key, {});
		await isAsked;
		await page.getByRole('alert').getByText('This waits no more.').waitFor();
	});

	it('keeps why a task was not completed when an earlier answer comes late', async () => {
		await startTask(console.engine, 'refund', 'Refund', {});
		const task = (await console.engine.searchUserTasks({})).at(-1)!;
		const { page } = await console.signIn(rights, `inbox/task/${task.key}`);
		await page.getByLabel('Amount').fill('70');
		const held = Promise.withResolvers<void>();
		const isHeld = page.waitForRequest('**/fill');
		await page.route('**/fill', async (route) => held.promise.then(() => route.continue()), { times: 1 });
		const json = { code: 'STATE_CONFLICT', detail: 'Its listeners decide first.' };
		await page.route('**/completion', (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', json }));
		await page.getByLabel('Reason').selectOption('It was late');
		await isHeld;
		await page.getByRole('button', { name: 'Complete the task' }).click();
		await page.getByText('Its listeners decide first.').waitFor();
		const isLate = page.waitForResponse('**/fill');
		held.resolve();
		await isLate;
		await page.evaluate('new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))');
		expect(await page.getByText('Its listeners decide first.').count()).toBe(1);
	});

	it('shows the values of a task alone to who may not complete it, and warns before typed ones are lost', async () => {
		await startTask(console.engine, 'refund', 'Refund', { customer: 'Maria' });
		const task = (await console.engine.searchUserTasks({})).at(-1)!;
		const viewer = await console.signIn(['process:read'], `inbox/task/${task.key}`, { language: 'pt', width: 320 });
		await viewer.page.getByText('sua chave precisa do direito process:run').waitFor();
		await viewer.page.getByText('Maria', { exact: true }).waitFor();
		expect([await viewer.page.getByRole('textbox').count(), await findViolations(viewer.page)]).toEqual([0, []]);
		const { page } = await console.signIn(rights, `inbox/task/${task.key}`);
		await page.getByLabel('Amount').fill('70');
		await page.getByLabel('Note').or(page.getByLabel('Reason')).first().focus();
		await page.keyboard.press('Tab');
		await page.getByText('must be filled in').waitFor();
		// What it says is gone at once, before the service has answered.
		await page.route('**/fill', (route) => route.abort());
		await page.getByLabel('Reason').selectOption('It was late');
		await page.getByText('must be filled in').waitFor({ state: 'detached' });
		const asked = page.waitForEvent('dialog');
		const leaving = page.reload();
		const dialog = await asked;
		expect(dialog.type()).toBe('beforeunload');
		await dialog.accept();
		await leaving;
	});

	it('leaves another item open that was opened while the first was being approved', async () => {
		const [first, second] = [await begin(), await begin()];
		const { page } = await console.signIn(rights, `inbox/approval/${first}`);
		let pass = () => {};
		const passed = new Promise<void>((resolve) => (pass = resolve));
		await page.route('**/resume?*', async (route) => (await passed, route.continue()));
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.locator(`a[href*="${second}"]`).first().click();
		await page.locator(`a[href$="runs/${second}"]`).waitFor();
		await page.getByLabel('Comment (optional)').fill('Not yet.');
		pass();
		await page.getByText('Approved.').waitFor();
		expect(page.url()).toContain(second);
		expect(await page.getByLabel('Comment (optional)').inputValue()).toBe('Not yet.');
		// A refusal of an item that still waits stays in its form.
		await page.unroute('**/resume?*');
		const json = { status: 409, code: 'RUN_TAKEN', title: 'Conflict', detail: 'A trial has the run.' };
		await page.route('**/resume?*', (route) => route.fulfill({ status: 409, json }));
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByText('A trial has the run.').waitFor();
		expect(await page.getByLabel('Comment (optional)').inputValue()).toBe('Not yet.');
	});

	it('opens a hand-over with what the list has for who may not read conversations', async () => {
		const conversation = await handOver(console.host, '5544988880003');
		const { page } = await console.signIn(['conversation:manage'], `inbox/hand-over/${conversation}`);
		await page.getByText('a key needs the right conversation:read').waitFor();
		await page.getByRole('button', { name: 'Somebody has seen to it' }).waitFor();
	});
});
