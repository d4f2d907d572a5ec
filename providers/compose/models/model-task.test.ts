import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import type { ChatRequest, ChatResponse } from '../../../core/ports';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { runModelTask } from './model-task';
import type { ModelHost } from '../host';

let server: FakeServer;
let host: ModelHost;
beforeAll(async () => {
	server = await startOpenAiServer();
	host = { providers: { openai: { apiKey: 'sk-fake', baseUrl: `${server.url}/v1`, model: 'not-this-one' } } };
});
afterAll(() => server.close());

const never = new AbortController().signal;
const openai = 'openai:gpt-4.1-mini';

describe('chat', () => {
	test('asks the model that is named, whatever the settings put in its place elsewhere', async () => {
		const result = await runModelTask({ operation: 'chat', models: openai, system: 'Be brief.', prompt: 'Hello' }, host, never);
		expect(result).toMatchObject({ operation: 'chat', finish: 'stop', model: openai, estimated: false });
		expect(result).toMatchObject({ text: expect.stringMatching(/./) as string, attempts: [{ model: openai, ok: true }] });
	});

	test('goes on to the next model of the list, and tells of each try', async () => {
		const models = ['openai:gone', openai];
		expect(await runModelTask({ operation: 'chat', models, prompt: 'Hello' }, host, never)).toMatchObject({
			model: openai,
			attempts: [{ model: 'openai:gone', ok: false, errorCode: 'MODEL_NOT_FOUND' }, { ok: true }],
		});
	});

	test('leaves out a model whose provider is not configured, and says so where none is left', async () => {
		const asked = (models: string[]) => runModelTask({ operation: 'chat', models, prompt: 'Hello' }, host, never);
		expect(await asked(['google:gemini-2.5-flash', openai])).toMatchObject({ model: openai });
		await expect(asked(['google:gemini-2.5-flash'])).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('google:gemini-2.5-flash') as string,
		});
		await expect(asked([])).rejects.toMatchObject({ message: expect.stringContaining('"models" is missing') as string });
	});

	test('drops the thoughts of a model', async () => {
		const model = scriptedChatModel('<think>The list.</think>Order 77 is packed.');
		expect(await runModelTask({ operation: 'chat', prompt: 'Where is it?' }, { providers: {}, model }, never)).toMatchObject({
			text: 'Order 77 is packed.',
		});
		const schema = { type: 'object', properties: { approve: { type: 'boolean' } }, required: ['approve'] };
		const judge = scriptedChatModel('<think>Under 50, {"approve": true}. It is 90.</think>\n{"approve": false}');
		expect(
			await runModelTask({ operation: 'structured', prompt: 'Approve?', schema }, { providers: {}, model: judge }, never),
		).toMatchObject({
			value: { approve: false },
		});
	});

	test('puts instructions first and the prompt last', async () => {
		const model = scriptedChatModel('Yes.');
		const messages = [
			{ role: 'user', content: 'one' },
			{ role: 'system', content: 'late' },
			{ role: 'assistant', content: 'two' },
		];
		await runModelTask({ operation: 'chat', system: 'first', messages, prompt: 'three' }, { providers: {}, model }, never);
		expect(model.requests[0]!.messages.map(({ role, content }) => `${role} ${content}`)).toEqual([
			'system first',
			'system late',
			'user one',
			'assistant two',
			'user three',
		]);
	});

	test('ends when its time is up, and when it is told to', async () => {
		const asleep = (_request: ChatRequest, signal: AbortSignal): Promise<ChatResponse> =>
			new Promise((_resolve, reject) =>
				signal.addEventListener('abort', () => reject(new TroupeError({ code: 'CANCELLED', message: 'cancelled' }))),
			);
		const run = (signal: AbortSignal, timeoutMs: number) =>
			runModelTask({ operation: 'chat', prompt: 'x', timeoutMs }, { providers: {}, model: scriptedChatModel(asleep) }, signal);
		await expect(run(never, 100)).rejects.toMatchObject({ code: 'MODEL_TIMEOUT', retryable: true });
		await expect(run(AbortSignal.timeout(10), 60_000)).rejects.toMatchObject({ code: 'CANCELLED' });
	});
});

