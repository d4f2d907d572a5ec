import { compareActions } from '../../../core/evaluation/live/action-change';
import type { QualityStore, RunToJudge } from '../../../core/ports/quality';

/** Tests the quality of agents on any database, which is empty at the start of a test. @param clock of the store */
export function testQualityStore(open: () => QualityStore, clock: { time: number }): void {
	const about = { agent: 'support', version: '1.0.0' };
	const run = (id: string, changes: Partial<RunToJudge> = {}): RunToJudge => ({
		...about,
		run: id,
		message: 'How long?',
		reply: '24 months.',
		sources: '',
		rubric: 'It answers.',
		window: 10,
		budget: { per: 'day', costUsd: 1 },
		...changes,
	});
	const take = async (store: QualityStore) =>
		(await store.toJudge.take('a judge', { max: 1, leaseMs: 1_000, of: [{ tenant: 'acme' }] }))[0];
	const judge = async (store: QualityStore, id: string, verdict: 'passed' | 'failed') => {
		await store.accept('acme', run(id));
		return (await store.finish((await take(store))!, verdict, 'It is rude.'))?.drop;
	};

	test('runs are counted by version and day, also at the same time, and a tenant sees its own', async () => {
		const store = open();
		await Promise.all([500, 2_000, 200_000, null].map((durationMs) => store.countRun('acme', about, { isOk: true, durationMs })));
		await store.countRun('acme', { agent: 'support', version: '1.1.0' }, { isOk: false, durationMs: 5_000 });
		await store.countRun('globex', about, { isOk: true, durationMs: 1 });
		const { days } = await store.history('acme', 'support', 30);
		expect(days).toMatchObject([
			{ version: '1.0.0', succeeded: 4, failed: 0, timed: 3, durationMs: 202_500, atMost: [1, 2, 2, 2, 2] },
			{ version: '1.1.0', succeeded: 0, failed: 1, timed: 1, atMost: [0, 0, 1, 1, 1] },
		]);
		expect((await store.history('acme', 'sales', 30)).days).toEqual([]);
		expect((await store.history('globex', undefined, 30)).days).toHaveLength(1);
	});

	test('inputs are counted by day and trait, and the number of today is told', async () => {
		const store = open();
		const traits = { language: 'pt', length: 'up to 50', content: 'text', origin: 'serve, person', guardrails: 'none' };
		const numbers = await Promise.all([1, 2, 3].map(() => store.countInput('acme', 'support', traits)));
		expect(numbers.toSorted()).toEqual([1, 2, 3]);
		expect(await store.countInput('acme', 'support', { ...traits, language: 'en' })).toBe(4);
		const { inputs } = await store.history('acme', 'support', 1);
		expect(inputs.filter(({ trait }) => trait === 'language')).toMatchObject([
			{ agent: 'support', value: 'en', count: 1 },
			{ value: 'pt', count: 3 },
		]);
		expect((await store.history('globex', undefined, 1)).inputs).toEqual([]);
	});

	test('supported and unsupported replies are counted', async () => {
		const store = open();
		for (const isSupported of [true, true, false]) await store.countSupport('acme', about, isSupported);
		expect((await store.history('acme', 'support', 1)).days).toMatchObject([{ measured: 3, unsupported: 1, succeeded: 0 }]);
	});

	test('a run that is accepted is judged once, also if the process that has it ends', async () => {
		const store = open();
		await Promise.all([store.accept('acme', run('a')), store.accept('acme', run('a'))]);
		const first = await take(store);
		expect(first).toMatchObject({ key: 'a', attempts: 1, content: { run: 'a', rubric: 'It answers.' } });
		expect(await take(store)).toBeUndefined();
		expect((await store.history('acme', 'support', 30)).waiting).toBe(1);
		clock.time += 1_000;
		const second = await take(store);
		expect(second).toMatchObject({ key: 'a', attempts: 2 });
		expect(await store.finish(second!, 'passed')).toEqual({});
		expect(await store.finish(first!, 'failed')).toBeUndefined();
		expect(await store.history('acme', 'support', 30)).toMatchObject({
			waiting: 0,
			failedRuns: [],
			days: [{ judgedPassed: 1, judgedFailed: 0 }],
		});
	});

	test('a run that was released waits, and what was not judged is counted', async () => {
		const store = open();
		await store.accept('acme', run('a'));
		await store.toJudge.retry((await take(store))!, 500);
		expect(await take(store)).toBeUndefined();
		clock.time += 500;
		await store.finish((await take(store))!, 'budget');
		await store.accept('acme', run('b'));
		await store.finish((await take(store))!, 'lost');
		expect((await store.history('acme', 'support', 30)).days).toMatchObject([{ budget: 1, lost: 1, judgedPassed: 0 }]);
	});

	test('a window that is worse than the one before is told of once', async () => {
		const store = open();
		const drops = [];
		for (let index = 0; index < 35; index += 1) {
			// Ten of ten, then two of ten, then two of ten.
			const isGood = index < 10 || index % 10 < 2;
			drops.push(await judge(store, `run ${index}`, isGood ? 'passed' : 'failed'));
		}
		expect(drops.flatMap((drop, index) => (drop ? [index] : []))).toEqual([19]);
		expect(drops[19]).toMatchObject({ ...about, window: 10, before: { passed: 10, failed: 0 }, now: { passed: 2, failed: 8 } });
		expect(drops[19]!.high).toBeLessThan(0);
	});

	test('an agent that suddenly acts otherwise than on the days before is told of once a day', async () => {
		const store = open();
		const pay = (amount: number, tool = 'pay') =>
			store.countAction('acme', 'support', { tool, origin: 'serve, person', amount }, compareActions);
		for (let day = 0; day < 3; day += 1) {
			expect(await pay(100)).toEqual([]);
			clock.time += 86_400_000;
		}
		expect(await pay(90)).toEqual([]);
		const change = { agent: 'support', tool: 'pay', origin: 'serve, person', kind: 'amount', before: 100, now: 90_090 };
		expect(await pay(90_000)).toEqual([change]);
		expect(await pay(90_000)).toEqual([]);
		expect(await pay(0, 'delete')).toMatchObject([{ tool: 'delete', kind: 'new' }]);
		clock.time += 86_400_000;
		expect(await pay(1_000_000)).toMatchObject([{ kind: 'amount', before: 180_090, now: 1_000_000 }]);
		expect((await store.history('acme', 'support', 30)).actions).toHaveLength(6);
		expect((await store.history('other', 'support', 30)).actions).toEqual([]);
	});

	test('a run that the judge failed is kept with its reason, the newest first', async () => {
		const store = open();
		for (let index = 0; index < 103; index += 1) {
			clock.time += 1;
			await judge(store, `run ${index}`, index % 2 ? 'failed' : 'passed');
		}
		const { failedRuns } = await store.history('acme', 'support', 30);
		expect(failedRuns[0]).toEqual({ ...about, run: 'run 101', reason: 'It is rude.', at: clock.time - 1 });
		expect(failedRuns).toHaveLength(51);
		expect((await store.history('other', 'support', 30)).failedRuns).toEqual([]);
	});

	test('all results of sets are kept, also those of the same set and version', async () => {
		const store = open();
		const result = { ...about, set: 'Support', setSha256: 'a'.repeat(64), cases: 10, passed: 9, score: 0.95, at: clock.time };
		await store.addEvaluation('acme', result);
		await store.addEvaluation('acme', { ...result, passed: 10, score: 1, at: clock.time + 1 });
		await store.addEvaluation('acme', { ...result, version: '1.1.0', at: clock.time + 1 });
		const { evaluations } = await store.history('acme', 'support', 30);
		expect(evaluations).toEqual([
			result,
			{ ...result, passed: 10, score: 1, at: clock.time + 1 },
			{ ...result, version: '1.1.0', at: clock.time + 1 },
		]);
	});
}
