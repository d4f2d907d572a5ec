import { readFileSync } from 'node:fs';
import { PDFDocument, PDFName, StandardFonts } from 'pdf-lib';
import { startChroma, type ChromaTestServer } from '../support/servers/chroma-server';
import { eicar } from '../fakes/clamd-server';
import { onChroma } from '../knowledge/chroma';
import { createPgvectorCluster, onPgvector, type PgvectorCluster } from '../knowledge/pgvector-cluster';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import type { Workflow } from './n8n-api';
import { credentialOf } from './queue-mode';
import { agent, chatModel, chatWorkflow, type Step, type SubNode, webhookWorkflow } from './workflows';
import { startWorld, type World } from './world';

let world: World;
let model: FakeServer;
/** n8n's own. */
let credential: { id: string; name: string };

/** Looks a question up where it has a tool for it, and says what was found; else repeats what it was told before. */
const lookUp: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	if (last.role === 'tool' && /remembered/.test(last.content)) return { text: 'Noted.' };
	if (last.role === 'tool') return { text: `The handbook says: ${/two years|one year/.exec(last.content)?.[0] ?? 'nothing'}.` };
	if (last.content.startsWith('Note: ')) return { text: '', calls: [{ name: 'note_fact', input: { fact: last.content.slice(6) } }] };
	if (last.content.startsWith('Look up: '))
		return { text: '', calls: [{ name: 'search_handbook', input: { question: last.content.slice(9) } }] };
	return {
		text: `Before: ${messages
			.filter(({ role }) => role !== 'system')
			.slice(0, -1)
			.map(({ content }) => content)
			.join(' | ')}`,
	};
};

