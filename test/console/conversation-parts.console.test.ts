import { dropReadRules, openTenants } from '../../providers/compose/state/host-tenants';
import { describeConsole, findViolations, openConsole } from './open-console';
import { seedConversations } from './seed-conversations';

const manager = ['conversation:read', 'conversation:manage'];

describeConsole('report, settings and deliveries in the room of conversations', () => {
	let console: Awaited<ReturnType<typeof openConsole>>;
	let seed: Awaited<ReturnType<typeof seedConversations>>;
	beforeAll(async () => {
		console = await openConsole();
		seed = await seedConversations(console);
		const id = await seed.write('5544999999991', 'How much is the press?', 95);
		await seed.handOver(id, 'wants an offer', { temperature: 'hot' });
		const stopped = await seed.write('5544999999992', 'Where is my order 7?', 30, { name: 'Paulo' });
		await seed.run('turn 1', stopped, { outcome: 'blocked', reason: 'no-price' });
		await seed.write('5544999999993', 'Hello', 20, { channel: 'official' });
	});
	afterAll(() => console.close());

	it('reports the day: each bar is in a table with its number', async () => {
		const { page, faults } = await console.signIn(manager, 'conversations/report');
		const funnel = page.getByRole('table', { name: 'How far new customers came' });
		await funnel.getByRole('row', { name: 'Leads 3' }).waitFor();
		await funnel.getByRole('row', { name: 'Hot 1' }).waitFor();
		await page.getByRole('row', { name: 'Stopped by a rule 1' }).waitFor();
		for (let ad = 0; ad < 60; ad += 1) {
			const origin = { kind: 'text' as const, text: 'Hi', origin: { via: 'ad' as const, title: `Ad ${ad}` } };
			await seed.write(`55448888${10_000 + ad}`, '', 0, { content: [origin] });
		}
		await page.getByRole('button', { name: 'Read again' }).click();
		await funnel.getByRole('row', { name: 'Leads 63' }).waitFor();
		await page.getByLabel('Day', { exact: true }).selectOption('Yesterday');
		await page.getByText('Nobody new wrote on this day.').waitFor();
		expect(faults).toEqual([]);
	});

	it('changes a setting after a look at it, and takes it back; another change meanwhile loses nothing', async () => {
		const { page } = await console.signIn(manager, 'conversations/settings/sales');
		const greeting = page.getByLabel('Greeting', { exact: true }).first();
		await greeting.fill('Welcome!');
		await page.getByRole('button', { name: 'Look at the change' }).click();
		await page.getByRole('dialog').getByText('Hi!').waitFor();
		await page.getByRole('button', { name: 'Save' }).click();
		await page.getByRole('cell', { name: 'Changed greeting: Welcome!' }).waitFor();
		await page.getByLabel('Text for who waits long').fill('One moment, please.');
		await page.getByRole('button', { name: 'Look at the texts' }).click();
		const other = await console.createKey('other', manager);
		await fetch(`${console.url}/api/v1/channels/sales/settings`, {
			...{ method: 'PUT', headers: { authorization: `Bearer ${other}`, 'content-type': 'application/json' } },
			body: JSON.stringify({ values: { tone: 'casual' } }),
		});
		await page.getByRole('button', { name: 'Save' }).click();
		expect(await page.getByRole('dialog').getByRole('alert').innerText()).toContain('STATE_CONFLICT');
		await page.keyboard.press('Escape');
		expect(await page.getByLabel('Text for who waits long').inputValue()).toBe('One moment, please.');
		await page.getByRole('cell', { name: 'Changed tone: casual' }).waitFor();
		await page.getByRole('button', { name: 'Take back the last change' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Take back the last change' }).click();
		await page.getByRole('row', { name: /tone: casual.*taken back/i }).waitFor();
	});

	it('tries values on some contacts, and lets only a second person approve a change', async () => {
		const { page } = await console.signIn([...manager, 'agent:decide'], 'conversations/settings/sales');
		const change = async (text: string, share: string, action: string) => {
			await page.getByLabel('Greeting', { exact: true }).first().fill(text);
			await page.getByLabel('For whom').selectOption(share);
			await page.getByRole('button', { name: 'Look at the change' }).click();
			await page.getByRole('dialog').getByRole('button', { name: action }).click();
		};
		await change('Hello there!', 'Try it on 10 % of the contacts', 'Try it');
		await page.getByText('A trial runs for 10 % of the contacts').waitFor();
		await page.getByRole('button', { name: 'End the trial' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'End the trial' }).click();
		await page.getByText('A trial runs for 10 % of the contacts').waitFor({ state: 'detached' });
		const tenants = (await openTenants(console.host))!;
		await tenants.set({ name: 'default', rules: { settingChanges: 'approve' }, changedAt: 1, changedBy: 'user:test' });
		dropReadRules(console.host);
		await change('Good day!', 'All contacts', 'Save');
		await page.getByText('It waits for a second person.').first().waitFor();
		await page.getByRole('button', { name: 'Approve' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
		await page.getByRole('dialog').getByText('You cannot approve your own change of settings.').waitFor();
		const { page: second } = await console.signIn(['conversation:read', 'agent:decide'], 'conversations/settings/sales');
		await second.getByRole('button', { name: 'Approve' }).click();
		await second.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
		await second.getByText('Approved.').first().waitFor();
		expect(await second.getByRole('button', { name: 'Look at the change' }).count()).toBe(0);
	});

	it('shows an operator what did not arrive, and sends it again', async () => {
		const id = await seed.write('5544999999994', 'And mine?', 1, { name: 'Rita' });
		await seed.outbox.enqueue('default', id, [{ key: 'lost', content: { kind: 'text', text: 'Soon.' } }]);
		const refused = { kind: 'refused' as const, retryable: false, code: '131047', reason: 'The window is closed.' };
		for (const work of await seed.outbox.queue.take('test', { max: 20, leaseMs: 60_000 })) await seed.outbox.note(work, refused);
		const { page } = await console.signIn([...manager, 'channel:manage'], 'conversations/deliveries');
		const row = page.getByRole('row', { name: /The window is closed/ }).first();
		await row.getByRole('button', { name: 'Send again' }).click();
		await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
		await page.getByText('It is on its way.').first().waitFor();
		await page.getByLabel('Show').selectOption('What was sent');
		await page.getByLabel('Channel').selectOption('sales');
		await page.getByText('waits to be sent').first().waitFor();
		const { page: other } = await console.signIn(manager, 'conversations');
		expect(await other.getByRole('link', { name: 'Deliveries' }).count()).toBe(0);
	});

	it('notes what a customer asks about their data, and forgets them', async () => {
		const id = await seed.write('5544999999995', 'Delete me.', 1, { name: 'Leo' });
		const { page } = await console.signIn([...manager, 'channel:manage'], `conversations/${id}`);
		await page.getByText('The customer …').click();
		await page.getByRole('button', { name: 'Asks about their data' }).click();
		await page.getByLabel('What they ask for').selectOption('to be forgotten');
		await page.getByRole('button', { name: 'Note the request' }).click();
		await page
			.getByText(/Noted as .+; answer until/)
			.first()
			.waitFor();
		await page.getByRole('button', { name: 'Forget the customer' }).click();
		await page.getByRole('button', { name: 'Forget for good' }).click();
		await page
			.getByText(/The customer is forgotten/)
			.first()
			.waitFor();
		await page.getByRole('heading', { name: 'Conversations', level: 1 }).waitFor();
		expect(await seed.mailbox.find('default', id)).toBeUndefined();
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		const look = { language, theme, width };
		const { page, faults } = await console.signIn([...manager, 'channel:manage', 'agent:decide'], 'conversations/report', look);
		for (const [part, shown] of [
			['report', 'table.bars'],
			['settings/sales', '.setting'],
			['deliveries', '.table-part'],
		] as const) {
			await page.goto(`${console.url}/console/conversations/${part}`);
			await page.locator(shown).first().waitFor();
			expect(await findViolations(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
		}
		// Labels of the agent, too, are in the language of the page, and what was typed stays where it is changed.
		await page.goto(`${console.url}/console/conversations/settings/sales`);
		const labels = { en: 'Greeting', pt: 'Saudação' };
		const field = page.getByRole('textbox', { name: labels[language], exact: true }).first();
		await field.fill('Half a thought');
		const other = language === 'en' ? 'pt' : 'en';
		await page.locator('details.menu > summary').click();
		await page.getByLabel({ en: 'Language', pt: 'Idioma' }[language], { exact: true }).selectOption(other);
		const same = page.getByRole('textbox', { name: labels[other], exact: true }).first();
		await same.waitFor();
		expect(await same.inputValue()).toBe('Half a thought');
		expect(faults).toEqual([]);
	});
});
