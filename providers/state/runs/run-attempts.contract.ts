import { suspendedRun } from '../../../core/agents/run-store.contract';
import { answered, begin, leaseMs, type TestedStoredRuns } from './tested-stored-runs.contract';

/** How stores keep what several attempts at a run did. */
export function testAttempts(create: () => TestedStoredRuns | Promise<TestedStoredRuns>): void {
	test('keeps the end of the latest attempt, and the words of its error (n8n-io/n8n#23807, langgenius/dify#31222, coleam00/Archon#2329)', async () => {
		const { store } = await create();
		const lasting = { ...begin, runId: 'r', withinMs: leaseMs };
		const failing = {
			...answered,
			state: 'failed',
			outcome: null,
			errorCode: 'MODEL_UNREACHABLE',
			error: 'alpha away',
			fix: 'Start beta.',
		} as const;
		expect(await store.begin(lasting)).toBe(1);
		await store.end('r', { ...failing, attempt: 1 });
		expect(await store.list(10, false, { error: 'alpha' })).toMatchObject([{ error: 'alpha away', fix: 'Start beta.' }]);
		// Whoever looks for an error does not look for what to do about others.
		expect(await store.list(10, false, { error: 'beta' })).toEqual([]);
		expect(await store.begin(lasting)).toBe(2);
		await store.end('r', { ...answered, attempt: 2 });
		await store.end('r', { ...failing, attempt: 1 });
		expect(await store.find('r')).toMatchObject({ state: 'completed', errorCode: null, error: null, fix: null, attempts: 2 });
		expect(await store.list(10, false, { error: 'alpha' })).toEqual([]);
	});

	test('keeps the steps of the latest attempt, and notices who changes them', async () => {
		const { store, write, forget, readAll } = await create();
		const lasting = { ...begin, runId: 'r', conversationId: 'c1', withinMs: leaseMs };
		const trail = (said: string, count: number) => Array.from({ length: count }, (_, number) => ({ said, number }));
		for (const [said, count] of [
			['earlier', 250],
			['later', 3],
		] as const) {
			const attempt = (await store.begin(lasting)) as number;
			await store.end('r', { ...answered, attempt, steps: trail(said, count) });
		}
		await store.end('r', { ...answered, attempt: 1, steps: trail('given up', 4) });
		expect(await store.find('r')).toMatchObject({ entries: 3, trail: trail('later', 3) });
		expect(await store.check()).toEqual({ runs: 1, entries: 3, faults: [] });
		await write(`update run_entry set entry = replace(entry, '"sealed":"', '"sealed":"A') where number = 1`);
		expect((await store.check()).faults).toMatchObject([{ runId: 'r', step: 2, problem: 'changed' }]);
		expect([await forget(['1c']), await readAll()]).toEqual([1, expect.not.stringContaining('later')]);
		await store.end('r', { ...answered, steps: trail('later', 3) });
		expect(await readAll()).not.toContain('later');
	});

	test('keeps as many steps as an end has, where its attempt had stored more', async () => {
		const { store } = await create();
		const steps = ['prepared', 'ended'].map((kind) => ({ kind }));
		await store.open('r', 'one', leaseMs);
		await store.begin({ ...begin, runId: 'r' });
		await store.append('r', 'one', [...steps, { kind: 'late' }], { from: 0, leaseMs, synced: false });
		await store.end('r', { ...answered, steps });
		expect([(await store.find('r'))!.trail, (await store.check()).faults]).toEqual([steps, []]);
	});

	test('shows nothing of what a run with tools says while it can go on, and gives a host that did not hear of the end the same end', async () => {
		const { store, readAll } = await create();
		const entries = [
			{ kind: 'prepared', said: 'pay Rui' },
			{ kind: 'ended', said: 'paid Rui' },
		];
		for (const runId of ['r', 'fails']) {
			await store.open(runId, 'one', leaseMs);
			const attempt = (await store.begin({ ...begin, runId })) as number;
			await store.append(runId, 'one', entries, { from: 0, leaseMs, synced: false });
			expect([await readAll(), (await store.find(runId))!.trail]).toEqual([expect.not.stringContaining('Rui'), entries]);
			const ends = { ...answered, attempt, repeats: true, steps: entries };
			await store.end(runId, runId === 'r' ? ends : { ...answered, attempt, state: 'failed' });
			await store.release(runId, 'one');
		}
		expect(await store.open('fails', 'two', leaseMs)).toEqual(entries);
		expect([await store.open('r', 'two', leaseMs), await readAll()]).toEqual([entries, expect.not.stringContaining('Rui')]);
	});

	test('removes the keys of a run that is forgotten, also that of its conversation before its person was known', async () => {
		const { store, forget, readAll } = await create();
		for (const person of [undefined, 'ana']) {
			const attempt = (await store.begin({ ...begin, runId: 'r', conversationId: 'c1', person, withinMs: leaseMs })) as number;
			await store.end('r', { ...answered, attempt, steps: [{ kind: 'prepared' }] });
		}
		// PostgreSQL shows bytes in hex.
		const key = new RegExp(`run key|${Buffer.from('run key').toString('hex')}`);
		expect(await readAll()).toMatch(key);
		expect([await forget(['ana'].map((id) => [...id].reverse().join(''))), await readAll()]).toEqual([1, expect.not.stringMatching(key)]);
	});

	test('begins a run from the start whose earlier attempt could not go on', async () => {
		const { store } = await create();
		await store.begin({ ...begin, runId: 'r', withinMs: leaseMs });
		await store.end('r', { ...answered, state: 'failed', steps: [{ kind: 'prepared', kept: 'masked' }, { kind: 'model' }] });
		expect([await store.first('r'), await store.open('r', 'one', leaseMs)]).toEqual([undefined, []]);
		await store.append('r', 'one', [{ said: 1 }], { from: 0, leaseMs, synced: false });
		expect([(await store.find('r'))!.trail, (await store.check()).faults]).toEqual([[{ said: 1 }], []]);
	});

	test('does not begin a run again that was cancelled (rq/rq#1408)', async () => {
		const { store } = await create();
		const lasting = { ...begin, runId: 'r', withinMs: leaseMs };
		await store.begin(lasting);
		await store.end('r', { ...answered, state: 'failed', outcome: null });
		await store.cancel('r');
		expect([await store.begin(lasting), await store.find('r')]).toMatchObject(['cancelled', { state: 'cancelled', attempts: 1 }]);
		await store.open('tools', 'one', leaseMs);
		await store.begin({ ...begin, runId: 'tools' });
		const kept = [{ kind: 'prepared', kept: 'masked' }];
		await store.append('tools', 'one', kept, { from: 0, leaseMs, synced: false });
		await store.release('tools', 'one');
		await store.cancel('tools');
		expect([await store.open('tools', 'two', leaseMs), await store.begin({ ...begin, runId: 'tools' })]).toEqual([[], 'cancelled']);
		expect((await store.find('tools'))!.trail).toEqual(kept);
		expect(await store.begin({ ...begin, runId: 'unknown' })).toBeUndefined();
	});

	test('leaves a cancelled run as it is when a process ends late, or held it before', async () => {
		const { store, pass } = await create();
		const append = (from: number) => store.append('r', 'one', [{ kind: `step ${from}` }], { from, leaseMs, synced: false });
		await store.open('r', 'one', leaseMs);
		const attempt = (await store.begin({ ...begin, runId: 'r' })) as number;
		await append(0);
		await pass(2 * leaseMs);
		await store.cancel('r');
		await expect(append(1)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		await store.end('r', { ...answered, attempt, steps: [{ kind: 'late' }] });
		await store.open('r', 'one', leaseMs);
		await expect(append(1)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		expect(await store.find('r')).toMatchObject({ state: 'cancelled', reason: 'operator', trail: [{ kind: 'step 0' }] });
	});

	test('does not bring back the run of somebody who was forgotten', async () => {
		const { store, forget } = await create();
		await store.begin({ ...begin, runId: 'chat', person: 'ana', withinMs: leaseMs });
		await store.open('tools', 'one', leaseMs, 'c1', 'ana');
		await store.begin({ ...begin, runId: 'tools', person: 'ana' });
		expect(await forget(['ana'].map((id) => [...id].reverse().join('')))).toBe(2);
		await store.begin({ ...begin, runId: 'tools', person: 'ana' });
		const called = { ...begin, runId: 'tools/call_1', person: 'ana', of: { caller: 'tools' }, isCalled: true as const, withinMs: leaseMs };
		expect(await store.begin(called)).toBeUndefined();
		for (const runId of ['chat', 'tools']) await store.end(runId, answered);
		expect(await store.list(10)).toEqual([]);
	});

	test('removes old runs as new ones come', async () => {
		const { store, pass, now } = await create();
		await store.open('old', 'one', leaseMs);
		await pass(31 * 86_400_000);
		for (let number = 0; number < 21; number += 1) await store.begin({ ...begin, runId: `new ${number}`, withinMs: leaseMs });
		expect(await store.clean(now() - 86_400_000)).toBe(0);
	});

	test('lists in pages without losing a run that goes on between two of them', async () => {
		const { store, openFor, pass } = await create();
		for (const runId of ['a', 'b', 'c', 'd']) {
			await store.begin({ ...begin, runId, person: 'ana', withinMs: leaseMs });
			await store.end(runId, { ...answered, tools: ['pay'] });
			await pass(1_000);
		}
		await openFor('theirs').begin({ ...begin, runId: 'e', person: 'ana', withinMs: leaseMs });
		const read = async (filter: Parameters<typeof store.list>[2], ofAll = false) => {
			const [last, ...page] = (await store.list(2, ofAll, filter)).reverse();
			await store.end('a', { ...answered, tools: ['pay'] });
			return [...page, last!, ...(await store.list(10, ofAll, { ...filter, after: last }))].map(({ runId }) => runId).join(' ');
		};
		for (const filter of [{}, { contact: 'ana' }, { tool: 'pay' }, { tool: 'pay', state: 'completed' as const }])
			expect([filter, await read(filter)]).toEqual([filter, 'd c b a']);
		expect(await read({}, true)).toBe('e d c b a');
	});

	test('lists a refused run that begins again as a new one, before those whose list was read in part', async () => {
		const { store, pass } = await create();
		const { agent, host } = begin;
		await store.refuse({ runId: 'refused', agent, host, errorCode: 'RATE_LIMITED', error: null });
		for (const runId of ['a', 'b']) {
			await pass(1_000);
			await store.begin({ ...begin, runId, withinMs: leaseMs });
		}
		const [newest] = await store.list(1);
		await store.begin({ ...begin, runId: 'refused', withinMs: leaseMs });
		expect((await store.list(10, false, { after: newest })).map(({ runId }) => runId)).toEqual(['a']);
		expect((await store.list(10)).map(({ runId }) => runId)).toEqual(['refused', 'b', 'a']);
	});

	test('says of a run whose time to decide is over that it is cancelled, also before anything cleans', async () => {
		const { store, now, pass } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10_000, decideBy: now() + 10_000 }));
		await pass(20_000);
		const expired = { runId: 'r', state: 'cancelled', reason: 'expired' };
		const found = await store.find('r');
		expect(found).toMatchObject({ ...expired, endedAt: expect.any(Number) });
		for (const filter of [{}, { state: 'cancelled' as const }, { outcome: 'expired' }])
			expect(await store.list(10, false, filter)).toMatchObject([expired]);
		expect(await store.list(10, false, { state: 'waiting' })).toEqual([]);
		await store.clean(0);
		expect(await store.find('r')).toMatchObject({ ...expired, endedAt: found!.endedAt });
	});

	test('lists the runs that were cancelled and those that expired in one order, in pages', async () => {
		const { store, pass, now } = await create();
		const cancel = async (runId: string, agent = begin.agent) => {
			await store.begin({ ...begin, runId, agent, withinMs: 1 });
			await pass(1_000);
			await store.cancel(runId);
		};
		await cancel('first');
		await store.begin({ ...begin, runId: 'r' });
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 2_000, decideBy: now() + 2_000 }));
		await pass(1_000);
		await cancel('last');
		await cancel('other', { ...begin.agent, id: 'other' });
		const find = async (filter: Parameters<typeof store.list>[2], limit = 10) =>
			(await store.list(limit, false, { ...filter, state: 'cancelled' })).map(({ runId }) => runId);
		expect(await find({})).toEqual(['other', 'last', 'r', 'first']);
		const [, last] = await store.list(2, false, { state: 'cancelled' });
		expect(await find({ after: last! })).toEqual(['r', 'first']);
		expect([await find({ agent: 'other' }), await find({ agents: [begin.agent.id] }, 1)]).toEqual([['other'], ['last']]);
	});

	test('takes a run from the lists of those that wait where it was cancelled after its process died', async () => {
		const { store, pass, now } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10 * leaseMs, decideBy: now() + 10 * leaseMs }));
		await store.claim('r:1', 'killed', true);
		await store.begin({ ...begin, runId: 'r', withinMs: leaseMs });
		await store.cancel('r');
		expect(await store.listSuspended()).toMatchObject([{ status: 'interrupted' }]);
		await pass(2 * leaseMs);
		await store.cancel('r');
		expect([(await store.find('r'))!.state, await store.listSuspended(), await store.findSuspended('r')]).toEqual([
			'cancelled',
			[],
			undefined,
		]);
	});
}
