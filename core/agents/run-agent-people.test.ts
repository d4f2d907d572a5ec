import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import { createHmac } from 'node:crypto';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { createVault } from '../guardrails/vault/create-vault';
import { TroupeError } from '../base/errors';
import type { ChatResponse } from '../ports/models/models';
import type { RunStore } from '../ports/runs/runs';
import type { AgentEvent } from './agent-event';
import type { AgentOutcome, RunState } from './agent-outcome';
import type { AgentParts } from './agent-parts';
import type { Decision } from './agent-request';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';
import { withViews } from '../../test/support/with-views';
import { slowTest } from '../../test/support/slow-tests';

const never = new AbortController().signal;
const rules = [
	{ tool: 'pay', permission: 'ask' as const },
	{ tool: '*', permission: 'allow' as const },
];
const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
const addressIn = (messages: unknown) => /\[EMAIL[^\]]+\]/.exec(JSON.stringify(messages))![0];

type Suspended = Extract<AgentOutcome, { state: RunState }>;

/** A run that waits for a person: the model looks something up, wants to pay, and then answers with what it was told. */
async function suspendedRun(changes: Partial<AgentParts> = {}) {
	const pay = fakeTool('pay');
	const look = fakeTool('look', () => 'owed to bob@example.com');
	const model = scriptedChatModel(
		async ({ messages }): Promise<ChatResponse> => ({
			...{ text: 'Let me pay.', model: 'script:model', usage },
			...calling(['look', {}, 'l'], ['pay', { to: addressIn(messages) }, 'p']),
			finish: 'tool-calls',
		}),
		async ({ messages }): Promise<ChatResponse> => ({
			text: `Told: ${messages.at(-1)!.content}`,
			finish: 'stop',
			model: 'script:model',
			usage,
		}),
	);
	const parts = toolAgent(model, { tools: [look, pay], rules, settings: { askPerson: true }, runs: createMemoryRunStore(), ...changes });
	const outcome = (await runAgent(
		{ message: 'Please pay what I owe to ana@example.com, my CPF is 529.982.247-25', conversationId: 'c1' },
		parts,
		never,
	)) as Suspended;
	const resume = (decision: Partial<Decision> & object, state: unknown = outcome.state, on: Partial<AgentParts> = {}) =>
		runAgent(
			{
				message: '',
				conversationId: '',
				resume: { state, decisions: withViews(state, [{ id: 'p', kind: 'approval', approved: true, ...decision } as Decision]) },
			},
			{ ...parts, ...on },
			never,
		);
	return { outcome, resume, model, pay, look, parts };
}

test('waits for a person where the rules say so, with all else of the same answer done', async () => {
	const { outcome, pay, look } = await suspendedRun();
	expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'approval', reply: expect.stringContaining('person') });
	const input = { to: 'ana@example.com' };
	const heading = 'May the agent call pay?';
	const question = `${heading}\n- to: "ana@example.com"\nThis call cannot be undone.\nAgent: clerk 1.0.0\nWhere the values come from:\n- to: the words of the person`;
	const view = { heading, question, viewSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string };
	const about = { effect: 'irreversible', requestedBy: { id: 'clerk', version: '1.0.0' }, nonce: expect.any(String) as string };
	const excerpt = expect.stringContaining('ana@example.com') as string;
	const valueOrigins = [{ path: 'to', kind: 'copied', trusted: true, places: [{ source: 'person', trusted: true, excerpt }] }];
	expect(outcome.pending).toEqual([{ valueOrigins, id: 'p', kind: 'approval', tool: 'pay', arguments: input, input, ...about, ...view }]);
	expect([look.calls.length, pay.calls]).toEqual([1, []]);
});

test('goes on in another process where it stopped, and asks nothing twice', async () => {
	const { outcome, resume, model, pay, look } = await suspendedRun();
	const end = await resume({}, JSON.parse(JSON.stringify(outcome.state)));
	expect(end).toMatchObject({ kind: 'reply', reply: 'Told: done', conversationId: 'c1', runId: outcome.runId });
	expect([pay.calls, look.calls.length, model.requests.length]).toEqual([[{ to: 'ana@example.com' }], 1, 2]);
	expect(end.usage).toMatchObject({ inputTokens: 20, modelCalls: 2, toolCalls: 2 });
	expect(model.requests[1]!.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'tool']);
});

