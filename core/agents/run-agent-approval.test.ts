import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import type { ApprovalTerms, ToolRule } from '../tools/definition/rules';
import type { AgentOutcome, RunState } from './agent-outcome';
import type { AgentParts } from './agent-parts';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';
import type { Decision } from './agent-request';
import type { TrailEntry } from './loop/trail/trail-entry';
import { withViews } from '../../test/support/with-views';

const never = new AbortController().signal;
const day = 86_400_000;

type Suspended = Extract<AgentOutcome, { state: RunState }>;

/** A run that waits for an approval by these terms: of the rule, and of the agent. */
async function suspended(ofRule?: ApprovalTerms, ofAgent?: ApprovalTerms) {
	const clock = { time: 1_000_000, now: () => clock.time };
	const pay = fakeTool('pay', undefined, { effect: 'reversible' });
	const model = scriptedChatModel({ text: '', ...calling(['pay', { amount: 7, to: 'Ana Maria' }, 'p']), finish: 'tool-calls' }, 'Then so.');
	const rules: ToolRule[] = [{ tool: 'pay', permission: 'ask', ...(ofRule && { approval: ofRule }) }];
	const settings = { askPerson: true, ...(ofAgent && { approval: ofAgent }) };
	let entries: TrailEntry[] = [];
	const onTrail = (recorded: unknown[]) => void (entries = recorded as TrailEntry[]);
	const parts: AgentParts = { ...toolAgent(model, { tools: [pay], rules, settings, runs: createMemoryRunStore(clock) }), clock, onTrail };
	const outcome = (await runAgent({ message: 'Pay what I owe', conversationId: 'c' }, parts, never)) as Suspended;
	const resume = (decisions: Decision[]) =>
		runAgent(
			{ message: '', conversationId: '', resume: { state: outcome.state, decisions: withViews(outcome.state, decisions) } },
			parts,
			never,
		);
	return { outcome, resume, pay, model, parts, clock, trail: () => entries };
}
const approve: Decision[] = [{ id: 'p', kind: 'approval', approved: true }];

test('asks the approver of the rule with its message, and takes from the agent what the rule leaves open', async () => {
	const { outcome } = await suspended(
		{ approver: 'finance', message: { en: 'Pay {{amount}} to {{to}}? ({{note}})' } },
		{ approver: 'order desk', timeoutMs: day, whenTimedOut: 'decline' },
	);
	const heading = 'Pay 7 to Ana Maria? (–)';
	expect(outcome.pending).toEqual([
		{
			...{ id: 'p', kind: 'approval', tool: 'pay', approver: 'finance', heading },
			question: `${heading}\ntool: pay\n- amount: 7\n- to: "Ana Maria"\nThis call can be undone.\nAgent: clerk 1.0.0\nWhere the values come from:\n- amount, to: written by the agent, in no text that it read`,
			...{ effect: 'reversible', requestedBy: { id: 'clerk', version: '1.0.0' } },
			...{ viewSha256: expect.any(String) as string, nonce: expect.any(String) as string },
			...{ arguments: { amount: 7, to: 'Ana Maria' }, input: { amount: 7, to: 'Ana Maria' } },
			valueOrigins: [
				{ path: 'amount', kind: 'own', trusted: false, short: true, places: [] },
				{ path: 'to', kind: 'own', trusted: false, places: [] },
			],
		},
	]);
	expect(outcome).toMatchObject({ decideBy: new Date(1_000_000 + day).toISOString(), whenTimedOut: 'decline' });
});

test('waits seven days, and ends then, where nobody says otherwise', async () => {
	const { outcome, resume, clock } = await suspended();
	expect(outcome).toMatchObject({ decideBy: new Date(1_000_000 + 7 * day).toISOString(), whenTimedOut: 'end' });
	clock.time += 7 * day;
	await expect(resume(approve)).rejects.toMatchObject({ code: 'RUN_STATE_INVALID', message: expect.stringContaining('expired') as string });
});

test('ends at the time that the agent sets', async () => {
	const { resume, clock } = await suspended({ timeoutMs: 60_000 });
	clock.time += 59_000;
	expect(await resume(approve)).toMatchObject({ kind: 'reply' });
	const late = await suspended({ timeoutMs: 60_000 });
	late.clock.time += 60_000;
	await expect(late.resume(approve)).rejects.toMatchObject({ code: 'RUN_STATE_INVALID' });
	await expect(late.resume([])).rejects.toMatchObject({ code: 'RUN_STATE_INVALID' });
});

test('continues as declined after its time, if the agent says so, and tells the model why', async () => {
	const { resume, pay, model, clock } = await suspended({ timeoutMs: 60_000, whenTimedOut: 'decline' });
	await expect(resume([])).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	clock.time += 60_000;
	expect(await resume([])).toMatchObject({ kind: 'reply', reply: 'Then so.' });
	expect(pay.calls).toEqual([]);
	expect(JSON.stringify(model.requests.at(-1)!.messages)).toContain('Nobody decided in time.');
});

