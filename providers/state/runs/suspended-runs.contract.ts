import { suspendedRun } from '../../../core/agents/run-store.contract';
import { leaseMs, type TestedStoredRuns } from './tested-stored-runs.contract';

/** How stores keep runs that wait. */
export function testSuspendedRuns(create: () => TestedStoredRuns | Promise<TestedStoredRuns>): void {
	test('shows a tenant its own runs, and an operator those of all', async () => {
		const { store, openFor, now } = await create();
		const theirs = openFor('theirs');
		await store.open('r', 'one', leaseMs);
		expect(await theirs.open('r', 'two', leaseMs)).toEqual([]);
		await store.claim('s', 'a', false);
		expect(await theirs.claim('s', 'b', false)).toBe('ours');
		await store.suspend(suspendedRun(now()));
		expect([await theirs.findSuspended('r'), await theirs.listSuspended()]).toEqual([undefined, []]);
		expect(await theirs.listSuspended({}, true)).toMatchObject([{ tenant: 'default', runId: 'r' }]);
		expect(await theirs.identity()).toBe(await store.identity());
	});

	test('stores a run that waits, without showing what it is about, until it is settled', async () => {
		const { store, now, readAll } = await create();
		await store.suspend(suspendedRun(now(), { suspension: 'r:1', state: 'earlier' }));
		const hidden = { agentFile: '/agents/clerk.json', waker: { url: 'https://n8n.example/7?signature=secret', isPrivate: false } };
		const run = suspendedRun(now(), { suspension: 'r:2', ...hidden });
		await store.suspend(run);
		expect(await store.findSuspended('r')).toEqual({ state: run.state, ...hidden });
		const [listed] = await store.listSuspended();
		expect(listed).toEqual({
			tenant: 'default',
			runId: 'r',
			agent: run.agent,
			pending: run.pending,
			expiresAt: run.expiresAt,
			decideBy: run.decideBy,
			whenTimedOut: run.whenTimedOut,
			since: expect.any(Number),
			status: 'waiting',
		});
		expect(Math.abs(listed!.since - now())).toBeLessThan(60_000);
		expect(await readAll()).not.toMatch(/912 345|"ana"|signature/);
		await store.claim('r:2', 'a', true);
		expect(await store.listSuspended()).toMatchObject([{ status: 'interrupted' }]);
		await store.settle('r');
		expect([await store.findSuspended('r'), await store.listSuspended()]).toEqual([undefined, []]);
	});

	test.each([
		['a changed step', `update run_entry set entry = replace(entry, 'pay 50', 'pay 50000')`, 1, 'changed'],
		['a decision by hand', `insert into run_entry values ('default', 'r', 2, '{"kind":"decision","approved":true}', '')`, 3, 'added'],
		['the steps of another run', `delete from run_entry where run = 'r'; update run_entry set run = 'r' where run = 'other'`, 1, 'changed'],
		['a last step cut off', `delete from run_entry where run = 'r' and number = 1`, 2, 'removed'],
		['all steps cut off', `delete from run_entry where run = 'r'`, 1, 'removed'],
		['a step left out', `delete from run_entry where run = 'r' and number = 0`, 1, 'removed'],
		['an end cut off, with its count', `delete from run_entry where number = 1; update run set entries = 1`, 2, 'removed'],
		['a trail cut off, with its count', `delete from run_entry; update run set entries = 0`, 1, 'removed'],
		['a count that is too low', `update run set entries = 1`, 2, 'changed'],
	])('notices %s when a run continues, is shown, and all are checked', async (_, statement, step, problem) => {
		const { store, write } = await create();
		for (const [runId, said] of Object.entries({ r: 'pay 50', other: 'pay 70' })) {
			await store.open(runId, 'one', leaseMs);
			const append = (from: number) => store.append(runId, 'one', [{ kind: said, from }], { from, leaseMs, synced: false });
			await append(0);
			await append(1);
			await append(1);
			await store.release(runId, 'one');
		}
		expect((await store.find('r'))?.trail).toEqual([0, 1].map((from) => ({ kind: 'pay 50', from })));
		expect(await store.check()).toEqual({ runs: 2, entries: 4, faults: [] });
		await write(statement);
		const fault = { runId: 'r', step, problem };
		expect((await store.check()).faults).toContainEqual({ tenant: 'default', ...fault });
		const noticed = { code: 'RUN_STATE_INVALID', details: fault };
		await expect(store.open('r', 'two', leaseMs)).rejects.toMatchObject(noticed);
		await expect(store.find('r')).rejects.toMatchObject(noticed);
	});

	test('says that steps were cut off, not that another works on it, to a run that continues (flare19/payment-reconciliation-agent-platform#18)', async () => {
		const { store, write } = await create();
		await store.open('r', 'one', leaseMs);
		await store.append('r', 'one', [{ said: 1 }, { said: 2 }], { from: 0, leaseMs, synced: false });
		await write(`delete from run_entry where run = 'r' and number = 1; update run set entries = 1 where id = 'r'`);
		await expect(store.open('r', 'one', leaseMs)).rejects.toMatchObject({ code: 'RUN_STATE_INVALID' });
		const next = (holder: string) => store.append('r', holder, [{ said: 3 }], { from: 2, leaseMs, synced: false });
		await expect(next('one')).rejects.toMatchObject({ code: 'RUN_STATE_INVALID', details: { runId: 'r', step: 2 } });
		await expect(next('two')).rejects.toMatchObject({ code: 'RUN_TAKEN' });
	});

	test('tells an auditor of a run whose steps are left without it, and of runs of all tenants', async () => {
		const { store, openFor, write } = await create();
		const theirs = openFor('theirs');
		for (const each of [store, theirs]) {
			await each.open('r', 'one', leaseMs);
			await each.append('r', 'one', [{ said: 1 }], { from: 0, leaseMs, synced: false });
		}
		await store.open('begins', 'one', leaseMs);
		expect(await store.check(true)).toEqual({ runs: 3, entries: 2, faults: [] });
		await write(`delete from run where id = 'r' and tenant = 'theirs'`);
		expect([await store.check(), await store.check(true)]).toMatchObject([
			{ runs: 2, faults: [] },
			{ runs: 3, faults: [{ tenant: 'theirs', runId: 'r', step: 1, problem: 'removed' }] },
		]);
	});

	test('lists the runs that wait page by page, the oldest first', async () => {
		const { store, now, pass } = await create();
		const ids = ['b', 'a', 'é', 'd', 'c'];
		for (const [index, runId] of ids.entries()) {
			// Some begin to wait at the same time.
			if (index % 2 === 1) await pass(1_000);
			await store.suspend(suspendedRun(now(), { runId, suspension: `${runId}:1` }));
		}
		const whole = (await store.listSuspended()).map(({ runId }) => runId);
		expect([...whole].sort()).toEqual([...ids].sort());
		const listed = [];
		for (let after; ;) {
			const page = await store.listSuspended({ limit: 2, ...(after && { after }) });
			listed.push(...page.map(({ runId }) => runId));
			if (page.length < 2) break;
			after = page.at(-1);
		}
		expect(listed).toEqual(whole);
		expect(await store.listSuspended({ agents: ['nobody'] })).toEqual([]);
		expect(await store.listSuspended({ agents: ['nobody', suspendedRun(now()).agent.id], limit: 1 })).toHaveLength(1);
	});

	test('does not list runs that have expired, and removes them', async () => {
		const { store, now, pass } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10_000, decideBy: now() + 10_000 }));
		await pass(20_000);
		await store.suspend(suspendedRun(now(), { runId: 'fresh', expiresAt: now() + 50_000 }));
		expect(await store.listSuspended()).toMatchObject([{ runId: 'fresh' }]);
		expect(await store.clean(0)).toBe(0);
		expect([await store.findSuspended('r'), await store.findSuspended('fresh')]).toEqual([undefined, expect.anything()]);
	});

	test('forgets a person’s runs for good, also one that a killed process had begun to continue', async () => {
		const { store, now, forget } = await create();
		await store.open('r', 'one', leaseMs, 'c', 'ana');
		await store.append('r', 'one', [{ kind: 'suspended', id: 'r:1' }], { from: 0, leaseMs, synced: false });
		await store.suspend(suspendedRun(now(), { runId: 'unstored', suspension: 'unstored:1', conversationId: 'c2' }));
		await store.claim('r:1', 'killed', true);
		expect(await forget(['ana', 'nobody'].map((id) => [...id].reverse().join('')))).toBe(2);
		await expect(store.append('r', 'one', [{}], { from: 1, leaseMs, synced: false })).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		expect([await store.claim('r:1', 'later', true), await store.claim('unstored:1', 'later', true)]).toEqual(['taken', 'taken']);
		expect([await store.listSuspended(), await store.open('r', 'two', leaseMs)]).toEqual([[], []]);
	});

	test('tells once what happens to runs that wait, and gives each notice to one sender', async () => {
		const { store, openFor, now, readAll } = await create();
		const other = openFor('default');
		const theirs = openFor('theirs');
		await store.suspend(suspendedRun(now()));
		await store.suspend(suspendedRun(now(), { runId: 'late', suspension: 'late:1', decideBy: now() - 1, whenTimedOut: 'decline' }));
		await theirs.suspend(suspendedRun(now()));
		await Promise.all([store.notices.noteTimedOut(), other.notices.noteTimedOut()]);
		await Promise.all([store.claim('r:1', 'a', true, 'token ana'), other.claim('r:1', 'b', true, 'token ana')]);
		await store.claim('late:1', 'a', true);
		const notices = await store.notices.read('default', 0, 10);
		expect(notices.map(({ id, kind, runId }) => [id, kind, runId])).toEqual([
			[1, 'waiting', 'r'],
			[2, 'waiting', 'late'],
			[3, 'timed-out', 'late'],
			[4, 'decided', 'r'],
		]);
		expect(notices.map(({ by }) => by)).toEqual([undefined, undefined, 'rule', 'token ana']);
		const { agent, pending } = suspendedRun(now());
		expect(notices[1]).toMatchObject({ suspension: 'late:1', agent, pending, whenTimedOut: 'decline' });
		expect([await store.notices.last('default'), await store.notices.lastOfEach()]).toEqual([4, { default: 4, theirs: 1 }]);
		expect(await readAll()).not.toMatch(/912 345|"ana"/);
		const taken = (await Promise.all([store, other].map(({ notices: { queue } }, at) => queue.take(`${at}`, { max: 3, leaseMs })))).flat();
		expect(taken.map(({ tenant, content }) => `${tenant} ${content.notice.id}`).sort()).toEqual([
			...[1, 2, 3, 4].map((id) => `default ${id}`),
			'theirs 1',
		]);
		await store.notices.queue.finish(taken[0]!);
		await store.notices.queue.retry(taken[1]!, -1);
		expect(await store.notices.queue.take('c', { max: 9, leaseMs })).toMatchObject([{ attempts: 2, key: taken[1]!.key }]);
	});

	test('tells of a run whose time is over before it removes it, and nothing of one that is forgotten', async () => {
		const { store, now, pass, forget } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10_000, decideBy: now() + 10_000 }));
		await store.suspend(suspendedRun(now(), { runId: 'f', suspension: 'f:1', person: 'eva' }));
		await forget(['ave']);
		await pass(20_000);
		await store.clean(0);
		expect((await store.notices.read('default', 0, 10)).map(({ kind, runId }) => [kind, runId])).toEqual([
			['waiting', 'r'],
			['timed-out', 'r'],
		]);
	});
}