beforeAll(async () => {
	[world, model] = await Promise.all([startWorld(), startOpenAiServer({ respond: lookUp })]);
	credential = await world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${model.url}/v1`, header: false });
}, 900_000);
afterAll(() => Promise.all([world?.stop(), model?.close()]));
beforeEach(() => model.calls.splice(0));

const handbook = { __rl: true, mode: 'name', value: 'handbook' };
const knowledge = (parameters: object, name = 'Knowledge'): Step => ({
	name,
	type: 'n8n-nodes-troupe.troupeKnowledge',
	typeVersion: 1,
	parameters: { collection: handbook, options: {}, ...parameters },
});
const searchTool = (into: string): SubNode => ({
	...knowledge(
		{
			descriptionType: 'manual',
			toolDescription: 'Finds passages of the handbook.',
			operation: 'search',
			question: "={{ $fromAI('question', 'What is to be found out', 'string') }}",
			mode: 'lexical',
		},
		'search_handbook',
	),
	type: 'n8n-nodes-troupe.troupeKnowledgeTool',
	into,
	as: 'ai_tool',
});

/** Ingests what is sent to it as a file. */
const ingestFile = () => knowledge({ operation: 'ingest', input: 'binary', binaryFields: 'file' });
async function send(path: string, file: Blob, name: string): Promise<unknown> {
	const form = new FormData();
	form.set('file', file, name);
	return (await fetch(`${world.url}/webhook/${path}`, { method: 'POST', body: form, signal: AbortSignal.timeout(150_000) })).json();
}

/** States that are saved and never restored: PDF.js takes minutes for them, and a page has 20 seconds. */
async function endlessPdf(): Promise<Blob> {
	const document = await PDFDocument.create();
	const page = document.addPage();
	page.node.set(PDFName.of('Contents'), document.context.register(document.context.stream('q '.repeat(40_000))));
	return new Blob([Buffer.from(await document.save())], { type: 'application/pdf' });
}

async function pdf(text: string): Promise<Blob> {
	const document = await PDFDocument.create();
	const page = document.addPage([400, 200]);
	page.drawText(text, { x: 20, y: 150, size: 12, font: await document.embedFont(StandardFonts.Helvetica) });
	return new Blob([Buffer.from(await document.save())], { type: 'application/pdf' });
}

describe('Troupe Knowledge in n8n', () => {
	it('runs its example: a PDF goes in by a webhook, and n8n’s agent answers from it by the tool', async () => {
		const example = JSON.parse(readFileSync('examples/knowledge/workflow.json', 'utf8')) as Omit<Workflow, 'nodes'> & { nodes: Step[] };
		const nodes = example.nodes.map((node) =>
			node.name === 'OpenAI Chat Model' ? { ...node, credentials: { openAiApi: credential } } : node,
		);
		const id = await world.api.publish({ ...example, nodes }, 'knowledge-question');
		const form = new FormData();
		form.set('file', await pdf('The warranty of a grinder is two years.'), 'grinder.pdf');
		const sent = await fetch(`${world.url}/webhook/knowledge-file`, { method: 'POST', body: form });
		expect([sent.status, await sent.json()]).toMatchObject([200, { id: 'grinder.pdf', state: 'added', chunks: 1, collection: 'handbook' }]);
		const { body } = await world.api.ask<{ output: string }>('knowledge-question', {
			question: 'Look up: How long is the warranty of a grinder?',
		});
		expect(body.output).toBe('The handbook says: two years.');
		const run = await world.api.finishedRun(id);
		expect(JSON.stringify(run.search_handbook)).toContain('"page":1');
	});

	it('hands on what a file is refused for: a virus, and a page that takes too long, beside which others are read', async () => {
		await world.api.publish(webhookWorkflow('knowledge-hostile', [ingestFile()]), 'knowledge-hostile');
		const slow = send('knowledge-hostile', await endlessPdf(), 'slow.pdf');
		const virus = await send('knowledge-hostile', new Blob([eicar], { type: 'text/plain' }), 'virus.txt');
		expect(virus).toMatchObject({ id: 'virus.txt', state: 'failed', failure: 'infected', message: expect.any(String) as string });
		await expect(send('knowledge-hostile', new Blob(['A kettle boils in a minute.']), 'kettle.txt')).resolves.toMatchObject({
			state: 'added',
		});
		expect(await slow).toMatchObject({
			...{ id: 'slow.pdf', state: 'failed', failure: 'timeout' },
			message: expect.stringContaining('Page 1 of the document was not read within 20 seconds') as string,
		});
		const steps = [knowledge({ operation: 'list', returnAll: true, filter: '{"documentId": "slow.pdf"}' })];
		await world.api.publish(webhookWorkflow('knowledge-failures', steps), 'knowledge-failures');
		expect((await world.api.ask('knowledge-failures', {})).body).toMatchObject({ state: 'failed', failure: { failure: 'timeout' } });
		const remove = knowledge({ operation: 'delete', by: 'ids', ids: "={{ ['slow.pdf', 'virus.txt', 'kettle.txt'] }}" });
		await world.api.publish(webhookWorkflow('knowledge-clear', [remove]), 'knowledge-clear');
		expect((await world.api.ask<{ removed: string[] }>('knowledge-clear', {})).body.removed).toHaveLength(3);
	}, 180_000);

	it('ingests a text once, searches it by a filter, lists and deletes it', async () => {
		const text = '={{ $json.body.text }}';
		const options = { id: 'machine', title: 'Machine', metadata: '{"year": 2026}' };
		await world.api.publish(
			webhookWorkflow('knowledge-text', [knowledge({ operation: 'ingest', input: 'text', text, options })]),
			'knowledge-text',
		);
		const file = () => world.api.ask('knowledge-text', { text: 'Descale the machine every month.' });
		expect([(await file()).body, (await file()).body]).toMatchObject([{ state: 'added' }, { state: 'unchanged' }]);

		const search = knowledge({
			operation: 'search',
			question: '={{ $json.body.question }}',
			mode: 'hybrid',
			filter: '{"year": {"$gte": 2026}}',
		});
		await world.api.publish(webhookWorkflow('knowledge-search', [search]), 'knowledge-search');
		const { body } = await world.api.ask('knowledge-search', { question: 'How often do I descale?' });
		expect(body).toMatchObject({ mode: 'lexical', hits: [{ documentId: 'machine', title: 'Machine', metadata: { year: 2026 } }] });
		expect(body.passages).toBe('[1] Machine\nDescale the machine every month.');

		const steps = [
			knowledge({ operation: 'list', returnAll: true, filter: '{"year": 2026}' }),
			knowledge({ operation: 'delete', by: 'ids' }, 'Delete'),
		];
		await world.api.publish(webhookWorkflow('knowledge-delete', steps), 'knowledge-delete');
		expect((await world.api.ask('knowledge-delete', {})).body).toEqual({ collection: 'handbook', removed: ['machine'] });
	});

	it('serves Troupe’s own agent as a tool', async () => {
		const definition = {
			id: 'librarian',
			version: '1.0.0',
			name: 'Librarian',
			purpose: 'Looks up.',
			prompt: 'You look up questions by your tool.',
			model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
			guardrails: { personalData: { types: [], action: 'token' } },
			limits: { messageCharacters: 4000, outputTokens: 500, wallClockMs: 30_000 },
		};
		const own = await world.api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' });
		const parameters = { source: 'define', definition: JSON.stringify(definition), options: { allowTools: 'search_*', simplify: false } };
		const step: Step = agent(parameters, { credentials: { troupeOpenAiApi: own } });
		await world.api.publish(webhookWorkflow('knowledge-agent', [step], [searchTool('Agent')]), 'knowledge-agent');
		const { body } = await world.api.ask('knowledge-agent', { message: 'Look up: How long is the warranty of a grinder?' });
		expect(body).toMatchObject({ outcome: 'reply', reply: 'The handbook says: two years.', usage: { toolCalls: 1 } });
	});

	it('lists the collections in the editor, and tests the credential of a store', async () => {
		const { results } = await world.api.searchField(
			'n8n-nodes-troupe.troupeKnowledge',
			'collection',
			'searchCollections',
			{ store: 'own' },
			{},
		);
		expect(results.map(({ value }) => value)).toContain('handbook');
		const postgres = { store: 'postgres', addressPassword: 'postgres://ana:s3cret@127.0.0.1:1/none' };
		const tested = await world.api.testCredential('troupeKnowledgeStoreApi', postgres);
		expect(tested).toMatchObject({ status: 'Error', message: expect.stringContaining('127.0.0.1:1') as string });
		expect(tested.message).not.toContain('s3cret');
	});
});

/** Documents with vectors go in, are found by words and by meaning, and go out; all by a credential. */
async function expectStore(name: string, data: object): Promise<void> {
	const tested = await world.api.testCredential('troupeKnowledgeStoreApi', data);
	expect(tested).toEqual({ status: 'OK', message: '0 collections' });
	const store = await world.api.createCredential('troupeKnowledgeStoreApi', data);
	const openAi = await world.api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' });
	const there = (parameters: object): Step => ({
		...knowledge({ store: 'credential', credentialKind: 'troupe', ...parameters }),
		credentials: { troupeKnowledgeStoreApi: store, troupeOpenAiApi: openAi },
	});
	const publish = (path: string, parameters: object) =>
		world.api.publish(webhookWorkflow(`${path}-${name}`, [there(parameters)]), `${path}-${name}`);
	const ask = async (path: string, body: object = {}) => (await world.api.ask(`${path}-${name}`, body)).body;
	const embedder = { embedder: 'openai', model: { __rl: true, mode: 'name', value: 'text-embedding-3-small' } };
	await publish('in', { operation: 'ingest', input: 'text', text: '={{ $json.body.text }}', ...embedder, options: { id: 'kettle' } });
	expect(await ask('in', { text: `A kettle is descaled every month, as ${name} has it.` })).toMatchObject({
		...{ id: 'kettle', state: 'added', chunks: 1, task: { embedder: 'openai:text-embedding-3-small', embeddedChunks: 1 } },
	});
	await publish('search', {
		operation: 'search',
		question: '={{ $json.body.question }}',
		mode: '={{ $json.body.mode }}',
		embedder: 'openai',
	});
	for (const mode of ['lexical', 'dense', 'hybrid'])
		expect(await ask('search', { mode, question: 'When is a kettle descaled?' })).toMatchObject({ mode, hits: [{ documentId: 'kettle' }] });
	await publish('state', { operation: 'statistics', collection: { ...handbook, value: '' } });
	expect(await ask('state')).toMatchObject({
		name: 'handbook',
		documents: 1,
		stamp: { embedding: { model: 'openai:text-embedding-3-small' } },
	});
	expect((await world.api.testCredential('troupeKnowledgeStoreApi', data)).message).toBe('1 collection');
	await publish('out', { operation: 'delete', by: 'ids', ids: 'kettle' });
	expect(await ask('out')).toEqual({ collection: 'handbook', removed: ['kettle'] });
}

onPgvector('Troupe Knowledge in n8n, by credentials of stores', () => {
	let cluster: PgvectorCluster;
	beforeAll(async () => void (cluster = await createPgvectorCluster()), 120_000);
	afterAll(() => cluster?.remove());

	it('keeps collections in PostgreSQL, and memory in the database of the state', async () => {
		const postgres = { store: 'postgres', addressPassword: await cluster.createDatabase() };
		await expectStore('postgres', postgres);
		const database = await world.api.createCredential('troupeDatabaseApi', credentialOf(await cluster.createDatabase()));
		const remember = (parameters: object): Step => ({
			...{ name: 'Remember', type: 'n8n-nodes-troupe.troupeMemory', typeVersion: 1, parameters },
			credentials: { troupeDatabaseApi: database },
		});
		const facts = { fact: [{ text: 'Owns a kettle', key: '', importance: 0.5 }] };
		const steps = [
			remember({ stateIn: 'database', operation: 'remember', person: 'bob', facts }),
			{ ...remember({ stateIn: 'database', operation: 'recall', person: 'bob' }), name: 'Recall' },
		];
		await world.api.publish(webhookWorkflow('memory-postgres', steps), 'memory-postgres');
		expect((await world.api.ask('memory-postgres', {})).body).toMatchObject({ memories: [{ text: 'Owns a kettle' }] });
		// This n8n's own memory has never heard of them.
		const own = [{ ...remember({ operation: 'recall', person: 'bob' }), credentials: {} }];
		await world.api.publish(webhookWorkflow('memory-own', own), 'memory-own');
		expect((await world.api.ask('memory-own', {})).body).toMatchObject({ memories: [] });
	}, 120_000);

	onChroma('with Chroma', (python) => {
		let chroma: ChromaTestServer;
		beforeAll(async () => void (chroma = await startChroma(python)), 120_000);
		afterAll(() => chroma?.remove());

		it('keeps vectors there, and all else in PostgreSQL', async () => {
			const data = { store: 'chroma', url: chroma.url, accessToken: '', tenant: '', database: '' };
			await expectStore('chroma', { ...data, cataloguePassword: await cluster.createDatabase() });
			expect(await chroma.countCollections()).toBeGreaterThan(0);
		}, 120_000);
	});
});

describe('Troupe’s memory in n8n', () => {
	const memory = (into: string, parameters: object = {}): SubNode => ({
		name: 'Memory',
		type: 'n8n-nodes-troupe.troupeChatMemory',
		typeVersion: 1,
		parameters: { sessionIdType: 'fromInput', person: 'ana', turns: 10, options: {}, ...parameters },
		into,
		as: 'ai_memory',
	});
	const aiAgent: Step = {
		name: 'AI Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3,
		parameters: { promptType: 'define', text: '={{ $json.chatInput }}', options: { systemMessage: 'You are kind.' } },
	};
	const remember = (parameters: object): Step => ({ name: 'Remember', type: 'n8n-nodes-troupe.troupeMemory', typeVersion: 1, parameters });

	it('gives n8n’s agent what was said before and what is known of the person, and nothing that its tools said', async () => {
		const subNodes = [chatModel(credential, 'AI Agent'), memory('AI Agent'), searchTool('AI Agent')];
		const id = await world.api.publish(chatWorkflow('memory-chat', [aiAgent], subNodes), 'memory-chat/chat');
		const facts = { fact: [{ text: 'Owns a grinder', key: '', importance: 0.9 }] };
		await world.api.publish(webhookWorkflow('memory-note', [remember({ operation: 'remember', person: 'ana', facts })]), 'memory-note');
		expect((await world.api.ask('memory-note', {})).body).toMatchObject({ remembered: [{ text: 'Owns a grinder' }] });

		const ask = async (message: string) => (await world.api.chat('memory-chat', message, 'memory-1')).text;
		expect(await ask('Look up: How long is the warranty of a grinder?')).toBe('The handbook says: two years.');
		const known = 'What do you know about me from before? | - Owns a grinder';
		const said = 'Look up: How long is the warranty of a grinder? | The handbook says: two years.';
		expect(await ask('And now?')).toBe(`Before: ${known} | ${said}`);
		expect(JSON.stringify((await world.api.finishedRun(id)).Memory)).toContain('loadMemoryVariables');
		expect((await world.api.chat('memory-chat', 'And here?', 'memory-2')).text).toBe(`Before: ${known}`);
	});

	it('is two tools of n8n’s agent, of which the model fills what is stored without a field set for it', async () => {
		const tool = (name: string, operation: string): SubNode => ({
			...{ name, type: 'n8n-nodes-troupe.troupeMemoryTool', typeVersion: 1 },
			...{ parameters: { operation, person: '={{ $json.sessionId }}' }, into: 'AI Agent', as: 'ai_tool' },
		});
		const subNodes = [chatModel(credential, 'AI Agent'), tool('Remember', 'remember'), tool('Recall', 'recall')];
		await world.api.publish(chatWorkflow('memory-tools', [aiAgent], subNodes), 'memory-tools/chat');
		model.script([{ text: '', calls: [{ name: 'Remember', input: { Fact: 'Owns a boat' } }] }, { text: 'Noted.' }]);
		expect((await world.api.chat('memory-tools', 'I own a boat', 'dora')).text).toBe('Noted.');
		model.script([{ text: '', calls: [{ name: 'Recall', input: { Question: 'boat' } }] }, { text: 'A boat.' }]);
		expect((await world.api.chat('memory-tools', 'What do I own?', 'dora')).text).toBe('A boat.');
		expect(JSON.stringify(model.calls.at(-1)!.body)).toContain('Owns a boat');
	});

	it('runs its example: a chat that notes what a tool is told, and knows it next time', async () => {
		const example = JSON.parse(readFileSync('examples/knowledge/memory.workflow.json', 'utf8')) as Omit<Workflow, 'nodes'> & {
			nodes: Step[];
		};
		const nodes = example.nodes.map((node) =>
			node.name === 'OpenAI Chat Model' ? { ...node, credentials: { openAiApi: credential } } : node,
		);
		await world.api.publish({ ...example, nodes }, 'troupe-memory-chat/chat');
		const say = async (chatInput: string) =>
			(await world.api.ask<{ output: string }>('troupe-memory-chat/chat', { action: 'sendMessage', sessionId: 'carla', chatInput })).body
				.output;
		expect(await say('Note: Carla drinks tea')).toBe('Noted.');
		expect(await say('What do I drink?')).toBe(
			'Before: What do you know about me from before? | - Carla drinks tea | Note: Carla drinks tea | Noted.',
		);
	});

	it('forgets a person with their conversations', async () => {
		const forget = remember({ operation: 'forget', what: 'person', person: '={{ $json.body.person }}' });
		await world.api.publish(webhookWorkflow('memory-forget', [forget]), 'memory-forget');
		expect((await world.api.ask('memory-forget', { person: 'ana' })).body).toMatchObject({
			removed: { memories: 1, conversations: 2, turns: 3 },
		});
		expect((await world.api.chat('memory-chat', 'Who am I?', 'memory-1')).text).toBe('Before: ');
	});
});
