import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../../test/fakes/tool-agent';
import { TroupeError } from '../../../base/errors';
import type { ConversationTurn } from '../../../ports/memory';
import type { ChatRequest } from '../../../ports/models/models';
import type { AgentEvent } from '../../agent-event';
import { runAgent } from '../../run-agent';
import { slowTest } from '../../../../test/support/slow-tests';

const never = new AbortController().signal;
const turn = (number: number): ConversationTurn => ({
	message: `question ${number} ${'word '.repeat(300)}`,
	reply: `answer ${number}`,
	at: number,
});
const remembering = (...turns: ConversationTurn[]) => ({ recall: async () => ({ turns, memories: [] }), remember: async () => undefined });
const long = (number: number) => `${number} ${'item '.repeat(900)}`;

/** All of a request that may not be without its counterpart. */
function listPairs({ messages }: ChatRequest) {
	const called = messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []).map(({ id }) => id) : []));
	const answered = messages.flatMap((message) => (message.role === 'tool' ? [message.callId] : []));
	return { called, answered };
}

slowTest('cuts the results of tools, the oldest first, and says so; prompt, message and pairs stay', async () => {
	const events: AgentEvent[] = [];
	const look = fakeTool('look', ({ number }) => long(Number(number)));
	const model = scriptedChatModel(...[1, 2, 3, 4].map((number) => calling(['look', { number }])), 'Done.');
	const parts = toolAgent(model, { tools: [look], modelFacts: { contextTokens: 3_000 }, onEvent: (event) => void events.push(event) });
	await runAgent({ message: 'Look at all', conversationId: 'c' }, parts, never);
	const last = model.requests.at(-1)!;
	expect(last.messages.slice(0, 2)).toEqual([
		{ role: 'system', content: 'You help.' },
		{ role: 'user', content: 'Look at all' },
	]);
	expect(listPairs(last).called).toEqual(listPairs(last).answered);
	const results = last.messages.flatMap((message) => (message.role === 'tool' ? [message.content.length] : []));
	expect(results).toEqual([expect.any(Number), expect.any(Number), expect.any(Number), long(4).length]);
	expect(results[0]).toBeLessThan(500);
	expect(JSON.stringify(last.messages)).toContain('Cut here');
	expect(events.filter(({ kind }) => kind === 'context-trimmed').length).toBeGreaterThan(0);
});

test('cuts a single result that does not fit', async () => {
	const model = scriptedChatModel(calling(['look', {}]), 'Done.');
	const parts = toolAgent(model, { tools: [fakeTool('look', () => long(1).repeat(3))], modelFacts: { contextTokens: 2_000 } });
	expect(await runAgent({ message: 'Look', conversationId: 'c' }, parts, never)).toMatchObject({ kind: 'reply' });
	expect(JSON.stringify(model.requests[1]!.messages).length).toBeLessThan(8_000);
});

test('gives older turns as a summary, which counts as a call', async () => {
	const model = scriptedChatModel('They asked 1 and 2.', 'Answer.');
	const parts = toolAgent(model, { memory: remembering(turn(1), turn(2), turn(3)), modelFacts: { contextTokens: 1_000 } });
	const outcome = await runAgent({ message: 'And now?', conversationId: 'c' }, parts, never);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Answer.', usage: { modelCalls: 2, inputTokens: 20 } });
	expect(model.requests[0]!.messages[1]!.content).toContain('question 1');
	expect(model.requests[1]!.messages.map(({ content }) => content.slice(0, 60))).toEqual([
		expect.stringContaining('You help.'),
		expect.stringMatching(/^Summary of what was said before:\n<summary-\w{8}>\nThey ask/),
		'I see.',
		expect.stringContaining('question 3'),
		'answer 3',
		'And now?',
	]);
});

test('forgets older turns where the model gives no summary', async () => {
	const model = scriptedChatModel(new TroupeError({ code: 'MODEL_OVERLOADED', message: 'busy' }), 'Answer.');
	const parts = toolAgent(model, { memory: remembering(turn(1), turn(2)), modelFacts: { contextTokens: 700 } });
	expect(await runAgent({ message: 'And now?', conversationId: 'c' }, parts, never)).toMatchObject({ kind: 'reply' });
	expect(model.requests[1]!.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
});

test('shortens a conversation that turns out to be too long for its model, and asks again; a replay comes to the same', async () => {
	const tooLong = new TroupeError({ code: 'MODEL_CONTEXT_TOO_LONG', message: 'too long' });
	const model = scriptedChatModel(calling(['look', { number: 1 }]), calling(['look', { number: 2 }]), tooLong, 'Done.');
	let trail: unknown[] = [];
	const look = fakeTool('look', ({ number }) => long(Number(number)));
	const parts = toolAgent(model, { tools: [look], onTrail: (entries) => (trail = entries) });
	const outcome = await runAgent({ message: 'Look', conversationId: 'c' }, parts, never);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Done.' });
	expect(JSON.stringify(model.requests[3]!.messages).length).toBeLessThan(JSON.stringify(model.requests[2]!.messages).length * 0.7);
	const replay = { ...parts, tools: [], model: scriptedChatModel(), mode: 'replay' as const };
	expect(await runAgent({ message: '', conversationId: 'c', trail }, replay, never)).toEqual(outcome);
});

test('does not send the same request again if it is too long and nothing can be shortened', async () => {
	const tooLong = new TroupeError({ code: 'MODEL_CONTEXT_TOO_LONG', message: 'too long' });
	const model = scriptedChatModel(tooLong, tooLong, tooLong);
	await expect(runAgent({ message: 'Hi', conversationId: 'c' }, toolAgent(model, {}), never)).rejects.toMatchObject({
		code: 'MODEL_CONTEXT_TOO_LONG',
	});
	expect(model.requests).toHaveLength(1);
});

test('a replay refuses a trail that lacks a step, was changed, or is another agent’s', async () => {
	let trail: Array<Record<string, unknown>> = [];
	const parts = toolAgent(scriptedChatModel(calling(['look', {}]), 'Done.'), {
		tools: [fakeTool('look')],
		onTrail: (entries) => (trail = entries as typeof trail),
	});
	await runAgent({ message: 'Look', conversationId: 'c' }, parts, never);
	const replay = (changed: unknown[], changes = {}) =>
		runAgent(
			{ message: '', conversationId: 'c', trail: changed },
			{ ...parts, tools: [], mode: 'replay', onTrail: undefined, ...changes },
			never,
		);
	const diverged = { code: 'REPLAY_DIVERGED' };
	for (const kind of ['prepared', 'model', 'tool-finished', 'ended']) {
		await expect(replay(trail.filter((entry) => entry.kind !== kind))).rejects.toMatchObject(diverged);
	}
	const otherResult = trail.map((entry) => (entry.kind === 'tool-finished' ? { ...entry, text: 'other' } : entry));
	await expect(replay(otherResult)).rejects.toMatchObject(diverged);
	await expect(replay([...trail, { ...trail.at(-2), step: 9 }])).rejects.toMatchObject(diverged);
	await expect(replay(trail, { definitionSha256: 'b'.repeat(64) })).rejects.toMatchObject(diverged);
	await expect(replay([])).rejects.toMatchObject(diverged);
});
