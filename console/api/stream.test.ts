import { Stream, type StreamState } from './stream';

/** As much of a browser as a stream needs. */
function openPage(answer: () => Response) {
	const page = new EventTarget();
	const listeners = { addEventListener: page.addEventListener.bind(page) };
	const asked = jest.fn(() => Promise.resolve(answer()));
	Object.assign(globalThis, { ...listeners, document: { hidden: false, ...listeners }, fetch: asked });
	return { asked, tell: (event: string) => page.dispatchEvent(new Event(event)) };
}

const own = { addEventListener: globalThis.addEventListener, document: globalThis.document, fetch: globalThis.fetch };
beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
	jest.useRealTimers();
	Object.assign(globalThis, own);
});

function follow(status: number) {
	const page = openPage(() => new Response(null, { status }));
	const told: StreamState[] = [];
	const refused = jest.fn();
	const stream = new Stream('/stream', { take: () => undefined, tell: (state) => told.push(state), refuse: refused });
	return { ...page, stream, told, refused };
}

it.each([401, 403, 404])('says that it is over after %i, and nothing more', async (status) => {
	const { asked, told, refused, tell } = follow(status);
	await jest.advanceTimersByTimeAsync(60_000);
	tell('online');
	tell('visibilitychange');
	await jest.advanceTimersByTimeAsync(60_000);
	expect(told).toEqual([{ lostSince: expect.any(Number) as number, isOver: true }]);
	expect([asked.mock.calls.length, refused.mock.calls.length, jest.getTimerCount()]).toEqual([1, status === 401 ? 1 : 0, 0]);
});

it.each([429, 503])('tries again after %i, and says since when it hears nothing', async (status) => {
	const { asked, told, stream } = follow(status);
	await jest.advanceTimersByTimeAsync(20_000);
	expect(told).toEqual([{ lostSince: expect.any(Number) as number, isOver: false }]);
	expect(asked.mock.calls.length).toBeGreaterThan(2);
	stream.close();
	await jest.advanceTimersByTimeAsync(1_000);
	expect(jest.getTimerCount()).toBe(0);
});
