/** Tests common to every provider's chat model, whatever its protocol: each runs this suite against its own stand-in. */
import { isTroupeError, type TroupeError } from '../../core/base/errors';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, ModelProvider, ToolSpecification } from '../../core/ports/models/models';
import type { FakeServer, RawReply } from '../../sandbox/fakes/fake-server';
import { waitUntil } from '../../test/support/wait-until';

/** One provider and its stand-in. */
export interface ChatModelSubject {
	/** One server for the whole suite: its calls and its script are emptied between tests. */
	start(): Promise<FakeServer>;
	/** The provider at that server, with the key given. */
	open(url: string, apiKey: string): ModelProvider;
	/** One that the stand-in lets in. */
	apiKey: string;
	/** One that it has, and that takes tools, images and schemas. */
	model: string;
	/** The provider's refusals, as its service words them. */
	faults: {
		/** With `retry-after: 2`. */
		rateLimited: RawReply;
		/** Absent where nothing is paid for. */
		outOfCredit?: RawReply;
		serverError: RawReply;
		contextTooLong: RawReply;
	};
	/** False for a server that asks for none. Default true. */
	hasKeys?: boolean;
}

const never = new AbortController().signal;
const webPage: RawReply = { status: 200, body: '<!DOCTYPE html><html><body>Sign in</body></html>' };
const findOrder: ToolSpecification = {
	name: 'find_order',
	description: 'Finds an order by its number.',
	parameters: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'], additionalProperties: false },
};
const question: ChatRequest = {
	messages: [
		{ role: 'system', content: 'Be brief.' },
		{ role: 'user', content: 'How long may I return a lamp?' },
	],
	maxOutputTokens: 200,
};
const asking: ChatRequest = { ...question, tools: [findOrder] };

