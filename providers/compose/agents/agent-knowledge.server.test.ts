import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAgentDefinition } from '../../../core/agents/definition/parse-agent-definition';
import type { AgentEvent } from '../../../core/agents/agent-event';
import type { RunState } from '../../../core/agents/agent-outcome';
import { runAgent } from '../../../core/agents/run-agent';
import type { ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { givenDocuments } from '../../sources/given-documents';
import { WebPages } from '../../sources/web-pages';
import { composeAgent } from './agent';
import { composeRetriever } from './agent-knowledge';
import type { Host } from '../hosts/host';
import { closeKnowledge, openKnowledge } from '../knowledge/knowledge';
import { composeUsageStore } from '../models/usage';

const leave = '# Leave\n\nThirty days of vacation a year.\n\n## Write to ana@example.com\n\nShe approves vacation.';
const bills = '# Invoices\n\nAn invoice is paid within thirty days.';

const { signal } = new AbortController();
let home: string;
let server: FakeServer;
let host: Host;
beforeAll(async () => {
	server = await startOpenAiServer();
	home = mkdtempSync(join(tmpdir(), 'troupe-agent-knowledge-'));
	host = {
		gate: openGate(),
		agentFolders: [],
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1` } },
		stateFolder: home,
		remembers: false,
	};
	const knowledge = await openKnowledge(host);
	const documents = [
		{ id: 'leave.md', title: 'Handbook', text: leave, format: 'markdown' as const, metadata: { year: 2026, class: 'public' } },
		{ id: 'bills.md', title: 'Bills', text: bills, format: 'markdown' as const, metadata: { year: 2020, class: 'public' } },
	];
	const choice = { embedder: 'openai:text-embedding-3-small', chunking: { wantedTokens: 8, maximumTokens: 16 } };
	await knowledge.ingest('house', givenDocuments(documents, new WebPages({})), choice, signal);
});
afterAll(async () => {
	await closeKnowledge(host);
	await server.close();
	rmSync(home, { recursive: true, force: true });
});

const definition = (more: object) => ({
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'Answer.', model: { extractive: false } },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'] }, grounded: true },
	limits: {},
	...more,
});
async function ask(message: string, more: object, ...steps: Parameters<typeof scriptedChatModel>) {
	const model = scriptedChatModel(...steps);
	const parts = await composeAgent({ kind: 'inline', definition: definition(more) }, { ...host, model });
	return { outcome: await runAgent({ message, conversationId: 'c' }, parts, signal), model };
}

test('an agent answers from passages of a collection, and cites where they stand', async () => {
	const knowledge = { collection: 'house', passages: 2, filter: { year: { $gte: 2026 } }, mode: 'lexical' };
	const { outcome, model } = await ask('Who approves vacation?', { knowledge }, 'Ana does [1].');
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Ana does [1].' });
	const [citation] = outcome.citations;
	expect(citation).toMatchObject({ documentId: 'leave.md', title: 'Handbook: Leave › Write to ana@example.com' });
	expect(leave.slice(citation!.start, citation!.end)).toBe(citation!.text);
	const shown = JSON.stringify(model.requests);
	expect(shown).toContain('Handbook: Leave › Write to [EMAIL_1_');
	expect(shown).not.toContain('ana@example.com');
	expect(shown).not.toContain('invoice');
});

test('it searches by words and vectors where nothing else is said, and leaves out what is below its score', async () => {
	server.calls.length = 0;
	const { model } = await ask('Who approves vacation?', { knowledge: { collection: 'house' } }, 'Ana [1].');
	expect(server.calls.map(({ path }) => path)).toEqual(['/v1/embeddings']);
	expect(model.requests[0]!.passages).toHaveLength(4);
	const strict = await ask('zeppelin', { knowledge: { collection: 'house', minimumScore: 1 } }, '[[NOT_COVERED]]');
	expect(strict.model.requests[0]!.passages ?? []).toEqual([]);
	expect(strict.outcome.kind).not.toBe('reply');
});

test('its words and vectors are put together as the definition says', async () => {
	const weights = { lexical: 1_000, dense: 0.001 };
	const knowledge = { collection: 'house', fusion: 'ranks', weights, minimumScore: 0.99 };
	const { model } = await ask('Who pays an invoice?', { knowledge }, 'We do [1].');
	// By places and words alone the first has 1 and the second 11/12.
	expect(model.requests[0]!.passages!.map(({ documentId }) => documentId)).toEqual(['bills.md']);
	for (const wrong of [{ fusion: 'places' }, { weights: { lexical: 1 } }, { weights: { lexical: 0, dense: 1 } }])
		await expect(parseAgentDefinition(definition({ knowledge: { ...knowledge, ...wrong } }), 'clerk')).rejects.toThrow(/fusion|weights/);
	const beside = { documents: 'docs', fusion: 'ranks' };
	await expect(parseAgentDefinition(definition({ knowledge: beside }), 'clerk')).rejects.toThrow(/fusion/);
});

test('the judge of support decides about statements of which the words of a passage do not tell', async () => {
	const judge = (supported: boolean) => async (request: ChatRequest) => {
		const check = /\{"check":"(\w+)"/.exec(request.messages[0]!.content)![1];
		return { ...answer, text: JSON.stringify({ check, supported }) };
	};
	const answer = { finish: 'stop' as const, model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
	const policy = { id: 'own', checks: [{ check: 'support', action: 'block', judge: 'in-doubt' }] };
	const more = { knowledge: { collection: 'house', mode: 'lexical' }, guardrails: { personalData: { types: [] }, policy } };
	const reply = 'Employees rest long and properly annually [1].';
	const borneOut = await ask('How much vacation?', more, reply, judge(true));
	expect(borneOut.outcome).toMatchObject({ kind: 'reply', reply, support: { score: 1 } });
	const denied = await ask('How much vacation?', more, reply, judge(false), reply, judge(false));
	expect(denied.outcome).toMatchObject({ guardrails: [{ code: 'SUPPORT' }] });
});

test('what the model looks up is numbered after the passages before the question, and cited, measured and resumed like them', async () => {
	const tool = {
		kind: 'knowledge',
		name: 'look_up',
		description: 'The handbook.',
		collection: 'house',
		filter: { year: 2020 },
		mode: 'lexical',
	};
	const pay = {
		kind: 'http',
		name: 'pay',
		description: 'Pays.',
		method: 'POST',
		url: 'https://pay.example.com',
		parameters: { type: 'object' },
	};
	const calls = (name: string, input: object, id: string) => ({
		finish: 'tool-calls' as const,
		toolCalls: [{ id, name, arguments: JSON.stringify(input) }],
	});
	const answer = 'Vacation is thirty days [1]. An invoice is paid within thirty days [2]. It is so [9].';
	const model = scriptedChatModel(calls('look_up', { question: 'invoice paid' }, 'c1'), calls('pay', {}, 'c2'), answer);
	const knowledge = { collection: 'house', filter: { year: 2026 }, mode: 'lexical', passages: 1 };
	const more = { knowledge, tools: { define: [tool, pay] }, guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } } };
	const compose = () => composeAgent({ kind: 'inline', definition: definition(more) }, { ...host, model });
	const waiting = await runAgent({ message: 'How many days of vacation?', conversationId: 'c' }, await compose(), signal);
	expect(model.requests[1]!.messages.at(-1)!.content).toMatch(/^\[2\] Bills[^(]*\n[^]*invoice is paid/);
	const resume = { state: (waiting as { state: RunState }).state, decisions: [{ id: 'c2', kind: 'approval' as const, approved: false }] };
	const outcome = await runAgent({ message: '', conversationId: '', resume }, await compose(), signal);
	expect(outcome.citations).toMatchObject([
		{ number: 1, documentId: 'leave.md' },
		{ number: 2, documentId: 'bills.md', text: expect.stringContaining('An invoice is paid within thirty days.') as string },
	]);
	expect(outcome.reply).toContain('[2]. It is so.');
	expect(outcome.support!.statements).toMatchObject([{ citations: [1], score: 1 }, { citations: [2] }]);
});

test('a statement that a passage of a tool denies is not shown', async () => {
	const tool = { kind: 'knowledge', name: 'look_up', description: 'The handbook.', collection: 'house', mode: 'lexical' };
	const call = { id: 'c1', name: 'look_up', arguments: '{"question":"invoice paid"}' };
	const { outcome } = await ask(
		'When is an invoice paid?',
		{ tools: { define: [tool] } },
		{ finish: 'tool-calls', toolCalls: [call] },
		...['An invoice is paid within ninety days [1].', 'It is paid within ninety days [1].'],
	);
	expect(outcome).toMatchObject({ kind: 'needs-human', reason: 'not-supported' });
});

test('a reranker judges its passages', async () => {
	server.script([{ text: JSON.stringify({ scores: [{ passage: 3, score: 9 }] }) }]);
	const knowledge = { collection: 'house', mode: 'lexical', reranker: 'openai:gpt-4.1-mini', minimumScore: 0.5, citations: 'optional' };
	const { model } = await ask('thirty days vacation invoice approves', { knowledge }, 'Yes.');
	expect(model.requests[0]!.passages).toHaveLength(1);
	expect(model.requests[0]!.passages![0]!.score).toBe(0.9);
});

test('the outcome says how each collection was searched, and the event, the trail and a replay of it the same', async () => {
	const forbidden = { status: 401, body: { error: { message: 'no' } } };
	server.script([forbidden, forbidden]);
	const reranker = 'openai:gpt-4.1-mini';
	const tool = { kind: 'knowledge', name: 'bills', description: 'Bills.', collection: 'house', filter: { year: 2020 }, mode: 'lexical' };
	const more = { knowledge: { collection: 'house', mode: 'dense', passages: 1, reranker }, tools: { define: [{ ...tool, reranker }] } };
	const call = { id: 'c1', name: 'bills', arguments: '{"question":"invoice"}' };
	const composed = async () =>
		composeAgent(
			{ kind: 'inline', definition: definition(more) },
			{ ...host, model: scriptedChatModel({ finish: 'tool-calls', toolCalls: [call] }, 'Ana does [1].') },
		);
	const [events, trail]: [AgentEvent[], unknown[]] = [[], []];
	const request = { message: 'Who approves vacation?', conversationId: 'c' };
	const listening = {
		onEvent: (event: AgentEvent) => void events.push(event),
		onTrail: (recorded: unknown[]) => void trail.push(...recorded),
	};
	const outcome = await runAgent(request, { ...(await composed()), ...listening }, signal);
	const rerankFailure = { reranker, errorCode: 'MODEL_AUTHENTICATION', message: expect.any(String) as string };
	const questionHash = expect.stringMatching(/^[\w-]{43}$/) as string;
	const searches = [
		{ collection: 'house', mode: 'dense', passages: 1, documents: ['leave.md'], questionHash, rerankFailure },
		{ collection: 'house', mode: 'lexical', passages: 1, documents: ['bills.md'], questionHash, rerankFailure, tool: 'bills' },
	];
	expect(outcome.searches).toEqual(searches);
	const told = events.flatMap((event) => (event.kind === 'searched' ? [{ ...event.search, ...(event.tool && { tool: event.tool }) }] : []));
	expect(told).toEqual(searches);
	const again = await runAgent({ ...request, trail }, { ...(await composed()), mode: 'replay' }, signal);
	expect(again.searches).toEqual(searches);
	expect(JSON.stringify([outcome.searches, told])).not.toMatch(/vacation|sk-fake/);
	// What a search asks of models is the agent's, in the ledger and its budgets.
	const calls = await (await composeUsageStore(host)).totals({ by: ['agent', 'kind'] }, Date.now());
	expect(calls.map(({ group }) => group)).toEqual(
		expect.arrayContaining([
			{ agent: 'clerk', kind: 'chat' },
			{ agent: 'clerk', kind: 'embedding' },
		]),
	);
	expect(calls.find(({ group }) => group.agent === 'clerk' && group.kind === 'chat')).toMatchObject({ failed: 2 });
});

test('a message with two questions is searched by each, its events and trail say so, and numbers are of passages (SciPhi-AI/R2R#424)', async () => {
	const [events, trail]: [AgentEvent[], unknown[]] = [[], []];
	const parts = await composeAgent(
		{ kind: 'inline', definition: definition({ knowledge: { collection: 'house', mode: 'lexical', passages: 2 } }) },
		{ ...host, model: scriptedChatModel('Ana does [1].') },
	);
	const request = { message: 'Hi, I am ana@example.com. Who approves vacation? And who pays the bills?', conversationId: 'c' };
	const listening = { onEvent: (event: AgentEvent) => void events.push(event), onTrail: (all: unknown[]) => void trail.push(...all) };
	const { searches, citations } = await runAgent(request, { ...parts, ...listening }, signal);
	const [first] = (trail[0] as { passages: Array<{ id: string; documentId: string }> }).passages;
	expect(citations).toMatchObject([{ number: 1, documentId: first!.documentId }]);
	expect(searches.map(({ ofQuestion }) => ofQuestion)).toEqual([undefined, 1, 2]);
	expect(events.flatMap((event) => (event.kind === 'searched' ? [event.ofQuestion] : []))).toEqual([undefined, 1, 2]);
	expect(trail[0]).toMatchObject({ questions: [{ text: 'Who approves vacation?' }, { text: 'who pays the bills?' }] });
	const replayed = await runAgent({ ...request, trail }, { ...parts, mode: 'replay' }, signal);
	expect(replayed.searches).toEqual(searches);
});

test('its searches have the question, masked, where the operator stores questions', async () => {
	const parts = await composeAgent(
		{ kind: 'inline', definition: definition({ knowledge: { collection: 'house', mode: 'lexical' } }) },
		{ ...host, searchQuestions: 'masked', model: scriptedChatModel('Ana [1].') },
	);
	const { searches } = await runAgent({ message: 'May ana@example.com take vacation?', conversationId: 'c' }, parts, signal);
	expect(searches).toEqual([expect.objectContaining({ question: expect.stringMatching(/^May \[EMAIL\w*\] take vacation\?$/) as string })]);
});

test('it falls back to words where nobody here makes the vectors, and says so', async () => {
	const withoutModels = { ...host, providers: {}, model: scriptedChatModel('Ana [1].') };
	const parts = await composeAgent({ kind: 'inline', definition: definition({ knowledge: { collection: 'house' } }) }, withoutModels);
	const { searches } = await runAgent({ message: 'Who approves vacation?', conversationId: 'c' }, parts, signal);
	expect(searches).toMatchObject([{ collection: 'house', mode: 'lexical', fellBack: 'no_embedder', documents: ['leave.md'] }]);
	expect((await ask('Hello', {}, 'Hi.')).outcome.searches).toEqual([]);
});

test('the model looks up what it wants to know, and whoever embeds its question sees no personal data', async () => {
	server.calls.length = 0;
	const tool = {
		kind: 'knowledge',
		name: 'handbook',
		description: 'The handbook.',
		collection: 'house',
		passages: 1,
		citations: 'optional',
	};
	const wanted = (question: string): Partial<ChatResponse> => ({
		finish: 'tool-calls',
		toolCalls: [{ id: 'c1', name: 'handbook', arguments: JSON.stringify({ question }) }],
	});
	const { outcome, model } = await ask(
		'May bob@example.com take vacation?',
		{ tools: { define: [tool] } },
		(request) => {
			const token = /\[EMAIL_1_\w+\]/.exec(request.messages.at(-1)!.content)![0];
			return Promise.resolve({
				...{ text: '', model: 'script:model', finish: 'tool-calls' as const, usage: { inputTokens: 1, outputTokens: 1, estimated: false } },
				...wanted(`vacation days of ${token}`),
			});
		},
		'Thirty days.',
	);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Thirty days.' });
	const result = model.requests[1]!.messages.at(-1)!;
	expect(result).toMatchObject({ role: 'tool', name: 'handbook' });
	expect(result.content).toMatch(/^\[1\] Handbook: Leave[^(]*\n/);
	expect(server.calls).toHaveLength(1);
	expect(JSON.stringify(server.calls[0]!.body)).not.toContain('bob@example.com');
});

test('a replay asks no collection', async () => {
	const trail: unknown[] = [];
	const composed = async () =>
		composeAgent(
			{ kind: 'inline', definition: definition({ knowledge: { collection: 'house' } }) },
			{ ...host, model: scriptedChatModel('Ana [1].') },
		);
	const parts = await composed();
	const request = { message: 'Who approves vacation?', conversationId: 'c' };
	const first = await runAgent(request, { ...parts, onTrail: (recorded) => trail.push(...recorded) }, signal);
	server.calls.length = 0;
	const again = await runAgent({ ...request, trail }, { ...(await composed()), mode: 'replay' }, signal);
	expect(again).toMatchObject({ kind: first.kind, reply: first.reply });
	expect(again.citations.map(({ documentId, start }) => [documentId, start])).toEqual(
		first.citations.map(({ documentId, start }) => [documentId, start]),
	);
	expect(server.calls).toEqual([]);
});

test('a collection that there is not is said by name', async () => {
	await expect(ask('Hello there?', { knowledge: { collection: 'nowhere' } })).rejects.toMatchObject({
		code: 'KNOWLEDGE_NOT_FOUND',
		fix: expect.stringContaining('house') as string,
	});
});

describe('a definition', () => {
	const parse = (more: object) => parseAgentDefinition(definition(more), 'it');
	const tool = { kind: 'knowledge', name: 'handbook', description: 'The handbook.', collection: 'house' };

	it('that names documents is what it was', () =>
		expect(parse({ knowledge: { documents: 'handbook' } })).resolves.toMatchObject({
			knowledge: { documents: 'handbook', passages: 5, citations: 'required' },
		}));

	it.each([
		[{ knowledge: {} }, /knowledge/],
		[{ knowledge: { documents: 'handbook', collection: 'house' } }, /knowledge/],
		[{ knowledge: { documents: 'handbook', mode: 'lexical' } }, /collection/],
		[{ knowledge: { collection: 'house', mode: 'fuzzy' } }, /knowledge.mode/],
		[{ knowledge: { collection: 'house', filter: { $near: 1 } } }, /knowledge.filter is not a filter/],
		[{ tools: { define: [{ ...tool, filter: { year: {} } }] } }, /tools.define.0.filter is not a filter/],
		[{ tools: { define: [tool, tool] } }, /tools.define.1 has the same name as tools.define.0/],
		[{ tools: { define: [{ ...tool, collection: undefined }] } }, /tools.define.0/],
	])('that says %j is refused', (more, message) =>
		expect(parse(more)).rejects.toMatchObject({ code: 'AGENT_INVALID', message: expect.stringMatching(message) as string }),
	);
});

test('passages are trusted by the origins that the definition lists, and those that an agent stored are not', async () => {
	const { runKnowledgeTask } = await import('../knowledge/knowledge-task');
	const stored = {
		operation: 'ingest',
		collection: 'mixed',
		embedder: 'none',
		documents: [{ id: 'a', text: 'The zebra account is 4711-8.' }],
	};
	await runKnowledgeTask(stored, { ...host, process: 'house' }, signal);
	const reply = { ...stored, origins: ['tool'], documents: [{ id: 'b', text: 'The zebra account is now 9922-1.' }] };
	await runKnowledgeTask(reply, { ...host, process: 'house' }, signal);
	const trustOf = async (trustedDocuments?: string[]) => {
		const knowledge = { collection: 'mixed', mode: 'lexical', ...(trustedDocuments && { trustedDocuments }) };
		const { model } = await ask('Which zebra account?', { knowledge }, 'None [1].');
		return model.requests[0]!.passages!.map(({ documentId, labels, trusted }) => [documentId, labels?.origin, trusted]).sort();
	};
	expect(await trustOf(['process:*'])).toEqual([
		['a', 'process:house', true],
		['b', 'others:process:house', undefined],
	]);
	expect((await trustOf()).map(([, , trusted]) => trusted)).toEqual([undefined, undefined]);
});

test('passages of the folder beside the definition are trusted where it lists them', async () => {
	mkdirSync(join(home, 'docs'), { recursive: true });
	writeFileSync(join(home, 'docs', 'account.md'), 'The zebra account is 4711-8.');
	const parsed = await parseAgentDefinition(definition({ knowledge: { documents: 'docs', trustedDocuments: ['definition *'] } }), 'clerk');
	const retriever = await composeRetriever(parsed, home, host);
	expect((await retriever!.retrieve('Which zebra account?', 1, signal)).passages).toMatchObject([{ trusted: true }]);
});
