import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatModel, ChatRequest } from '../../core/ports/models/models';
import { createOllamaChatModel } from '../models/ollama/ollama-chat-model';
import { createOpenAiChatModel } from '../models/openai/openai-chat-model';
import { boundedChunks, boundedText } from './bounded-body';
import { waitUntil } from '../../test/support/wait-until';

const question: ChatRequest = { messages: [{ role: 'user', content: 'Hello' }] };
const openAiStream = 'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
const ollamaStream = '{"message":{"content":"Hi"},"done":false}\n{"message":{"content":""},"done":true,"done_reason":"stop"}\n';

describe('a stream whose last word came', () => {
	let server: Server;
	/** Whether each stream ended before its connection was closed. */
	const ends: boolean[] = [];
	beforeAll(async () => {
		server = createServer((request, response) => {
			if (request.url!.endsWith('/show')) return void response.end('{}');
			const ollama = request.url!.startsWith('/api');
			response.writeHead(200, { 'content-type': ollama ? 'application/x-ndjson' : 'text/event-stream' });
			response.write(ollama ? ollamaStream : openAiStream);
			response.on('close', () => ends.push(response.writableFinished));
			// The end comes in a packet of its own, as it does from real servers.
			setTimeout(() => response.end(), 5);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
	});
	beforeEach(() => ends.splice(0));
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	test.each([
		['OpenAI', (url: string): ChatModel => createOpenAiChatModel({ apiKey: '', baseUrl: `${url}/v1` }, 'm')],
		['Ollama', (url: string): ChatModel => createOllamaChatModel({ apiKey: '', baseUrl: url }, 'm')],
	])('leaves its connection to the next call (%s)', async (_name, open) => {
		const model = open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		for (let call = 0; call < 3; call += 1) for await (const _part of model.stream(question, new AbortController().signal));
		await waitUntil('the ends of three streams', () => ends.length >= 3, { seen: () => ends });
		expect(ends).toEqual([true, true, true]);
	});
});

test('reads text whose letters are cut anywhere', async () => {
	const bytes = new TextEncoder().encode('Ação 🪔');
	const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
	expect(await boundedText(new Response(ReadableStream.from(pieces)))).toBe('Ação 🪔');
	expect(await boundedText(new Response(null))).toBe('');
});

test('cancels what nobody reads on', async () => {
	let cancelled = false;
	const body = new ReadableStream<Uint8Array>({
		pull: (controller) => controller.enqueue(new Uint8Array(8)),
		cancel: () => void (cancelled = true),
	});
	for await (const _chunk of boundedChunks(new Response(body))) break;
	expect(cancelled).toBe(true);
});