test('refuses a decision after its time, and lets one that was made in time be finished', async () => {
	const { resume, clock, parts, pay, outcome } = await suspended({ timeoutMs: 60_000, whenTimedOut: 'decline' });
	clock.time += 60_000;
	await expect(resume(approve)).rejects.toMatchObject({
		code: 'RUN_STATE_INVALID',
		message: expect.stringContaining('come too late: the time to decide ended at') as string,
	});
	// A process that wrote the decision down, and was killed.
	clock.time -= 1_000;
	const begun = await runAgent(
		{ message: '', conversationId: '', resume: { state: outcome.state, decisions: withViews(outcome.state, approve) } },
		parts,
		AbortSignal.abort(),
	).catch((error: unknown) => error);
	expect(begun).toMatchObject({ code: 'CANCELLED' });
	clock.time += 2_000;
	expect(await resume(approve)).toMatchObject({ kind: 'reply' });
	expect(pay.calls).toHaveLength(1);
});

test('waits as long as the most impatient of its decisions, and ends if one of them demands it', async () => {
	const model = scriptedChatModel({ text: '', ...calling(['pay', {}, 'p'], ['ship', {}, 's']), finish: 'tool-calls' });
	const rules: ToolRule[] = [
		{ tool: 'pay', permission: 'ask', approval: { timeoutMs: day, whenTimedOut: 'decline' } },
		{ tool: 'ship', permission: 'ask', approval: { timeoutMs: 2 * day } },
	];
	const parts = toolAgent(model, { tools: [fakeTool('pay'), fakeTool('ship')], rules });
	const now = parts.clock.now();
	const outcome = (await runAgent({ message: 'Go', conversationId: 'c' }, parts, never)) as Suspended;
	expect(outcome.whenTimedOut).toBe('end');
	expect(outcome.state).toMatchObject({ expiresAt: outcome.state.decideBy });
	expect(outcome.state.decideBy - now).toBeLessThan(day + 60_000);
});

test('continues as approved after its time, if the agent says so, and tells the model why', async () => {
	const { resume, pay, model, clock, trail } = await suspended({ timeoutMs: 60_000, whenTimedOut: 'approve' });
	clock.time += 60_000;
	await expect(resume([{ id: 'p', kind: 'approval', approved: false }])).rejects.toMatchObject({
		fix: expect.stringContaining('continues as approved') as string,
	});
	expect(await resume([])).toMatchObject({ kind: 'reply', reply: 'Then so.' });
	expect(pay.calls).toHaveLength(1);
	expect(JSON.stringify(model.requests.at(-1)!.messages)).toContain('approved by rule');
	expect(trail()).toContainEqual(expect.objectContaining({ kind: 'decision', approved: true, by: 'rule' }));
});

test('records who decided, when, through which interface, and what was shown; a decision cannot name someone else (dust-tt/dust#28508)', async () => {
	const { outcome, parts, clock, trail } = await suspended();
	clock.time += 60_000;
	const decisions = [{ ...approve[0]!, by: 'terminal:the boss' }];
	const shown = outcome.pending.map((one) => one.kind === 'approval' && { viewSha256: one.viewSha256 })[0];
	await runAgent(
		{ message: '', conversationId: '', resume: { state: outcome.state, decisions: withViews(outcome.state, decisions), by: 'mcp:key:k1' } },
		parts,
		never,
	);
	expect(trail()).toContainEqual(
		expect.objectContaining({ kind: 'decision', approved: true, by: 'mcp:key:k1', ...shown, at: new Date(clock.time).toISOString() }),
	);
	expect(trail().filter(({ at }) => at === undefined)).toEqual([]);
});

test('is declined if one of its decisions demands it, and approved only if all do', async () => {
	const model = scriptedChatModel({ text: '', ...calling(['pay', {}, 'p'], ['ship', {}, 's']), finish: 'tool-calls' });
	const rules: ToolRule[] = [
		{ tool: 'pay', permission: 'ask', approval: { whenTimedOut: 'decline' } },
		{ tool: 'ship', permission: 'ask', approval: { whenTimedOut: 'approve' } },
	];
	const parts = toolAgent(model, { tools: [fakeTool('pay'), fakeTool('ship')], rules });
	expect(await runAgent({ message: 'Go', conversationId: 'c' }, parts, never)).toMatchObject({ whenTimedOut: 'decline' });
});

