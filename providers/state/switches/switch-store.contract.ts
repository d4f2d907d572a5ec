import type { SwitchStore } from './switch-store';

/** What every store of switches has in common. @param open the same switches each time, as other processes do */
export function describeSwitches(open: () => SwitchStore): void {
	const turnOff = (tenant: string, target: string, reason = 'wrong prices') =>
		open().turnOff({ tenant, target, reason, changedBy: 'user:ana' });
	const turnOn = (tenant: string, target: string) => open().turnOn({ tenant, target, reason: null, changedBy: 'user:bo' });
	const listed = async (tenant?: string) => (await open().list(tenant)).map((each) => `${each.tenant} ${each.target}`);

	it('keep what is off, with who turned it off, when and why, until it is turned on (agentrust-io/cmcp#665)', async () => {
		const stored = await turnOff('acme', 'agent:support');
		expect(stored).toEqual({
			tenant: 'acme',
			target: 'agent:support',
			reason: 'wrong prices',
			changedBy: 'user:ana',
			changedAt: expect.any(Number) as number,
		});
		expect(await open().list()).toEqual([stored]);
		expect(await turnOn('globex', 'agent:support')).toBeUndefined();
		expect(await turnOn('acme', 'agent:support')).toMatchObject({ tenant: 'acme', target: 'agent:support', isOn: true });
		expect(await turnOn('acme', 'agent:support')).toBeUndefined();
		expect(await listed()).toEqual([]);
		expect(await open().log(10)).toMatchObject([
			{ tenant: 'acme', target: 'agent:support', isOn: true, reason: null, changedBy: 'user:bo' },
			{ isOn: false, reason: 'wrong prices', changedBy: 'user:ana' },
		]);
	});

	it('list those of all tenants, or those that concern one', async () => {
		await turnOff('acme', 'all');
		await turnOff('*', 'all');
		await turnOff('globex', 'run:r1');
		await turnOff('acme', 'channel:sales');
		expect(await listed()).toEqual(['* all', 'acme all', 'acme channel:sales', 'globex run:r1']);
		expect(await listed('acme')).toEqual(['* all', 'acme all', 'acme channel:sales']);
		expect(await open().log(10, 'globex')).toHaveLength(2);
		expect(await open().log(10, 'acme', { target: 'channel:sales' })).toHaveLength(1);
	});

	it('a second change to off replaces the reason', async () => {
		await turnOff('acme', 'all');
		await turnOff('acme', 'all', 'wrong names');
		expect(await open().list()).toMatchObject([{ reason: 'wrong names' }]);
	});

	it('count what speaks against a tool: each who once, until there are enough, or a good sign', async () => {
		const suspect = (who: string) =>
			open().suspect({ tenant: 'acme', target: 'tool:a@1.0.0/pay', reason: 'broken', changedBy: 'agent:a' }, who, 3);
		for (const who of ['x', 'y', 'y']) expect(await suspect(who)).toBeUndefined();
		await open().clear('acme', 'tool:a@1.0.0/pay');
		for (const who of ['x', 'y']) expect(await suspect(who)).toBeUndefined();
		expect(await listed()).toEqual([]);
		expect(await turnOn('acme', 'tool:a@1.0.0/pay')).toBeUndefined();
		expect(await suspect('z')).toMatchObject({ reason: 'broken', changedBy: 'agent:a' });
		await open().clear('acme', 'tool:a@1.0.0/pay');
		expect(await suspect('u')).toMatchObject({ reason: 'broken' });
		expect(await open().list()).toMatchObject([{ target: 'tool:a@1.0.0/pay', reason: 'broken' }]);
		expect(await open().log(10)).toHaveLength(1);
	});

	it('notes of models are added when they say something else, and turn nothing off', async () => {
		const note = (reason: string) => open().note('acme', { target: 'models:serve', reason, changedBy: 'troupe serve on a' });
		for (const [reason, isNew] of [
			['openai: a', true],
			['openai: a', false],
			['openai: b', true],
			['openai: a', true],
		] as const)
			expect(await note(reason)).toBe(isNew);
		expect((await open().log(10, 'acme')).map(({ reason }) => reason)).toEqual(['openai: a', 'openai: b', 'openai: a']);
		expect([await listed(), (await open().check()).faults]).toEqual([[], []]);
	});
}
