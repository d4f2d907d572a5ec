import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startTestServer } from '../fakes/mcp/test-server';
import { openAiFaults } from '../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { agent, chatModel, chatWorkflow, type Step, type SubNode, webhookWorkflow } from './workflows';
import type { Workflow } from './n8n-api';
import { startWorld, type World } from './world';
import { openRunStore } from '../../providers/state/runs/run-store';
import { openQualityStore } from '../../providers/state/quality/quality-store';
import { judgedAgent, plantedData, plantedMessage, startJudgingModel } from '../support/judging-model';
import { waitUntil } from '../support/wait-until';

let world: World;
/** Answers every question with 429. */
let limited: FakeServer;
let working: FakeServer;
let troupeCredential: object;
/** n8n's own, of both servers. */
let credentials: { limited: object; working: object };

/** Adds two numbers by a tool where it is given one, and says the sum. */
const addUp: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	if (last.role === 'tool') return { text: `The sum is ${/\d+/.exec(last.content)?.[0]}.`, usage: { input: 1000, output: 100 } };
	const [numbers] = /(?<=^Add up ).*/.exec(last.content) ?? [];
	if (numbers) return { text: '', calls: [{ name: 'add_up', input: { numbers } }], usage: { input: 500, output: 50 } };
	if (last.content === 'Echo 42') return { text: '', calls: [{ name: 'echo', input: { said: 42 } }] };
	return { text: `You said: ${last.content}`, usage: { input: 1000, output: 100 } };
};

