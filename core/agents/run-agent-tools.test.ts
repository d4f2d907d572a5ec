import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import { TroupeError } from '../base/errors';
import type { AgentEvent } from './agent-event';
import type { RunStore } from '../ports/runs/runs';
import type { AgentParts } from './agent-parts';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';

const never = new AbortController().signal;
const ask = (message: string, parts: AgentParts) => runAgent({ message, conversationId: 'c1' }, parts, never);
const answersIn = (model: ReturnType<typeof scriptedChatModel>, call = -1) =>
	model.requests.at(call)!.messages.flatMap((message) => (message.role === 'tool' ? [message] : []));

test('calls tools until the model answers, and counts all calls together', async () => {
	const model = scriptedChatModel(calling(['look', { number: 1 }]), calling(['look', { number: 2 }]), 'All is well.');
	const look = fakeTool('look', ({ number }) => `result ${String(number)}`);
	const outcome = await ask('How is it?', toolAgent(model, { tools: [look] }));
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'All is well.' });
	expect(outcome.usage).toMatchObject({ inputTokens: 30, outputTokens: 15, modelCalls: 3, toolCalls: 2, costUsd: null });
	expect(answersIn(model).map(({ content }) => content)).toEqual(['result 1', 'result 2']);
	expect(look.calls).toEqual([{ number: 1 }, { number: 2 }]);
});

test('gives tools the personal data that the model never sees, and masks what they return', async () => {
	const model = scriptedChatModel(
		async ({ messages }) => ({
			text: '',
			...calling(['send', { to: /\[EMAIL[^\]]+\]/.exec(messages.at(-1)!.content)![0] }]),
			finish: 'tool-calls',
			model: 'script:model',
			usage: { inputTokens: 1, outputTokens: 1, estimated: false },
		}),
		'Sent.',
	);
	const send = fakeTool('send', () => 'delivered to ana@example.com, copy to bob@example.com');
	await ask('Write to ana@example.com', toolAgent(model, { tools: [send] }));
	expect(send.calls).toEqual([{ to: 'ana@example.com' }]);
	expect(JSON.stringify(model.requests)).not.toMatch(/ana@|bob@/);
	expect(answersIn(model)[0]!.content).toMatch(/^delivered to \[EMAIL_1_\w+\], copy to \[EMAIL_2_\w+\]$/);
});

test('sets nothing to the mark of a secret that was hidden from the model (NousResearch/hermes-agent#43083)', async () => {
	const model = scriptedChatModel(
		calling(['set', { user: { password: ' [SECRET]' } }], ['set', { note: 'Wrote: my password is [SECRET], and it fails.' }]),
		'Please enter it yourself.',
	);
	const set = fakeTool('set');
	await ask('Set my password', toolAgent(model, { tools: [set] }));
	expect(set.calls).toEqual([{ note: 'Wrote: my password is [SECRET], and it fails.' }]);
	expect(answersIn(model)[0]!.content).toContain('user.password is the mark of a secret');
});

test('tells the model of every error as data, and makes no call that does not fit', async () => {
	const broken = fakeTool('broken', () => Promise.reject(new Error('out of paper')));
	const typed = fakeTool('typed');
	const model = scriptedChatModel(
		calling(['broken', {}], ['nothing', {}], ['typed', '{"number": '], ['typed', { number: 'x' }], ['typed', { to: '[EMAIL_1_zzzzzz]' }]),
		'I could not.',
	);
	const outcome = await ask('Do it', toolAgent(model, { tools: [broken, typed] }));
	expect(outcome.kind).toBe('reply');
	expect(typed.calls).toEqual([]);
	const answers = answersIn(model);
	expect(answers.every(({ failed }) => failed)).toBe(true);
	expect(answers.map(({ content }) => content)).toEqual([
		expect.stringContaining('out of paper'),
		expect.stringContaining('no tool of this name'),
		expect.stringContaining('not JSON'),
		expect.stringContaining('do not fit'),
		expect.stringContaining('placeholder'),
	]);
});

