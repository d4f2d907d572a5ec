import { record, startSettingsService } from '../../../../test/support/channels/settings-service';

let service: Awaited<ReturnType<typeof startSettingsService>>;
beforeEach(async () => {
	service = await startSettingsService();
});
afterEach(() => service.close());

describe('texts and times of the channel', () => {
	const wording = (body: object) => service.call('PUT channels/sales/settings/rules', body);
	const rules = async () => (await service.channels.find('default', 'sales'))!.rules;
	beforeEach(async () => {
		const { channels } = service;
		await channels.put({ ...record, rules: { origins: [{ from: 'link:fair', agent: 'clerk' }] } }, true);
		await service.setRules({ timeZone: 'America/Sao_Paulo' });
	});

	it('are changed without access to accounts, agents and addresses, and come back', async () => {
		const changed = await wording({
			rules: { hours: ['mon-fri 09:00-18:00'], closedText: 'Voltamos {opens}.' },
			greetings: { 'link:fair': 'Oi, feira!' },
		});
		expect(changed).toMatchObject([
			200,
			{ number: 1, rules: { whenClosed: 'answer', closedText: 'Voltamos {opens}.' }, change: { action: 'rules' } },
		]);
		expect(await rules()).toEqual({
			...{ hours: ['mon-fri 09:00-18:00'], timeZone: 'America/Sao_Paulo', closedText: 'Voltamos {opens}.' },
			origins: [{ from: 'link:fair', agent: 'clerk', greeting: 'Oi, feira!' }],
		});
		expect(await service.call('POST channels/sales/settings/undo', {})).toMatchObject([200, {}]);
		expect(await rules()).toEqual({ origins: [{ from: 'link:fair', agent: 'clerk' }] });
	});

	it.each([
		[{ rules: { origins: [] } }, 'origins'],
		[{ rules: { agentReturns: 'command' } }, 'agentReturns'],
		[{ agent: 'other' }, 'agent'],
		[{ rules: { hours: ['always'] } }, 'hours'],
		[{ rules: { followUps: ['1d'] } }, 'has no text'],
		[{ rules: { timeZone: 'Mars/Base' } }, 'Mars'],
		[{ rules: { closedText: 'a'.repeat(1_001) } }, 'closedText'],
		[{ greetings: { 'ad:7': 'Hi!' } }, 'no rule for the origin'],
		[{}, 'Nothing was set'],
	])('refuse what is more, or wrong: %j', async (body, problem) => {
		const [status, { detail }] = await wording(body);
		expect([status, detail]).toEqual([400, expect.stringContaining(problem)]);
		expect(await rules()).toEqual({ origins: [{ from: 'link:fair', agent: 'clerk' }] });
	});

	it('are named where an undo gives them back, and where they stay after a trial', async () => {
		const troupe = (...args: string[]) => service.troupe(['channel', 'settings', ...args]);
		await troupe('rules', 'sales', '--wait-text', 'One moment.', '--greeting', 'link:fair=Hi, fair!');
		await troupe('try', 'sales', 'tone=casual', '--percent', '10');
		await troupe('rules', 'sales', '--wait-text', 'Soon.', '--greeting', 'link:fair=');
		expect((await troupe('undo', 'sales')).noted).toBe(
			'Change 4 ends the trial of change 2: all contacts get the agent’s own values from their next message on. Change 3 (rules) stays in force: undo again takes it back.',
		);
		expect((await troupe('undo', 'sales')).noted).toMatch(
			/^Change 5 takes back change 3 \(rules\): (?=.*wait-text is "One moment\." again)(?=.*the greeting of link:fair is "Hi, fair!" again).*follows within seconds\.$/,
		);
		expect((await troupe('undo', 'sales')).noted).toContain('the greeting of link:fair is not set any more');
		const nothing = await troupe('rules', 'sales');
		expect(nothing).toMatchObject({ code: 2, noted: expect.stringContaining('Name one: --hours, --holiday') });
	});

	it('wait for a second person where the tenant wants that, at the command line too', async () => {
		await service.setRules({ settingChanges: 'approve' });
		const asked = await service.troupe([
			'channel',
			'settings',
			'rules',
			'sales',
			'--wait-text',
			'Um momento.',
			'--greeting',
			'link:fair=Oi!',
		]);
		expect(asked).toMatchObject({ code: 0, noted: expect.stringContaining('Proposed as change 1') });
		expect(await rules()).toEqual({ origins: [{ from: 'link:fair', agent: 'clerk' }] });
		expect(await service.as('bia', 'POST channels/sales/settings/changes/1/decide', { approved: true })).toMatchObject([
			200,
			{ change: { state: 'done' } },
		]);
		expect(await rules()).toEqual({ waitText: 'Um momento.', origins: [{ from: 'link:fair', agent: 'clerk', greeting: 'Oi!' }] });
	});
});

it('shows, keeps and undoes also where an agent of the channel is absent, and sets no new value then', async () => {
	const { channels } = service;
	await service.set({ greeting: 'Olá!' });
	await service.call('PUT channels/sales/settings/rules', { rules: { waitText: 'Voltamos.' } });
	const rules = { waitText: 'Voltamos.', origins: [{ from: 'ad', agent: 'nowhere' }] };
	await channels.put({ ...record, rules }, true);
	expect(await service.call('GET channels/sales/settings')).toMatchObject([
		200,
		{ absentAgents: ['nowhere'], settings: [{ value: 'Olá!' }, {}, {}, {}] },
	]);
	expect(await service.set({ greeting: 'Oi!' })).toMatchObject([404, { code: 'AGENT_NOT_FOUND' }]);
	expect(await service.call('POST channels/sales/settings/undo', {})).toMatchObject([
		200,
		{ undone: { number: 2, action: 'rules', rules: { waitText: null }, stays: null }, absentAgents: ['nowhere'] },
	]);
	expect((await channels.find('default', 'sales'))!.rules).toEqual({ origins: rules.origins });
	expect(await service.troupe(['channel', 'settings', 'show', 'sales'])).toMatchObject({
		noted: expect.stringContaining('because they cannot be read: the agents nowhere'),
	});
});

it('refuse a rule of a channel that a workflow keeps: it would be gone when the workflow starts', async () => {
	expect(await service.call('PUT channels/kept/settings/rules', { rules: { waitText: 'Um momento.' } })).toMatchObject([
		400,
		{ code: 'INPUT_INVALID', detail: expect.stringContaining('A workflow keeps the rules of the channel kept') },
	]);
});
