import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { testManifest } from '../../../test/fakes/permissive-gate';
import { outcomeLines } from './outcome-lines';
import { processTerminal } from '../../terminal/terminal';
import { testTerminal } from '../../../test/support/test-terminal';

const run = {
	reply: 'Thirty\u001b[2J days. [1]',
	agent: { id: 'support', version: '1.0.0' },
	conversationId: 'c',
	citations: [{ number: 1, documentId: 'returns.md', title: 'Returns', text: 'Thirty days.', start: 0, end: 12 }],
	usage: {
		inputTokens: 10,
		outputTokens: 5,
		estimated: false,
		costUsd: 0.00012,
		model: 'openai:gpt-4.1-mini',
		durationMs: 12.4,
		priceTable: null,
		modelCalls: 1,
		toolCalls: 0,
		attempts: [],
	},
	guardrails: [
		{
			guardrail: 'personal-data',
			code: 'PERSONAL_DATA' as const,
			reason: 'The text contains personal data: CPF.',
			stage: 'input' as const,
			action: 'rewrite' as const,
			matches: [{ type: 'BR_CPF', start: 0, end: 14, score: 1 }],
		},
	],
	searches: [],
	manifest: testManifest,
	runId: 'r1',
};
const text = (outcome: AgentOutcome) => outcomeLines(outcome, testTerminal()).join('\n');

test('shows the reply, what it cites, what it cost, and which guardrails spoke', () => {
	expect(text({ kind: 'reply', ...run })).toBe(
		'Thirty days. [1]\n  [1] Returns (returns.md)\n\nreply\nopenai:gpt-4.1-mini, 10 + 5 tokens, 0.000120 USD, 12 ms\nguardrail personal-data: rewrite of the input (BR_CPF)',
	);
});

test('names the models that were asked in vain', () => {
	const attempts = [
		{ model: 'openai:llama3.2', ok: false, durationMs: 3, errorCode: 'MODEL_UNREACHABLE' },
		{ model: 'troupe:extractive', ok: true, durationMs: 1 },
	];
	expect(text({ kind: 'reply', ...run, usage: { ...run.usage, attempts } })).toContain(
		' ms\nopenai:llama3.2 failed: MODEL_UNREACHABLE\nguardrail',
	);
});

test('says why there is no reply', () => {
	expect(text({ kind: 'blocked', guardrail: 'message-length', reason: 'Too long.', ...run })).toContain(
		'blocked by message-length: Too long.',
	);
	expect(text({ kind: 'needs-human', reason: 'not-covered', ...run })).toContain('needs-human: not-covered');
	const unasked = {
		...run,
		guardrails: [{ ...run.guardrails[0]!, matches: [] }],
		usage: { ...run.usage, model: null, costUsd: null, estimated: true },
	};
	expect(text({ kind: 'limit-reached', limit: 'tokens', partial: false, ...unasked })).toMatch(
		/limit-reached: tokens\nno model asked, 10 \+ 5 tokens \(estimated\), cost unknown/,
	);
	const attempts = [{ model: 'openai:new', ok: false, durationMs: 1, errorCode: 'BUDGET_EXCEEDED' }];
	const refused = { ...unasked, usage: { ...unasked.usage, attempts } };
	expect(text({ kind: 'limit-reached', limit: 'budget', partial: false, ...refused })).toMatch(
		/limit-reached: budget \(see `troupe usage budgets`.*\nno model answered.*\nopenai:new failed: BUDGET_EXCEEDED/,
	);
});

test("the process's own terminal writes lines, without colours where nobody sees them", () => {
	const written: string[] = [];
	const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
	const note = jest.spyOn(process.stderr, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
	try {
		const terminal = processTerminal();
		terminal.print(terminal.style('red', 'an answer'));
		terminal.note('a note');
	} finally {
		write.mockRestore();
		note.mockRestore();
	}
	expect(written).toEqual(['an answer\n', 'a note\n']);
});

test('says where a collection was searched otherwise than it was meant to, once, and not what is its nature', () => {
	const rerankFailure = {
		reranker: 'cohere:rerank-v3.5',
		errorCode: 'MODEL_RATE_LIMITED',
		message: 'Cohere\u001b[2J lets no more through.',
	};
	const failed = { collection: 'house', mode: 'hybrid' as const, passages: 2, rerankFailure };
	const searches = [
		failed,
		{ ...failed, tool: 'look_up' },
		{ collection: 'bills', mode: 'lexical' as const, fellBack: 'no_vectors' as const, passages: 0 },
		{ collection: 'old', mode: 'lexical' as const, fellBack: 'no_embedder' as const, passages: 0 },
	];
	const shown = text({ kind: 'reply', ...run, searches });
	expect(shown.split('\n').filter((line) => line.includes('collection'))).toEqual([
		expect.stringContaining('The collection "house" was not reranked: Cohere lets no more through.'),
		expect.stringContaining('The collection "old" was searched by words alone: this host has no embedder for its model'),
	]);
});
