import type { Channel, Hearing } from './channel';
import { SharedWakeUps } from './shared-wake-ups';

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => jest.useRealTimers());

/** A channel of this process, which can swallow what is sent. */
function createChannel() {
	const hearings = new Set<Hearing>();
	const state = { swallows: false, sent: [] as string[], reconnects: 0 };
	const channel: Channel = {
		async send(text) {
			state.sent.push(text);
			if (!state.swallows) for (const { heard } of hearings) heard(text);
		},
		hear(hearing) {
			hearings.add(hearing);
			hearing.connected();
			return { reconnect: () => void state.reconnects++, close: () => void hearings.delete(hearing) };
		},
	};
	return { channel, state, hearings };
}

const minuteMs = 60_000;
const advance = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

test('without a channel, listeners are woken in this process, and look by themselves', async () => {
	const wakeUps = new SharedWakeUps();
	const look = jest.fn();
	const end = wakeUps.listen('topic', look, 1_000);
	wakeUps.wake('topic');
	wakeUps.wake('other');
	expect(look).toHaveBeenCalledTimes(1);
	await advance(minuteMs);
	expect(look.mock.calls.length).toBeGreaterThanOrEqual(minuteMs / 1_200);
	end();
	look.mockClear();
	wakeUps.wake('topic');
	await advance(minuteMs);
	expect(look).not.toHaveBeenCalled();
	expect(jest.getTimerCount()).toBe(0);
});

test('while wake-ups arrive, listeners look by themselves every five seconds or so', async () => {
	const { channel } = createChannel();
	const [here, there] = [1, 2].map(() => new SharedWakeUps({ channel }));
	const look = jest.fn();
	const end = here!.listen('topic', look, 1_000);
	await advance(minuteMs);
	expect(look.mock.calls.length).toBeLessThanOrEqual(1 + minuteMs / 4_000);
	look.mockClear();
	there!.wake('topic');
	// It may have looked by itself just now: then it looks again a little later.
	await advance(50);
	expect(look).toHaveBeenCalled();
	end();
	await advance(1_000);
	expect(jest.getTimerCount()).toBe(0);
});

test('where messages are swallowed, as by a pooler, listeners look as often as without a channel, and probes become rare', async () => {
	const { channel, state } = createChannel();
	state.swallows = true;
	const look = jest.fn();
	const end = new SharedWakeUps({ channel }).listen('topic', look, 1_000);
	await advance(60 * minuteMs);
	expect(look.mock.calls.length).toBeGreaterThanOrEqual((60 * minuteMs) / 1_200);
	expect(state.sent.length).toBeLessThan(30);
	expect(state.reconnects).toBeLessThan(30);
	look.mockClear();
	state.swallows = false;
	await advance(5 * minuteMs);
	look.mockClear();
	await advance(minuteMs);
	expect(look.mock.calls.length).toBeLessThanOrEqual(1 + minuteMs / 4_000);
	end();
});

test('a listener looks at once when wake-ups no longer arrive: it may have missed one', async () => {
	const { channel, hearings } = createChannel();
	const faults: unknown[] = [];
	const look = jest.fn();
	const end = new SharedWakeUps({ channel, onState: (fault) => faults.push(fault) }).listen('topic', look, 1_000);
	await advance(1_000);
	look.mockClear();
	for (const { failed } of hearings) failed(new Error('away'));
	expect(look).toHaveBeenCalledTimes(1);
	expect(faults.at(-1)).toEqual(new Error('away'));
	end();
});

test('ten thousand changes are few messages and few looks', async () => {
	const { channel, state } = createChannel();
	const [here, there] = [1, 2].map(() => new SharedWakeUps({ channel }));
	const look = jest.fn();
	const end = here!.listen('topic', look, minuteMs);
	await advance(100);
	[state.sent.length, look.mock.calls.length] = [0, 0];
	for (let count = 0; count < 10_000; count++) there!.wake('topic');
	await advance(200);
	expect([state.sent.length, look.mock.calls.length]).toEqual([2, 2]);
	end();
});
