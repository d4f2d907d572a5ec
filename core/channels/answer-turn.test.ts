import { TroupeError } from '../base/errors';
import type { Turn, TurnEnd } from '../ports/channels/mailbox';
import { answerTurn, type TurnParts } from './answer-turn';
import { slowTest } from '../../test/support/slow-tests';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'The database was restarted.', retryable: true });
const conversation = { tenant: 'acme', channel: 'sales', id: 'c1', session: 'c1-1', contact: 'ana', mode: 'agent', labels: [] };
const turn = { id: 't1', conversation, messages: [], attempts: 0, begunAt: 0, hasEffects: false } as unknown as Turn;

/** A store that is away for some time from the end of the run on, and what it was told. */
function startTurn(awayMs: number, isTaken = () => false, reply = 'Hello!') {
	const seen = { runs: 0, renewals: 0, sends: [] as string[], ends: [] as TurnEnd[], given: [] as string[] };
	let backAt = 0;
	const store = <Result>(act: () => Result) => (Date.now() < backAt ? Promise.reject(away) : Promise.resolve(act()));
	const order = () => (isTaken() ? 'lost' : 'go');
	const parts = {
		mailbox: {
			renew: () => store(order).finally(() => (seen.renewals += 1)),
			beginEffects: () => store(order),
			end: (_turn, _holder, end) => store(() => void seen.ends.push(end)),
			readMessages: () => Promise.resolve([]),
		},
		outbox: {
			enqueue: (_tenant, _id, sends) =>
				store(() => (seen.sends.push(...sends.map(({ key, run }) => `${key} of ${run}`)), { kind: 'queued', ids: [] })),
		},
		handOvers: { findDraft: () => store(() => undefined) },
		followUps: { answer: () => store(() => true) },
		withFiles: (of, _signal, act) => act({ ...of, documents: [], pictures: [], origins: [] }),
		...{ handOver: () => Promise.resolve(), abilities: { maxTextLength: 4_000 }, hasEffects: false, maxAttempts: 5 },
		answer: () => {
			seen.runs += 1;
			backAt = Date.now() + awayMs;
			return Promise.resolve({ reply });
		},
		onGivenUp: ({ reason }) => void seen.given.push(reason),
	} satisfies TurnParts;
	return { seen, ended: answerTurn(parts, turn, 'me', new AbortController().signal) };
}

slowTest('stores an answer when the store is back, as long as nobody else has the turn', async () => {
	const { seen, ended } = startTurn(72_000);
	await jest.advanceTimersByTimeAsync(75_000);
	expect(await ended).toBe('go');
	expect(seen).toMatchObject({ runs: 1, sends: ['turn t1 0 of turn-t1'], ends: [{ kind: 'done' }] });
});

slowTest(
	'tells that the turn was lost, and sends nothing, where another process has it when the store is back (aegra/aegra#547)',
	async () => {
		const { seen, ended } = startTurn(72_000, () => true);
		await jest.advanceTimersByTimeAsync(75_000);
		expect(await ended).toBe('lost');
		expect(seen).toMatchObject({ runs: 1, sends: [], ends: [] });
	},
);

it('gives a turn up whose run ended without a text, once', async () => {
	const { seen, ended } = startTurn(0, undefined, ' ');
	await jest.advanceTimersByTimeAsync(0);
	expect(await ended).toBe('go');
	const reason = 'The run of the agent ended without a text.';
	expect(seen).toMatchObject({ runs: 1, sends: [], ends: [{ kind: 'dead', reason }], given: [reason] });
});
