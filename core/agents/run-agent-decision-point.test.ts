/** The operator's decision point, outside of the process, decides about each call that is about to be made. */
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../test/fakes/tool-agent';
import { TroupeError } from '../base/errors';
import type { DecisionPoint, PlannedToolCall } from '../ports/tools/decision-point';
import type { AgentEvent } from './agent-event';
import type { RunState } from './agent-outcome';
import { runAgent } from './run-agent';
import { withViews } from '../../test/support/with-views';

const never = new AbortController().signal;
const unanswered = new TroupeError({ code: 'ACCESS_DENIED', message: 'It did not decide.', fix: 'Check it.' });

function prepare(decide: (call: PlannedToolCall) => boolean, permission: 'allow' | 'ask' = 'allow') {
	const asked: PlannedToolCall[] = [];
	const decisionPoint: DecisionPoint = { permits: async (call) => (asked.push(call), decide(call)) };
	const pay = fakeTool('pay', undefined, { parameters: { type: 'object' } });
	const model = scriptedChatModel(calling(['pay', { to: 'ana@example.com', amount: 50 }, 'p']), 'So it is.');
	const parts = { ...toolAgent(model, { tools: [pay], rules: [{ tool: 'pay', permission }] }), decisionPoint };
	return { asked, pay, model, parts };
}

test('a call that it permits is made; it sees the call with tokens for personal data', async () => {
	const { asked, pay, parts } = prepare(() => true);
	await runAgent({ message: 'Pay', conversationId: 'c', asker: ['person:ana'] }, parts, never);
	expect(pay.calls).toHaveLength(1);
	expect(asked).toMatchObject([{ tool: { name: 'pay' }, asker: ['person:ana'], callId: 'p', isApproved: false }]);
	expect(JSON.stringify(asked)).not.toContain('ana@example.com');
});

test.each([
	['it denies', () => false, 'the rules of the operator do not allow it', 'TOOL_DENIED'],
	[
		'it does not answer',
		() => {
			throw unanswered;
		},
		'could not be found out',
		'TOOL_UNDECIDED',
	],
])('a call is not made where %s, and the model and the log are told (OWASP/AISVS#676)', async (_what, decide, told, errorCode) => {
	const { pay, model, parts } = prepare(decide);
	const events: AgentEvent[] = [];
	const outcome = await runAgent({ message: 'Pay', conversationId: 'c' }, { ...parts, onEvent: (event) => void events.push(event) }, never);
	expect(events).toContainEqual(expect.objectContaining({ kind: 'tool-finished', errorCode }));
	expect([outcome.kind, pay.calls]).toEqual(['reply', []]);
	expect(outcome.guardrails).toMatchObject([{ code: 'CALL_DENIED', guardrail: 'decision-point', tool: 'pay', action: 'refuse' }]);
	expect(model.requests[1]!.messages.at(-1)!.content).toContain(told);
});

test('it is asked after the person, who cannot lift its no', async () => {
	const { asked, pay, parts } = prepare(() => false, 'ask');
	const waiting = await runAgent({ message: 'Pay', conversationId: 'c' }, parts, never);
	expect(asked).toEqual([]);
	const resume = {
		state: (waiting as { state: RunState }).state,
		decisions: withViews((waiting as { state: RunState }).state, [{ id: 'p', kind: 'approval' as const, approved: true }]),
	};
	await runAgent({ message: '', conversationId: '', resume }, parts, never);
	expect(asked).toMatchObject([{ isApproved: true }]);
	expect(pay.calls).toEqual([]);
});

test('calls of called agents are asked about too, with who called them', async () => {
	const { asked, parts } = prepare(() => true);
	const model = scriptedChatModel(calling([parts.definition.id, { task: 'Pay' }, 'm']), 'Done.');
	const member = teamMember(parts);
	const lead = toolAgent(model, { id: 'lead', members: [member], rules: [{ tool: '*', permission: 'allow' }] });
	await runAgent({ message: 'Pay', conversationId: 'c' }, { ...lead, decisionPoint: parts.decisionPoint }, never);
	expect(asked.map(({ agent, callers, tool }) => [agent.id, callers, tool.name])).toEqual([
		['lead', [], parts.definition.id],
		[parts.definition.id, ['lead'], 'pay'],
	]);
});

test('a call that is made outside, such as an element of a process, is asked about before it is handed out', async () => {
	const { asked, pay, parts } = prepare(() => false);
	Object.assign(pay, { hasResult: () => false });
	const outcome = await runAgent({ message: 'Pay', conversationId: 'c' }, parts, never);
	expect([outcome.kind, asked.length]).toEqual(['reply', 1]);
});