test('withholds a result that a guardrail stops, cuts a long one, and makes calls of one answer side by side', async () => {
	let [atOnce, most] = [0, 0];
	const wait = async () => {
		most = Math.max(most, (atOnce += 1));
		await new Promise((resolve) => setImmediate(resolve));
		atOnce -= 1;
		return 'word '.repeat(100_000);
	};
	const slow = fakeTool('slow', wait);
	const model = scriptedChatModel(calling(...([1, 2, 3, 4, 5].map((number): [string, object] => ['slow', { number }]) as [])), 'Done.');
	await ask('Go', toolAgent(model, { tools: [slow], settings: { parallel: 3, resultCharacters: 1_000 }, limits: { tokens: 500_000 } }));
	expect(most).toBe(3);
	expect(answersIn(model).every(({ content }) => content.length < 1_200 && content.includes('left out'))).toBe(true);
});

test('tells a model that repeats itself, and then stops it', async () => {
	const same = () => calling(['poll', { number: 1 }, '']);
	const poll = fakeTool('poll', undefined, { effect: 'reads' });
	const model = scriptedChatModel(same(), same(), same(), same(), same(), 'As far as I know: yes.');
	const outcome = await ask('Is it?', toolAgent(model, { tools: [poll] }));
	expect(poll.calls).toHaveLength(3);
	expect(answersIn(model, 4)[3]!.content).toContain('several times');
	expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'tool-calls', partial: true });
});

describe('a limit', () => {
	const again = (number: number) => calling(['look', { number }]);

	test('of model calls ends with what is known, and says so', async () => {
		const model = scriptedChatModel(again(1), again(2), 'So far: 2.');
		const outcome = await ask('What?', toolAgent(model, { tools: [fakeTool('look')], limits: { modelCalls: 3 } }));
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'model-calls', partial: true });
		expect(outcome.reply).toMatch(/^I had to stop before I was done.* So far: 2\.$/);
		expect(model.requests.at(-1)).toMatchObject({ toolChoice: 'none' });
	});

	test('ends with the standard text where no last answer is wanted, and calls no tool whose result nobody would read', async () => {
		const look = fakeTool('look');
		const outcome = await ask(
			'What?',
			toolAgent(scriptedChatModel(again(1)), { tools: [look], limits: { modelCalls: 1, softStop: false } }),
		);
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'model-calls', partial: false });
		expect(look.calls).toEqual([]);
	});

	test('of tool calls makes as many as there are left', async () => {
		const look = fakeTool('look');
		const model = scriptedChatModel(calling(['look', { number: 1 }], ['look', { number: 2 }], ['look', { number: 3 }]), 'Two of three.');
		const outcome = await ask('What?', toolAgent(model, { tools: [look], limits: { toolCalls: 2 } }));
		expect(look.calls).toHaveLength(2);
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'tool-calls', partial: true, usage: { toolCalls: 2 } });
	});

	test('of tokens keeps enough for a last answer', async () => {
		const usage = { inputTokens: 900, outputTokens: 100, estimated: false };
		const model = scriptedChatModel({ ...again(1), usage }, { ...again(2), usage }, { text: 'Enough.', usage });
		const outcome = await ask('What?', toolAgent(model, { tools: [fakeTool('look')], limits: { tokens: 2_900 } }));
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'tokens', partial: true });
	});

	test('of cost counts what the calls cost, and foresees the next one', async () => {
		const model = scriptedChatModel({ ...again(1), costUsd: 0.04 }, { text: 'Dear.', costUsd: 0.04 });
		const facts = { costUsd: () => 0.05 };
		const outcome = await ask('What?', toolAgent(model, { tools: [fakeTool('look')], modelFacts: facts, limits: { costUsd: 0.1 } }));
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'cost', partial: true, usage: { costUsd: 0.08 } });
	});

	test('of cost foresees the next call by the last ones where no price is known', async () => {
		const dear = { usage: { inputTokens: 100, outputTokens: 100, estimated: false }, costUsd: 0.04 };
		const model = scriptedChatModel({ ...again(1), ...dear }, { ...again(2), ...dear });
		const outcome = await ask('What?', toolAgent(model, { tools: [fakeTool('look')], limits: { costUsd: 0.06 } }));
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'cost', usage: { costUsd: 0.04 } });
	});

	test('of cost counts a long message by its tokens, not by its bytes', async () => {
		const facts = { costUsd: (input: number, output: number) => (input + output) / 1_000_000 };
		const parts = (costUsd: number) =>
			toolAgent(scriptedChatModel('Yes.'), {
				tools: [fakeTool('look')],
				modelFacts: facts,
				limits: { costUsd, messageCharacters: 10_000 },
			});
		const message = 'the same word again and '.repeat(400); // 9,600 bytes, 2,000 tokens
		expect(await ask(message, parts(0.003))).toMatchObject({ kind: 'reply' });
		expect(await ask(message, parts(0.0015))).toMatchObject({ kind: 'limit-reached', limit: 'cost' });
	});

	test('of a budget ends without asking once more', async () => {
		const spent = new TroupeError({ code: 'BUDGET_EXCEEDED', message: 'spent', details: { budget: 'month' } });
		const outcome = await ask('What?', toolAgent(scriptedChatModel(again(1), spent), { tools: [fakeTool('look')] }));
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'budget', partial: false });
	});

	test('of time ends a run whose servers do not say what they have', async () => {
		const tools = (signal: AbortSignal) =>
			new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
		const toolSources = [{ name: 'shop', tools, close: async () => undefined }];
		const outcome = await ask('What?', toolAgent(scriptedChatModel(), { toolSources, limits: { wallClockMs: 40 } }));
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'wall-clock', partial: false });
	});

	test('of time stops a tool that does not heed it, and leaves time for a last answer', async () => {
		const deaf = fakeTool('look', () => new Promise<string>(() => undefined));
		const model = scriptedChatModel(again(1), 'I do not know yet.');
		const outcome = await ask('What?', toolAgent(model, { tools: [deaf], limits: { wallClockMs: 80 } }));
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'wall-clock', partial: true });
		expect(answersIn(model)[0]!.content).toContain('not known');
	});
});

