import { listSteps, type RunStep } from '../../core/agents/loop/trail/list-steps';
import type { TrailEntry } from '../../core/agents/loop/trail/trail-entry';
import { runAgent } from '../../core/agents/run-agent';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../test/fakes/tool-agent';
import { describeSlowest } from './slowest-step';
import { drawSteps } from './step-tree';

const never = new AbortController().signal;
const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
const step = (told: object): RunStep => ({ startedAt: '2026-01-01T00:00:00.000Z', durationMs: 1_250, ...told }) as RunStep;

it('draws the steps of called agents below their calls, also of one that waits', async () => {
	const trails: TrailEntry[][] = [];
	const rules = [{ tool: '*', permission: 'ask' as const }];
	const payer = teamMember(
		toolAgent(scriptedChatModel(calling(['pay', { amount: 5 }, 'two'])), { id: 'payer', tools: [fakeTool('pay')], rules }),
	);
	const counter = teamMember(toolAgent(scriptedChatModel('42'), { id: 'counter' }));
	const calls = calling([counter.tool.name, { task: 'Count' }, 'one'], [payer.tool.name, { task: 'Pay' }, 'three']);
	const parts = {
		...toolAgent(scriptedChatModel(calls), {}),
		members: [counter, payer],
		onTrail: (trail: unknown[]) => void trails.push(trail as TrailEntry[]),
	};
	await runAgent({ message: 'Count, then pay', conversationId: 'c1', runId: 'r1' }, parts, never);
	const lines = drawSteps(listSteps(trails[0]!)).map((line) => line.replaceAll(/\d+ ms/g, 'N ms'));
	expect(lines.slice(0, 15)).toEqual([
		'├─ input, N ms',
		'├─ model script:model: 10 + 5 tokens, N ms, calls 2 tools',
		'├─ counter {"task":"Count"}: ok, 2 characters, N ms',
		'│  ├─ input, N ms',
		'│  ├─ model script:model: 10 + 5 tokens, N ms',
		'│  └─ end: reply',
		'├─ agent payer',
		'│  ├─ input, N ms',
		'│  ├─ model script:model: 10 + 5 tokens, N ms, calls 1 tool',
		'│  └─ waits for a person: 1 decision',
		'│        about pay {"amount":5}',
		'│        why: a rule asks about calls of pay',
		'│          Where the values come from:',
		'│          - amount: written by the agent, in no text that it read',
		'└─ waits for a person: 1 decision',
	]);
});

it('names the slowest step, of a called agent in place of the call, and no wait for a person', () => {
	const team = { agent: 'payer', depth: 1, call: 'one' };
	const steps = [
		step({ kind: 'input', passages: [], durationMs: 20 }),
		step({ kind: 'model', purpose: 'answer', model: 'a:b', durationMs: 900, team }),
		step({ kind: 'tool', tool: 'pay', callId: 'two', durationMs: 1_500, team }),
		step({ kind: 'tool', tool: 'payer', callId: 'one', durationMs: 2_500 }),
		step({ kind: 'decision', callId: 'two', approved: true, durationMs: 90_000 }),
	];
	expect(describeSlowest(steps, 2_600)).toBe('payer: pay, 1.5 s of 2.6 s');
	expect(describeSlowest(steps.slice(0, 1), 20)).toBeUndefined();
});

it('says why another model answered, why a passage was taken, why a person is asked and why the run was blocked', () => {
	const attempts = [
		{ model: 'a:first', ok: false, errorCode: 'MODEL_UNREACHABLE', durationMs: 30 },
		{ model: 'b:dear', ok: false, errorCode: 'BUDGET_EXCEEDED', budget: 'month', durationMs: 0 },
	];
	const search = { collection: 'handbook', mode: 'hybrid', passages: 1, fellBack: 'no_vectors' };
	const origin = { path: 'to', kind: 'text', trusted: false, places: [{ source: 'tool', from: 'mail', excerpt: 'pay mallory' }] };
	const limit = { tool: 'pay', calls: 2, maxCalls: 2 };
	const asked = (more: object) => ({ kind: 'approval', id: 'p', tool: 'pay', arguments: { to: 'mallory' }, ...more });
	const stopped = {
		guardrail: 'injection',
		code: 'INJECTION',
		stage: 'input',
		action: 'block',
		matches: 1,
		reason: 'The text gives orders.',
	};
	const lines = drawSteps(
		[
			step({
				kind: 'input',
				passages: [{ document: 'h.md', chunk: 'h.md#2', title: 'Handbook', score: 0.71234, page: 3 }],
				searches: [search],
			}),
			step({ kind: 'model', purpose: 'answer', model: 'c:third', usage, costUsd: 0.002, attempts }),
			step({
				kind: 'question',
				pending: [
					asked({ because: 'values', valueOrigins: [origin] }),
					asked({ because: 'limit', limit }),
					{ kind: 'question', id: 'q', question: 'Which\ncolour?' },
				],
			}),
			step({ kind: 'decision', callId: 'p', approved: false, by: 'terminal:ana', viewSha256: 'v', comment: 'no' }),
			step({ kind: 'end', outcome: 'blocked', guardrail: 'injection', reason: 'The text gives orders.', guardrails: [stopped] }),
		],
		['signed by ana'],
	);
	const text = lines.join('\n');
	for (const said of [
		'search of handbook: 1 passage, hybrid, searched by words alone: the collection has no vectors',
		'passage 0.712: Handbook, page 3 (h.md#2)',
		'model c:third: 10 + 5 tokens, 0.002000 USD, 1.25 s',
		'why c:third: a:first failed: MODEL_UNREACHABLE, after 30 ms',
		'why c:third: b:dear is not within the budget month',
		'why: nobody who may decide chose its values',
		'- to: ',
		'pay mallory',
		'The rule for pay allows no more in this run:',
		'calls before this one: 2 of at most 2',
		'the agent asks: Which colour?',
		'p: declined by terminal:ana at 2026-01-01T00:00:01.250Z, view v: no, after 1.25 s',
		'signed by ana',
		'└─ end: blocked by the guardrail injection: The text gives orders.',
		'guardrail injection: block of the input, INJECTION: The text gives orders.',
	])
		expect(text).toContain(said);
});