test('tells the model what a person said in declining, masked, as data', async () => {
	const { resume, pay } = await suspendedRun();
	const end = await resume({ approved: false, comment: 'No, ask carla@example.com first' });
	expect(end.reply).toBe(
		'Told: A person declined this call: it was not made, and nothing was changed. Go on without it, or say that it was declined.\nThe person wrote: No, ask carla@example.com first',
	);
	expect(pay.calls).toEqual([]);
	expect(end.guardrails.at(-1)).toMatchObject({ code: 'PERSONAL_DATA', stage: 'tool-result' });
});

test('tells the model what a person said in approving, behind what the tool gave', async () => {
	const { resume, pay } = await suspendedRun();
	const end = await resume({ comment: 'Only this once' });
	expect(end.reply).toBe('Told: done\nThe person wrote: Only this once');
	expect(pay.calls).toHaveLength(1);
});

test('holds no personal data, of whomever, and survives another order of its fields', async () => {
	const { outcome, resume } = await suspendedRun();
	expect(JSON.stringify(outcome.state)).not.toMatch(/ana@|bob@|529\.982|529982/);
	const reordered = (value: unknown): unknown =>
		typeof value !== 'object' || value === null || Array.isArray(value)
			? Array.isArray(value)
				? value.map(reordered)
				: value
			: Object.fromEntries(
					Object.entries(value)
						.reverse()
						.map(([key, each]) => [key, reordered(each)]),
				);
	expect(await resume({}, reordered(outcome.state))).toMatchObject({ kind: 'reply' });
});

test('tells the store who decided', async () => {
	const runs = createMemoryRunStore();
	const claim = jest.spyOn(runs, 'claim');
	const { outcome, parts } = await suspendedRun({ runs });
	const decisions: Decision[] = [{ id: 'p', kind: 'approval', approved: true }];
	await runAgent(
		{ message: '', conversationId: '', resume: { state: outcome.state, decisions: withViews(outcome.state, decisions), by: 'token:ana' } },
		parts,
		never,
	);
	expect(claim).toHaveBeenCalledWith(outcome.state.id, expect.any(String), true, 'token:ana');
});

test('is resumed once', async () => {
	const { resume, pay } = await suspendedRun();
	const both = await Promise.allSettled([resume({}), resume({})]);
	expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	// Whether the other one comes to an end is not known yet.
	expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'RUN_TAKEN', retryable: true } });
	await expect(resume({})).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED', retryable: false });
	expect(pay.calls).toHaveLength(1);
});

test('is resumed once, also where its trail is not stored', async () => {
	const { resume, pay } = await suspendedRun({ runs: undefined });
	const both = await Promise.allSettled([resume({}), resume({})]);
	expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'RUN_ALREADY_RESUMED' } });
	expect(pay.calls).toHaveLength(1);
});

