import type { ChatModel, ChatRequest } from '../../core/ports/models/models';
import { createAnthropicChatModel } from '../models/anthropic/anthropic-chat-model';
import { createOpenAiChatModel } from '../models/openai/openai-chat-model';
import type { ProviderSettings } from '../models/shared/provider-settings';
import type { ChatModelOptions } from '../models/shared/model-call';
import { slowTest } from '../../test/support/slow-tests';

const never = new AbortController().signal;
const question: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }] };

/** A server that begins an answer and sends far more of it than anybody should read. */
function endless(read: { bytes: number }): typeof fetch {
	const chunk = new Uint8Array(1024 * 1024).fill(32);
	const pull = async (controller: ReadableStreamDefaultController) => {
		if (read.bytes > 200 * chunk.length) return controller.close();
		read.bytes += chunk.length;
		controller.enqueue(chunk);
		await new Promise((resolve) => setImmediate(resolve));
	};
	return async (_url, init) => {
		const body = new ReadableStream({ pull, start: (controller) => init?.signal?.addEventListener('abort', () => controller.error()) });
		return new Response(body, { headers: { 'content-type': 'application/json' } });
	};
}

slowTest.each([
	['OpenAI', createOpenAiChatModel],
	['Anthropic', createAnthropicChatModel],
])('reads no answer without end (%s)', async (_name, create) => {
	const read = { bytes: 0 };
	const model = create({ apiKey: 'sk-fake' }, 'm', { fetch: endless(read) });
	await expect(model.generate(question, never)).rejects.toMatchObject({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: expect.stringContaining('64 MB'),
		fix: expect.any(String),
	});
	expect(read.bytes).toBeLessThan(70 * 1024 * 1024);
});

describe('headers that the environment adds to all that an SDK sends', () => {
	const names = ['OPENAI_CUSTOM_HEADERS', 'ANTHROPIC_CUSTOM_HEADERS'];
	beforeEach(() => names.forEach((name) => (process.env[name] = 'authorization: Bearer of-the-operator\nuser-agent: of-the-operator')));
	afterEach(() => names.forEach((name) => delete process.env[name]));

	test.each([
		['OpenAI', createOpenAiChatModel, 'sk-fake', 'Bearer sk-fake'],
		['OpenAI, without a key', createOpenAiChatModel, '', null],
		['Anthropic', createAnthropicChatModel, 'sk-fake', 'Bearer sk-fake'],
		['Anthropic, without a key', createAnthropicChatModel, '', null],
	])('reach no server that a credential names (%s)', async (_name, create, apiKey, expected) => {
		const sent: Headers[] = [];
		const record: typeof fetch = async (_url, init) => {
			sent.push(new Headers(init?.headers));
			return Response.json({});
		};
		await create({ apiKey, baseUrl: 'https://elsewhere.example' }, 'm', { fetch: record })
			.generate(question, never)
			.catch(() => undefined);
		expect(sent.map((headers) => headers.get('authorization'))).toEqual([expected]);
		expect(JSON.stringify(sent.map((headers) => [...headers]))).not.toContain('of-the-operator');
	});
});

describe('headers of the settings', () => {
	type Create = (settings: ProviderSettings, model: string, options: ChatModelOptions) => ChatModel;
	const ask = async (create: Create, headers: Record<string, string>) => {
		const sent: Headers[] = [];
		const record: typeof fetch = async (_url, init) => {
			sent.push(new Headers(init?.headers));
			return Response.json({});
		};
		const failure: unknown = await create({ apiKey: 'sk-fake', headers }, 'm', { fetch: record })
			.generate(question, never)
			.catch((error: unknown) => error);
		return { sent, failure };
	};

	test.each([
		['OpenAI', createOpenAiChatModel],
		['Anthropic', createAnthropicChatModel],
	])('reach the server, beside the key and in its place (%s)', async (_name, create) => {
		const { sent } = await ask(create, { 'OpenAI-Organization': 'org-1' });
		expect([sent[0]!.get('openai-organization'), sent[0]!.get('authorization')]).toEqual(['org-1', 'Bearer sk-fake']);
		const other = await ask(create, { Authorization: 'Basic of-the-gateway' });
		expect(other.sent[0]!.get('authorization')).toBe('Basic of-the-gateway');
	});

	test.each<Record<string, string>>([{ 'a header': 'x' }, { '': 'x' }, { 'x-team': 'two\nlines' }])(
		'that no call can carry are refused unsent: %j',
		async (headers) => {
			const { sent, failure } = await ask(createOpenAiChatModel, headers);
			expect(sent).toEqual([]);
			expect(failure).toMatchObject({ code: 'MODEL_BAD_REQUEST', message: expect.stringContaining('custom header') });
		},
	);
});
