/** Tools that ask persons in the middle of a call. */
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, toolAgent } from '../../test/fakes/tool-agent';
import { testTool } from '../../test/support/test-tool';
import type { ToolContext, ToolQuestions, ToolResult } from '../ports/tools/tools';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { placeChecks } from '../guardrails/policy/create-guard';
import type { PolicyCheck } from '../guardrails/policy/guardrail-policy';
import { agentGuardrails } from './agent-guardrails';
import type { AgentOutcome, RunState } from './agent-outcome';
import type { AgentParts } from './agent-parts';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';

const never = new AbortController().signal;
type Suspended = Extract<AgentOutcome, { state: RunState }>;

const asks = (questions: ToolQuestions['questions'], state: unknown = 's'): ToolResult => ({
	kind: 'error',
	text: 'nobody can be asked',
	asks: { questions, state },
});
const sum = [{ name: 'sum', question: 'How much to ana@example.com?' }];

/** An agent whose tool pays after it asked. */
async function askingRun(pay: (context: ToolContext) => ToolResult, changes: Partial<AgentParts> = {}) {
	const contexts: ToolContext[] = [];
	const tool = testTool('pay', { call: async (_, context) => (contexts.push(context), pay(context)) });
	const model = scriptedChatModel(calling(['pay', { to: 'x' }, 'p']), async ({ messages }) => ({
		...{ text: `Told: ${messages.at(-1)!.content}`, finish: 'stop' as const, model: 'script:model' },
		usage: { inputTokens: 1, outputTokens: 1, estimated: false },
	}));
	const parts = toolAgent(model, { tools: [tool], runs: createMemoryRunStore(), ...changes });
	const outcome = await runAgent({ message: 'Pay what I owe.', conversationId: 'c' }, parts, never);
	const resume = (answers: Record<string, string>, from: AgentOutcome = outcome) => {
		const decisions = Object.entries(answers).map(([id, answer]) => ({ id, kind: 'question' as const, answer }));
		return runAgent({ message: '', conversationId: '', resume: { state: (from as Suspended).state, decisions } }, parts, never);
	};
	return { outcome, resume, contexts, parts, model };
}

test('the run waits for the answer, and the call is made again with it', async () => {
	const { outcome, resume, contexts } = await askingRun(({ answers }) =>
		answers ? { kind: 'ok', text: `paid ${answers.values.sum}` } : asks(sum, { at: [1, 'bob@example.com'] }),
	);
	expect(outcome).toMatchObject({
		...{ kind: 'needs-human', reason: 'question' },
		pending: [{ id: 'p.1.1', kind: 'question', question: 'How much to [EMAIL]?' }],
	});
	expect(JSON.stringify((outcome as Suspended).state)).not.toMatch(/ana@|bob@/);
	const end = await resume({ 'p.1.1': '5 for carla@example.com' });
	expect(end).toMatchObject({ kind: 'reply', reply: 'Told: paid 5 for carla@example.com' });
	expect(contexts.map(({ answers }) => answers)).toEqual([
		undefined,
		{ state: { at: [1, 'bob@example.com'] }, values: { sum: '5 for carla@example.com' } },
	]);
	expect(end.usage).toMatchObject({ toolCalls: 1, modelCalls: 2 });
});

test('a tool can ask again, but not for ever', async () => {
	const { outcome, resume, contexts } = await askingRun(() => asks([{ name: 'more', question: 'More?', choices: ['yes', 'no'] }]));
	let last = outcome;
	for (let round = 1; round <= 5; round += 1) {
		expect(last).toMatchObject({ pending: [{ id: `p.${round}.1`, choices: ['yes', 'no'] }] });
		last = await resume({ [`p.${round}.1`]: 'yes' }, last);
	}
	expect(last.reply).toMatch(/^Told: The tool asked for input more than 5 times/);
	expect(contexts).toHaveLength(6);
});

test.each<[string, ToolResult]>([
	['nothing', asks([])],
	['too many questions', asks(Array.from({ length: 21 }, (_, index) => ({ name: String(index), question: 'Q?' })))],
	['with too much data', asks(sum, 'x'.repeat(70_000))],
])('one that asks %s has failed', async (_, result) => {
	const { outcome } = await askingRun(() => result);
	expect(outcome).toMatchObject({ kind: 'reply', reply: expect.stringContaining('Nobody was asked') as string });
});

test('a question that a guardrail stops is asked of nobody', async () => {
	const { definition } = toolAgent(scriptedChatModel(), {});
	const checks: PolicyCheck[] = [{ check: 'pattern', action: 'block', stages: ['tool-result'], patterns: ['moonstone'] }];
	const guard = createPlacedGuard([...agentGuardrails(definition), ...(await placeChecks({ id: 'p', onFailure: 'block', checks }))]);
	const { outcome } = await askingRun(() => asks([{ name: 'a', question: 'Say moonstone?' }]), { guard });
	expect(outcome).toMatchObject({ kind: 'reply', reply: expect.stringContaining('Nobody was asked') as string });
});

test('a process that ended in the second attempt does not repeat it', async () => {
	const { outcome, resume, contexts, parts } = await askingRun(() => asks(sum), { runs: createMemoryRunStore() });
	const host = new AbortController();
	const dying = testTool('pay', { call: () => (host.abort(), new Promise<never>(() => undefined)) });
	const { state } = outcome as Suspended;
	const decisions = [{ id: 'p.1.1', kind: 'question' as const, answer: '5' }];
	const request = { message: '', conversationId: '', resume: { state, decisions } };
	await expect(runAgent(request, { ...parts, tools: [dying] }, host.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
	expect((await resume({ 'p.1.1': '5' })).reply).toMatch(/^Told: .*not known/);
	expect(contexts).toHaveLength(1);
});
