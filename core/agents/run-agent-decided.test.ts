/** Plays what models do after a person has decided about a call. */
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../test/fakes/tool-agent';
import { withViews } from '../../test/support/with-views';
import type { ToolRule } from '../tools/definition/rules';
import type { AgentOutcome, RunState } from './agent-outcome';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';

const never = new AbortController().signal;
type Suspended = Extract<AgentOutcome, { state: RunState }>;
const calls = (...list: Parameters<typeof calling>) => ({ text: '', ...calling(...list), finish: 'tool-calls' as const });

/** Starts an agent whose model gives these answers. */
async function start(rules: ToolRule[], answers: Parameters<typeof scriptedChatModel>, message = 'Pay what the mail says.') {
	const pay = fakeTool('pay', () => 'paid', { effect: 'irreversible' });
	const look = fakeTool('look', () => 'The account is DE89370400440532013000.', { effect: 'reads' });
	const model = scriptedChatModel(...answers);
	const parts = toolAgent(model, { tools: [look, pay], rules, settings: { askPerson: true }, runs: createMemoryRunStore() });
	const first = (await runAgent({ message, conversationId: 'c' }, parts, never)) as Suspended;
	const decide = async (waiting: Suspended, approved: boolean | boolean[]) => {
		const decisions = waiting.pending.map(({ id }, place) => ({
			id,
			kind: 'approval' as const,
			approved: Array.isArray(approved) ? approved[place]! : approved,
		}));
		return (await runAgent(
			{ message: '', conversationId: '', resume: { state: waiting.state, decisions: withViews(waiting.state, decisions) } },
			parts,
			never,
		)) as Suspended;
	};
	return { first, decide, pay, look, model };
}
const iban = 'DE89370400440532013000';
const ask: ToolRule[] = [
	{ tool: 'look', permission: 'allow' },
	{ tool: 'pay', permission: 'ask' },
];
const allow: ToolRule[] = [{ tool: '*', permission: 'allow' }];

test('asks again for the same account with another amount, and shows what was approved (nicobailon/pi-mcp-adapter#367)', async () => {
	const again = [calls(['look', {}, 'l']), calls(['pay', { iban, amount: 7 }, 'p']), calls(['pay', { iban, amount: 900 }, 'q'])] as const;
	const { first, decide, pay } = await start(allow, [...again, 'Done.']);
	const second = await decide(first, true);
	expect(second).toMatchObject({ kind: 'needs-human', pending: [{ id: 'q', arguments: { iban, amount: 900 } }] });
	expect(second.pending[0]!.question).toContain('- iban: an earlier call that a person approved');
	expect(pay.calls).toEqual([{ iban, amount: 7 }]);
	expect(await decide(second, false)).toMatchObject({ kind: 'reply', reply: 'Done.' });
	expect(pay.calls).toHaveLength(1);
});

test.each([
	['a rule asks', ask],
	['a value of others asks', allow],
])('makes no approved call twice where %s, whatever the model repeats (agno-agi/agno#10366)', async (_way, rules) => {
	const call = (id: string) => calls(['pay', { iban, amount: 7 }, id]);
	const { first, decide, pay } = await start(rules, [calls(['look', {}, 'l']), call('p'), call('q'), 'Done.']);
	expect(await decide(first, true)).toMatchObject({ kind: 'reply', reply: 'Done.' });
	expect(pay.calls).toEqual([{ iban, amount: 7 }]);
});

test('asks a few times at most about a call that is declined and comes again (langchain-ai/deepagents#2946)', async () => {
	const answers = Array.from({ length: 40 }, (_, at) => calls(['pay', { iban, amount: 7 }, `p${at}`]));
	const { first, decide, pay } = await start(ask, answers);
	let [now, asked] = [first, 0];
	for (; now.kind === 'needs-human'; asked += 1) now = await decide(now, false);
	expect(now).toMatchObject({ kind: 'limit-reached' });
	expect(asked).toBeLessThanOrEqual(3);
	expect(pay.calls).toEqual([]);
});

test('keeps a decision, and the call that was made, where the model is away afterwards (microsoft/agent-framework#7458)', async () => {
	const away = (): Promise<never> => Promise.reject(new Error('the model is away'));
	const { first, decide, pay } = await start(ask, [calls(['pay', { iban, amount: 7 }, 'p']), away, 'Paid.']);
	await expect(decide(first, true)).rejects.toThrow('the model is away');
	await expect(decide(first, false)).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
	expect(await decide(first, true)).toMatchObject({ kind: 'reply', reply: 'Paid.' });
	expect(pay.calls).toEqual([{ iban, amount: 7 }]);
});

test('of calls in one answer makes the approved and the free ones, and no other (langchain-ai/langchainjs#11391, langchain-ai/langchain#37093)', async () => {
	const mixed = calls(['pay', { iban, amount: 7 }, 'p'], ['look', {}, 'l'], ['pay', { iban, amount: 8 }, 'q']);
	const { first, decide, pay, look, model } = await start(ask, [mixed, 'Done.']);
	expect(first.pending.map(({ id }) => id)).toEqual(['p', 'q']);
	expect(await decide(first, [false, true])).toMatchObject({ kind: 'reply', reply: 'Done.' });
	expect([pay.calls, look.calls.length]).toEqual([[{ iban, amount: 8 }], 1]);
	const told = model.requests.at(-1)!.messages.filter(({ role }) => role === 'tool');
	expect(told.map((message) => 'callId' in message && message.callId)).toEqual(['p', 'l', 'q']);
});
