import { never, run, type Suspended } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../../test/fakes/tool-agent';
import { withViews } from '../../../../test/support/with-views';
import { createAskingTool } from '../../../channels/hand-over-tool';
import { createMemoryRunStore } from '../../memory-run-store';
import { runAgent } from '../../run-agent';

const why = { reason: 'Wants a call from ana@example.com', name: 'Ana', need: 'two presses' };
const handOver = calling(['hand_over', why, 'h']);
const said = { reason: why.reason, summary: { name: 'Ana', need: 'two presses' } };

test('the outcome says why the agent asked for a person, and what it knows', async () => {
	const tools = [createAskingTool()];
	const asked = run(toolAgent(scriptedChatModel(handOver, 'A person goes on here.'), { tools }), 'Can ana@example.com be called?');
	expect(await asked).toMatchObject({ reason: 'promised', handOver: said });
	expect(await run(toolAgent(scriptedChatModel('Good morning.'), { tools }))).not.toHaveProperty('handOver');
	const refused = scriptedChatModel(calling(['hand_over', { name: 'Ana' }, 'h']), 'It did not work.');
	expect(await run(toolAgent(refused, { tools }))).not.toHaveProperty('handOver');
});

test('it says so also while the run waits for an approval after the call, and when it goes on', async () => {
	const pay = fakeTool('pay', undefined, { effect: 'reversible' });
	const rules = [
		{ tool: 'pay', permission: 'ask' as const },
		{ tool: '*', permission: 'allow' as const, afterResults: true },
	];
	const model = scriptedChatModel(handOver, calling(['pay', { number: 7 }, 'p']), 'A person goes on here.');
	const parts = toolAgent(model, { tools: [createAskingTool(), pay], rules, runs: createMemoryRunStore({ now: () => 1_000 }) });
	const waits = (await run(parts, 'Call ana@example.com and pay.')) as Suspended;
	expect(waits).toMatchObject({ reason: 'approval', handOver: said });
	const decisions = withViews(waits.state, [{ id: 'p', kind: 'approval', approved: true }]);
	const goesOn = await runAgent({ message: '', conversationId: '', resume: { state: waits.state, decisions } }, parts, never);
	expect(goesOn).toMatchObject({ kind: 'needs-human', reason: 'promised', handOver: said });
});
