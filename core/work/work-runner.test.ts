import { TroupeError } from '../base/errors';
import type { TakenContent, WorkQueue } from '../ports/work';
import { doDueWork, startWorkRunner, type WorkRunner, type WorkRunnerOptions } from './work-runner';

type Taken = TakenContent<string>;

const workOf = (key: string, attempts = 1, lost = 0): Taken => ({
	tenant: 'acme',
	kind: 'letter',
	key,
	lane: '',
	attempts,
	lost,
	holder: 'a',
	dueAt: 0,
	content: key,
});

/** Gives out what waits, and notes what became of it. */
class FakeQueue implements WorkQueue<string> {
	waiting: Taken[] = [];
	seen: string[] = [];
	fault: Error | undefined;
	isHeld = true;
	#wakes = new Set<() => void>();

	take: WorkQueue<string>['take'] = (_holder, { max }) => {
		const { fault } = this;
		this.fault = undefined;
		return fault ? Promise.reject(fault) : Promise.resolve(this.waiting.splice(0, max));
	};
	renew = () => Promise.resolve(this.isHeld);
	retry: WorkQueue<string>['retry'] = ({ key }, afterMs) => Promise.resolve(this.#note(`${key} after ${afterMs}`) && this.isHeld);
	finish: WorkQueue<string>['finish'] = ({ key }) => Promise.resolve(this.#note(`${key} finished`));
	giveUp: WorkQueue<string>['giveUp'] = ({ key }, reason) => Promise.resolve(this.#note(`${key} given up: ${reason}`));
	nextDue = () => Promise.resolve(undefined);
	watch(wake: () => void) {
		this.#wakes.add(wake);
		return () => void this.#wakes.delete(wake);
	}

	add(...works: Taken[]) {
		this.waiting.push(...works);
		for (const wake of this.#wakes) wake();
	}

	#note(what: string): boolean {
		this.seen.push(what);
		return true;
	}
}

let queue: FakeQueue;
let runner: WorkRunner;
const faults: unknown[] = [];
const start = (options: Partial<WorkRunnerOptions<string>>) => {
	queue = new FakeQueue();
	faults.length = 0;
	runner = startWorkRunner({
		...{ queue, perform: () => Promise.resolve(), random: () => 1, onFault: (fault) => faults.push(fault), ...options },
	});
};
/** Lets what was begun go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

it('does what waits, so much at a time, and looks again when there is room', async () => {
	const gates: Array<PromiseWithResolvers<void>> = [];
	const done: string[] = [];
	start({
		concurrency: 2,
		perform: async (content) => {
			const gate = Promise.withResolvers<void>();
			gates.push(gate);
			await gate.promise;
			done.push(content);
		},
	});
	queue.add(workOf('one'), workOf('two'), workOf('three'));
	await settle();
	expect(gates).toHaveLength(2);
	gates[0]!.resolve();
	await settle();
	expect(gates).toHaveLength(3);
	for (const gate of gates) gate.resolve();
	await runner.close(1_000);
	expect(done).toEqual(['one', 'two', 'three']);
});

it('plans another attempt of what failed, and gives it up after the last', async () => {
	const givenUp: string[] = [];
	start({
		perform: (content) =>
			Promise.reject(
				content === 'busy'
					? new TroupeError({ code: 'MODEL_RATE_LIMITED', message: 'Busy.', retryable: true, retryAfterMs: 60_000 })
					: new Error('secret'),
			),
		retry: { firstMs: 1_000, maxMs: 300_000, maxAttempts: 3 },
		onGivenUp: ({ key }, reason) => givenUp.push(`${key}: ${reason}`),
	});
	queue.add(workOf('one'), workOf('two', 2), workOf('last', 3), workOf('busy'));
	await settle();
	await runner.close(1_000);
	expect(queue.seen.sort()).toEqual(['busy after 60000', 'last given up: INTERNAL: the work failed', 'one after 1000', 'two after 2000']);
	expect(givenUp).toEqual(['last: INTERNAL: the work failed']);
});

it('gives up what ended ten processes one after the other, and does not try it for ever (graphile/worker#254)', async () => {
	const performed: string[] = [];
	const endLost = jest.fn(() => Promise.resolve());
	start({ perform: async (content) => void performed.push(content) });
	queue.add(workOf('often tried', 50, 9), workOf('poison', 10, 10));
	await settle();
	await runner.close(1_000);
	expect([performed, queue.seen]).toEqual([['often tried'], ['poison given up: 10 processes ended while they did this.']]);
	start({ endLost });
	queue.add(workOf('own', 10, 10));
	await settle();
	await runner.close(1_000);
	expect([queue.seen, endLost.mock.calls]).toEqual([[], [['own', expect.anything(), '10 processes ended while they did this.']]]);
});

it('goes on after a failure of the store', async () => {
	start({});
	queue.fault = new Error('no database');
	queue.add(workOf('one'));
	await settle();
	expect(faults).toEqual([new Error('no database')]);
	queue.add();
	await settle();
	expect(queue.waiting).toEqual([]);
	await runner.close(1_000);
});

it('aborts work that another process has', async () => {
	const aborted = Promise.withResolvers<void>();
	start({
		leaseMs: 15,
		perform: (_content, _work, signal) => {
			signal.addEventListener('abort', () => aborted.resolve());
			return aborted.promise.then(() => Promise.reject(new Error('aborted')));
		},
	});
	queue.isHeld = false;
	queue.add(workOf('one'));
	await aborted.promise;
	await runner.close(1_000);
	expect(queue.seen).toEqual([]);
});

it('begins nothing new when it closes, and aborts what does not end within the time', async () => {
	const signals: AbortSignal[] = [];
	start({
		concurrency: 1,
		perform: (_content, _work, signal) => {
			signals.push(signal);
			return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
		},
	});
	queue.add(workOf('one'), workOf('two'));
	await settle();
	await runner.close(10);
	expect(signals).toHaveLength(1);
	expect(signals[0]!.aborted).toBe(true);
	expect(queue.waiting).toHaveLength(1);
});

it('takes only what it is told to', async () => {
	const taken: unknown[] = [];
	const chosen = [{ tenant: 'acme', lanes: ['support'] }, { tenant: 'globex' }];
	start({ choose: () => Promise.resolve(chosen) });
	const { take } = queue;
	queue.take = (holder, limits) => {
		taken.push(limits.of);
		return take(holder, limits);
	};
	queue.add();
	await settle();
	await runner.close(1_000);
	expect(taken[0]).toEqual(chosen);
});

it('looks under another name each time, so that what it lost is not taken for what it has', async () => {
	const holders: string[] = [];
	start({});
	const { take } = queue;
	queue.take = (holder, limits) => {
		holders.push(holder);
		return take(holder, limits);
	};
	for (let look = 0; look < 3; look++) {
		queue.add();
		await settle();
	}
	await runner.close(1_000);
	expect(holders.length).toBeGreaterThan(2);
	expect(new Set(holders).size).toBe(holders.length);
});

describe('where it serves several tenants', () => {
	/** Takes of the tenants that it may, and never ends. */
	const takeOf = async (tenants: string[], concurrency: number) => {
		const begun: string[] = [];
		start({
			concurrency,
			choose: () => Promise.resolve(tenants.map((tenant) => ({ tenant }))),
			perform: ({ length }, { tenant }, signal) => {
				begun.push(`${tenant} ${length}`);
				return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
			},
		});
		queue.take = (_holder, { max, maxOf = () => Infinity }) => {
			const own = queue.waiting.filter(({ tenant }) => maxOf(tenant) > 0).slice(0, Math.min(max, 1));
			queue.waiting = queue.waiting.filter((work) => !own.includes(work));
			return Promise.resolve(own);
		};
		queue.add(...Array.from({ length: 9 }, () => workOf('x')));
		await settle();
		queue.add({ ...workOf('x'), tenant: 'globex' });
		await settle();
		await runner.close(0);
		return begun;
	};

	it('keeps a part of its room for the others, however long the work of one takes', async () => {
		expect(await takeOf(['acme', 'globex'], 4)).toEqual(['acme 1', 'acme 1', 'acme 1', 'globex 1']);
	});

	it('gives all room to a tenant that is alone, and a place to everyone where there is one', async () => {
		expect(await takeOf(['acme'], 4)).toHaveLength(4);
		expect(await takeOf(['acme', 'globex'], 1)).toEqual(['acme 1']);
	});
});

describe('work that is due', () => {
	const doDue = (perform: WorkRunnerOptions<string>['perform'], stop?: AbortSignal) => {
		faults.length = 0;
		return doDueWork({ queue, perform, concurrency: 2, onFault: (fault) => faults.push(fault) }, { stop });
	};
	beforeEach(() => {
		queue = new FakeQueue();
		queue.add(workOf('a'), workOf('b'), workOf('c'));
	});

	it('is done once, also what is beyond the first that are taken', async () => {
		const done: string[] = [];
		await doDue(async (content) => void done.push(content));
		expect([done, queue.waiting, faults]).toEqual([['a', 'b', 'c'], [], []]);
	});

	it('stays where it is after the process was stopped', async () => {
		const stop = new AbortController();
		await doDue(async () => stop.abort(), stop.signal);
		expect(queue.waiting).toMatchObject([{ key: 'c' }]);
	});

	it('tells of what failed after it had ended', async () => {
		queue.isHeld = false;
		await doDue((content) => Promise.reject(new Error(`${content} was not told`)));
		expect(faults.map((fault) => (fault as Error).message)).toEqual(['a was not told', 'b was not told', 'c was not told']);
	});
});