test('a dry run describes the calls, makes none, and keeps nothing', async () => {
	const send = fakeTool('send');
	const memory = { recall: async () => ({ turns: [], memories: [] }), remember: jest.fn(async () => undefined) };
	const model = scriptedChatModel(calling(['send', { to: 'x' }]), 'I would send it.');
	const rules = [{ tool: 'send', permission: 'ask' as const }];
	const outcome = await ask('Send', toolAgent(model, { tools: [send], memory, rules, mode: 'dry-run' }));
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'I would send it.' });
	expect(outcome.planned).toEqual([{ tool: 'send', source: 'definition', arguments: { to: 'x' }, permission: 'ask' }]);
	expect([send.calls, memory.remember.mock.calls]).toEqual([[], []]);
	expect(answersIn(model)[0]!.content).toContain('dry run');
});

test('tells every step, in order and without gaps, and streams what may be shown', async () => {
	const events: AgentEvent[] = [];
	const onEvent = (event: AgentEvent) => {
		events.push(event);
		throw new Error('a listener that breaks');
	};
	const model = scriptedChatModel({ ...calling(['look', { number: 1 }]), text: 'Let me see. ' }, async ({ messages }) => ({
		text: `It is for ${/\[EMAIL[^\]]+\]/.exec(JSON.stringify(messages))![0]}.`,
		finish: 'stop',
		model: 'script:model',
		usage: { inputTokens: 10, outputTokens: 5, estimated: false },
	}));
	const outcome = await ask('For ana@example.com?', toolAgent(model, { tools: [fakeTool('look')], onEvent }));
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'It is for ana@example.com.' });
	expect(events.map(({ kind }) => kind)).toEqual([
		...['started', 'guardrail', 'model-started', 'model-part', 'model-finished', 'tool-started', 'tool-finished'],
		...['model-started', 'model-part', 'model-finished', 'finished'],
	]);
	expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
	expect(events.filter(({ kind }) => kind === 'model-part')).toMatchObject([
		{ step: 1, text: 'Let me see. ' },
		{ step: 2, text: 'It is for ana@example.com.' },
	]);
	expect(new Set(events.map(({ runId }) => runId))).toEqual(new Set([outcome.runId]));
});

