import type { Mutes } from '../../../core/ports/channels/mutes';
import type { StopStore } from './stop-store';

/** What every store of stops has in common. @param open the same stops each time, as other processes do */
export function describeStops(open: () => { stops: StopStore; mutes: Mutes }): void {
	const stop = (tenant: string, name: string, reason = 'wrong prices') =>
		open().stops.stop({ tenant, name, reason, changedBy: 'user:ana' });
	const start = (tenant: string, name: string) => open().stops.start({ tenant, name, reason: null, changedBy: 'user:bo' });
	const listed = async (tenant?: string) => (await open().stops.list(tenant)).map((each) => `${each.tenant} ${each.name}`);

	it('keep a stop, with who stopped what, when and why, until it is started (agentrust-io/cmcp#665)', async () => {
		const stored = await stop('acme', 'agent:support');
		expect(stored).toEqual({
			...{ tenant: 'acme', name: 'agent:support', reason: 'wrong prices', changedBy: 'user:ana' },
			changedAt: expect.any(Number) as number,
		});
		expect(await open().stops.list()).toEqual([stored]);
		expect(await start('globex', 'agent:support')).toBe(false);
		expect(await start('acme', 'agent:support')).toBe(true);
		expect(await start('acme', 'agent:support')).toBe(false);
		expect(await listed()).toEqual([]);
		expect(await open().stops.log(10)).toMatchObject([
			{ tenant: 'acme', name: 'agent:support', isOn: true, reason: null, changedBy: 'user:bo' },
			{ isOn: false, reason: 'wrong prices', changedBy: 'user:ana' },
		]);
	});

	it('list those of all tenants, or those that concern one', async () => {
		await stop('acme', 'all');
		await stop('*', 'all');
		await stop('globex', 'run:r1');
		expect(await listed()).toEqual(['* all', 'acme all', 'globex run:r1']);
		expect(await listed('acme')).toEqual(['* all', 'acme all']);
		expect(await open().stops.log(10, 'globex')).toHaveLength(2);
	});

	it('a second stop replaces the reason', async () => {
		await stop('acme', 'all');
		await stop('acme', 'all', 'wrong names');
		expect(await open().stops.list()).toMatchObject([{ reason: 'wrong names' }]);
	});

	it('count what speaks for a stop: each who once, until there are enough, or a good sign', async () => {
		const suspect = (who: string) =>
			open().stops.suspect({ tenant: 'acme', name: 'tool:a@1.0.0/pay', reason: 'broken', changedBy: 'agent:a' }, who, 3);
		for (const who of ['x', 'y', 'y']) expect(await suspect(who)).toBeUndefined();
		await open().stops.clear('acme', 'tool:a@1.0.0/pay');
		for (const who of ['x', 'y']) expect(await suspect(who)).toBeUndefined();
		expect(await listed()).toEqual([]);
		expect(await start('acme', 'tool:a@1.0.0/pay')).toBe(false);
		expect(await suspect('z')).toMatchObject({ reason: 'broken', changedBy: 'agent:a' });
		await open().stops.clear('acme', 'tool:a@1.0.0/pay');
		expect(await suspect('u')).toMatchObject({ reason: 'broken' });
		expect(await open().stops.list()).toMatchObject([{ name: 'tool:a@1.0.0/pay', reason: 'broken' }]);
		expect(await open().stops.log(10)).toHaveLength(1);
		expect(await open().mutes.list('acme')).toEqual([]);
	});

	it('notes of models are added when they say something else, and switch nothing', async () => {
		const note = (reason: string) => open().stops.note('acme', { name: 'models:serve', reason, changedBy: 'troupe serve on a' });
		for (const [reason, isNew] of [
			['openai: a', true],
			['openai: a', false],
			['openai: b', true],
			['openai: a', true],
		] as const)
			expect(await note(reason)).toBe(isNew);
		expect((await open().mutes.log('acme', 10)).map(({ reason }) => reason)).toEqual(['openai: a', 'openai: b', 'openai: a']);
		expect([await listed(), await open().mutes.list('acme'), (await open().stops.check()).faults]).toEqual([[], [], []]);
	});

	it('are apart from the mutes of channels in the same tables', async () => {
		await stop('acme', 'all');
		await open().mutes.set('acme', { name: 'channel:sales', isMuted: true, reason: null, changedBy: 'user:ana' });
		expect(await listed()).toEqual(['acme all']);
		expect(await open().mutes.list('acme')).toMatchObject([{ name: 'channel:sales' }]);
		expect(await open().mutes.log('acme', 10)).toHaveLength(1);
	});
}
