import fc from 'fast-check';
import { TroupeError } from '../base/errors';
import { estimateMessages, estimateTokens } from '../tokens/estimate-tokens';
import type { Budget } from '../ports/budget';
import type { ChatModel, ChatRequest, TokenUsage } from '../ports/models/models';
import { openUsageStore } from '../../providers/state/usage/usage-store';
import { createMeter } from './create-meter';
import { withMeter } from './with-meter';
import { slowTest } from '../../test/support/slow-tests';

const id = 'openai:gpt-4.1-mini';
const now = Date.UTC(2026, 10, 20, 12);
const request: ChatRequest = { messages: [{ role: 'user', content: 'May I return it?' }], maxOutputTokens: 50 };
const never = new AbortController().signal;
const piece = 'Within ';

/** What becomes of a call; no provider bills more than it was asked for. */
interface Act {
	streamed: boolean;
	/** Pieces of a stream before its end. */
	pieces: number;
	end: 'answer' | 'failure' | 'failure that says what it used' | 'nothing';
	/** Pieces that are read; a reader that wants more reads to the end. */
	reads: number;
	outputTokens: number;
}

const act: fc.Arbitrary<Act> = fc.record({
	streamed: fc.boolean(),
	pieces: fc.nat(4),
	end: fc.constantFrom('answer', 'failure', 'failure that says what it used', 'nothing'),
	reads: fc.integer({ min: 1, max: 8 }),
	outputTokens: fc.nat(50),
});

const usageOf = ({ outputTokens }: Act): TokenUsage => ({ inputTokens: 8, outputTokens, estimated: false });

function createModel(act: Act): ChatModel {
	const response = { text: '', finish: 'stop' as const, model: id, usage: usageOf(act) };
	const fail = () => {
		const details = act.end === 'failure' ? {} : { usage: usageOf(act) };
		return new TroupeError({ code: 'MODEL_UNREACHABLE', message: 'It broke.', details });
	};
	return {
		id,
		async generate() {
			await Promise.resolve();
			if (act.end === 'answer') return response;
			throw fail();
		},
		async *stream() {
			for (let number = 0; number < act.pieces; number += 1) yield { kind: 'text', text: piece };
			if (act.end === 'nothing') return;
			if (act.end !== 'answer') throw fail();
			yield { kind: 'end', response };
		},
	};
}

/** Tokens that the call has to be charged. */
function calculateCharge(act: Act): number {
	const { inputTokens, outputTokens } = usageOf(act);
	const told = inputTokens + outputTokens;
	if (!act.streamed) return act.end === 'failure' ? 0 : told;
	const came = (pieces: number) => (pieces === 0 ? 0 : estimateMessages(request.messages) + estimateTokens(piece.repeat(pieces)));
	if (act.reads <= act.pieces) return came(act.reads);
	return act.end === 'answer' || act.end === 'failure that says what it used' ? told : came(act.pieces);
}

async function perform(act: Act, model: ChatModel): Promise<void> {
	if (!act.streamed) return void (await model.generate(request, never));
	let read = 0;
	for await (const part of model.stream(request, never)) if (part.kind === 'text' && (read += 1) >= act.reads) return;
}

slowTest('whatever becomes of calls at once, each is charged what it used, none stays open, and no cap is exceeded', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(act, { maxLength: 12 }), fc.integer({ min: 50, max: 600 }), async (acts, cap) => {
			const store = openUsageStore(':memory:');
			const budget: Budget = { name: 'cap', per: 'total', tokens: cap };
			const meter = createMeter({ store, budgets: [budget], scope: { tenant: 't', agent: null, host: 'h' }, clock: { now: () => now } });
			const ends = await Promise.allSettled(acts.map((act) => perform(act, withMeter(createModel(act), meter))));
			const refused = ends.map((end) => end.status === 'rejected' && (end.reason as TroupeError).code === 'BUDGET_EXCEEDED');
			const entries = await store.entries(0, 100, now);
			const [balance] = await store.balances([budget], now);
			await store.close();
			const charged = acts.reduce((sum, act, index) => sum + (refused[index] ? 0 : calculateCharge(act)), 0);
			expect(entries.map(({ state }) => state)).not.toContain('open');
			expect(entries).toHaveLength(refused.filter((is) => !is).length);
			expect(balance).toMatchObject({ spent: { tokens: charged }, reserved: { tokens: 0, calls: 0 } });
			expect(charged).toBeLessThanOrEqual(cap);
		}),
		{ numRuns: 60 },
	);
});
