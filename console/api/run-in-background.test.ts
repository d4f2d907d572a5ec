import { runInBackground } from './run-in-background';

type Answer = [status: number, body: object];
const running: Answer = [200, { state: 'running', progress: { done: 1, total: 2 } }];
const completed: Answer = [200, { state: 'completed', answer: { isSame: true } }];
const limited: Answer = [429, { code: 'RATE_LIMITED', detail: 'Slower.' }];
const fetchOfNode = globalThis.fetch;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
	jest.useRealTimers();
	globalThis.fetch = fetchOfNode;
});

/** Runs something at a service that answers so, the last answer again and again. @param answers undefined: it does not answer */
function run(answers: Array<Answer | undefined>, cancelled: Array<Answer | undefined> = [[200, {}]]) {
	const asked: string[] = [];
	const next = (of: Array<Answer | undefined>) => (of.length > 1 ? of.shift() : of[0]);
	globalThis.fetch = (url, init) => {
		const [path = ''] = (url as string).split('?');
		asked.push(`${init?.method} ${path}`);
		const isBegun = path === '/api/v1/runs/replay';
		const answer = isBegun ? ([202, { id: 'op1' }] satisfies Answer) : next(path.endsWith('/cancel') ? cancelled : answers);
		return answer ? Promise.resolve(Response.json(answer[1], { status: answer[0] })) : Promise.reject(new TypeError('Failed'));
	};
	const stop = new AbortController();
	const told: object[] = [];
	const ended = runInBackground('runs/replay', { body: {}, signal: stop.signal, onProgress: (progress) => told.push(progress) });
	return { asked, told, stop, end: ended.catch((fault: unknown) => fault) };
}

it.each([
	['is limited', limited],
	['does not answer', undefined],
	['is behind a proxy that answers in its place', [502, {}] satisfies Answer],
])('follows an operation to its end, also while the service %s', async (_, between) => {
	const { end, told } = run([running, between, between, completed]);
	await jest.advanceTimersByTimeAsync(10_000);
	expect([await end, told]).toEqual([{ isSame: true }, [{ done: 1, total: 2 }]]);
});

it('gives up after a minute without an answer, and at once where the service refuses', async () => {
	const silent = run([undefined]);
	await jest.advanceTimersByTimeAsync(60_000);
	expect(await silent.end).toMatchObject({ code: 'UNREACHABLE' });
	expect(silent.asked).toHaveLength(22);
	const refused = run([[404, { code: 'RESOURCE_NOT_FOUND', detail: 'Gone.' }]]);
	expect([await refused.end, refused.asked.length]).toMatchObject([{ code: 'RESOURCE_NOT_FOUND' }, 2]);
});

it('takes the fault of an operation as its end, also one that a line may have, and an answer that is nothing', async () => {
	for (const code of ['RATE_LIMITED', 'UNREACHABLE', 'CANCELLED']) {
		const { end, asked } = run([[200, { state: 'failed', error: { code, message: 'The model refuses.', fix: 'Wait.' } }]]);
		expect(await end).toMatchObject({ code, message: 'The model refuses.', fix: 'Wait.' });
		expect(asked).toHaveLength(2);
	}
	expect(await run([[200, { state: 'completed', answer: 0 }]]).end).toBe(0);
});

it('cancels it, and asks so again where the service did not answer; the end is then told, and no progress', async () => {
	const { end, asked, told, stop } = run(
		[running, undefined, running, [200, { state: 'cancelled', error: { code: 'CANCELLED' } }]],
		[undefined, [200, {}]],
	);
	// Before it is known which operation it is.
	stop.abort();
	await jest.advanceTimersByTimeAsync(10_000);
	expect(await end).toMatchObject({ code: 'CANCELLED' });
	expect(asked.slice(0, 3)).toEqual(['POST /api/v1/runs/replay', 'POST /api/v1/operations/op1/cancel', 'GET /api/v1/operations/op1']);
	expect(asked.filter((one) => one.endsWith('cancel')).length).toBeGreaterThan(1);
	expect(told).toEqual([]);
});
