import { toolAgent } from '../../../../test/fakes/tool-agent';
import { TroupeError } from '../../../base/errors';
import type { ChatModel } from '../../../ports/models/models';
import type { AgentEvent } from '../../agent-event';
import { runAgent } from '../../run-agent';

const usage = { inputTokens: 30, outputTokens: 4, estimated: true };
const broken = new TroupeError({
	code: 'MODEL_UNREACHABLE',
	message: 'The connection ended.',
	details: { attempts: [{ model: 'openai:m', ok: false, durationMs: 5, errorCode: 'MODEL_UNREACHABLE', usage, costUsd: 0.25 }] },
});

/** Streams these texts, and then breaks or waits for its end. */
function breakingModel(texts: string[], end: (signal: AbortSignal) => Promise<never>): ChatModel {
	return {
		id: 'openai:m',
		generate: (_, signal) => end(signal),
		async *stream(_, signal) {
			for (const text of texts) yield { kind: 'text', text };
			await end(signal);
		},
	};
}

let now = 0;
const clock = { now: () => now };

async function run(model: ChatModel, signal = new AbortController().signal, onPart: () => void = () => undefined) {
	const events: AgentEvent[] = [];
	const onEvent = (event: AgentEvent) => {
		events.push(event);
		if (event.kind === 'model-part') onPart();
	};
	let error: unknown;
	const outcome = await runAgent({ message: 'Hi', conversationId: 'c' }, toolAgent(model, { onEvent, clock }), signal).catch(
		(each: unknown) => void (error = each),
	);
	// Whatever still runs has its chance to say something.
	for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
	return { error, outcome, events };
}

test.each([
	['one piece', ['Order 77 is packed and will leave the house today. ', 'It']],
	['many pieces', Array.from({ length: 60 }, (_, index) => `Sentence ${index} of the answer. `)],
	['nothing', []],
])('after a stream of %s broke, the run ends last, with what was used', async (_, texts) => {
	const fail = () => {
		now += 1234;
		return Promise.reject<never>(broken);
	};
	const { error, events } = await run(breakingModel(texts, fail));
	expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE' });
	expect(events.at(-1)).toMatchObject({
		kind: 'finished',
		outcome: 'failed',
		durationMs: 1234,
		usage: { modelCalls: 1, inputTokens: 30, outputTokens: 4, costUsd: 0.25 },
	});
	expect(events.map(({ number }) => number)).toEqual(events.map((_event, index) => index + 1));
	const shown = events.flatMap((event) => (event.kind === 'model-part' ? [event.text] : [])).join('');
	expect(shown).toBe(texts.join(''));
});

test('nothing is shown after a cancelled run has ended', async () => {
	const host = new AbortController();
	const forever = new Promise<never>(() => undefined);
	const model = breakingModel(['One sentence is here. ', 'Another sentence is here. ', 'And a third one is here. '], () => forever);
	const { error, events } = await run(model, host.signal, () => host.abort());
	expect(error).toMatchObject({ code: 'CANCELLED' });
	expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'failed' });
});

test('a thought that was shown before its end is withdrawn, and is not the reply', async () => {
	const response = { text: 'It is packed.', finish: 'stop' as const, model: 'openai:m', usage };
	const model: ChatModel = {
		id: 'openai:m',
		generate: () => Promise.resolve(response),
		async *stream() {
			yield { kind: 'text', text: 'The customer is on the fraud list. Mail anna@shop.example. I will say' };
			await new Promise((resolve) => setImmediate(resolve));
			yield { kind: 'withdrawn' };
			yield { kind: 'text', text: response.text };
			yield { kind: 'end', response };
		},
	};
	const { events, outcome } = await run(model);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'It is packed.' });
	const told = events.filter(({ kind }) => ['model-part', 'model-withdrawn'].includes(kind));
	const at = told.findIndex(({ kind }) => kind === 'model-withdrawn');
	expect(at).toBeGreaterThanOrEqual(0);
	expect(told.slice(at)).toMatchObject([
		{ kind: 'model-withdrawn', step: 1 },
		{ kind: 'model-part', step: 1, text: 'It is packed.' },
	]);
});