describe('a run that is escalated', () => {
	const terms: ApprovalTerms = {
		...{ approver: 'clerk', timeoutMs: 60_000, whenTimedOut: 'decline', message: { en: 'Pay {{amount}}?' } },
		escalateTo: [{ approver: 'boss', message: { en: 'Nobody answered. Pay {{amount}}?' }, timeoutMs: 120_000 }, { approver: 'owner' }],
	};
	const next = (parts: AgentParts, { state }: Suspended, decisions: Decision[] = []) =>
		runAgent(
			{ message: '', conversationId: '', resume: { state, decisions: withViews(state, decisions) } },
			parts,
			never,
		) as Promise<Suspended>;

	test('asks one after the other, and then does what the agent says', async () => {
		const { outcome, clock, parts, pay, model } = await suspended(terms);
		expect(outcome).toMatchObject({ whenTimedOut: 'escalate', pending: [{ approver: 'clerk', heading: 'Pay 7?' }] });
		clock.time += 60_000;
		await expect(next(parts, outcome, approve)).rejects.toMatchObject({
			fix: expect.stringContaining('the next approver is then asked') as string,
		});
		const boss = await next(parts, outcome);
		expect(boss).toMatchObject({
			...{ kind: 'needs-human', whenTimedOut: 'escalate', decideBy: new Date(clock.time + 120_000).toISOString() },
			pending: [{ id: 'p', approver: 'boss', heading: 'Nobody answered. Pay 7?', arguments: { amount: 7, to: 'Ana Maria' } }],
		});
		clock.time += 120_000;
		const owner = await next(parts, boss);
		expect(owner).toMatchObject({ whenTimedOut: 'decline', pending: [{ approver: 'owner', heading: 'Pay 7?' }] });
		clock.time += 60_000;
		expect(await next(parts, owner)).toMatchObject({ kind: 'reply', reply: 'Then so.' });
		expect(pay.calls).toEqual([]);
		expect(model.requests).toHaveLength(2);
	});

	test('is decided by the next one, once, and its earlier state is refused then', async () => {
		const { outcome, clock, parts, pay } = await suspended(terms);
		clock.time += 60_000;
		const boss = await next(parts, outcome);
		// A process that was killed after it asked the next one, and one that does it again, ask for the same.
		expect(await next(parts, outcome)).toMatchObject({ state: { id: boss.state.id, decideBy: boss.state.decideBy } });
		expect(await next(parts, boss, approve)).toMatchObject({ kind: 'reply' });
		expect(pay.calls).toHaveLength(1);
		await expect(next(parts, outcome)).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
		await expect(next(parts, boss, approve)).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
	});

	test('is replayed as it was', async () => {
		const { outcome, clock, parts } = await suspended(terms);
		clock.time += 60_000;
		let trail: unknown[] = [];
		const boss = await next({ ...parts, onTrail: (entries) => void (trail = entries) }, outcome);
		const again = await runAgent({ message: '', conversationId: 'c', trail }, { ...parts, mode: 'replay' }, never);
		expect(again).toMatchObject({ pending: boss.pending, decideBy: boss.decideBy });
	});
});

test('shows in a replay what the person was asked', async () => {
	let trail: unknown[] = [];
	const model = scriptedChatModel({ text: '', ...calling(['pay', { amount: 7 }, 'p']), finish: 'tool-calls' });
	const rules: ToolRule[] = [{ tool: 'pay', permission: 'ask', approval: { approver: 'finance', message: { pt: 'Paga {{amount}}?' } } }];
	const recorded = toolAgent(model, { tools: [fakeTool('pay')], rules });
	const first = await runAgent(
		{ message: 'Pay', conversationId: 'c' },
		{ ...recorded, onTrail: (entries) => void (trail = entries) },
		never,
	);
	const again = await runAgent({ message: '', conversationId: 'c', trail }, { ...recorded, mode: 'replay' }, never);
	expect((again as Suspended).pending).toEqual((first as Suspended).pending);
	expect((again as Suspended).pending).toMatchObject([{ approver: 'finance', heading: 'Paga 7?' }]);
});

test('asks a person again about a tool that was declined, where a rule allows a smaller call', async () => {
	const pay = fakeTool('pay', undefined, { effect: 'irreversible' });
	const step = (id: string, amount: number) => ({ text: '', ...calling(['pay', { amount }, id]), finish: 'tool-calls' as const });
	const rules: ToolRule[] = [
		{ tool: 'pay', permission: 'allow', arguments: { amount: '[0-9]{1,2}' }, approval: { whenTimedOut: 'approve' } },
		{ tool: 'pay', permission: 'ask' },
	];
	const parts = toolAgent(scriptedChatModel(step('p', 700), step('q', 99), 'Not paid.'), { tools: [pay], rules });
	const resume = (state: RunState, decisions: Decision[]) =>
		runAgent({ message: '', conversationId: '', resume: { state, decisions: withViews(state, decisions) } }, parts, never);
	const first = (await runAgent({ message: 'Pay 700', conversationId: 'c' }, parts, never)) as Suspended;
	const second = (await resume(first.state, [{ id: 'p', kind: 'approval', approved: false }])) as Suspended;
	expect(second).toMatchObject({ kind: 'needs-human', whenTimedOut: 'decline', pending: [{ id: 'q', arguments: { amount: 99 } }] });
	expect(await resume(second.state, [{ id: 'q', kind: 'approval', approved: false }])).toMatchObject({ kind: 'reply' });
	expect(pay.calls).toEqual([]);
});
