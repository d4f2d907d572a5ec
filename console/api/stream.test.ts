import { session } from './session';
import { Stream, type StreamState } from './stream';

/** As much of a browser as a stream needs. */
function openPage(answer: () => Response, signedIn: object | null) {
	const page = new EventTarget();
	const listeners = { addEventListener: page.addEventListener.bind(page) };
	const asked = jest.fn(() => Promise.resolve(answer()));
	const fetch = (to: string) =>
		to === '/console/session' ? Promise.resolve(new Response(JSON.stringify({ session: signedIn }))) : asked();
	Object.assign(globalThis, { ...listeners, document: { hidden: false, ...listeners }, fetch });
	return { asked, tell: (event: string) => page.dispatchEvent(new Event(event)) };
}

const own = { addEventListener: globalThis.addEventListener, document: globalThis.document, fetch: globalThis.fetch };
beforeEach(() => void jest.useFakeTimers());
afterEach(() => {
	jest.useRealTimers();
	Object.assign(globalThis, own);
});

const ada = { tenant: 'default', subject: 'oidc:ada', name: 'ada', scopes: [], version: '1', csrf: 'of-ada' };

function follow(statuses: number[], signedIn: object | null = ada) {
	session.value = ada;
	const page = openPage(() => new Response(null, { status: statuses.length > 1 ? statuses.shift() : statuses[0] }), signedIn);
	const told: StreamState[] = [];
	const stream = new Stream('/stream', { take: () => undefined, tell: (state) => told.push(state) });
	return { ...page, stream, told };
}

it.each([
	[401, null],
	[403, ada],
	[404, ada],
])('says that it is over after %i, and nothing more', async (status, signedIn) => {
	const { asked, told, tell } = follow([status], signedIn);
	await jest.advanceTimersByTimeAsync(60_000);
	tell('online');
	tell('visibilitychange');
	await jest.advanceTimersByTimeAsync(60_000);
	expect(told).toEqual([{ lostSince: expect.any(Number) as number, isOver: true }]);
	expect([asked.mock.calls.length, session.value, jest.getTimerCount()]).toEqual([1, signedIn, 0]);
});

it('goes on after a refusal while the login was renewed, and is over after a second one', async () => {
	const { asked, told } = follow([401, 503, 401]);
	// The wait after the 503 is 250 to 500 ms.
	await jest.advanceTimersByTimeAsync(200);
	expect([asked.mock.calls.length, told]).toEqual([2, []]);
	await jest.advanceTimersByTimeAsync(1_000);
	expect([asked.mock.calls.length, told.map(({ isOver }) => isOver), session.value]).toEqual([4, [true], ada]);
});

it.each([429, 503])('tries again after %i, and says since when it hears nothing', async (status) => {
	const { asked, told, stream } = follow([status]);
	await jest.advanceTimersByTimeAsync(20_000);
	expect(told).toEqual([{ lostSince: expect.any(Number) as number, isOver: false }]);
	expect(asked.mock.calls.length).toBeGreaterThan(2);
	stream.close();
	await jest.advanceTimersByTimeAsync(1_000);
	expect(jest.getTimerCount()).toBe(0);
});
