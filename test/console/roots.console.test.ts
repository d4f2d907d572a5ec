import { describeConsole, findViolations } from './open-console';
import { openRegistryConsole } from './seed-registry';

const everything = ['registry:read', 'registry:admin', 'keys:manage', 'agent:run', 'process:read', 'doctor:read'];

describeConsole('keys, roots and the revocation drill', () => {
	let opened: Awaited<ReturnType<typeof openRegistryConsole>>;

	beforeAll(async () => {
		opened = await openRegistryConsole();
		const { people, approve } = opened;
		const told = { purpose: 'Answers questions', capabilities: ['support.answer'] };
		const agent = (id: string, version: string, define: object[] = []) =>
			people.agent(id, version, { content: JSON.stringify({ id, version, ...told, tools: { define } }) });
		await approve(agent('clerk', '1.0.0'));
		await approve(agent('clerk', '1.1.0'));
		await approve(agent('front', '2.0.0', [{ kind: 'agent', agent: 'clerk', range: '1.1.0' }]));
	});
	afterAll(() => opened.close());

	it('shows who may sign, and what ends next', async () => {
		const { page, faults } = await opened.console.signIn(everything, 'trust/roots');
		await page.getByRole('row', { name: /ada@example\.com.*author, 1 needed.*signs/ }).waitFor();
		await page.getByRole('row', { name: /^Root, edition 1.*later/ }).waitFor();
		await page.getByRole('row', { name: /^Snapshot \d+.*renewed by itself/ }).waitFor();
		expect(faults).toEqual([]);
	});

	it('says what would stop without a version, by keyboard, and changes nothing', async () => {
		const { console, people, registry } = opened;
		const { page, faults } = await console.signIn(everything, 'trust/drill');
		const caller = { tenant: 'default', subject: 'reader' };
		const before = (await registry.snapshot(caller))!.token;
		await page.getByLabel('Version or key').focus();
		await page.keyboard.type('agent:clerk@1.1.0');
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'agent:clerk@1.1.0: 1 version would stop' }).waitFor();
		await page.getByRole('listitem').filter({ hasText: 'agent clerk 1.1.0' }).getByText('1.0.0 runs in its place').waitFor();
		await page.getByRole('listitem').filter({ hasText: 'agent front 2.0.0' }).getByText('nothing runs in its place').waitFor();
		expect((await registry.snapshot(caller))!.token).toBe(before);
		await page.goto(`${console.url}/console/trust/roots`);
		await page.getByRole('link', { name: `What would stop?: ${people.keys.approver.keyId}` }).click();
		await page.getByRole('heading', { name: /of bob@example\.com: 3 versions would stop/ }).waitFor();
		await page.getByText('bob@example.com has no other key: their access tokens end.').waitFor();
		await page.getByText('approver: 1 left, 1 needed').waitFor();
		expect(faults).toEqual([]);
	});

	it('says which parts are left out for lack of a right', async () => {
		const { page } = await opened.console.signIn(['registry:read'], 'trust/drill?of=agent:clerk@1.1.0');
		await page.getByText('Processes that call them: left out, because you do not have the right process:read.').waitFor();
		await page.getByText('Machines that run them: left out, because you do not have the right doctor:read.').waitFor();
	});

	it('leads there from a version of an agent', async () => {
		const { page } = await opened.console.signIn(everything, 'agents/list/clerk');
		await page.getByRole('link', { name: 'What would stop without it? 1.1.0' }).click();
		await page.getByRole('heading', { name: /agent:clerk@1\.1\.0: 1 version would stop/ }).waitFor();
	});

	it('says of a name that nobody published what is missing, as text', async () => {
		const { page } = await opened.console.signIn(everything, 'trust/drill');
		await page.getByLabel('Version or key').fill('clerk@9.9.9');
		await page.keyboard.press('Enter');
		await page.getByText('Your tenant has no agent:clerk@9.9.9').waitFor();
		await page.getByLabel('Version or key').fill('<img src=x onerror=alert(1)>');
		await page.keyboard.press('Enter');
		await page.getByRole('alert').waitFor();
		expect(await page.locator('img').count()).toBe(0);
	});

	it('is not shown without the right to it', async () => {
		const { page } = await opened.console.signIn(['keys:manage'], 'trust/drill');
		await page.getByRole('link', { name: 'API keys' }).waitFor();
		expect(await page.getByRole('link', { name: 'Revocation drill' }).count()).toBe(0);
	});

	it.each([
		['en', 'light', 1280],
		['pt', 'dark', 320],
	] as const)('has no violation that axe finds, in %s, %s, %i wide', async (language, theme, width) => {
		for (const path of ['trust/roots', 'trust/drill?of=agent:clerk@1.1.0']) {
			const { page } = await opened.console.signIn(everything, path, { language, theme, width });
			await page
				.getByText(path === 'trust/roots' ? 'ada@example.com' : 'front 2.0.0')
				.first()
				.waitFor();
			expect(await findViolations(page)).toEqual([]);
			expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
		}
	});
});
