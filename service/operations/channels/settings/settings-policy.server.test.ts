import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seller, startSettingsService, usual } from '../../../../test/support/channels/settings-service';

let service: Awaited<ReturnType<typeof startSettingsService>>;
beforeEach(async () => {
	service = await startSettingsService();
});
afterEach(() => service.close());

describe('a tenant', () => {
	it('can refuse all changes', async () => {
		await service.setRules({ settingChanges: 'refuse' });
		expect(await service.set({ greeting: 'x' })).toMatchObject([
			403,
			{ code: 'ACCESS_DENIED', detail: expect.stringContaining('allows no changes') },
		]);
		expect(await service.call('POST channels/sales/settings/undo', {})).toMatchObject([403, {}]);
	});

	it('can demand a second person, who is not the first one (Flagsmith/flagsmith#933)', async () => {
		await service.setRules({ settingChanges: 'approve' });
		expect(await service.set({ greeting: 'Olá!' })).toMatchObject([
			200,
			{ number: 1, version: 0, change: { number: 1, state: 'proposed' } },
		]);
		expect(await service.values()).toEqual(usual);
		expect(await service.call('GET approvals')).toMatchObject([
			200,
			{ proposals: [{ channel: 'sales', number: 1, changes: { greeting: 'Olá!' } }] },
		]);
		// It waits for the second person alone.
		const waiting = [await service.call('GET inbox?kind=settings'), await service.as('bia', 'GET inbox?kind=settings')];
		expect(waiting).toMatchObject([
			[200, { items: [] }],
			[200, { items: [{ id: 'sales:1' }] }],
		]);
		const listed = await service.troupe(['agent', 'runs']);
		expect(listed.printed).toContain('settings of sales: change 1 (set) by ours (key:');
		const path = 'POST channels/sales/settings/changes/1/decide';
		expect(await service.call(path, { approved: true })).toMatchObject([
			409,
			{ code: 'DECISION_REFUSED', details: { why: 'same-person' } },
		]);
		expect(await service.as('reader', path, { approved: true })).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
		expect(await service.as('bia', path, { approved: true })).toMatchObject([200, { version: 1, change: { state: 'done' } }]);
		expect(await service.values()).toMatchObject({ greeting: 'Olá!' });
		expect(await service.as('bia', path, { approved: true })).toMatchObject([409, { details: { why: 'not-proposed' } }]);
		await service.set({ greeting: 'Oi!' }, { share: 10 });
		const reason = { approved: false, reason: 'too short' };
		expect(await service.as('bia', 'POST channels/sales/settings/changes/2/decide', reason)).toMatchObject([
			200,
			{ change: { state: 'rejected', reason: 'too short', decidedBy: expect.stringMatching(/^key:/) } },
		]);
		expect(await service.call('POST channels/sales/settings/undo', {})).toMatchObject([200, { version: 0, change: { state: 'done' } }]);
		expect(await service.call('GET approvals')).toMatchObject([200, { proposals: [] }]);
	});

	it('has a proposal checked again when it is approved: the agent may have another version', async () => {
		await service.setRules({ settingChanges: 'approve' });
		await service.set({ greeting: 'a'.repeat(60) });
		const [greeting, ...others] = seller.settings;
		writeFileSync(
			join(service.host.agentFolders[0]!, 'seller.json'),
			JSON.stringify({ ...seller, settings: [{ ...greeting, maxLength: 30 }, ...others] }),
		);
		const decided = await service.as('bia', 'POST channels/sales/settings/changes/1/decide', { approved: true });
		expect(decided).toMatchObject([400, { detail: expect.stringContaining('at most 30 are allowed') }]);
		expect(await service.values()).toEqual(usual);
	});
});