/** Declares the suite. */
export function describeChatModel(name: string, subject: ChatModelSubject): void {
	describe(`${name} as a chat model`, () => {
		let server: FakeServer;
		let model: ChatModel;
		beforeAll(async () => {
			server = await subject.start();
			model = subject.open(server.url, subject.apiKey).chat(subject.model);
		});
		afterEach(() => server.calls.splice(0));
		afterAll(() => server.close());
		const lastBody = () => JSON.stringify(server.calls.at(-1)!.body);

		it('is named by provider and model', () => {
			expect(model.id).toBe(`${subject.open(server.url, subject.apiKey).name}:${subject.model}`);
		});

		it('answers with text and usage, and says the same in a stream', async () => {
			const reply = { text: 'Within thirty days.', usage: { input: 20, output: 4 } };
			server.script([reply, reply]);
			const whole = await model.generate(question, never);
			expect(whole).toMatchObject({ text: reply.text, finish: 'stop', model: model.id });
			expect(whole.usage).toMatchObject({ inputTokens: 20, outputTokens: 4, estimated: false });
			const parts = await read(model.stream(question, never));
			expect(parts.filter(({ kind }) => kind === 'text').length).toBeGreaterThan(1);
			expect(joinText(parts)).toBe(reply.text);
			expect(parts.at(-1)).toEqual({ kind: 'end', response: whole });
		});

		it('tells an answer that its limit cut from a whole one', async () => {
			server.script([{ text: 'a'.repeat(400) }]);
			expect(await model.generate({ ...question, maxOutputTokens: 10 }, never)).toMatchObject({ finish: 'length' });
		});

		it('calls a tool, takes its result and goes on, asked at once and in a stream', async () => {
			for (const ask of [(request: ChatRequest) => model.generate(request, never), (request: ChatRequest) => streamed(model, request)]) {
				server.script([{ text: '', calls: [{ name: 'find_order', input: { number: 'AU-7' } }] }, { text: 'It came on Monday.' }]);
				const first = await ask(asking);
				expect(first).toMatchObject({ text: '', finish: 'tool-calls', toolCalls: [{ name: 'find_order', id: expect.any(String) }] });
				expect(JSON.parse(first.toolCalls![0]!.arguments)).toEqual({ number: 'AU-7' });
				expect(await ask(withResults(asking, first, ['delivered on 2026-11-16']))).toMatchObject({
					text: 'It came on Monday.',
					finish: 'stop',
				});
				expect(lastBody()).toContain('delivered on 2026-11-16');
			}
		});

		it('makes several calls at once, each with an id of its own, which the next turn does not use again', async () => {
			const calls = ['AU-7', 'AU-8'].map((number) => ({ name: 'find_order', input: { number } }));
			server.script([{ text: 'Let me look.', calls }, { text: '', calls }, { text: 'Both came.' }]);
			const first = await streamed(model, asking);
			expect(first).toMatchObject({ text: 'Let me look.', finish: 'tool-calls' });
			const next = withResults(asking, first, ['delivered', 'lost']);
			const second = await model.generate(next, never);
			const ids = [first, second].flatMap(({ toolCalls }) => toolCalls!.map(({ id }) => id));
			expect(new Set(ids).size).toBe(4);
			expect(await model.generate(withResults(next, second, ['delivered', 'found']), never)).toMatchObject({ text: 'Both came.' });
		});

		it('takes back calls and results of another provider, failed ones and malformed ones', async () => {
			const id = `toolu_${'x'.repeat(60)}`;
			const foreign: ChatResponse = {
				text: '',
				finish: 'tool-calls',
				toolCalls: [
					{ id, name: 'find_order', arguments: '{"number":' },
					{ id: 'call:2', name: 'find_order', arguments: '' },
				],
				model: 'other:model',
				usage: { inputTokens: 1, outputTokens: 1, estimated: false },
				native: { model: 'other:model', data: { signature: 'theirs' }, texts: [] },
			};
			const next = withResults(asking, foreign, ['The arguments are not JSON.', 'none']);
			next.messages.splice(-1, 1, { role: 'tool', callId: 'call:2', name: 'find_order', content: 'It failed.', failed: true });
			server.script([{ text: 'Which order?' }]);
			expect(await model.generate(next, never)).toMatchObject({ text: 'Which order?' });
			expect(lastBody()).toContain('It failed.');
			expect(lastBody()).not.toContain('theirs');
		});

		it('folds the schema of a tool into what the vendor takes', async () => {
			const eMail = { type: 'string', pattern: '^(?!\\.)[a-z.]+$' };
			const parameters = {
				$schema: 'https://json-schema.org/draft/2020-12/schema',
				type: 'object',
				properties: { number: { type: 'string' }, to: eMail, list: { type: 'array' }, 'sort[]': true },
				required: ['other'],
				anyOf: [{ required: ['number'] }, { required: ['to'] }],
				allOf: [{ $ref: '#/$defs/more' }],
				$defs: { more: { properties: { note: { type: 'string' } }, required: ['note'] } },
			};
			await model.generate({ ...asking, tools: [{ ...asking.tools![0]!, parameters }] }, never);
			expect(server.calls.map(({ status }) => status)).toEqual([200]);
			expect(lastBody()).toContain('"note":{"type":"string"}');
			expect(lastBody()).not.toContain('(?!');
		});

		it.each(['auto', 'none', 'required', { name: 'find_order' }] as const)('takes the choice of tools %j', async (toolChoice) => {
			await model.generate({ ...asking, toolChoice }, never);
			expect(server.calls.map(({ status }) => status)).toEqual([200]);
		});

		it('shows images', async () => {
			const data = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64');
			const images = [{ kind: 'data' as const, mediaType: 'image/png', data }];
			await model.generate({ messages: [{ role: 'user', content: 'What is it?', images }], maxOutputTokens: 200 }, never);
			expect(lastBody()).toContain(data);
		});

		it('asks for an answer by a JSON schema', async () => {
			const properties = { days: { type: 'integer' }, note: { type: 'string' } };
			const schemas = [
				{ type: 'object', properties, required: ['days', 'note'], additionalProperties: false },
				{ type: 'object', properties, required: ['days'] },
			];
			for (const schema of schemas) {
				server.script([{ text: '{"days":30}' }]);
				const answer = await model.generate({ ...question, responseSchema: { name: 'period', schema } }, never);
				expect(answer).toMatchObject({ text: '{"days":30}', finish: 'stop' });
				expect(lastBody()).toContain('days');
			}
		});

		describe('faults', () => {
			const { rateLimited, outOfCredit, serverError, contextTooLong } = subject.faults;
			const cases: Array<[string, boolean, RawReply]> = [
				['MODEL_RATE_LIMITED', true, rateLimited],
				['MODEL_OVERLOADED', true, serverError],
				['MODEL_CONTEXT_TOO_LONG', false, contextTooLong],
				['MODEL_MALFORMED_RESPONSE', false, webPage],
			];
			if (outOfCredit) cases.push(['MODEL_OUT_OF_CREDIT', false, outOfCredit]);

			it.each(cases)('%s, retryable %s, asked once', async (code, retryable, reply) => {
				server.script([reply, reply]);
				for (const ask of [() => model.generate(question, never), () => streamed(model, question)]) {
					const error = await catchFailure(ask());
					expect(error).toMatchObject({ code, retryable });
					if (code === 'MODEL_RATE_LIMITED') expect(error.retryAfterMs).toBe(2000);
				}
				expect(server.calls).toHaveLength(2);
			});

			if (subject.hasKeys !== false)
				it('refuses a wrong key without telling it', async () => {
					const wrong = subject.open(server.url, 'wrong-key-1234').chat(subject.model);
					const error = await catchFailure(wrong.generate(question, never));
					expect(error).toMatchObject({ code: 'MODEL_AUTHENTICATION', retryable: false });
					expect(JSON.stringify([error, error.message, error.details, String(error.cause)])).not.toContain('wrong-key-1234');
				});

			it('names a model that does not exist', async () => {
				const unknown = subject.open(server.url, subject.apiKey).chat('no-such-model');
				const error = await catchFailure(unknown.generate(question, never));
				expect(error).toMatchObject({ code: 'MODEL_NOT_FOUND', retryable: false, fix: expect.any(String) });
				expect(error.message).toMatch(/no-such-model.*[^.]\.$/);
			});

			it('is unreachable where nothing listens', async () => {
				const nowhere = subject.open('http://127.0.0.1:9', subject.apiKey).chat(subject.model);
				expect(await catchFailure(nowhere.generate(question, never))).toMatchObject({ code: 'MODEL_UNREACHABLE', retryable: true });
			});

			it('gives what came before a stream broke, and tells what it used', async () => {
				server.script([{ text: 'Within thirty days.', cutAfter: 2 }]);
				const texts: string[] = [];
				const reading = (async () => {
					for await (const part of model.stream(question, never)) if (part.kind === 'text') texts.push(part.text);
				})();
				const error = await catchFailure(reading);
				expect(error).toMatchObject({ code: 'MODEL_UNREACHABLE', retryable: true });
				expect(texts.join('')).toMatch(/^Within /);
				const usage = error.details.usage as ChatResponse['usage'];
				expect(usage.inputTokens).toBeGreaterThan(0);
				expect(usage.outputTokens).toBeGreaterThan(0);
			});

			it('fails when an answer breaks in the middle', async () => {
				server.script([{ text: 'Thirty days.', cutAfter: 1 }]);
				expect(await catchFailure(model.generate(question, never))).toMatchObject({ code: 'MODEL_UNREACHABLE', retryable: true });
			});
		});

		describe('cancellation', () => {
			it.each([
				['an answer', (signal: AbortSignal): Promise<unknown> => model.generate(question, signal)],
				['a stream', (signal: AbortSignal): Promise<unknown> => read(model.stream(question, signal))],
			])('of %s reaches the wire', async (_what, ask) => {
				server.script([{ text: 'Too late.', delayMs: 5000 }]);
				const cancel = new AbortController();
				const answer = catchFailure(ask(cancel.signal));
				await waitUntil('the request', () => server.calls.length === 1);
				cancel.abort(new Error('enough'));
				expect(await answer).toMatchObject({ code: 'CANCELLED', cause: { message: 'enough' } });
				await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
			});

			it('ends a stream in its middle with an error that tells what was used', async () => {
				server.script([{ text: 'word '.repeat(2000) }]);
				const cancel = new AbortController();
				const reading = (async () => {
					for await (const _part of model.stream({ ...question, maxOutputTokens: 9000 }, cancel.signal)) cancel.abort();
				})();
				const error = await catchFailure(reading);
				expect(error).toMatchObject({ code: 'CANCELLED', details: { usage: { outputTokens: expect.any(Number) } } });
				await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
			});

			it('closes the connection when the reader of a stream stops', async () => {
				server.script([{ text: 'word '.repeat(2000) }]);
				for await (const _part of model.stream({ ...question, maxOutputTokens: 9000 }, never)) break;
				await waitUntil('the end of the connection', () => server.calls[0]!.aborted);
			});

			it('asks nobody when it was cancelled before', async () => {
				expect(await catchFailure(model.generate(question, AbortSignal.abort()))).toMatchObject({ code: 'CANCELLED' });
				expect(server.calls).toEqual([]);
			});
		});
	});
}

