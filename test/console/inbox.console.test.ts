import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calling } from '../fakes/tool-agent';
import { failWork, handOver, startTask, stateOf } from '../support/fill-inbox';
import { hearPerson } from '../support/privacy/hear-person';
import { waitUntil } from '../support/wait-until';
import { describeConsole, findViolations, openConsole } from './open-console';

const hostile = `<img src=x onerror="document.title='taken'">\u202Eevil ${'x'.repeat(10_000)}`;
const pays = (to = 'Maria') => ({ text: '', ...calling(['pay', { number: 7, to }, 'p']), finish: 'tool-calls' }) as const;
const asks = { text: '', ...calling(['askPerson', { question: 'Which order?' }, 'q']), finish: 'tool-calls' } as const;
const rights = [
	...['agent:decide', 'run:read', 'process:read', 'process:run', 'channel:manage', 'conversation:manage', 'conversation:read'],
	...['work:manage', 'tenant:manage', 'events:manage'],
];

describeConsole('the inbox', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	beforeAll(
		async () =>
			void (console = await openConsole([
				pays(),
				'Paid.',
				asks,
				'Order 7.',
				pays(),
				'Not paid.',
				pays(hostile.slice(0, 80)),
				pays(),
				'Ok.',
			])),
	);
	afterAll(() => console.close());

	/** A run of somebody else that waits. */
	async function begin(message = 'Pay.'): Promise<string> {
		const key = await console.createKey('asker', ['agent:run']);
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
		const answer = await fetch(`${console.url}/api/v1/agents/clerk/runs`, { method: 'POST', headers, body: JSON.stringify({ message }) });
		const begun = (await answer.json()) as { runId: string; state: string };
		expect(begun).toEqual(expect.objectContaining({ state: 'waiting' }));
		return begun.runId;
	}

	it('says what to do where nothing waits, and what the key does not act on', async () => {
		const { page } = await console.signIn(rights);
		await page.getByText('Nothing waits for you.').waitFor();
		const { page: other } = await console.signIn(['usage:read']);
		await other.getByText('Your key acts on nothing that waits for people.').waitFor();
	});

	it('shows a call whole and approves it, by mouse; the audit log and the run have who did', async () => {
		const run = await begin();
		const { page, faults } = await console.signIn(rights);
		await page.getByRole('link', { name: 'pay' }).click();
		await page.getByText('number: 7').waitFor();
		await page.getByText(/^[0-9a-f]{64}$/).waitFor();
		expect(await page.title()).toBe('Approval · Troupe');
		await page.getByLabel('Comment (optional)').fill('It is right.');
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByText('Approved.').waitFor();
		await page.getByText('Nothing waits for you.').waitFor();
		const key = await console.createKey('reader', ['run:read', 'audit:read']);
		const read = async (path: string) =>
			JSON.stringify(await (await fetch(`${console.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${key}` } })).json());
		await waitUntil('the run ends', async () => (await read(`runs/${run}`)).includes('"state":"completed"'));
		expect(await read('audit/entries')).toContain('approval.decided');
		expect(faults).toEqual([]);
	});

	it('answers a question by keyboard alone', async () => {
		await begin('Ask.');
		const { page } = await console.signIn(rights);
		await page.getByRole('link', { name: 'clerk' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Question', level: 1 }).waitFor();
		expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
		await page.getByText('Which order?').waitFor();
		for (let tab = 0; tab < 6; tab += 1) {
			await page.keyboard.press('Tab');
			if ((await page.evaluate('document.activeElement.tagName')) === 'TEXTAREA') break;
		}
		await page.keyboard.type('Order 7');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.getByText('Answered.').waitFor();
	});

	it('says who was faster and when, and lets nothing be decided twice', async () => {
		const run = await begin();
		const [one, other] = [await console.signIn(rights, `inbox/approval/${run}`), await console.signIn(rights, `inbox/approval/${run}`)];
		await other.page.getByText('number: 7').waitFor();
		// This one has not looked again since.
		await other.page.route('**/api/v1/approvals/*', (route) => route.abort());
		await one.page.getByRole('button', { name: 'Decline' }).click();
		await one.page.getByText('Declined.').waitFor();
		const key = await console.createKey('reader', ['run:read']);
		const isOver = async () => {
			const answer = await fetch(`${console.url}/api/v1/runs/${run}`, { headers: { authorization: `Bearer ${key}` } });
			return ((await answer.json()) as { state: string }).state === 'completed';
		};
		await waitUntil('the run ends', isOver);
		await other.page.getByRole('button', { name: 'Approve' }).click();
		await other.page
			.getByRole('alert')
			.getByText(/This waits no more\. ?key:\S+ decided it/)
			.waitFor();
		expect(await other.page.getByText('Approved.').count()).toBe(0);
		await other.page.getByRole('link', { name: 'See the run' }).click();
		await other.page.getByRole('heading', { name: 'clerk' }).waitFor();
	});

	it('fills in the form of a task: what is refused stays, and what was typed last counts', async () => {
		const instance = await startTask(console.engine, 'refund', 'Refund of Maria', { customer: hostile });
		const { page, faults } = await console.signIn(rights, 'inbox?kind=task');
		await page.getByRole('link', { name: 'Refund of Maria' }).click();
		await page.getByLabel('Amount').waitFor();
		expect(await page.getByLabel('Note').count()).toBe(0);
		await page.getByLabel('Reason').selectOption('It was broken');
		await page.getByLabel('Note').waitFor();
		await page.getByLabel('Amount').fill('900');
		// Enter sends the form at once, with what was typed a moment ago.
		await page.keyboard.press('Enter');
		await page.getByText('is above 500').waitFor();
		expect(await page.getByLabel('Amount').inputValue()).toBe('900');
		expect(await page.evaluate("document.activeElement.getAttribute('aria-invalid')")).toBe('true');
		await page.getByLabel('Amount').fill('70');
		await page.getByLabel('Note').fill('The lid is off');
		await page.getByLabel('Agreed with the customer').check();
		await page.getByRole('button', { name: 'Complete the task' }).click();
		await page.getByText('The task is completed.').waitFor();
		expect(page.url()).toContain('kind=task');
		expect((await console.engine.findInstance(instance)).state).toBe('COMPLETED');
		expect(faults).toEqual([]);
		expect(await page.title()).not.toBe('taken');
	});

	it('tells of a task that somebody completed while its form was being filled in', async () => {
		await startTask(console.engine, 'refund', 'Taken', {});
		const { page } = await console.signIn(rights);
		await page.getByRole('link', { name: 'Taken' }).click();
		await page.getByLabel('Amount').fill('5');
		await page.getByLabel('Reason').selectOption('It was late');
		const [task] = await console.engine.searchUserTasks({});
		await console.engine.completeUserTask(task!.key, {});
		await page.getByRole('button', { name: 'Complete the task' }).click();
		await page.getByText('This waits no more.').waitFor();
	});

	it('keeps its filters while items are opened and left', async () => {
		await failWork(console.host, 'often', 3);
		const { page } = await console.signIn(rights);
		await page.getByLabel('Kind').selectOption({ label: 'Failed work (1)' });
		await page.getByRole('link', { name: 'run-notice' }).click();
		await page.getByRole('heading', { name: 'Failed work', level: 1 }).waitFor();
		await page.getByRole('link', { name: 'To the list' }).click();
		await page.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
		expect(await page.getByLabel('Kind').inputValue()).toBe('work');
		await page.getByLabel('Due').selectOption('Late');
		await page.getByText('Nothing that waits fits these filters.').waitFor();
	});

	it('does several at once, one after the other, and names those that failed', async () => {
		await failWork(console.host, 'gone', 3);
		const { page } = await console.signIn(rights, 'inbox?kind=work');
		await page.getByRole('link', { name: 'run-notice' }).nth(1).waitFor();
		await page.getByLabel('Choose all that are shown').check();
		await page.getByRole('group', { name: '2 items chosen' }).getByRole('button', { name: 'Give it up' }).click();
		const key = await console.createKey('other', ['work:manage']);
		const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
		const body = JSON.stringify({ keys: ['gone'] });
		await fetch(`${console.url}/api/v1/work/run-notice/drop`, { method: 'POST', headers, body });
		await page.getByRole('dialog').getByRole('button', { name: 'Give it up' }).click();
		await page.getByRole('dialog').getByText('These were not done:').waitFor();
		expect(await page.getByRole('dialog').getByRole('listitem').count()).toBe(1);
		await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
		await page.getByText('Nothing that waits fits these filters.').waitFor();
	});

	it('moves in the list by arrows, settles a hand-over and a request with a reason, and shows nothing of customers in the list', async () => {
		await hearPerson('5544988880001', [{ kind: 'text', text: 'quais dados vocês têm sobre mim?' }], stateOf(console.host), hostile);
		await handOver(console.host, '5544988880002');
		const { page, faults } = await console.signIn(rights);
		await page.getByRole('link', { name: 'sales' }).waitFor();
		await page.getByRole('row').nth(1).getByRole('link').focus();
		const second = await page.getByRole('row').nth(2).getByRole('link').textContent();
		await page.keyboard.press('ArrowDown');
		expect(await page.evaluate('document.activeElement.textContent')).toBe(second);
		await page.keyboard.press('Home');
		await page.keyboard.press('Enter');
		for (const [kind, act] of [
			['Hand-over', 'Somebody has seen to it'],
			['Request about data', 'Note what was done'],
		] as const) {
			await page.goto(`${console.url}/console/inbox`);
			await page.getByRole('row').filter({ hasText: kind }).getByRole('link').click();
			await page.getByRole('heading', { name: kind, level: 1 }).waitFor();
			await page.getByRole('button', { name: act }).click();
			await page.getByRole('dialog').getByLabel('Reason').fill('Called them.');
			await page.getByRole('dialog').getByRole('button', { name: act }).click();
			await page.getByText('Done.').waitFor();
		}
		expect(
			await page
				.getByRole('table')
				.textContent()
				.catch(() => ''),
		).not.toContain('88880001');
		expect(faults).toEqual([]);
	});

	it('opens one item by its address, also by that of older links and after signing in', async () => {
		const run = await begin();
		const page = await console.open();
		await page.goto(`${console.url}/approvals/${run}`);
		expect(new URL(page.url()).pathname).toBe(`/console/inbox/approval/${run}`);
		await page.getByLabel('API key', { exact: true }).fill(await console.createKey('late', rights));
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Approval', level: 1 }).waitFor();
		// Another page under the same site, such as n8n on its own port.
		const link = `<a href="${console.url}/approvals/${run}">Decide</a>`;
		const other = createServer((_request, answer) => void answer.setHeader('content-type', 'text/html').end(link)).listen(0, '127.0.0.1');
		await once(other, 'listening');
		await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
		await page.getByRole('link', { name: 'Decide' }).click();
		await page.getByRole('heading', { name: 'Approval', level: 1 }).waitFor();
		other.close();
		await page.goto(`${console.url}/console/inbox/approval/never`);
		await page.getByText('This waits no more.').waitFor();
		const plain = await fetch(`${console.url}/approvals/${run}`, { headers: { accept: 'application/json' } });
		expect(plain.status).toBe(401);
	});

	it('shows texts of others as texts, however long, in whichever direction', async () => {
		await startTask(console.engine, 'hostile', 'A &lt;b&gt;task&lt;/b&gt;', { customer: hostile });
		const { page, faults } = await console.signIn(rights, 'inbox', { width: 320 });
		await page.getByRole('link', { name: 'A <b>task</b>' }).click();
		await page.getByLabel('Customer', { exact: true }).waitFor();
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
		expect([await page.locator('img').count(), await page.title()]).toEqual([0, 'Task · Troupe']);
		expect(faults).toEqual([]);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const { page } = await console.signIn(rights, 'inbox', { language, theme, width });
		await page.locator('.table .main a').first().waitFor();
		const names = await page
			.locator('.table .main a')
			.evaluateAll((links) => links.map((link) => (link as unknown as { href: string }).href));
		expect(names.length).toBeGreaterThan(1);
		expect(await findViolations(page)).toEqual([]);
		for (const address of [...names, `${console.url}/console/inbox?kind=task`]) {
			await page.goto(address);
			await page.getByRole('heading', { level: 1 }).waitFor();
			await page.locator('.inbox-item .decide, .inbox:not(.with-item) .table').first().waitFor();
			expect([address, await findViolations(page)]).toEqual([address, []]);
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
		}
	});
});
