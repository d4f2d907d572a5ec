import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, ISupplyDataFunctions } from 'n8n-workflow';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { openAiFaults } from '../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../test/fakes/permissive-gate';
import type { Adapter } from '../shared/ai-node-sdk/complete-adapter';
import { fromConnected } from '../shared/connected/connected-chat-model';
import type { ModelMessage } from '../shared/connected/langchain-shape';
import { fakeAiNodeSdk } from '../../test/support/n8n/fake-ai-node-sdk';
import { FakeMessage } from '../../test/support/n8n/fake-chat-model';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';
import { inputs } from './properties';
import { supplyData } from './supply-data';
import { TroupeModelRouter } from './TroupeModelRouter.node';
import { slowTest } from '../../test/support/slow-tests';

let server: FakeServer;
const home = mkdtempSync(join(tmpdir(), 'troupe-router-'));
beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	server = await startOpenAiServer({ keys: null, models: ['gpt-4.1-mini', 'gpt-4.1'] });
});
afterAll(async () => {
	delete process.env.TROUPE_HOME;
	await server.close();
	rmSync(home, { recursive: true });
});
/** One for each test: what was learnt of a model holds for its key. */
let key = 0;
beforeEach(() => {
	key += 1;
	server.calls.splice(0);
});

const openAi = (model: string, more: object = {}) => ({ source: 'openai', model: { __rl: true, mode: 'name', value: model }, ...more });
const connected = (input: number) => ({ source: 'connected', input });
const say = (text: string) => [new FakeMessage({ content: text })] as unknown as ModelMessage[];

interface World {
	models: object[];
	options?: IDataObject;
	budgets?: object[];
	/** By the name of their node: in the order in which n8n gives them. */
	connectedNodes?: Record<string, object>;
	/** The nodes that are connected to each input. */
	wiring?: string[][];
}

function createContext({ models, options = {}, budgets = [], connectedNodes = {}, wiring }: World, credentials = true) {
	const traced: object[] = [];
	const hints: string[] = [];
	const list = Object.values(connectedNodes);
	const base = fakeExecuteFunctions({
		parameters: { 'models.model': models, 'budgets.budget': budgets, options },
		node: { name: 'Router', type: 'n8n-nodes-troupe.troupeModelRouter' },
		executionId: `e${key}`,
		onHint: (message) => hints.push(message),
		...(credentials && { credentials: { troupeOpenAiApi: { apiKey: `sk-${key}`, baseUrl: `${server.url}/v1` } } }),
	});
	const context = Object.assign(base, {
		getParentNodes: () => Object.keys(connectedNodes).map((name) => ({ name, disabled: false })),
		getInputConnectionData: async () => (list.length === 1 ? list[0] : list),
		setMetadata: (metadata: object) => traced.push(metadata),
		...(wiring && { getConnections: () => wiring.map((names) => names.map((node) => ({ node }))) }),
	});
	return { context: context as unknown as ISupplyDataFunctions, traced, hints };
}

async function supply(world: World, credentials?: boolean) {
	const { context, traced, hints } = createContext(world, credentials);
	const { response } = await supplyData.call(context, 0, openGate(), fakeAiNodeSdk);
	const adapter = response as Adapter;
	const ask = async (text: string) => {
		const { message, generationInfo } = (await adapter._generate(say(text), {})).generations[0]!;
		return { content: message.content, ...(generationInfo as { troupe: { model: string; attempts: Array<{ ok: boolean }> } }) };
	};
	return { adapter, ask, traced, hints };
}
const answering = (content: string) => ({ model: content, invoke: async () => ({ content }) });

