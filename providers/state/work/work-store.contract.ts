import { readTraceId, restoreTrace, withTraceContext } from '../../../core/base/trace-context';
import type { TakenWork, WorkQueue } from '../../../core/ports/work';
import { everyTenant, openStateDatabase, type StateConnection, type StateDatabase } from '../../database/state-database';
import { SharedWakeUps } from '../../wake-ups/shared-wake-ups';
import { createWorkQueue, type WorkQueueOptions } from './work-queue';
import { tellWork } from './work-watch';
import { addWork, cancelLane, cancelWork, countWork, finishWork, type NewWork, planWork } from './work-rows';
import { workSchema } from './work-schema';

const minuteMs = 60_000;
const kind = 'letter';

/** Runs on each database. @param open a new store, which two processes can open */
export function describeWorkStore(open: () => Promise<string>): void {
	let place: string;
	let database: StateDatabase;
	let time: number;
	const now = () => time;
	const wakeUps = new SharedWakeUps();
	const givenUp: string[] = [];
	const queueOf = (options: Pick<WorkQueueOptions<string>, 'perLane' | 'waits' | 'dueBefore'> = {}): WorkQueue<string> =>
		createWorkQueue({
			database,
			kind,
			now,
			wakeUps,
			...options,
			begin: (_connection, { key }) => Promise.resolve(key.startsWith('gone') ? undefined : `content of ${key}`),
			giveUp: (_connection, { key }, reason) => Promise.resolve(void givenUp.push(`${key}: ${reason}`)),
		});
	const change = <Result>(act: (connection: StateConnection) => Promise<Result>) => database.change(everyTenant, act);
	const add = (key: string, work: Partial<NewWork> = {}) =>
		change((connection) => addWork(connection, { tenant: 'acme', kind, key, dueAt: time, ...work }));
	const addMany = async (tenant: string, count: number, lane?: string) => {
		for (let number = 0; number < count; number++) await add(`${tenant} ${lane ?? ''}${number}`, { tenant, lane });
	};
	const take = (queue: WorkQueue<string>, max = 10, holder = 'a') => queue.take(holder, { max, leaseMs: minuteMs });
	const keys = (taken: readonly TakenWork[]) => taken.map(({ key }) => key);
	const finish = (work: TakenWork) => change((connection) => finishWork(connection, work));

	beforeEach(async () => {
		place = await open();
		database = openStateDatabase(place, workSchema);
		time = Date.now();
		givenUp.length = 0;
	});
	afterEach(() => database.close());

	it('is taken when it is due, by one process, with its content, the oldest first', async () => {
		const queue = queueOf();
		await add('later', { dueAt: time + 1_000 });
		await add('second');
		await add('first', { dueAt: time - 1 });
		expect(await queue.nextDue()).toBe(-1);
		const taken = await take(queue);
		expect(taken).toMatchObject([
			{ tenant: 'acme', kind, key: 'first', lane: '', attempts: 1, holder: 'a', content: 'content of first' },
			{ key: 'second', content: 'content of second' },
		]);
		expect(await take(queueOf(), 10, 'b')).toEqual([]);
		expect(await queue.nextDue()).toBe(1_000);
		time += 1_000;
		expect(keys(await take(queue))).toEqual(['later']);
	});

	it('exists until it is finished, and is not finished by another attempt', async () => {
		const queue = queueOf();
		await add('one');
		const [first] = await take(queue);
		time += minuteMs;
		const [second] = await take(queue);
		expect(second).toMatchObject({ key: 'one', attempts: 2, holder: 'a' });
		expect([await finish(first!), await queue.renew(first!, minuteMs), await queue.retry(first!, 0)]).toEqual([false, false, false]);
		expect(await finish(second!)).toBe(true);
		expect([await finish(second!), await queue.nextDue()]).toEqual([false, undefined]);
	});

	it('stays with its process while that renews it, and is due again after it died (QueueClassic/queue_classic#165, schmittjoh/JMSJobQueueBundle#258)', async () => {
		const queue = queueOf();
		await add('one');
		const [work] = await take(queue);
		time += minuteMs - 1;
		expect(await queue.renew(work!, minuteMs)).toBe(true);
		time += minuteMs - 1;
		expect(await take(queue, 1, 'b')).toEqual([]);
		time += 1;
		expect(keys(await take(queue, 1, 'b'))).toEqual(['one']);
		expect(await queue.renew(work!, minuteMs)).toBe(false);
	});

	it('counts the processes in a row that died with it', async () => {
		const queue = queueOf();
		await add('one');
		const takeLate = async () => {
			time += minuteMs;
			return (await take(queue))[0]!;
		};
		expect((await takeLate()).lost).toBe(0);
		expect((await takeLate()).lost).toBe(1);
		const third = await takeLate();
		expect([third.lost, third.attempts]).toEqual([2, 3]);
		await queue.retry(third, 0);
		expect((await takeLate()).lost).toBe(0);
	});

	it('is due again after the pause of a retry, and ends when it is given up', async () => {
		const queue = queueOf();
		await add('one');
		const [work] = await take(queue);
		expect(await queue.retry(work!, 500)).toBe(true);
		expect(await take(queue)).toEqual([]);
		time += 500;
		const [again] = await take(queue);
		expect(again!.attempts).toBe(2);
		expect([await queue.giveUp(work!, 'old'), await queue.giveUp(again!, 'refused')]).toEqual([false, true]);
		expect(givenUp).toEqual(['one: refused']);
		expect(await queue.nextDue()).toBeUndefined();
	});

	it('is added once, and keeps the time of its next attempt unless it is moved', async () => {
		const queue = queueOf();
		await add('one', { dueAt: time + 500 });
		await add('one');
		expect(await queue.nextDue()).toBe(500);
		await add('one', { dueAt: time + 900, moves: true });
		expect(await queue.nextDue()).toBe(900);
		expect(await change((connection) => countWork(connection, { tenant: 'acme', kind }))).toBe(1);
	});

	it('is done again when it was added while it was being done', async () => {
		const queue = queueOf();
		await add('one');
		const [work] = await take(queue);
		await add('one', { dueAt: time + 5 });
		expect(await finish(work!)).toBe(true);
		expect(await queue.nextDue()).toBe(5);
		time += 5;
		const [again] = await take(queue);
		expect(again!.attempts).toBe(1);
		expect(await finish(again!)).toBe(true);
		expect(await queue.nextDue()).toBeUndefined();
	});

	it('is not lost when it is added at the moment in which it is finished', async () => {
		const queue = queueOf();
		const other = openStateDatabase(place, workSchema);
		for (let round = 0; round < 20; round++) {
			await add('one');
			const [work] = await take(queue);
			await Promise.all([
				finish(work!),
				other.change('acme', (connection) => addWork(connection, { tenant: 'acme', kind, key: 'one', dueAt: time })),
			]);
			const [again] = await take(queue);
			expect(again).toMatchObject({ key: 'one', attempts: 1 });
			await finish(again!);
		}
		await other.close();
	});

	it('is in the trace of what added it first, or of what added it while it was being done', async () => {
		const queue = queueOf();
		const of = (letter: string, act: () => Promise<unknown>) =>
			withTraceContext({ traceparent: `00-${letter.repeat(32)}-${letter.repeat(16)}-01` }, act);
		const traceOf = (work: TakenWork | undefined) => readTraceId(restoreTrace(work?.trace));
		await of('a', () => add('one'));
		await of('b', () => add('one'));
		const [work] = await take(queue);
		expect(traceOf(work)).toBe('a'.repeat(32));
		await of('c', () => add('one'));
		await finish(work!);
		const [again] = await take(queue);
		expect(traceOf(again)).toBe('c'.repeat(32));
		await add('one');
		await finish(again!);
		expect((await take(queue)).map(traceOf)).toEqual([undefined]);
	});

	it('is cancelled alone or with its lane, also while it is being done', async () => {
		const queue = queueOf();
		await add('one', { lane: 'x' });
		await add('two', { lane: 'x' });
		await add('three', { lane: 'y' });
		const taken = await take(queue, 1);
		expect(await change((connection) => cancelWork(connection, taken[0]!))).toBe(true);
		expect(await change((connection) => cancelWork(connection, taken[0]!))).toBe(false);
		expect([await queue.renew(taken[0]!, minuteMs), await finish(taken[0]!)]).toEqual([false, false]);
		expect(await change((connection) => countWork(connection, { tenant: 'acme', kind, lane: 'x' }))).toBe(1);
		expect(await change((connection) => cancelLane(connection, { tenant: 'acme', kind, lane: 'x' }))).toBe(1);
		expect(keys(await take(queue))).toEqual([keys(taken).includes('three') ? 'two' : 'three']);
	});

	it('ends without its content', async () => {
		const queue = queueOf();
		await add('gone');
		expect(await take(queue)).toEqual([]);
		expect(await queue.nextDue()).toBeUndefined();
	});

	it('of one lane is done by a max number at a time, by all processes together; a full lane hides no other', async () => {
		const queue = queueOf({ perLane: 2 });
		await addMany('acme', 30, 'slow ');
		await add('quick', { lane: 'quick', dueAt: time + 1 });
		time += 1;
		const taken = await take(queue, 10);
		expect(keys(taken).sort()).toEqual(['acme slow 0', 'acme slow 1', 'quick']);
		expect(await take(queueOf({ perLane: 2 }), 10, 'b')).toEqual([]);
		await finish(taken.find(({ lane }) => lane === 'slow ')!);
		expect(await take(queueOf({ perLane: 2 }), 10, 'b')).toHaveLength(1);
	});

	it('waits under a condition, and hides no other', async () => {
		const queue = queueOf({ waits: `lane = 'slow ' OR key = 'later'` });
		await add('later', { lane: 'quick' });
		await addMany('acme', 3, 'slow ');
		await add('quick', { lane: 'quick', dueAt: time + 1 });
		time += 1;
		expect(keys(await take(queue, 10))).toEqual(['quick']);
		expect(await take(queueOf(), 10)).toHaveLength(4);
	});

	it('gives each tenant its turn, whatever another has waiting (postel-sh/postel#126, wavelens/gradient#111)', async () => {
		const queue = queueOf();
		await addMany('acme', 30);
		time += 1;
		await addMany('globex', 2);
		await addMany('initech', 1);
		const first = await take(queue, 4);
		expect(first.map(({ tenant }) => tenant).sort()).toEqual(['acme', 'acme', 'globex', 'initech']);
		for (const work of first) await finish(work);
		const turns: string[] = [];
		for (let round = 0; round < 3; round++) {
			const [work] = await take(queue, 1);
			turns.push(work!.tenant);
			await finish(work!);
		}
		expect(turns).toContain('globex');
		expect(turns).toContain('acme');
	});

	it('goes first to the tenant of which the fewest are being done, by all processes together', async () => {
		await addMany('acme', 5);
		await addMany('globex', 5);
		const of = { max: 2, leaseMs: minuteMs, of: [{ tenant: 'acme' }] };
		expect(await queueOf().take('a', of)).toHaveLength(2);
		const tenants: string[] = [];
		for (let round = 0; round < 3; round++) tenants.push((await take(queueOf(), 1, 'b'))[0]!.tenant);
		expect(tenants.slice(0, 2)).toEqual(['globex', 'globex']);
	});

	it('gives each lane of a tenant its turn, whatever another has waiting (graphile/worker#331)', async () => {
		const queue = queueOf();
		await addMany('acme', 9, 'sales');
		time += 1;
		await addMany('acme', 2, 'help');
		await addMany('acme', 2, 'desk');
		const lanes: string[] = [];
		for (let round = 0; round < 6; round++) {
			const [work] = await take(queue, 1);
			lanes.push(work!.lane);
			await finish(work!);
		}
		expect([lanes.slice(0, 3).sort(), lanes.slice(3).sort()]).toEqual(Array(2).fill(['desk', 'help', 'sales']));
		expect((await take(queue, 3)).map(({ lane }) => lane)).toEqual(['sales', 'sales', 'sales']);
	});

	it.each(['another lane', 'the same lane'])(
		'is done although work of %s comes back again and again (timescale/timescaledb#9918)',
		async (which) => {
			const queue = queueOf({ perLane: 1 });
			const lane = which === 'another lane' ? 'busy' : '';
			const busy = { lane, dueAt: time };
			await add('busy', busy);
			await add('seldom', { dueAt: time + 1 });
			const done: string[] = [];
			for (let round = 0; round < 4; round++) {
				time += 10;
				const [work] = await take(queue, 1);
				done.push(work!.key);
				await finish(work!);
				if (work!.key === 'busy') await add('busy', { ...busy, dueAt: lane === '' ? time : busy.dueAt });
				else await add('seldom', { dueAt: time + 1 });
			}
			expect(done.filter((key) => key === 'seldom').length).toBeGreaterThan(0);
		},
	);

	it('waits that was due at a time which is asked before, or later', async () => {
		const early = time - 10;
		const queue = queueOf({ dueBefore: () => Promise.resolve(early + 1) });
		await add('old', { dueAt: early });
		await add('new', { dueAt: early + 1 });
		expect(keys(await take(queue))).toEqual(['old']);
		expect(keys(await take(queue))).toEqual([]);
		expect(keys(await take(queueOf()))).toEqual(['new']);
	});

	it('gets another time while it waits, and not while a process does it', async () => {
		const queue = queueOf();
		const plan = (dueAt: number) => change((connection) => planWork(connection, { tenant: 'acme', kind, key: 'one', dueAt }));
		await plan(time + 500);
		await plan(time);
		const [work] = await take(queue);
		await plan(time + 5);
		expect(await queue.nextDue()).toBe(minuteMs);
		expect(await finish(work!)).toBe(true);
		expect(await queue.nextDue()).toBeUndefined();
	});

	it('of a tenant or of some of its lanes can be taken alone', async () => {
		const queue = queueOf();
		await add('one', { lane: 'support' });
		await add('two', { lane: 'sales' });
		await add('three', { tenant: 'globex', lane: 'support' });
		const of = (tenant: string, lanes?: string[]) => queue.take('a', { max: 9, leaseMs: minuteMs, of: [{ tenant, lanes }] });
		expect(keys(await of('acme', ['support', 'other']))).toEqual(['one']);
		expect(keys(await of('acme', []))).toEqual([]);
		expect(keys(await of('acme'))).toEqual(['two']);
		expect(keys(await of('globex', ['support']))).toEqual(['three']);
	});

	it('is taken once by processes that look at the same time', async () => {
		const other = openStateDatabase(place, workSchema);
		const otherQueue = createWorkQueue({ database: other, kind, now, wakeUps, begin: (_connection, { key }) => Promise.resolve(key) });
		await addMany('acme', 20);
		const taken = await Promise.all(
			Array.from({ length: 10 }, (_, number) =>
				(number % 2 === 0 ? queueOf() : otherQueue).take(String(number), { max: 3, leaseMs: minuteMs }),
			),
		);
		const all = taken.flatMap((works) => keys(works));
		expect(all).toHaveLength(20);
		expect(new Set(all).size).toBe(20);
		await other.close();
	});

	it('is taken for the other tenants where that of one fails, which is told only if nothing was taken', async () => {
		for (const tenant of ['a', 'b', 'c']) await add(`of ${tenant}`, { tenant });
		const begin = (_connection: StateConnection, { key }: TakenWork) =>
			key === 'of a' ? Promise.reject(new Error('no row')) : Promise.resolve(key);
		const queue = createWorkQueue({ database, kind, now, wakeUps, begin });
		expect(keys(await take(queue))).toEqual(['of b', 'of c']);
		await expect(take(queue)).rejects.toThrow('no row');
	});

	it('is undone with the transaction that adds it', async () => {
		const fault = new Error('no');
		const adding = change(async (connection) => {
			await addWork(connection, { tenant: 'acme', kind, key: 'one', dueAt: time });
			throw fault;
		});
		await expect(adding).rejects.toThrow();
		expect(await queueOf().nextDue()).toBeUndefined();
	});

	it('wakes the runners of its kind', async () => {
		const woken = Promise.withResolvers<void>();
		const end = queueOf().watch(woken.resolve);
		await add('one');
		tellWork(wakeUps, kind);
		await woken.promise;
		end();
	});
}