describe('estimate', () => {
	test('goes by the prices of budgets.json, as the meter does', async () => {
		const path = join(mkdtempSync(join(tmpdir(), 'troupe-prices-')), 'budgets.json');
		writeFileSync(path, JSON.stringify({ prices: { [openai]: { input: 3, output: 15 }, 'openai:own-embedder': { input: 5, output: 0 } } }));
		const priced = { providers: {}, budgetsFile: { path, mustExist: true } };
		const of = (task: object) => runModelTask({ operation: 'estimate', ...task }, priced, never);
		const known = { likely: { costUsd: expect.any(Number) as number }, priceTable: 'host' };
		expect(await of({ models: openai, prompt: 'x' })).toMatchObject({ estimates: [known] });
		expect(await of({ models: 'openai:own-embedder', texts: ['x'] })).toMatchObject({ estimates: [known] });
	});

	test('tells what a call would cost, likely and at most, for each model', async () => {
		const models = [openai, 'openai:nobody-knows', 'ollama:llama3.2'];
		const result = await runModelTask(
			{ operation: 'estimate', models, prompt: 'Hello there', maxOutputTokens: 100 },
			{ providers: {} },
			never,
		);
		if (result.operation !== 'estimate') throw new Error(result.operation);
		const [priced, unpriced, local] = result.estimates;
		expect(priced).toMatchObject({
			model: openai,
			most: { usage: { outputTokens: 100 } },
			priceTable: expect.stringMatching(/^litellm /) as string,
		});
		expect(priced!.likely.costUsd).toBeGreaterThan(0);
		expect(priced!.most.costUsd).toBeGreaterThan(priced!.likely.costUsd!);
		expect(unpriced).toMatchObject({ likely: { costUsd: null }, priceTable: null });
		expect(local).toMatchObject({ most: { costUsd: 0 }, priceTable: 'local' });
	});

	test('of embeddings counts what is read', async () => {
		const texts = ['Hello there', 'Bye'];
		const result = await runModelTask({ operation: 'estimate', models: 'openai:text-embedding-3-small', texts }, { providers: {} }, never);
		expect(result).toMatchObject({ estimates: [{ most: { usage: { outputTokens: 0 }, costUsd: expect.any(Number) as number } }] });
	});

	test('needs a model', async () => {
		await expect(runModelTask({ operation: 'estimate', prompt: 'x' }, { providers: {} }, never)).rejects.toThrow('"models" is missing');
	});
});

test('embed gives a vector for each text, and what they cost', async () => {
	const embedder = 'openai:text-embedding-3-small';
	const result = await runModelTask({ operation: 'embed', models: embedder, texts: ['Hello', 'Bye'] }, host, never);
	if (result.operation !== 'embed') throw new Error(result.operation);
	expect(result.vectors.map(({ length }) => length)).toEqual([result.dimensions, result.dimensions]);
	expect(result).toMatchObject({ model: embedder, usage: { outputTokens: 0 }, attempts: [{ ok: true }] });
});

describe('list', () => {
	test('adds to what the provider says what the table knows', async () => {
		const result = await runModelTask({ operation: 'list' }, host, never);
		if (result.operation !== 'list') throw new Error(result.operation);
		const known = result.models.find(({ id }) => id === openai);
		expect(known).toMatchObject({ kind: 'chat', contextTokens: 1_047_576, features: { tools: true }, price: { input: 0.4, output: 1.6 } });
	});

	test('names the provider that does not answer, and lists the others’ models all the same', async () => {
		const providers = { ...host.providers, anthropic: { apiKey: 'wrong', baseUrl: server.url } };
		const result = await runModelTask({ operation: 'list' }, { ...host, providers }, never);
		expect(result).toMatchObject({ failed: [{ provider: 'anthropic', errorCode: expect.stringMatching(/^MODEL_/) as string }] });
		expect(result.operation === 'list' && result.models.length).toBeGreaterThan(0);
	});

	test('fails where no provider answers, and where none is configured', async () => {
		const list = (providers: ModelHost['providers']) => runModelTask({ operation: 'list' }, { providers }, never);
		const { openai: settings } = host.providers;
		await expect(list({ openai: { ...settings!, apiKey: 'wrong' } })).rejects.toMatchObject({ code: 'MODEL_AUTHENTICATION' });
		await expect(list({})).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('no provider') as string });
	});
});