describe('Troupe Model Router', () => {
	it('asks the gate first', async () => {
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		const { context } = createContext({ models: [openAi('gpt-4.1')] });
		await expect(supplyData.call(context, 0, refusing, fakeAiNodeSdk)).rejects.toThrow('revoked');
	});

	it('asks the next model at once when one is rate limited, and tells of both', async () => {
		server.script([openAiFaults.rateLimited({ 'retry-after': '60' }), { text: 'Hi', usage: { input: 1000, output: 500 } }]);
		const { ask, traced, hints } = await supply({ models: [openAi('gpt-4.1'), openAi('gpt-4.1-mini')] });
		expect(await ask('Hello')).toMatchObject({
			content: [{ type: 'text', text: 'Hi' }],
			troupe: {
				model: 'openai:gpt-4.1-mini',
				attempts: [
					{ model: 'openai:gpt-4.1', ok: false, errorCode: 'MODEL_RATE_LIMITED' },
					{ model: 'openai:gpt-4.1-mini', ok: true },
				],
			},
		});
		expect(hints).toEqual(['openai:gpt-4.1 failed: rate limited by the provider. openai:gpt-4.1-mini answered.']);
		expect(traced).toEqual([{ tracing: expect.objectContaining({ 'llm.model': 'openai:gpt-4.1-mini', 'llm.attempts': 2 }) as object }]);
	});

	it('names the inputs of two connected models of one name', async () => {
		const model = (invoke: () => Promise<unknown>) => ({ model: 'llama3.2', invoke });
		const down = model(() => Promise.reject(Object.assign(new Error('x'), { status: 401 })));
		const connectedNodes = { Down: down, Up: model(async () => ({ content: 'Hi' })) };
		const { ask, hints } = await supply({ models: [connected(1), connected(2)], connectedNodes, wiring: [['Down'], ['Up']] });
		await ask('Hello');
		expect(hints).toEqual(['llama3.2 (input Model 1) failed: the API key was refused. llama3.2 (input Model 2) answered.']);
	});

	it('names the inputs of two connected models of one name in the error, where both fail (continuedev/continue#10976)', async () => {
		const down = { model: 'llama3.2', invoke: () => Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })) };
		const world = { models: [connected(1), connected(2)], connectedNodes: { One: down, Two: down }, wiring: [['One'], ['Two']] };
		const { adapter } = await supply(world);
		const ask = (maxAttempts: number) => adapter._generate(say('Hello'), { troupe: { maxAttempts } });
		await expect(ask(3)).rejects.toThrow(
			/^All 2 models failed: n8n:llama3\.2 \(input Model 1\), n8n:llama3\.2 \(input Model 2\)\. The last/,
		);
		await expect(ask(1)).rejects.toThrow(/^No answer of n8n:llama3\.2 \(input Model 1\) within the limit of 1 model calls\. /);
	});

	it('tells once of a model that fails in each round', async () => {
		const down = { model: 'down', invoke: () => Promise.reject(Object.assign(new Error('x'), { status: 401 })) };
		const world = { models: [connected(1), openAi('gpt-4.1')], connectedNodes: { Down: down }, wiring: [['Down']] };
		const { ask, hints } = await supply(world);
		await ask('Hello');
		await ask('Hello');
		expect(hints.filter((hint) => hint.includes('the API key was refused'))).toHaveLength(1);
	});

	it('tells a node of Troupe that asks it which models failed, and why', async () => {
		const limited = (model: string) => ({ model, invoke: () => Promise.reject(Object.assign(new Error('x'), { httpCode: '429' })) });
		const world = { models: [connected(1), connected(2)], connectedNodes: { B: limited('b'), A: limited('a') }, wiring: [['A'], ['B']] };
		const { adapter } = await supply(world);
		const options = { troupe: { maxAttempts: 2 } };
		const asker = fromConnected({ invoke: async () => (await adapter._generate(say('Hello'), options)).generations[0]!.message });
		const failed = (model: string) => expect.objectContaining({ model, ok: false, errorCode: 'MODEL_RATE_LIMITED' }) as object;
		await expect(asker.generate({ messages: [{ role: 'user', content: 'Hello' }] }, new AbortController().signal)).rejects.toMatchObject({
			code: 'MODEL_RATE_LIMITED',
			retryable: true,
			details: { attempts: [failed('n8n:a'), failed('n8n:b')] },
		});
	});

	it('streams what the model streams', async () => {
		server.script([{ text: 'Hello to you' }]);
		const { adapter } = await supply({ models: [openAi('gpt-4.1')] });
		const texts = [];
		for await (const { text } of adapter._streamResponseChunks(say('Hello'), {})) if (text) texts.push(text);
		expect(texts.join('')).toBe('Hello to you');
		expect(texts.length).toBeGreaterThan(1);
	});

	it('chooses by conditions, and hands on the options', async () => {
		server.script([{ text: 'short' }, { text: 'long' }]);
		const { ask } = await supply({
			models: [openAi('gpt-4.1-mini', { when: { inputTokensBelow: 50 }, timeout: 5 }), openAi('gpt-4.1')],
			options: { maxOutputTokens: 77, temperature: 0.3 },
		});
		expect((await ask('Hello')).troupe.model).toBe('openai:gpt-4.1-mini');
		expect((await ask('Hello there. '.repeat(50))).troupe.model).toBe('openai:gpt-4.1');
		expect(server.calls[0]!.body).toMatchObject({ temperature: 0.3 });
		expect(JSON.stringify(server.calls[0]!.body)).toContain('77');
	});

	it('finds connected models by the input that they are connected to, in whatever order n8n gives them', async () => {
		const models = [connected(2), connected(1)];
		const connectedNodes = { Second: answering('two'), First: answering('one') };
		const { ask } = await supply({ models, connectedNodes, wiring: [['First'], ['Second']] });
		expect((await ask('Hello')).content).toEqual([{ type: 'text', text: 'two' }]);
		const other = await supply({
			models,
			connectedNodes: { First: answering('one'), Second: answering('two') },
			wiring: [['First'], ['Second']],
		});
		expect((await other.ask('Hello')).content).toEqual([{ type: 'text', text: 'two' }]);
		const reversed = await supply({ models, connectedNodes });
		expect((await reversed.ask('Hello')).content).toEqual([{ type: 'text', text: 'two' }]);
	});

	it('finds the second of which the first is not connected, and one that is connected twice', async () => {
		const alone = await supply({ models: [connected(2)], connectedNodes: { Second: answering('two') }, wiring: [[], ['Second']] });
		expect((await alone.ask('Hello')).content).toEqual([{ type: 'text', text: 'two' }]);
		const twice = await supply({ models: [connected(2)], connectedNodes: { One: answering('one') }, wiring: [['One'], ['One']] });
		expect((await twice.ask('Hello')).content).toEqual([{ type: 'text', text: 'one' }]);
	});

	it('falls back from a connected model to one of a credential', async () => {
		server.script([{ text: 'own' }]);
		const failing = { model: 'down', invoke: () => Promise.reject(Object.assign(new Error('x'), { status: 503 })) };
		const { ask } = await supply({ models: [connected(1), openAi('gpt-4.1')], connectedNodes: { Down: failing }, wiring: [['Down']] });
		expect((await ask('Hello')).troupe.attempts.map(({ ok }) => ok)).toEqual([false, true]);
	});

	slowTest('keeps the budget of an execution over all rounds of its agent, and each execution its own', async () => {
		const world: World = { models: [openAi('gpt-4.1')], budgets: [{ per: 'execution', calls: 2, costUsd: 0, tokens: 0 }] };
		await (await supply(world)).ask('Hello');
		await (await supply(world)).ask('Hello');
		await expect((await supply(world)).ask('Hello')).rejects.toMatchObject({
			message: expect.stringContaining('The budget "Router, per execution" (2 calls per execution) is used up: 2 calls made.') as string,
			description: expect.stringContaining('BUDGET_EXCEEDED') as string,
		});
		key += 1;
		await (await supply(world)).ask('Hello');
		expect(server.calls).toHaveLength(3);
	});

	it('keeps a budget over all executions, of its own calls alone', async () => {
		const world: World = { models: [openAi('gpt-4.1')], budgets: [{ per: 'total', tokens: 2000 }], options: { maxOutputTokens: 100 } };
		server.script([{ text: 'Hi', usage: { input: 1900, output: 50 } }]);
		await (await supply(world)).ask('Hello');
		key += 1;
		await expect((await supply(world)).ask('Hello')).rejects.toMatchObject({
			description: expect.stringContaining('BUDGET_EXCEEDED') as string,
		});
		await (await supply({ ...world, budgets: [] })).ask('Hello');
		expect(server.calls).toHaveLength(2);
	});

	it.each([
		[{ models: [] }, 'The list of models is empty.'],
		[{ models: [connected(2)], wiring: [['One']], connectedNodes: { One: answering('one') } }, 'nothing is connected to the input Model 2'],
		[{ models: [{ source: 'openai', model: { mode: 'name', value: ' ' } }] }, 'has no model name for openai'],
	])('refuses %j', async (world, message) => {
		await expect(supply(world)).rejects.toThrow(message);
	});

	it('refuses a model whose credential is not set', async () => {
		await expect(supply({ models: [openAi('gpt-4.1')] }, false)).rejects.toThrow('OpenAI-Compatible Credential, but none is selected');
	});

	it('shows the failure of all models with its code', async () => {
		server.script([openAiFaults.insufficientQuota()]);
		const { adapter } = await supply({ models: [openAi('gpt-4.1')] });
		await expect(adapter._generate(say('Hello'), {})).rejects.toMatchObject({
			description: expect.stringContaining('MODEL_OUT_OF_CREDIT') as string,
		});
	});

	it('has an input for each connected model that its list names', () => {
		const expression = (inputs as string).replace(/^=\{\{|\}\}$/g, '');
		// oxlint-disable-next-line @typescript-eslint/no-implied-eval -- as n8n evaluates it
		const evaluate = new Function('$parameter', `return (${expression})`) as (
			parameters: object,
		) => Array<{ displayName: string; required: unknown }>;
		const shown = evaluate({ models: { model: [connected(2), openAi('x')] } });
		expect(shown.map(({ displayName, required }) => [displayName, Boolean(required)])).toEqual([
			['Model 1', true],
			['Model 2', true],
		]);
		expect(evaluate({})).toEqual([]);
	});

	it('lists the models of a provider', async () => {
		const { context } = createContext({ models: [] });
		const search = new TroupeModelRouter().methods.listSearch.searchOpenAiModels!;
		const { results } = await search.call(context as never, 'MINI');
		expect(results).toEqual([{ name: 'gpt-4.1-mini', value: 'gpt-4.1-mini', description: undefined }]);
		await expect(search.call(createContext({ models: [] }, false).context as never)).rejects.toThrow('none is selected');
	});
});
