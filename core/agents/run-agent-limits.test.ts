import { lastText, never, ownVault, run, type Suspended } from '../../test/fakes/agent-team';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../test/fakes/tool-agent';
import { withViews } from '../../test/support/with-views';
import type { ToolRule } from '../tools/definition/rules';
import type { AgentParts } from './agent-parts';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';

const parameters = { type: 'object', properties: { to: { type: 'string' }, amount: {} } };
type Call = Parameters<typeof calling>[number];
const payTool = (give?: Parameters<typeof fakeTool>[1]) => fakeTool('pay', give, { parameters });
const within = (limits: ToolRule['limits'], changes: Partial<ToolRule> = {}): ToolRule[] => [
	{ tool: 'pay', permission: 'allow', afterResults: true, limits, ...changes },
	{ tool: '*', permission: 'allow', afterResults: true },
];
const most: ToolRule['limits'] = { calls: 3, sum: { amount: 500 } };
const paying = (...amounts: unknown[]) => calling(...amounts.map((amount, at): Call => ['pay', { amount }, `p${at}-${String(amount)}`]));

/** An agent whose model makes these answers, one after the other. */
function payer(answers: Array<ReturnType<typeof calling>>, limits = most, changes: Partial<AgentParts> = {}, rule: Partial<ToolRule> = {}) {
	const pay = payTool();
	const model = scriptedChatModel(...answers, 'Finished.');
	return { pay, model, parts: toolAgent(model, { tools: [pay], rules: within(limits, rule), runs: createMemoryRunStore(), ...changes }) };
}
const asked = (outcome: unknown) => (outcome as Suspended).pending.map((one) => (one.kind === 'approval' ? one.question : ''));
const answer = (parts: AgentParts, state: unknown, ...decisions: Array<[id: string, approved: boolean]>) =>
	runAgent(
		{
			...{ message: '', conversationId: '' },
			resume: {
				state,
				decisions: withViews(
					state,
					decisions.map(([id, approved]) => ({ id, kind: 'approval' as const, approved })),
				),
			},
		},
		parts,
		never,
	);

test('beyond the limits of its rule, a person is asked about a call, and reads why', async () => {
	const { parts, pay } = payer([paying(200), paying(199.9), paying(100.1), paying(1)]);
	const outcome = await run(parts);
	expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'approval' });
	expect(pay.calls).toHaveLength(3);
	expect(asked(outcome)[0]).toContain(
		[
			'The rule for pay allows no more in this run:',
			'- calls before this one: 3 of at most 3',
			'- amount: 200 + 199.9 + 100.1 = 500 of at most 500; this call adds 1',
		].join('\n'),
	);
});

test('small payments in small steps do not add up to a large one, and silence approves none', async () => {
	const { parts, pay } = payer(
		[paying(400), paying(99), paying(2)],
		{ sum: { amount: 500 } },
		{},
		{ approval: { whenTimedOut: 'approve' } },
	);
	expect(await run(parts)).toMatchObject({ kind: 'needs-human', whenTimedOut: 'decline' });
	expect(pay.calls).toEqual([{ amount: 400 }, { amount: 99 }]);
});

test('calls of one answer count each other, whoever decides about them (openbraininstitute/neuroagent#204)', async () => {
	const { parts, pay } = payer([paying(300, 250, 200)]);
	const outcome = await run(parts);
	expect(pay.calls).toEqual([{ amount: 300 }]);
	expect(asked(outcome)).toHaveLength(2);
	expect(asked(outcome)[1]).toContain('300 + 250 = 550 of at most 500; this call adds 200');
});

test('a rule can refuse what is beyond, and the model is told', async () => {
	const { parts, pay, model } = payer([paying(400), paying(200)], { ...most, beyond: 'deny' });
	const outcome = await run(parts);
	expect(outcome).toMatchObject({ kind: 'reply' });
	expect(pay.calls).toHaveLength(1);
	expect(lastText(model)).toContain('more than is allowed in one run');
	expect(outcome.guardrails.at(-1)).toMatchObject({ guardrail: 'tools.rules.0.limits', code: 'CALL_DENIED' });
});

test('a later rule does not allow what is beyond the limits of the first one', async () => {
	const { parts } = payer([paying(501)]);
	expect(await run(parts)).toMatchObject({ kind: 'needs-human' });
});

test('a call that failed counts, since what it did is not known (pydantic/pydantic-ai#6388)', async () => {
	const pay = payTool(() => {
		throw new Error('the line was lost');
	});
	const parts = toolAgent(scriptedChatModel(paying(300), paying(250), 'Finished.'), { tools: [pay], rules: within(most) });
	expect(await run(parts)).toMatchObject({ kind: 'needs-human' });
	expect(pay.calls).toHaveLength(1);
});

