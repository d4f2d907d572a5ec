import { waitUntil } from '../support/wait-until';
import { describeConsole, findViolations, openConsole } from './open-console';
import { seedConversations } from './seed-conversations';

const manager = ['conversation:read', 'conversation:manage'];

describeConsole('the room of conversations', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	let seed: Awaited<ReturnType<typeof seedConversations>>;
	const ids = { maria: '', joao: '', hostile: '' };
	const hostileText = `${'x'.repeat(10_000)} <script>alert(1)</script>`;
	beforeAll(async () => {
		console = await openConsole();
		seed = await seedConversations(console);
		const ad = { kind: 'text' as const, text: '', origin: { via: 'ad' as const, title: 'Presses' } };
		ids.maria = await seed.write('5544999999991', '', 95, { content: [ad, { kind: 'text', text: 'How much is the press?' }] });
		await seed.handOver(ids.maria, 'wants an offer', { temperature: 'hot', need: 'two presses' });
		ids.joao = await seed.write('5544999999992', 'Where is my order 7?', 30, { name: 'Paulo' });
		await seed.run('turn 1', ids.joao, { outcome: 'blocked', reason: 'no-price' });
		ids.hostile = await seed.write('5544999999993', hostileText, 200, { name: '\u202E<img src=x onerror=alert(1)>', channel: 'official' });
	});
	afterAll(() => console.close());
	const show = async (id: string) => {
		const key = await console.createKey('check', manager);
		const answer = await fetch(`${console.url}/api/v1/conversations/${id}`, { headers: { authorization: `Bearer ${key}` } });
		return (await answer.json()) as { mode: string; assignedTo: string | null; notes: object[]; sends: Array<Record<string, unknown>> };
	};

	it('shows who waits longest first, with the true count, and what is narrowed only by choices in the address', async () => {
		const { page, faults } = await console.signIn(manager, 'conversations');
		const waiting = page.getByRole('table', { name: 'Waiting for an answer' });
		await waiting.getByRole('link', { name: 'Maria Souza' }).waitFor();
		expect((await waiting.getByRole('link').allTextContents()).map((text) => text.slice(-12))).toEqual([
			...[expect.stringContaining('alert(1)>'), 'Paulo', 'Maria Souza'],
		]);
		await page.getByText('3 of 3 entries').waitFor();
		await page.getByLabel('Leads').selectOption('Only hot ones');
		await page.getByText('1 of 1 entry').waitFor();
		await page.getByLabel('Channel').selectOption('official');
		await page.getByText('With these filters, nobody waits for an answer.').waitFor();
		expect(new URL(page.url()).search).toBe('?hot=true&channel=official');
		await page.getByRole('button', { name: 'Clear the filters' }).click();
		await waiting.getByRole('link', { name: 'Paulo' }).waitFor();
		// Whoever comes back finds the filters of before.
		await page.getByLabel('Answered by').selectOption('a person');
		await page.goto(`${console.url}/console/conversations`);
		await page.getByText('1 of 1 entry').waitFor();
		expect(await page.getByLabel('Answered by').inputValue()).toBe('person');
		expect(await page.evaluate('JSON.stringify({ ...localStorage }) + document.title + location.href')).not.toMatch(/Maria|5544|Paulo/);
		expect(faults).toEqual([]);
	});

	it('lets a manager read, take over, answer by hand and give back, by keyboard alone', async () => {
		const { page, faults } = await console.signIn(manager, 'conversations');
		await page.getByRole('table', { name: 'Waiting for an answer' }).getByRole('link', { name: 'Paulo' }).focus();
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Paulo', level: 1 }).waitFor();
		expect(await page.title()).not.toContain('Paulo');
		await page.getByText('The agent did not answer: stopped by a rule').waitFor();
		await page.getByLabel('Answer by hand').focus();
		await page.keyboard.type('It comes on Friday.');
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.getByText('waits to be sent').waitFor();
		await page.getByRole('button', { name: 'Give back to the agent' }).waitFor();
		expect(await page.getByLabel('Answer by hand').inputValue()).toBe('');
		expect(await show(ids.joao)).toMatchObject({ mode: 'person', sends: [{ state: 'queued', text: 'It comes on Friday.' }] });
		await page.getByRole('button', { name: 'Write a note' }).focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		await page.getByRole('dialog').getByLabel('Note').fill('Call on Monday.');
		await page.getByRole('dialog').getByRole('button', { name: 'Write a note' }).press('Enter');
		await page.getByText('Call on Monday.').waitFor();
		await page.getByRole('button', { name: 'Give back to the agent' }).press('Enter');
		await page.getByRole('button', { name: 'Take over' }).waitFor();
		expect((await show(ids.joao)).mode).toBe('agent');
		await page.getByRole('button', { name: 'Undo' }).click();
		await page.getByRole('button', { name: 'Give back to the agent' }).waitFor();
		expect(faults).toEqual([]);
	});

	it('keeps what was typed where the answer is refused, sends it once, and tells of who answered meanwhile', async () => {
		const { page } = await console.signIn(manager, `conversations/${ids.maria}`);
		await page.getByLabel('Answer by hand').fill('We send the offer today.');
		await page.getByRole('link', { name: '← Conversations' }).click();
		await page.getByRole('table', { name: 'Waiting for an answer' }).getByRole('link', { name: 'Maria Souza' }).click();
		expect(await page.getByLabel('Answer by hand').inputValue()).toBe('We send the offer today.');
		const now = Date.now();
		await seed.write('5544999999991', 'I am on it.', 0, { author: 'person', writer: { id: '7', name: 'Bia' }, at: now } as never);
		await page.getByText('Bia answered while you were writing.').first().waitFor();
		let lost = 0;
		await page.route('**/reply', async (route) => {
			if (lost++ > 0) return route.continue();
			// The service does it, and its answer is lost.
			await route.fetch();
			return route.abort();
		});
		await page.getByRole('button', { name: 'Send' }).click();
		await page.getByRole('alert').getByText('The service does not answer.').waitFor();
		expect(await page.getByLabel('Answer by hand').inputValue()).toBe('We send the offer today.');
		await page.getByRole('button', { name: 'Send' }).click();
		await page.waitForFunction(`document.querySelector('.talk-composer textarea').value === ''`);
		expect((await show(ids.maria)).sends.filter(({ text }) => text === 'We send the offer today.')).toHaveLength(1);
	});

	it('sends a corrected text as a message of its own, and keeps a draft whose sending is under way', async () => {
		const { page } = await console.signIn(manager, `conversations/${ids.hostile}`);
		const [answer, send] = [page.getByLabel('Answer by hand'), page.getByRole('button', { name: 'Send', exact: true })];
		const texts = async () => (await show(ids.hostile)).sends.map(({ text }) => text).toReversed();
		let [tries, isLost] = [0, true];
		const held = Promise.withResolvers<void>();
		await page.route('**/reply', async (route) => {
			tries += 1;
			if (!isLost) await held.promise;
			const response = await route.fetch();
			return isLost ? route.abort() : route.fulfill({ response });
		});
		await answer.fill('Price is 100');
		await send.click();
		await page.getByRole('alert').getByText('The service does not answer.').waitFor();
		isLost = false;
		await answer.fill('Price is 90');
		await send.click();
		// They leave and return before the service answers.
		await page.getByRole('link', { name: '← Conversations' }).click();
		// Nobody waits any more, and then there is no table of those who do.
		await page.getByRole('heading', { name: 'Conversations', level: 1 }).waitFor();
		await page.goBack();
		expect(await answer.inputValue()).toBe('Price is 90');
		expect(await send.isDisabled()).toBe(true);
		await answer.fill('Price is 90. Shall I send it?');
		held.resolve();
		await waitUntil('the rest of the draft', async () => (await answer.inputValue()) === '. Shall I send it?');
		expect(await texts()).toEqual(['Price is 100', 'Price is 90']);
		expect(tries).toBe(2);
		await page.reload();
		expect(await answer.inputValue()).toBe('');
	});

	it('shows a reader no names and no acts, and the API refuses them too', async () => {
		const { page } = await console.signIn(['conversation:read'], 'conversations');
		await page
			.getByRole('link', { name: /^Customer \w{6}$/ })
			.first()
			.waitFor();
		expect(await page.getByText('Maria Souza').count()).toBe(0);
		await page.goto(`${console.url}/console/conversations/${ids.maria}`);
		await page.getByText('wants an offer').waitFor();
		expect(await page.getByRole('button', { name: /Take over|Send|Give back/ }).count()).toBe(0);
		const { page: other } = await console.signIn(['run:read'], 'conversations');
		await other.getByText('Your key does not open this room.').waitFor();
	});

	it('shows hostile names and texts as they are', async () => {
		const { page, faults } = await console.signIn(manager, `conversations/${ids.hostile}`, { width: 320 });
		await page.getByRole('heading', { level: 1 }).getByText('<img src=x onerror=alert(1)>').waitFor();
		expect(await page.locator('main img, main script').count()).toBe(0);
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
		expect(faults).toEqual([]);
	});

	it('leads to the switch of all agents', async () => {
		const { page } = await console.signIn([...manager, 'switch:manage'], 'conversations');
		await page.getByRole('link', { name: 'Turn agents off' }).click();
		await page.getByRole('dialog').getByLabel('Reason').fill('Wrong prices.');
		await page.getByRole('dialog').getByRole('button', { name: 'Turn off' }).click();
		await page.getByText('Wrong prices.').waitFor();
		await page.getByRole('button', { name: 'Turn on: all' }).click();
		await page.getByText('Nothing is off.').waitFor();
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const { page, faults } = await console.signIn([...manager, 'channel:manage', 'switch:manage', 'run:read'], 'conversations', {
			...{ language, theme, width },
		});
		const check = async () => {
			expect(await findViolations(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
		};
		await page.getByRole('link', { name: 'Maria Souza' }).first().waitFor();
		await check();
		await page.goto(`${console.url}/console/conversations/${ids.maria}`);
		await page.getByRole('heading', { name: 'Maria Souza' }).waitFor();
		await check();
		expect(faults).toEqual([]);
	});
});
