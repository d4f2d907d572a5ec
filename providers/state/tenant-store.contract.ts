import type { RunEntry, TenantRules, TenantStore } from '../../core/ports/tenants';

export function describeTenantStore(open: () => TenantStore): void {
	const now = Date.UTC(2026, 10, 22, 12);
	const entry = (runId: string, rules: TenantRules, changes: Partial<RunEntry> = {}): RunEntry => ({
		tenant: 'acme',
		runId,
		agent: 'support',
		rules,
		until: now + 60_000,
		now,
		...changes,
	});

	it('keeps the rules of each tenant', async () => {
		const store = open();
		const acme = { name: 'acme', rules: { agents: 2, costUsdPerMonth: 1.5 }, changedAt: now, changedBy: 'ana' };
		await store.set({ ...acme, rules: {} });
		await store.set(acme);
		await store.set({ ...acme, name: 'globex' });
		expect(await store.find('acme')).toEqual(acme);
		expect((await store.list()).map(({ name }) => name)).toEqual(['acme', 'globex']);
		expect([await store.remove('acme'), await store.remove('acme'), await store.find('acme')]).toEqual([true, false, undefined]);
	});

	it('loses no change of rules that are changed at the same time', async () => {
		const store = open();
		const who = { changedAt: now, changedBy: 'ana' };
		const names = ['agents', 'runsPerMonth', 'concurrentRuns', 'runDays'];
		await Promise.all(names.map((name) => store.change('acme', who, (before) => ({ ...before, [name]: 7 }))));
		expect(await store.find('acme')).toEqual({ name: 'acme', rules: Object.fromEntries(names.map((name) => [name, 7])), ...who });
	});

	it('counts each run once, also when it is resumed, and tells once of 80 % and of 100 %', async () => {
		const store = open();
		const rules = { runsPerMonth: 5 };
		const told: number[] = [];
		for (const run of ['1', '2', '3', '4', '4', '5']) {
			for (const { percent, isFirst } of await store.enter(entry(run, rules))) if (isFirst) told.push(percent);
			await store.leave('acme', run);
		}
		expect(told).toEqual([80, 100]);
		await expect(store.enter(entry('6', rules))).rejects.toMatchObject({
			code: 'TENANT_LIMIT_REACHED',
			retryable: false,
			details: { tenant: 'acme', limit: 'runsPerMonth', used: 5, max: 5 },
		});
		expect(await store.enter(entry('5', rules))).toEqual([]);
		expect(await store.use('acme', rules, now)).toMatchObject({ runsThisMonth: 5, month: '2026-11' });
		expect(await store.use('globex', rules, now)).toMatchObject({ runsThisMonth: 0, agents: [] });
	});

	it('starts to count again with the month of the tenant', async () => {
		const store = open();
		const rules = { runsPerMonth: 1, timeZone: 'America/Sao_Paulo' };
		const lastHour = Date.UTC(2026, 11, 1, 2, 30); // still November there
		await store.enter(entry('1', rules, { now: lastHour, until: lastHour + 1 }));
		await expect(store.enter(entry('2', rules, { now: lastHour, until: lastHour + 1 }))).rejects.toMatchObject({
			code: 'TENANT_LIMIT_REACHED',
		});
		const december = lastHour + 3_600_000;
		await store.enter(entry('2', rules, { now: december, until: december + 1 }));
		await expect(store.enter(entry('3', rules, { now: lastHour, until: lastHour + 1 }))).rejects.toMatchObject({
			code: 'TENANT_LIMIT_REACHED',
		});
	});

	it('lets no more run at the same time than allowed, whoever asks, and forgets what was killed', async () => {
		const store = open();
		const rules = { concurrentRuns: 3 };
		const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => store.enter(entry(`${n}`, rules))));
		const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
		expect(refused).toHaveLength(17);
		expect(refused[0]!.reason).toMatchObject({ code: 'TENANT_LIMIT_REACHED', retryable: true, details: { used: 3, max: 3 } });
		const running = results.findIndex(({ status }) => status === 'fulfilled');
		await store.leave('acme', `${running}`);
		await store.enter(entry('20', rules));
		await expect(store.enter(entry('21', rules))).rejects.toMatchObject({ code: 'TENANT_LIMIT_REACHED' });
		// The machine that held the three is gone.
		await store.enter(entry('21', rules, { now: now + 60_000, until: now + 120_000 }));
		expect(await store.use('acme', rules, now + 60_000)).toMatchObject({ runningNow: 1 });
	});

	it('allows a number of different agents, and gives the place of one that was not used for 31 days to another', async () => {
		const store = open();
		const rules = { agents: 2 };
		const run = (agent: string, days = 0) => store.enter(entry(`${agent}${days}`, rules, { agent, now: now + days * 86_400_000 }));
		await run('support');
		await run('sales');
		await expect(run('legal')).rejects.toMatchObject({ code: 'TENANT_LIMIT_REACHED', details: { limit: 'agents', used: 2, max: 2 } });
		await run('sales', 20);
		await run('legal', 31);
		expect((await store.use('acme', rules, now + 31 * 86_400_000)).agents.map(({ agent }) => agent)).toEqual(['legal', 'sales']);
	});
}