/** The conversation with the model's turn and the results of its calls after it. */
function withResults(request: ChatRequest, turn: ChatResponse, results: string[]): ChatRequest {
	const { text, toolCalls = [], native } = turn;
	const tools = toolCalls.map(({ id, name }, index) => ({ role: 'tool' as const, callId: id, name, content: results[index]! }));
	return {
		...request,
		messages: [...request.messages, { role: 'assistant', content: text, toolCalls, ...(native && { native }) }, ...tools],
	};
}

/** A stream's answer, which holds what came before it once more. */
async function streamed(model: ChatModel, request: ChatRequest): Promise<ChatResponse> {
	const parts = await read(model.stream(request, never));
	const end = parts.at(-1);
	if (end?.kind !== 'end') throw new Error('the stream has no end');
	expect(joinText(parts)).toBe(end.response.text);
	expect(parts.flatMap((part) => (part.kind === 'tool-call' ? [part.call] : []))).toEqual(end.response.toolCalls ?? []);
	return end.response;
}

async function read(stream: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
	const parts: ChatPart[] = [];
	for await (const part of stream) parts.push(part);
	return parts;
}

function joinText(parts: ChatPart[]): string {
	return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
}

async function catchFailure(promise: Promise<unknown>): Promise<TroupeError> {
	const thrown = await promise.then(
		() => new Error('it did not fail'),
		(error: unknown) => error,
	);
	if (!isTroupeError(thrown)) throw thrown;
	return thrown;
}
