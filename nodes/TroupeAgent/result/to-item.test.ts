import type { INode } from 'n8n-workflow';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { testManifest } from '../../../test/fakes/permissive-gate';
import { listBatchHints, listHints, listNotes } from './list-hints';
import { toItem } from './to-item';

const run = {
	reply: 'You have 30 days [1].',
	agent: { id: 'support', version: '1.0.0' },
	conversationId: 'c1',
	citations: [{ number: 1, documentId: 'returns.md', title: 'Returns', page: 2, text: '30 days', start: 0, end: 7 }],
	usage: {
		inputTokens: 1,
		outputTokens: 1,
		estimated: false,
		costUsd: 0.01,
		model: 'openai:m',
		durationMs: 1,
		priceTable: null,
		modelCalls: 1,
		toolCalls: 0,
		attempts: [],
	},
	guardrails: [],
	searches: [],
	manifest: testManifest,
	runId: 'r1',
};
const state = { version: 1 } as never;
const pending = [{ id: 'a', kind: 'question' as const, question: 'Which?' }];

describe('an outcome as an item', () => {
	it('has the reply where n8n’s chat looks for it, in every form', () => {
		for (const detail of ['full', 'simple', 'tool'] as const)
			expect(toItem({ kind: 'reply', ...run }, detail)).toMatchObject({ output: run.reply, outcome: 'reply' });
	});

	it('says where texts of others came from that the reply can repeat', () => {
		for (const detail of ['full', 'simple'] as const)
			expect(toItem({ kind: 'reply', ...run, origins: ['tool'] }, detail)).toMatchObject({ origins: ['tool'] });
	});

	it('ends with its sources where a chat shows it', () => {
		const sources = '\n\n[1] Returns, p. 2';
		expect(toItem({ kind: 'reply', ...run }, 'simple', sources)).toMatchObject({ output: run.reply + sources, reply: run.reply });
		expect(toItem({ kind: 'reply', ...run, output: { days: 30 } }, 'simple', sources)).toMatchObject({ output: { days: 30 } });
	});

	it('holds everything where it is not simplified', () => {
		expect(toItem({ kind: 'reply', ...run })).toMatchObject({ reply: run.reply, manifest: testManifest, usage: run.usage, guardrails: [] });
	});

	it('leaves out what only machines read where it is simplified', () => {
		expect(toItem({ kind: 'reply', ...run }, 'simple')).toEqual({
			output: run.reply,
			reply: run.reply,
			outcome: 'reply',
			citations: [{ number: 1, title: 'Returns', page: 2, text: '30 days' }],
			...{ conversationId: 'c1', runId: 'r1' },
			model: 'openai:m',
			costUsd: 0.01,
		});
	});

	it('says what was masked, also above the output', () => {
		const found = { guardrail: 'personal-data', reason: '', stage: 'input' as const, action: 'rewrite' as const };
		const cpf = { ...found, code: 'PERSONAL_DATA' as const, matches: [{ type: 'BR_CPF', start: 0, end: 14, score: 1 }] };
		const outcome = { kind: 'reply' as const, ...run, guardrails: [cpf, cpf] };
		expect(toItem(outcome, 'simple')).toMatchObject({ masked: ['BR_CPF'] });
		expect(listNotes(outcome)).toEqual(['Masked in this run: BR_CPF.']);
		expect(listNotes({ kind: 'reply', ...run })).toEqual([]);
	});

	it('says above the output that no model is set up where the documents are quoted', () => {
		const quoted = { kind: 'reply' as const, ...run, usage: { ...run.usage, model: 'troupe:extractive' } };
		expect(listNotes(quoted)).toEqual([expect.stringMatching(/^No model is set up .* field Model\.$/)]);
	});

	it('is said to see nothing of another item of its conversation in the same batch', () => {
		const hints = (ids: string[], batchSize: number) => listBatchHints(new Map(ids.entries()), { batchSize });
		expect(hints(['a', 'b', 'a'], 3)).toEqual([expect.stringContaining('set Batch Size to 1')]);
		expect(hints(['a', 'b', 'b', 'a', 'a'], 3)).toHaveLength(1);
		expect([...hints(['a', 'a'], 1), ...hints(['a', 'b'], 2)]).toEqual([]);
	});

	it('is not said to miss an item of its conversation that an earlier batch answered', () => {
		expect(listBatchHints(new Map(['a', 'b', 'a', 'b'].entries()), { batchSize: 2 })).toEqual([]);
		// They came in another order than they were given, and one failed.
		const conversations = new Map([
			[3, 'a'],
			[0, 'a'],
		]);
		expect(listBatchHints(conversations, { batchSize: 2 })).toEqual([]);
	});

	it.each(['not-covered', 'no-citation', 'not-supported', 'guardrail', 'content-filter'] as const)(
		'is told above the output where a person should answer: %s',
		(reason) => {
			const hints = (isTool = false) => {
				const node = { type: 'troupeAgent' } as INode;
				return listHints({ kind: 'needs-human', reason, ...run }, { getNode: () => node, isToolExecution: () => isTool });
			};
			expect(hints()).toEqual([
				expect.stringMatching(`\\(needs-human, ${reason}\\).*output Unanswered, .*output Reply: .*Chat.*Respond to Webhook`),
			]);
			expect(hints(true)).toEqual([expect.stringMatching(/the agent that called it gets the outcome\.$/)]);
		},
	);

	it('names the guardrails that let something through because of the facts', () => {
		const found = { code: 'PRICE' as const, reason: '', stage: 'output' as const, action: 'log' as const, matches: [] };
		const exempted = { guardrail: 'no-price', ...found, exempted: { temperature: 'cold' as const } };
		const guardrails = [exempted, exempted, { guardrail: 'injection', ...found }];
		expect(toItem({ kind: 'reply', ...run, guardrails }, 'simple')).toMatchObject({ exempted: ['no-price'] });
	});

	it('keeps what the operation Resume needs while the run waits', () => {
		const decideBy = '2026-01-08T00:00:00.000Z';
		const waiting: AgentOutcome = { kind: 'needs-human', reason: 'question', pending, decideBy, whenTimedOut: 'end', state, ...run };
		expect(toItem(waiting, 'simple')).toMatchObject({ reason: 'question', pending, decideBy, whenTimedOut: 'end', state });
	});

	it.each<[AgentOutcome, object]>([
		[
			{ kind: 'blocked', guardrail: 'topic', reason: 'Not here.', ...run },
			{ guardrail: 'topic', reason: 'Not here.' },
		],
		[
			{ kind: 'limit-reached', limit: 'cost', partial: true, ...run },
			{ limit: 'cost', partial: true },
		],
	])('says why it is not a plain reply: %j', (outcome, reasons) => {
		expect(toItem(outcome, 'simple')).toMatchObject(reasons);
		expect(toItem(outcome, 'tool')).toMatchObject(reasons);
	});

	it('is short for an agent that called this one as a tool', () => {
		const item = toItem({ kind: 'reply', ...run }, 'tool');
		expect(Object.keys(item)).toEqual(['output', 'outcome', 'citations']);
	});
});