describe('is resumed again after its process was killed', () => {
	test('before it did anything', async () => {
		const runs = createMemoryRunStore();
		const { outcome, resume, pay } = await suspendedRun({ runs });
		await runs.claim(outcome.state.id, 'killed', true);
		expect(await resume({})).toMatchObject({ kind: 'reply', reply: expect.stringContaining('done') });
		expect(pay.calls).toHaveLength(1);
		await expect(resume({})).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
	});

	test('during a call, which is not made again, and with the decision that stands', async () => {
		const runs = createMemoryRunStore();
		const { outcome, resume, pay, look, parts } = await suspendedRun({ runs });
		const host = new AbortController();
		const dying = fakeTool('pay', () => (host.abort(), new Promise<string>(() => undefined)));
		const decisions: Decision[] = [{ id: 'p', kind: 'approval', approved: true }];
		const request = { message: '', conversationId: '', resume: { state: outcome.state, decisions: withViews(outcome.state, decisions) } };
		await expect(runAgent(request, { ...parts, tools: [look, dying] }, host.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
		await expect(resume({ approved: false })).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
		expect(await resume({})).toMatchObject({ kind: 'reply', reply: expect.stringContaining('not known') });
		expect([dying.calls.length, pay.calls.length]).toEqual([1, 0]);
	});

	test('but not where that process stored no trail, as earlier versions did', async () => {
		const runs = createMemoryRunStore();
		const { outcome, resume, pay } = await suspendedRun({ runs });
		await runs.claim(outcome.state.id, 'killed', false);
		await expect(resume({})).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
		expect(pay.calls).toEqual([]);
	});
});

test('asks again for a later decision, where its process was killed before it could ask', async () => {
	const runs = createMemoryRunStore();
	const both = scriptedChatModel(calling(['pay', { number: 1 }, 'p1']), calling(['pay', { number: 2 }, 'p2']), 'Paid.');
	const pay = fakeTool('pay');
	const parts = toolAgent(both, { tools: [pay], rules, runs });
	const decide = (state: unknown, id: string) =>
		runAgent(
			{ message: '', conversationId: '', resume: { state, decisions: withViews(state, [{ id, kind: 'approval', approved: true }]) } },
			parts,
			never,
		) as Promise<Suspended>;
	const first = (await runAgent({ message: 'Pay', conversationId: 'c1' }, parts, never)) as Suspended;
	const second = await decide(first.state, 'p1');
	expect(await decide(first.state, 'p1')).toMatchObject({ pending: [{ id: 'p2' }], state: { id: second.state.id } });
	expect(await decide(second.state, 'p2')).toMatchObject({ kind: 'reply', reply: 'Paid.' });
	for (const [state, id] of [
		[first.state, 'p1'],
		[second.state, 'p2'],
	] as const)
		await expect(decide(state, id)).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
	expect(pay.calls).toEqual([{ number: 1 }, { number: 2 }]);
});

test.each<[string, (state: RunState) => unknown]>([
	['changed', (state) => ({ ...state, trail: [...state.trail, {}] })],
	['of another conversation', (state) => ({ ...state, conversationId: 'c2' })],
	['that would live longer', (state) => ({ ...state, expiresAt: state.expiresAt + 1 })],
	['moved to another store', (state) => ({ ...state, store: 'mine' })],
	['unsigned', ({ signature: _, ...state }) => state],
	['of another version', (state) => ({ ...state, version: 2 })],
	['that is not valid', () => 'state'],
	['that is a bomb', () => JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as unknown],
	['that is too large', (state) => ({ ...state, runId: 'x'.repeat(2_000_001) })],
])('refuses a state %s', async (_what, change) => {
	const { outcome, resume, pay } = await suspendedRun();
	await expect(resume({}, change(outcome.state))).rejects.toMatchObject({ code: 'RUN_STATE_INVALID' });
	expect(pay.calls).toEqual([]);
});

test('refuses a state of another key, of another text of the agent, and one whose time is up', async () => {
	const sign = async (text: string) => createHmac('sha256', 'host key').update(text).digest('base64url');
	const { outcome, resume } = await suspendedRun({ sign });
	await expect(resume({}, outcome.state, { sign: undefined })).rejects.toMatchObject({
		code: 'RUN_STATE_INVALID',
		message: expect.stringContaining('signature'),
	});
	await expect(resume({}, outcome.state, { definitionSha256: 'b'.repeat(64) })).rejects.toMatchObject({
		message: expect.stringContaining('clerk 1.0.0'),
	});
	const later = { now: () => outcome.state.expiresAt };
	await expect(resume({}, outcome.state, { clock: later })).rejects.toMatchObject({ message: expect.stringContaining('expired') });
	expect(outcome.state.expiresAt).toBe(1_000 + 7 * 86_400_000);
	expect(await resume({})).toMatchObject({ kind: 'reply' });
});

test.each<[string, object]>([
	['on nothing it waits for', { id: 'x' }],
	['of another kind', { kind: 'question', answer: 'Yes' }],
	['that says nothing', { approved: 'yes' }],
	['that says too much', { comment: 'x'.repeat(8_001) }],
])('refuses a decision %s, and can be resumed after it', async (_what, decision) => {
	const { resume } = await suspendedRun();
	await expect(resume(decision)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	expect(await resume({})).toMatchObject({ kind: 'reply' });
});

test('lets the model put a question to a person, whose answer it reads', async () => {
	const model = scriptedChatModel(calling(['ask_person', { question: 'Which size?', choices: ['S', 'L'] }, 'q']), async ({ messages }) => ({
		...{ text: `Size ${messages.at(-1)!.content}`, finish: 'stop', model: 'script:model', usage },
	}));
	const parts = toolAgent(model, { settings: { askPerson: true } });
	const outcome = (await runAgent({ message: 'Order one', conversationId: 'c1' }, parts, never)) as Suspended;
	expect(outcome).toMatchObject({
		reason: 'question',
		pending: [{ id: 'q', kind: 'question', question: 'Which size?', choices: ['S', 'L'] }],
	});
	const decisions: Decision[] = [{ id: 'q', kind: 'question', answer: 'L' }];
	const end = await runAgent(
		{ message: '', conversationId: '', resume: { state: outcome.state, decisions: withViews(outcome.state, decisions) } },
		parts,
		never,
	);
	expect(end).toMatchObject({ kind: 'reply', reply: 'Size L' });
});

test('does not count the time of persons, numbers its events on, and shows each once', async () => {
	let now = 1_000;
	const events: AgentEvent[] = [];
	const { outcome, resume } = await suspendedRun({ clock: { now: () => now }, onEvent: (event) => void events.push(event) });
	now += 3 * 86_400_000;
	const end = await resume({});
	expect(end).toMatchObject({ kind: 'reply', usage: { durationMs: 0 } });
	expect(events.map(({ kind }) => kind)).toEqual([
		...['started', 'guardrail', 'model-started', 'model-part', 'model-finished', 'tool-started', 'guardrail', 'tool-finished'],
		...['tool-finished', 'suspended', 'finished'],
		...['started', 'decided', 'tool-started', 'tool-finished', 'model-started', 'model-part', 'model-finished', 'finished'],
	]);
	expect(events.filter(({ kind }) => kind === 'started')).toMatchObject([{ resumed: false }, { resumed: true }]);
	expect(JSON.stringify(events.filter(({ kind }) => kind === 'suspended'))).not.toContain('ana@');
	expect(outcome.usage.toolCalls).toBe(1);
});

test('restores what it was told before it waited, also where no vault is kept but by the process', async () => {
	const { outcome, parts, pay } = await suspendedRun({ runs: undefined, openVault: () => createVault(['EMAIL_ADDRESS', 'BR_CPF']) });
	const decisions: Decision[] = [{ id: 'p', kind: 'approval', approved: true }];
	const end = await runAgent(
		{ message: '', conversationId: '', resume: { state: outcome.state, decisions: withViews(outcome.state, decisions) } },
		parts,
		never,
	);
	expect(end.kind).toBe('reply');
	expect(pay.calls).toEqual([{ to: 'ana@example.com' }]);
});

test('is told that nobody knows what became of a call that a cancelled try had begun, and does not make it again', async () => {
	const host = new AbortController();
	const pay = fakeTool('pay', () => {
		host.abort();
		return new Promise<string>(() => undefined);
	});
	const model = scriptedChatModel(calling(['pay', {}, 'p']), async ({ messages }) => ({
		...{ text: messages.at(-1)!.content, finish: 'stop', model: 'script:model', usage },
	}));
	const parts = toolAgent(model, { tools: [pay], runs: createMemoryRunStore() });
	const request = { message: 'Pay', conversationId: 'c1', runId: 'job-7' };
	await expect(runAgent(request, parts, host.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
	const again = await runAgent(request, parts, never);
	expect(again).toMatchObject({ kind: 'reply', runId: 'job-7', reply: expect.stringContaining('not known'), usage: { toolCalls: 1 } });
	expect([pay.calls.length, model.requests.length]).toEqual([1, 2]);
	expect(await runAgent(request, parts, never)).toEqual(again);
});

test('is one process’s at a time', async () => {
	const runs = createMemoryRunStore();
	const parts = toolAgent(scriptedChatModel('Yes.'), { tools: [fakeTool('pay')], runs });
	await runs.open('job-7', 'another process', 30_000);
	const request = { message: 'Pay', conversationId: 'c1', runId: 'job-7' };
	await expect(runAgent(request, parts, never)).rejects.toMatchObject({ code: 'RUN_TAKEN', retryable: true });
});

test('withholds for good what a broken guardrail did not check', async () => {
	const broken = { id: 'broken', check: () => Promise.reject(new Error('boom')) };
	const guard = createPlacedGuard([{ guardrail: broken, code: 'PATTERN', stages: ['tool-result'], action: 'log' }]);
	const pay = fakeTool('pay', () => 'secret');
	const model = scriptedChatModel(calling(['pay', {}, 'p']), 'Done.');
	const parts = toolAgent(model, { tools: [pay], runs: createMemoryRunStore(), guard });
	const request = { message: 'Pay', conversationId: 'c1', runId: 'job-7' };
	await expect(runAgent(request, parts, never)).rejects.toMatchObject({ code: 'GUARDRAIL_FAILED' });
	expect(await runAgent(request, parts, never)).toMatchObject({ kind: 'reply', reply: 'Done.' });
	expect(pay.calls).toHaveLength(1);
	expect(JSON.stringify(model.requests[1])).toContain('withheld');
	expect(JSON.stringify(model.requests)).not.toContain('secret');
});

test('calls nothing but the tool that the person was asked about', async () => {
	const { outcome, parts, pay } = await suspendedRun();
	const other = fakeTool('pay', () => 'stolen', { source: 'mcp:other' });
	const decisions: Decision[] = [{ id: 'p', kind: 'approval', approved: true }];
	const resume = { state: outcome.state, decisions: withViews(outcome.state, decisions) };
	const end = await runAgent({ message: '', conversationId: '', resume }, { ...parts, tools: [other] }, never);
	expect(end).toMatchObject({ kind: 'reply', reply: expect.stringContaining('another tool has that name now') });
	expect([pay.calls, other.calls]).toEqual([[], []]);
});

test('calls the tool of a server only as it was described when the person was asked, and asks again otherwise', async () => {
	const source = 'mcp:shop';
	const asked = fakeTool('pay', () => 'paid', { source });
	const model = scriptedChatModel(calling(['pay', { number: 1 }, 'p']), calling(['pay', { number: 1 }, 'q']), 'Done.');
	const parts = toolAgent(model, { tools: [asked], rules });
	const { state } = (await runAgent({ message: 'Pay 1', conversationId: 'c1' }, parts, never)) as Suspended;
	const resume = { state, decisions: withViews(state, [{ id: 'p', kind: 'approval', approved: true } as const]) };
	const request = { message: '', conversationId: '', resume };
	const changed = fakeTool('pay', () => 'deleted', { source, description: 'Deletes all customers.' });
	const again = await runAgent(request, { ...parts, tools: [changed] }, never);
	expect(again).toMatchObject({ kind: 'needs-human', pending: [{ id: 'q', tool: 'pay' }] });
	expect(changed.calls).toEqual([]);
	expect(JSON.stringify(model.requests[1])).toContain('describes the tool in another way now');
});

test('asks about each of two calls that a model gave one id', async () => {
	const pay = fakeTool('pay');
	const model = scriptedChatModel(calling(['pay', { number: 1 }, 'p'], ['pay', { number: 1_000 }, 'p']), 'Done.');
	const parts = toolAgent(model, { tools: [pay], rules });
	const { state, pending } = (await runAgent({ message: 'Pay 1', conversationId: 'c1' }, parts, never)) as Suspended;
	const resume = (decisions: Decision[]) =>
		runAgent({ message: '', conversationId: '', resume: { state, decisions: withViews(state, decisions) } }, parts, never);
	await expect(resume([{ id: 'p', kind: 'approval', approved: true }])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await resume(pending.map(({ id }, index) => ({ id, kind: 'approval', approved: index === 0 })));
	expect(pay.calls).toEqual([{ number: 1 }]);
});

test('remembers what was asked, whatever message comes with the decision', async () => {
	const memory = {
		recall: async () => ({ turns: [], memories: [] }),
		remember: jest.fn(async (_: unknown, _turn: { message: string }) => undefined),
	};
	const { outcome, parts } = await suspendedRun({ memory });
	const decisions: Decision[] = [{ id: 'p', kind: 'approval', approved: true }];
	await runAgent(
		{ message: 'Never judged', conversationId: 'c1', resume: { state: outcome.state, decisions: withViews(outcome.state, decisions) } },
		parts,
		never,
	);
	expect(memory.remember.mock.calls.map(([, { message }]) => message)).toEqual([
		expect.stringMatching(/^Please pay what I owe to \[EMAIL_1_\w+\], my CPF is \[CPF_1_\w+\]$/),
	]);
});

test('asks no person about a call while another has to see a result first', async () => {
	const pay = fakeTool('pay');
	const look = fakeTool('look', () => 'a result');
	const model = scriptedChatModel(calling(['look', {}, 'l'], ['pay', {}, 'p']));
	const parts = toolAgent(model, { tools: [look, pay], rules });
	const guard: AgentParts['guard'] = {
		...parts.guard,
		check: async (stage, text, context) => {
			const result = await parts.guard.check(stage, text, context);
			if (stage !== 'tool-result') return result;
			const violation = { guardrail: 'see-first', code: 'SEE', stage, action: 'ask-person' as const, reason: 'Look.', findings: [] };
			return { ...result, outcome: 'needs-human', violations: [violation] } as unknown as typeof result;
		},
	};
	expect(await runAgent({ message: 'Pay', conversationId: 'c1' }, { ...parts, guard }, never)).toMatchObject({
		kind: 'needs-human',
		reason: 'guardrail',
	});
	expect(pay.calls).toEqual([]);
});

test('survives a state that is nested too deep for one who signs it', async () => {
	const { outcome, resume } = await suspendedRun();
	for (const depth of [500, 3_500]) {
		const deep = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`) as unknown;
		await expect(resume({}, { ...outcome.state, trail: [deep] })).rejects.toMatchObject({ code: 'RUN_STATE_INVALID' });
	}
});

test('goes on where the store has nothing of the run, and writes down there what was handed over', async () => {
	const runs = createMemoryRunStore();
	const { outcome, parts, look, pay, model } = await suspendedRun({ runs });
	const host = new AbortController();
	const dying = fakeTool('pay', () => {
		host.abort();
		return new Promise<string>(() => undefined);
	});
	const decisions: Decision[] = [{ id: 'p', kind: 'approval', approved: true }];
	const request = {
		message: '',
		conversationId: '',
		runId: 'job-8',
		resume: { state: outcome.state, decisions: withViews(outcome.state, decisions) },
	};
	await expect(runAgent(request, { ...parts, tools: [look, dying] }, host.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
	const kept = (await runs.open(outcome.runId, 'a test', 1)) as Array<{ kind: string }>;
	expect(kept.map(({ kind }) => kind)).toEqual([
		...['prepared', 'model', 'tool-started', 'tool-finished', 'suspended', 'decision', 'tool-started', 'tool-finished'].slice(
			0,
			kept.length,
		),
	]);
	expect(kept.length).toBeGreaterThanOrEqual(7);
	await runs.release(outcome.runId, 'a test');
	expect(await runAgent(request, parts, never)).toMatchObject({ kind: 'reply', reply: expect.stringContaining('not known') });
	expect([look.calls.length, dying.calls.length, pay.calls.length, model.requests.length]).toEqual([1, 1, 0, 2]);
});

test('has no more time after it waited than it had before', async () => {
	let now = 1_000;
	const slow = fakeTool('look', () => {
		now += 60_000;
		return 'found';
	});
	const model = scriptedChatModel(calling(['look', {}, 'l'], ['pay', {}, 'p']), 'Too late.');
	const pay = fakeTool('pay');
	const parts = toolAgent(model, { tools: [slow, pay], rules, clock: { now: () => now }, limits: { wallClockMs: 60_000 } });
	const { state } = (await runAgent({ message: 'Pay', conversationId: 'c1' }, parts, never)) as Suspended;
	const decisions: Decision[] = [{ id: 'p', kind: 'approval', approved: true }];
	const end = await runAgent({ message: '', conversationId: '', resume: { state, decisions: withViews(state, decisions) } }, parts, never);
	expect(end).toMatchObject({ kind: 'limit-reached', limit: 'wall-clock' });
	expect(model.requests).toHaveLength(1);
});

slowTest('stops where another process has taken it over', async () => {
	jest.useFakeTimers();
	const store = createMemoryRunStore();
	const taken = new TroupeError({ code: 'RUN_TAKEN', message: 'taken', retryable: true });
	const runs: RunStore = {
		...store,
		append: (run, holder, entries, options) => (entries.length === 0 ? Promise.reject(taken) : store.append(run, holder, entries, options)),
	};
	const { promise: begun, resolve } = Promise.withResolvers<void>();
	const deaf = fakeTool('pay', () => (resolve(), new Promise<string>(() => undefined)));
	const parts = toolAgent(scriptedChatModel(calling(['pay', {}, 'p'])), { tools: [deaf], runs });
	const run = runAgent({ message: 'Pay', conversationId: 'c1', runId: 'job-9' }, parts, never);
	const failed = expect(run).rejects.toMatchObject({ code: 'RUN_TAKEN' });
	await begun;
	await jest.advanceTimersByTimeAsync(10_000);
	jest.useRealTimers();
	await failed;
});
