import { openGate } from '../../sandbox/fakes/open-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { placeStandard } from '../guardrails/policy/place-standard';
import { createVault } from '../guardrails/vault/create-vault';
import { createDocumentRetriever } from '../knowledge/document-retriever';
import { createSearchTool } from '../knowledge/search/search-tool';
import type { KnowledgeTool } from '../tools/tool-definition';
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
const never = new AbortController().signal;

/** Answers a question with what the model says after a search; it says the same if it is asked to cite. */
async function answer(reply: string, { changes = {}, texts = handbook, trail = undefined as unknown[] | undefined } = {}) {
	const definition = await parseAgentDefinition(
		{
			...{ id: 'desk', version: '1.0.0', name: 'Desk', purpose: 'Answers.', prompt: 'You are Bia of Moka.' },
			...{ model: { route: [{ provider: 'openai', model: 'm' }] }, guardrails: { personalData: { types: [] } }, limits: {} },
			tools: { define: [{ ...tool, ...changes }] },
		},
		'it',
	);
	const retriever = createDocumentRetriever(texts);
	const model = scriptedChatModel(search, reply, reply);
	const recorded: unknown[] = [];
	const outcome = await runAgent(
		{ message: 'How long is the warranty of a machine?', conversationId: 'c', ...(trail && { trail }) },
		{
			...{ definition, definitionSha256: 'a'.repeat(64), gate: openGate(), model, clock: { now: () => 1_000 } },
			...{ openVault: () => createVault([]), onTrail: (entries: unknown[]) => void recorded.push(...entries) },
			tools: [createSearchTool({ ...tool, search: (question, signal) => retriever.retrieve(question, 3, signal) })],
			guard: createPlacedGuard([...agentGuardrails(definition), ...(await placeStandard([], []))]),
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