beforeAll(async () => {
	[world, limited, working] = await Promise.all([
		startWorld(),
		startOpenAiServer({ respond: () => openAiFaults.rateLimited({ 'retry-after': '600' }) }),
		startOpenAiServer({ respond: addUp }),
	]);
	const own = (url: string) => world.api.createCredential('openAiApi', { apiKey: 'sk-fake', url: `${url}/v1`, header: false });
	credentials = { limited: await own(limited.url), working: await own(working.url) };
	troupeCredential = await world.api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${working.url}/v1`, model: '' });
}, 900_000);
afterAll(() => Promise.all([world?.stop(), limited?.close(), working?.close()]));
beforeEach(() => [limited, working].forEach(({ calls }) => calls.splice(0)));

const ownModel = { source: 'openai', model: { __rl: true, mode: 'name', value: 'gpt-4.1-mini' }, when: {}, timeout: 0 };
const router = (into: string, models: object[], more: object = {}): SubNode => ({
	name: 'Router',
	type: 'n8n-nodes-troupe.troupeModelRouter',
	typeVersion: 1,
	parameters: { models: { model: models }, options: {}, ...more },
	credentials: { troupeOpenAiApi: troupeCredential },
	into,
	as: 'ai_languageModel',
});
const connected = (name: string, credential: object, index: number): SubNode => ({ ...chatModel(credential, 'Router'), name, index });
const codeTool = (into: string): SubNode => ({
	name: 'add_up',
	type: '@n8n/n8n-nodes-langchain.toolCode',
	typeVersion: 1.3,
	parameters: {
		description: 'Adds up numbers.',
		jsCode: 'return String(query.numbers.match(/\\d+/g).reduce((sum, number) => sum + Number(number), 0));',
		specifyInputSchema: true,
		schemaType: 'manual',
		inputSchema: '{"type":"object","properties":{"numbers":{"type":"string"}},"required":["numbers"]}',
	},
	into,
	as: 'ai_tool',
});
const aiAgent = (text: string): Step => ({
	name: 'AI Agent',
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion: 3,
	parameters: { promptType: 'define', text, options: { systemMessage: 'You add up.' } },
});

describe('Troupe Model Router in n8n', () => {
	it('gives n8n’s own agent, with a tool, the next model at once when one is rate limited, and shows tokens and cost in the run', async () => {
		const steps = [aiAgent('={{ $json.body.message }}')];
		const models = [{ source: 'connected', input: 2, when: {}, timeout: 0 }, ownModel];
		const subNodes = [router('AI Agent', models), connected('Limited', credentials.limited, 1), codeTool('AI Agent')];
		const id = await world.api.publish(webhookWorkflow('routed', steps, subNodes), 'routed');
		const { body } = await world.api.ask<{ output: string }>('routed', { message: 'Add up 19 and 23' });
		expect(body.output).toBe('The sum is 42.');
		expect(limited.calls.length).toBeGreaterThan(0);
		const run = await world.api.finishedRun(id);
		const shown = JSON.stringify(run.Router);
		expect(shown).toContain('"tokenUsage":{"promptTokens":1000,"completionTokens":100,"totalTokens":1100,"cost":');
		expect(shown).toContain('MODEL_RATE_LIMITED');
		expect(shown).toMatch(/"priceTable":"litellm /);
		expect(JSON.stringify(run.Limited)).toContain('error');
	});

	it('routes between connected models by their inputs, and streams to the chat', async () => {
		const models = [
			{ source: 'connected', input: 1, when: { hasTools: true }, timeout: 0 },
			{ source: 'connected', input: 2, when: {}, timeout: 0 },
		];
		const subNodes = [router('AI Agent', models), connected('One', credentials.limited, 0), connected('Two', credentials.working, 1)];
		const id = await world.api.publish(chatWorkflow('routed-chat', [aiAgent('={{ $json.chatInput }}')], subNodes), 'routed-chat/chat');
		const { text, chunks } = await world.api.chat('routed-chat', 'a few words to be said again');
		expect(text).toBe('You said: a few words to be said again');
		expect(chunks).toBeGreaterThan(4);
		expect(limited.calls).toEqual([]);
		const run = await world.api.finishedRun(id);
		expect(JSON.stringify(run.Router)).toContain('"tokenUsage":{"promptTokens":1000');
		expect(JSON.stringify(run.Two)).toContain('promptTokens');
	});

	it('keeps a budget of each execution', async () => {
		const steps = [aiAgent('={{ $json.body.message }}')];
		const budget = { budgets: { budget: [{ per: 'execution', calls: 1, costUsd: 0, tokens: 0 }] } };
		const subNodes = [router('AI Agent', [ownModel], budget), codeTool('AI Agent')];
		const id = await world.api.publish(webhookWorkflow('budgeted', steps, subNodes), 'budgeted');
		expect((await world.api.ask('budgeted', { message: 'Add up 1 and 2' })).status).toBe(500);
		expect(JSON.stringify(await world.api.finishedRun(id))).toContain('BUDGET_EXCEEDED');
		expect(working.calls).toHaveLength(1);
	});

	it('gives a node of ours an object that fits a schema', async () => {
		const example = JSON.parse(readFileSync('examples/models/workflow.json', 'utf8')) as Omit<Workflow, 'nodes'> & { nodes: Step[] };
		const nodes = example.nodes.map((node) => {
			if (node.type.endsWith('troupeModelRouter')) return { ...node, credentials: { troupeOpenAiApi: troupeCredential } };
			return node;
		});
		working.script([{ text: '{"topic":"delivery","urgent":true}', usage: { input: 100, output: 10 } }]);
		await world.api.publish({ ...example, nodes }, 'sort-message');
		const { body } = await world.api.ask('sort-message', { message: 'Where is my parcel? I need it today.' });
		expect(body).toMatchObject({ value: { topic: 'delivery', urgent: true }, model: 'openai:gpt-4.1-mini', costUsd: expect.any(Number) });
		expect(JSON.stringify(working.calls[0]!.body)).toContain('"json_schema"');
	});
});

describe('Troupe Model in n8n', () => {
	it.each([
		['chat', { prompt: 'Hello' }, { text: 'You said: Hello', finish: 'stop', costUsd: expect.any(Number) }],
		['embed', { text: 'Hello', model: { __rl: true, mode: 'name', value: 'text-embedding-3-small' } }, { vector: expect.any(Array) }],
		['estimate', { prompt: 'Hello' }, { likely: { costUsd: expect.any(Number) } }],
		['list', {}, { kind: expect.any(String), id: expect.stringContaining('openai:') }],
	])('does the operation %s', async (operation, parameters, expected) => {
		const step: Step = {
			name: 'Model',
			type: 'n8n-nodes-troupe.troupeModel',
			typeVersion: 1,
			parameters: { operation, source: 'openai', credentialKind: 'troupe', model: ownModel.model, options: {}, ...parameters },
			credentials: { troupeOpenAiApi: troupeCredential },
		};
		await world.api.publish(webhookWorkflow(`model-${operation}`, [step]), `model-${operation}`);
		const { status, body } = await world.api.ask(`model-${operation}`, {});
		expect([status, body]).toMatchObject([200, expected]);
	});

	it('lists the models of the credential in the editor', async () => {
		const { results } = await world.api.searchModels('n8n-nodes-troupe.troupeModel', 'searchOpenAiModels', {
			troupeOpenAiApi: troupeCredential,
		});
		expect(results.map(({ value }) => value)).toContain('gpt-4.1-mini');
	});
});

describe('Troupe Agent with tools in n8n', () => {
	const definition = {
		id: 'adder',
		version: '1.0.0',
		name: 'Adder',
		purpose: 'Adds up.',
		prompt: 'You add up numbers by your tool.',
		model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
		guardrails: { personalData: { types: [], action: 'token' } },
		limits: { messageCharacters: 4000, outputTokens: 500, wallClockMs: 30_000 },
	};
	const adder = (parameters: object, name = 'Agent'): Step => ({
		...agent(
			{ source: 'define', definition: JSON.stringify(definition), ...parameters },
			{ name, credentials: { troupeOpenAiApi: troupeCredential } },
		),
	});

	it('calls a tool of n8n’s, and shows the call in the tool’s own run', async () => {
		const steps = [adder({ options: { allowTools: 'add_*', includeEvents: true, messageFrom: 'person' } })];
		const id = await world.api.publish(webhookWorkflow('agent-tool', steps, [codeTool('Agent')]), 'agent-tool');
		const { body } = await world.api.ask('agent-tool', { message: 'Add up 19 and 23' });
		expect(body).toMatchObject({ outcome: 'reply', reply: 'The sum is 42.', usage: { toolCalls: 1, costUsd: expect.any(Number) } });
		expect(JSON.stringify(body.events)).toContain('"tool-finished"');
		expect(JSON.stringify((await world.api.finishedRun(id)).add_up)).toContain('19 and 23');
	});

	it('streams to the chat', async () => {
		// A number could be the beginning of personal data: what is said near one arrives later.
		const things = [
			'orders',
			'parcels',
			'returns',
			'invoices',
			'discounts',
			'receipts',
			'colours',
			'sizes',
			'gifts',
			'shops',
			'brands',
			'shoes',
		];
		const sentences = things.map((thing) => `This sentence of a long reply says something about ${thing} alone.`).join(' ');
		const step = adder({ message: '={{ $json.chatInput }}', options: { allowTools: '*' } });
		await world.api.publish(chatWorkflow('agent-chat', [step], [codeTool('Agent')]), 'agent-chat/chat');
		const { text, chunks } = await world.api.chat('agent-chat', sentences);
		expect(text).toBe(`You said: ${sentences}`);
		expect(chunks).toBeGreaterThan(2);
	});

	it('calls a tool of an MCP server over HTTP, with a secret of the credential', async () => {
		const server = await startTestServer();
		const tools = {
			define: [{ kind: 'mcp', server: 'tests', url: server.url, headers: { authorization: 'Bearer ${CRM_KEY}' }, tools: ['echo'] }],
			rules: [{ tool: 'echo', permission: 'allow' }],
		};
		const secrets = { entries: { entry: [{ name: 'CRM_KEY', value: 's3cret', servers: '127.0.0.1, localhost' }] } };
		expect(await world.api.testCredential('troupeToolSecretsApi', secrets)).toMatchObject({ status: 'OK' });
		const step = adder({ definition: JSON.stringify({ ...definition, tools }), options: { messageFrom: 'person' } });
		const credentials = {
			...(step.credentials as object),
			troupeToolSecretsApi: await world.api.createCredential('troupeToolSecretsApi', secrets),
		};
		const id = await world.api.publish(webhookWorkflow('agent-mcp', [{ ...step, credentials }]), 'agent-mcp');
		const { body } = await world.api.ask('agent-mcp', { message: 'Echo 42' });
		expect(body).toMatchObject({ outcome: 'reply', reply: 'The sum is 42.', usage: { toolCalls: 1 } });
		expect(server.headers.map(({ authorization }) => authorization)).toContain('Bearer s3cret');
		expect(JSON.stringify(await world.api.finishedRun(id))).not.toContain('s3cret');
		server.close();
	});

	it('runs the example of an approval: the decision comes with another request', async () => {
		const example = JSON.parse(readFileSync('test/e2e/approval-by-webhooks.json', 'utf8')) as Omit<Workflow, 'nodes'> & { nodes: Step[] };
		const nodes = example.nodes.map((node) =>
			node.type.endsWith('troupeAgent') ? { ...node, credentials: { troupeOpenAiApi: troupeCredential } } : node,
		);
		working.script([{ text: '', calls: [{ name: 'refund_order', input: { order: 7 } }] }, { text: 'Order 7 is refunded.' }]);
		await world.api.publish({ ...example, nodes }, 'refund-decision');
		const { body: run } = await world.api.ask('refund', { message: 'Refund order 7' });
		expect(run).toMatchObject({ reason: 'approval', pending: [{ tool: 'refund_order', arguments: { order: 7 } }] });
		const { body } = await world.api.ask('refund-decision', { run, approved: true });
		expect(body).toMatchObject({ outcome: 'reply', reply: 'Order 7 is refunded.' });
		expect((await world.api.ask('refund-decision', { run, approved: true })).status).toBe(500);
	});

	it('has its runs judged in the background, by the credential of the node, without personal data', async () => {
		const judge = await startJudgingModel();
		const data = { apiKey: 'sk-fake', baseUrl: `${judge.url}/v1`, model: '' };
		const credentials = { troupeOpenAiApi: await world.api.createCredential('troupeOpenAiApi', data) };
		const step = { ...adder({ definition: JSON.stringify(judgedAgent('judged-clerk')) }), credentials };
		await world.api.publish(webhookWorkflow('agent-judged', [step]), 'agent-judged');
		const { body } = await world.api.ask<{ reply: string }>('agent-judged', { message: plantedMessage });
		expect(body.reply).toMatch(plantedData);
		const store = openQualityStore(join(world.userFolder, '.n8n/troupe/state.db'));
		const readDays = async () => (await store.history('default', 'judged-clerk', 1)).days;
		await waitUntil('the judgement', async () => (await readDays())[0]?.judgedPassed === 1, { seen: readDays });
		await store.close();
		await judge.close();
		expect(judge.judged()).toHaveLength(1);
		expect(judge.judged()[0]).not.toMatch(plantedData);
		expect(readFileSync(world.logFile, 'utf8')).not.toMatch(plantedData);
	});

	it('waits for a person, and goes on with the decision in the node that resumes', async () => {
		const resume = adder({ task: 'resume', suspended: "={{ $('Agent').item.json }}", decision: 'approve' }, 'Resume');
		const workflow = webhookWorkflow('agent-approval', [adder({}), resume], [codeTool('Agent')]);
		const connections = workflow.connections as Record<string, Record<string, object[][]>>;
		connections.add_up!.ai_tool![0]!.push({ node: 'Resume', type: 'ai_tool', index: 0 });
		const id = await world.api.publish(workflow, 'agent-approval');
		const { body } = await world.api.ask<{ runId: string }>('agent-approval', { message: 'Add up 19 and 23' });
		expect(body).toMatchObject({ outcome: 'reply', reply: 'The sum is 42.' });
		const run = await world.api.finishedRun(id);
		const waiting = (run.Agent as Array<{ data: { main: Array<Array<{ json: object }>> } }>)[0]!.data.main[0]![0]!.json;
		expect(waiting).toMatchObject({ outcome: 'needs-human', reason: 'approval', pending: [{ tool: 'add_up' }] });
		// One run, whichever node goes on with it: it is found by the workflow, the tool and the id in the item.
		const store = openRunStore(join(world.userFolder, '.n8n/troupe/state.db'), { tenant: 'default' });
		const found = await store.list(10, false, { workflow: id, tool: 'add_up' });
		await store.close();
		expect(found).toMatchObject([
			{ runId: body.runId, host: 'n8n', state: 'completed', outcome: 'reply', attempts: 2, toolCalls: 1, of: { workflow: id } },
		]);
	});
});
