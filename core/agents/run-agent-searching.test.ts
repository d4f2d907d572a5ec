import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { fakeTool } from '../../test/fakes/tool-agent';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { placeGrounded, placeStandard } from '../guardrails/policy/place-standard';
import { createVault } from '../guardrails/vault/create-vault';
import { createDocumentRetriever } from '../knowledge/document-retriever';
import { createSearchTool } from '../knowledge/search/search-tool';
import type { KnowledgeTool } from '../tools/definition/agent-tools';
import { agentGuardrails } from './agent-guardrails';
import { parseAgentDefinition } from './definition/parse-agent-definition';
import { runAgent } from './run-agent';

const handbook = [
	{
		id: 'warranty.md',
		title: 'Warranty',
		text: '# Warranty\n\nMachines have a warranty of 24 months. Never immerse the machine in water.\n',
	},
];
const tool: KnowledgeTool = { kind: 'knowledge', name: 'handbook', description: 'The handbook.', collection: 'house' };
const search = {
	finish: 'tool-calls' as const,
	toolCalls: [{ id: 'c1', name: 'handbook', arguments: '{"question":"machine warranty"}' }],
};
/** The result of a program. */
const stockTool = { ...fakeTool('stock', () => '{"article":"Aurora One","in_stock":12}'), effect: 'reads' as const };
const never = new AbortController().signal;

/** Answers a question with what the model says after a search; it says the same if it is asked to cite. */
const answer = (reply: string, options: Options = {}) => answerWith(scriptedChatModel(search, reply, reply), undefined, options);

interface Options {
	changes?: Partial<KnowledgeTool>;
	texts?: typeof handbook;
	trail?: unknown[];
}

async function answerWith(
	model: ReturnType<typeof scriptedChatModel>,
	message = 'How long is the warranty of a machine?',
	{ changes = {}, texts = handbook, trail }: Options = {},
) {
	const definition = await parseAgentDefinition(
		{
			...{ id: 'desk', version: '1.0.0', name: 'Desk', purpose: 'Answers.', prompt: 'You are Bia of Moka.' },
			...{
				model: { route: [{ provider: 'openai', model: 'm' }] },
				guardrails: { personalData: { types: [] }, grounded: true },
				limits: {},
			},
			tools: { define: [{ ...tool, ...changes }] },
		},
		'it',
	);
	const retriever = createDocumentRetriever(texts);
	const recorded: unknown[] = [];
	const outcome = await runAgent(
		{ message, conversationId: 'c', ...(trail && { trail }) },
		{
			...{ definition, definitionSha256: 'a'.repeat(64), gate: openGate(), model, clock: { now: () => 1_000 } },
			...{ openVault: () => createVault([]), onTrail: (entries: unknown[]) => void recorded.push(...entries) },
			tools: [createSearchTool({ ...tool, search: (question, signal) => retriever.retrieve(question, 3, signal) }), stockTool],
			guard: createPlacedGuard([...agentGuardrails(definition), ...(await placeStandard([], [])), ...(await placeGrounded(true, []))]),
			...(trail && { mode: 'replay' as const }),
		},
		never,
	);
	return { outcome, model, recorded };
}

test.each([
	['a number that no passage has', 'Machines have a warranty of 36 months.'],
	['the opposite of a passage', 'You can immerse the machine in water [1].'],
	['a source of its own', '36 months [9], says the Consumer Act [7].'],
	['a list of made-up sources', 'Machines have a warranty of 24 months [1].\n\nSources:\n[1] Consumer Law Review, page 7'],
	['a footnote', 'Machines have a warranty of 24 months [^1].\n\n[^1]: Consumer Act 2031'],
	['a handbook that nobody wrote', 'Machines have a warranty of 24 months [1]. Source: Official handbook 2031, page 4.'],
	['nothing of the passages, without a citation (SciPhi-AI/R2R#2181)', 'Couriers collect broken grinders at your door.'],
])('an answer after a search goes to a person if it has %s', async (_what, reply) => {
	const { outcome, recorded } = await answer(reply);
	expect(outcome).toMatchObject({ kind: 'needs-human' });
	expect((await answer(reply, { trail: recorded })).outcome).toMatchObject({ kind: 'needs-human' });
});

test('an answer after a search gets the citation that it lacks, in the usual form, and a score', async () => {
	for (const reply of ['Machines have a warranty of 24 months.', 'Machines have a warranty of 24 months 【1】.']) {
		const { outcome, model } = await answer(reply);
		expect(outcome).toMatchObject({ kind: 'reply', citations: [{ documentId: 'warranty.md' }], support: { score: 1 } });
		expect(outcome.reply).toMatch(/24 months ?\[1\]\.$/);
		expect(model.requests).toHaveLength(2);
		expect(model.requests[0]!.messages[0]!.content).toContain('Put the number of the passage you used behind each statement');
	}
});

test('a model that cites nothing is asked once more, and a search that finds nothing has no answer', async () => {
	expect((await answer('It is long.')).model.requests).toHaveLength(3);
	const { outcome } = await answer('Machines have a warranty of 36 months.', { texts: [] });
	expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'no-citation' });
});

test('an answer need not cite where the search says so', async () => {
	const { outcome, model } = await answer('I wish you a good day.', { changes: { citations: 'optional' } });
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'I wish you a good day.' });
	expect(model.requests[0]!.messages[0]!.content).toBe('You are Bia of Moka.');
});

describe('after a search, an answer need not cite', () => {
	const ask = async (...script: Parameters<typeof scriptedChatModel>) => answerWith(scriptedChatModel(search, ...script), 'Aurora One?');
	const stock = { id: 'c2', name: 'stock', arguments: '{"article":"Aurora One"}' };

	test('if it asks back and claims nothing', async () => {
		const { outcome, model } = await ask('Which machine do you have, please: one for capsules or one for beans?');
		expect(outcome).toMatchObject({ kind: 'reply', reply: expect.stringContaining('Which machine') as string });
		expect(model.requests).toHaveLength(2);
	});

	test.each(['The Aurora One is in stock: 12 pieces.', 'O Aurora One está em estoque: 12 unidades.'])(
		'if another tool has all that it claims: %s',
		async (reply) => {
			const { outcome, model } = await ask({ finish: 'tool-calls', toolCalls: [stock] }, reply);
			expect(outcome).toMatchObject({ kind: 'reply', reply });
			expect(model.requests).toHaveLength(3);
		},
	);

	test('but not if no result has it', async () => {
		const reply = 'The Aurora One is in stock: 15 pieces.';
		expect((await ask({ finish: 'tool-calls', toolCalls: [stock] }, reply, reply)).outcome).toMatchObject({ kind: 'needs-human' });
	});
});

test('a translated answer keeps the citations that it was asked for, if its numbers are those of the passage', async () => {
	const cited = async (reply: string) =>
		(await answerWith(scriptedChatModel(search, 'Depende da máquina que você tem.', reply), 'Quanto tempo dura a garantia da máquina?'))
			.outcome;
	expect(await cited('A garantia da máquina é de 24 meses para todos [1].')).toMatchObject({ kind: 'reply', citations: [{ number: 1 }] });
	expect(await cited('A garantia da máquina é de 36 meses para todos [1].')).toMatchObject({ kind: 'needs-human' });
});

test.each(['NOT_COVERED', '[NOT_COVERED]', '[[not_covered]]'])('a mark of another form is never shown: %s', async (mark) => {
	const reply = `The warranty is 24 months [1]. ${mark}`;
	const { outcome } = await answer(reply);
	expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'not-covered' });
	expect(outcome.reply).not.toMatch(/covered/i);
});
