import type { ChatPart } from '../../../core/ports/models/models';
import { FakeAiChunk } from '../../../test/support/n8n/fake-chat-model';
import { connectedChatModel } from './connected-chat-model';

const request = { messages: [{ role: 'user' as const, content: 'Hello' }] };
const { signal } = new AbortController();
const noMessage = new TypeError("Cannot read properties of undefined (reading 'message')");

const failing = (model: string, error: Error) => ({ model, invoke: () => Promise.reject(error) });

function streaming(model: string, chunks: object[], error?: Error) {
	async function* stream() {
		for (const chunk of chunks) yield new FakeAiChunk({ content: '', ...chunk });
		if (error) throw error;
	}
	return { model, invoke: jest.fn(), stream: async () => stream() };
}

async function streamEnd(model: object): Promise<ChatPart> {
	const parts: ChatPart[] = [];
	for await (const part of connectedChatModel(model)!.stream(request, signal)) parts.push(part);
	return parts.at(-1)!;
}

describe('an answer that a filter stops', () => {
	it.each([
		['whose model finds no candidate (langchain-ai/langchainjs#8557)', 'models/gemini-2.5-flash', noMessage],
		['whose model finds an empty candidate', 'gemini-2.5-flash', new TypeError("Cannot read properties of undefined (reading 'parts')")],
		['whose model says so', 'vertex', new Error('Finish reason: SAFETY')],
		['to a question that a filter blocks', 'vertex', new Error('Prompt blocked: OTHER')],
	])('%s is one without a text', async (_what, model, error) => {
		const filtered = { text: '', finish: 'content-filter' };
		expect(await connectedChatModel(failing(model, error))!.generate(request, signal)).toMatchObject(filtered);
		expect(await streamEnd(streaming(model, [], error))).toMatchObject({ kind: 'end', response: filtered });
	});

	it('is one in a stream without a chunk, and after a text', async () => {
		expect(await streamEnd(streaming('gemini-2.5-flash', []))).toMatchObject({ response: { text: '', finish: 'content-filter' } });
		const late = streaming('vertex', [{ content: 'First, ' }], new Error('Finish reason: RECITATION'));
		expect(await streamEnd(late)).toMatchObject({ response: { text: 'First, ', finish: 'content-filter' } });
	});

	it.each([
		['another model’s', 'gpt-x', noMessage, 'MODEL_MALFORMED_RESPONSE'],
		['another reason’s', 'vertex', new Error('Finish reason: OTHER'), 'MODEL_UNREACHABLE'],
	])('is not %s fault', async (_whose, model, error, code) => {
		await expect(connectedChatModel(failing(model, error))!.generate(request, signal)).rejects.toMatchObject({ code });
		await expect(streamEnd(streaming(model, [], error))).rejects.toMatchObject({ code });
	});

	it.each([
		['refusal', 'content-filter'],
		['max_tokens', 'length'],
	])('is told in a stream of Anthropic’s beside the message, and so is %s', async (reason, finish) => {
		const chunks = [{ content: 'Half' }, { additional_kwargs: { stop_reason: reason } }];
		expect(await streamEnd(streaming('claude-haiku-4-5', chunks))).toMatchObject({ response: { text: 'Half', finish } });
	});
});