test('a call that was not made does not count: its arguments are wrong, it was declined, or a reviewer refused it', async () => {
	const wrong = payTool();
	const strict = { ...wrong, parameters: { type: 'object', properties: { amount: { type: 'number' } } } };
	const parts = toolAgent(scriptedChatModel(paying({}), paying(500), 'Finished.'), {
		tools: [strict],
		rules: within({ sum: { amount: 500 } }),
	});
	expect(await run(parts)).toMatchObject({ kind: 'reply' });
	const { parts: other, pay } = payer([paying(600, 400)], { sum: { amount: 500 } });
	const outcome = (await run(other)) as Suspended;
	expect(asked(outcome)).toHaveLength(2);
	expect(await answer(other, outcome.state, ['p0-600', false], ['p1-400', true])).toMatchObject({ kind: 'reply' });
	expect(pay.calls).toEqual([{ amount: 400 }]);
});

test('what a person declined is not made, although it is within the limits by then (strands-agents/harness-sdk#3615)', async () => {
	const { parts, pay } = payer([paying(600, 400)], { sum: { amount: 500 } });
	const outcome = (await run(parts)) as Suspended;
	expect(await answer(parts, outcome.state, ['p0-600', false], ['p1-400', false])).toMatchObject({ kind: 'reply' });
	expect(pay.calls).toEqual([]);
});

test('what a person approved counts, also when the run goes on elsewhere', async () => {
	const { parts, pay } = payer([paying(450), paying(100), paying(1)], { sum: { amount: 500 } });
	const first = (await run(parts)) as Suspended;
	const second = await answer({ ...parts, runs: parts.runs }, JSON.parse(JSON.stringify(first.state)), ['p0-100', true]);
	expect(pay.calls).toHaveLength(2);
	expect(asked(second)[0]).toContain('450 + 100 = 550 of at most 500; this call adds 1');
});

test('an amount that cannot be added is not said to be nothing (macanderson/stella#5754)', async () => {
	const { parts, pay } = payer([paying('1.250,00')]);
	expect(asked(await run(parts))[0]).toContain('- amount: 0 = 0 of at most 500; what this call adds is NOT KNOWN');
	expect(pay.calls).toHaveLength(0);
});

test('a dry run counts what it would have called', async () => {
	const { parts } = payer([paying(300, 250)], most, { mode: 'dry-run' });
	const { planned } = await run(parts);
	expect(planned).toMatchObject([{ permission: 'allow' }, { permission: 'ask' }]);
});

test('a replay of the trail decides the same', async () => {
	const { parts } = payer([paying(400), paying(200)]);
	const outcome = (await run(parts)) as Suspended;
	const { trail } = outcome.state;
	const replayed = await runAgent({ message: '', conversationId: 'c1', trail }, { ...parts, mode: 'replay', tools: [] }, never);
	expect(asked(replayed)[0]).toContain('400 = 400 of at most 500; this call adds 200');
});

describe('in a team', () => {
	/** A lead that calls the same clerk for each task, one after the other or at once; the clerk pays 200 each time. */
	const teamOf = (limits: ToolRule['limits'], tasks: string[], atOnce = false) => {
		const pay = payTool();
		const clerk = () =>
			ownVault('clerk', scriptedChatModel(paying(200), 'Paid.'), { tools: [pay], rules: within(limits), runs: createMemoryRunStore() });
		const calls = tasks.map((task, at): Call => ['clerk', { task }, `c${at}`]);
		const answers = atOnce ? [calling(...calls)] : calls.map((call) => calling(call));
		const lead = toolAgent(scriptedChatModel(...answers, 'Finished.'), {
			...{ id: 'lead', members: [teamMember(clerk)], runs: createMemoryRunStore() },
		});
		return { pay, lead };
	};

	test('a limit holds over all calls of an agent, however often it is called (pydantic/pydantic-ai-harness#588)', async () => {
		const { pay, lead } = teamOf({ sum: { amount: 500 } }, ['one', 'two', 'three']);
		const outcome = await run(lead);
		expect(pay.calls).toHaveLength(2);
		expect(asked(outcome)[0]).toContain('200 + 200 = 400 of at most 500; this call adds 200');
		const approved = await answer(lead, (outcome as Suspended).state, [(outcome as Suspended).pending[0]!.id, true]);
		expect(approved).toMatchObject({ kind: 'reply' });
		expect(pay.calls).toHaveLength(3);
	});

	test('agents that work at the same time see the last place once (gethelio/helio#14)', async () => {
		const { pay, lead } = teamOf({ calls: 2 }, ['one', 'two', 'three'], true);
		expect(asked(await run(lead))).toHaveLength(1);
		expect(pay.calls).toHaveLength(2);
	});
});