test('tells calls apart whose ids do not', async () => {
	const look = fakeTool('look', ({ number }) => `result ${String(number)}`);
	const twins = (...numbers: number[]) =>
		calling(
			...(numbers.map((number, index): [string, object, string] => [
				'look',
				{ number },
				['call_1_1_0', '', 'call_1_1_0', 'x'.repeat(300)][index]!,
			]) as []),
		);
	const model = scriptedChatModel(twins(1, 2, 3, 4), twins(5, 6), 'Done.');
	await ask('Go', toolAgent(model, { tools: [look] }));
	expect(look.calls.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
	const answers = answersIn(model);
	expect(new Set(answers.map(({ callId }) => callId)).size).toBe(6);
	expect(answers.every(({ callId }) => callId.length < 100)).toBe(true);
});

test('makes 64 calls of an answer at most', async () => {
	const look = fakeTool('look');
	const many = calling(...(Array.from({ length: 70 }, (_, number): [string, object] => ['look', { number }]) as []));
	const model = scriptedChatModel(many, 'Done.');
	await ask('Go', toolAgent(model, { tools: [look], limits: { toolCalls: 100 } }));
	expect([look.calls.length, answersIn(model).length]).toEqual([64, 64]);
	expect(model.requests[1]!.messages.flatMap((message) => (message.role === 'assistant' ? message.toolCalls! : []))).toHaveLength(64);
});

test('makes no call of an answer that a provider filtered', async () => {
	const look = fakeTool('look');
	const model = scriptedChatModel({ ...calling(['look', {}]), finish: 'content-filter' });
	expect(await ask('Go', toolAgent(model, { tools: [look] }))).toMatchObject({ kind: 'needs-human', reason: 'content-filter' });
	expect(look.calls).toEqual([]);
});

test('neither asks a model nor calls a tool once it is cancelled, and calls none once its time is up', async () => {
	const host = new AbortController();
	const look = fakeTool('look');
	let trail: unknown[] = [];
	const onTrail = (entries: unknown[]) => (trail = entries);
	const model = scriptedChatModel(calling(['look', { number: 1 }, 'a'], ['look', { number: 2 }, 'b']));
	const cancelled = fakeTool('look', () => {
		host.abort();
		return 'done';
	});
	const run = runAgent(
		{ message: 'x', conversationId: 'c1' },
		toolAgent(model, { tools: [cancelled], settings: { parallel: 1 }, onTrail }),
		host.signal,
	);
	await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
	expect(trail.filter((entry) => (entry as { kind: string }).kind === 'tool-started')).toHaveLength(1);
	const unasked = scriptedChatModel('Hello.');
	await expect(runAgent({ message: 'x', conversationId: 'c1' }, toolAgent(unasked, { tools: [look] }), host.signal)).rejects.toMatchObject({
		code: 'CANCELLED',
	});
	expect([unasked.requests, look.calls]).toEqual([[], []]);

	const slow = fakeTool('look', () => new Promise<string>(() => undefined));
	const hasty = scriptedChatModel(calling(['look', { number: 1 }, 'a'], ['look', { number: 2 }, 'b']), 'Not yet.');
	await ask('What?', toolAgent(hasty, { tools: [slow], settings: { parallel: 1 }, limits: { wallClockMs: 80 } }));
	expect(slow.calls).toHaveLength(1);
	expect(answersIn(hasty)[1]!.content).toContain('was not made');
});

test('a listener that answers with a broken promise harms nothing', async () => {
	const broken = jest.fn();
	process.once('unhandledRejection', broken);
	const onEvent = (() => Promise.reject(new Error('a listener that breaks'))) as unknown as (event: AgentEvent) => void;
	await ask('Hi', toolAgent(scriptedChatModel('Hello.'), { onEvent }));
	await new Promise((resolve) => setImmediate(resolve));
	process.off('unhandledRejection', broken);
	expect(broken).not.toHaveBeenCalled();
});

test('keeps what a model made up of a person out of its trail, and gives it to the tool', async () => {
	let trail: unknown[] = [];
	const send = fakeTool('send');
	const made = {
		...calling(['send', '{"to":"carl\\u0040example.com"}', 'a'], ['send', '{"to": carl@example.com', 'b']),
		text: 'To carl@example.com.',
	};
	const native = {
		model: 'script:model',
		data: [
			{ thought: 'To carl@example.com.', signature: 'carl@example.com' },
			{ thought: 'Now.', call: { args: { to: 'carl@example.com' } } },
		],
		texts: ['thought', 'args'],
		seal: 'signature',
	};
	const model = scriptedChatModel({ ...made, native }, 'Sent.');
	const events: AgentEvent[] = [];
	await ask(
		'To carl, at example dot com',
		toolAgent(model, { tools: [send], onTrail: (entries) => (trail = entries), onEvent: (event) => void events.push(event) }),
	);
	expect(send.calls).toEqual([{ to: 'carl@example.com' }]);
	expect(JSON.stringify(trail)).not.toContain('carl@');
	expect(JSON.stringify(events.filter(({ kind }) => kind !== 'model-part'))).not.toContain('carl@');
});

test('has a call that may change something in the store for good before it is made, and its result before the next step', async () => {
	const kept: Array<{ kinds: string[]; synced: boolean }> = [];
	const store = createMemoryRunStore();
	const runs: RunStore = {
		...store,
		append: async (run, holder, entries, options) => {
			await new Promise((resolve) => setImmediate(resolve));
			await store.append(run, holder, entries, options);
			kept.push({ kinds: entries.map((entry) => (entry as { kind: string }).kind), synced: options.synced });
		},
	};
	const [whenCalled, whenAsked]: Array<typeof kept> = [[], []];
	const change = fakeTool('change', () => {
		whenCalled!.push(...kept);
		return 'changed';
	});
	const model = scriptedChatModel(calling(['change', {}]), async () => {
		whenAsked!.push(...kept.slice(1));
		return { text: 'Done.', finish: 'stop', model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
	});
	await runAgent({ message: 'Go', conversationId: 'c1', runId: 'r1' }, toolAgent(model, { tools: [change], runs }), never);
	expect(whenCalled).toEqual([{ kinds: ['prepared', 'model', 'tool-started'], synced: true }]);
	expect(whenAsked).toEqual([{ kinds: ['tool-finished'], synced: false }]);
});

test('gives back no result whose end it could not write down', async () => {
	const store = createMemoryRunStore();
	const full = new TroupeError({ code: 'INTERNAL', message: 'The disk is full.' });
	const append: RunStore['append'] = async (run, holder, entries, options) => {
		if (entries.some((entry) => (entry as { kind: string }).kind === 'ended')) throw full;
		await store.append(run, holder, entries, options);
	};
	const close = jest.fn(async () => undefined);
	const toolSources = [{ name: 'shop', tools: async () => [fakeTool('look')], close }];
	const parts = toolAgent(scriptedChatModel('Hello.'), { toolSources, runs: { ...store, append } });
	await expect(runAgent({ message: 'Go', conversationId: 'c1', runId: 'r1' }, parts, never)).rejects.toBe(full);
	expect(close).toHaveBeenCalledTimes(1);
});

test('closes the servers of its tools, and is a fault where one does not answer', async () => {
	const close = jest.fn(async () => undefined);
	const open = { name: 'shop', tools: async () => [fakeTool('look')], close };
	await ask('Hi', toolAgent(scriptedChatModel('Hello.'), { toolSources: [open] }));
	expect(close).toHaveBeenCalledTimes(1);
	const down = new TroupeError({ code: 'TOOL_SOURCE_UNREACHABLE', message: 'down' });
	await expect(ask('Hi', toolAgent(scriptedChatModel(), { toolSources: [{ ...open, tools: () => Promise.reject(down) }] }))).rejects.toBe(
		down,
	);
});
