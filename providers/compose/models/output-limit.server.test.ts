import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatPart } from '../../../core/ports/models/models';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { limitOutput } from '../../../core/llm/output-limit/limit-output';
import { openProvider } from '../../models/open-provider';

const words = 'The return policy of the shop is thirty days, as ever. '.repeat(20);
/** How each server says a piece of text, or a piece of a thought. */
const pieces: Record<ProviderName, (text: string, isThought: boolean) => string> = {
	openai: (text, isThought) =>
		`data: ${JSON.stringify({ choices: [{ delta: isThought ? { reasoning_content: text } : { content: text } }] })}\n\n`,
	anthropic: (text, isThought) =>
		`event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', index: 0, delta: isThought ? { type: 'thinking_delta', thinking: text } : { type: 'text_delta', text } })}\n\n`,
	google: (text, isThought) =>
		`data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text, ...(isThought && { thought: true }) }] } }] })}\n\n`,
	ollama: (text, isThought) =>
		`${JSON.stringify({ model: 'm', message: { role: 'assistant', content: isThought ? '' : text, ...(isThought && { thinking: text }) }, done: false })}\n`,
};
const begin: Partial<Record<ProviderName, (isThought: boolean) => string>> = {
	anthropic: (isThought) =>
		`event: message_start\ndata: ${JSON.stringify({ type: 'message_start', message: { id: 'm', type: 'message', role: 'assistant', model: 'm', content: [], usage: { input_tokens: 1, output_tokens: 1 } } })}\n\n` +
		`event: content_block_start\ndata: ${JSON.stringify({ type: 'content_block_start', index: 0, content_block: isThought ? { type: 'thinking', thinking: '', signature: '' } : { type: 'text', text: '' } })}\n\n`,
};
const wholes: Record<ProviderName, (text: string) => object> = {
	openai: (content) => ({ choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] }),
	anthropic: (text) => ({
		id: 'm',
		type: 'message',
		role: 'assistant',
		model: 'm',
		content: [{ type: 'text', text }],
		stop_reason: 'end_turn',
		usage: { input_tokens: 1, output_tokens: 50_000 },
	}),
	google: (text) => ({ candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP' }] }),
	ollama: (content) => ({ model: 'm', message: { role: 'assistant', content }, done: true, done_reason: 'stop' }),
};
const providers = Object.keys(pieces) as ProviderName[];

let server: Server;
let isClosed: Promise<void>;
let sent = 0;
/** Ignores the limit of tokens: a stream has no end, a whole answer as many characters. */
async function start(name: ProviderName, { isThought = false, characters = 200_000 } = {}) {
	sent = 0;
	let closed: () => void;
	isClosed = new Promise((resolve) => (closed = resolve));
	server = createServer((request, response) => {
		let body = '';
		request
			.on('data', (chunk) => (body += String(chunk)))
			.on('end', () => {
				if (request.url!.endsWith('/api/show'))
					return void response.end(JSON.stringify({ model_info: {}, capabilities: ['completion', 'thinking'] }));
				const streams = request.url!.includes('stream') || (JSON.parse(body) as { stream?: boolean }).stream === true;
				if (!streams)
					return void response
						.setHeader('content-type', 'application/json')
						.end(JSON.stringify(wholes[name](words.repeat(Math.ceil(characters / words.length)).slice(0, characters))));
				response.on('close', () => closed());
				response.setHeader('content-type', name === 'ollama' ? 'application/x-ndjson' : 'text/event-stream');
				response.write(begin[name]?.(isThought) ?? '');
				talk(response, pieces[name](words, isThought));
			});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return limitOutput((await openProvider(name, { apiKey: 'k', baseUrl }, {})).chat('m'));
}

function talk(response: ServerResponse, piece: string): void {
	if (response.destroyed) return;
	sent += piece.length;
	const goOn = () => talk(response, piece);
	if (response.write(piece)) setImmediate(goOn);
	else response.once('drain', goOn);
}

afterEach(() => {
	server.closeAllConnections();
	server.close();
});

const request = { messages: [{ role: 'user' as const, content: 'What is the return policy?' }], maxOutputTokens: 100 };
const never = new AbortController().signal;

async function read(stream: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
	const parts: ChatPart[] = [];
	for await (const part of stream) parts.push(part);
	return parts;
}

describe.each(providers)('a server of %s that ignores the max output tokens', (name) => {
	it('is cut in a stream without end, and the connection is closed', async () => {
		const parts = await read((await start(name)).stream(request, never));
		const end = parts.at(-1)!;
		expect(end).toMatchObject({ kind: 'end', response: { finish: 'length' } });
		expect(end.kind === 'end' && end.response.text).toHaveLength(800);
		expect(parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')).toHaveLength(800);
		await isClosed;
	});

	it('is cut while it thinks without end', async () => {
		const parts = await read((await start(name, { isThought: true })).stream(request, never));
		expect(parts).toMatchObject([{ kind: 'end', response: { finish: 'length', text: '' } }]);
		await isClosed;
		expect(sent).toBeLessThan(30_000_000);
	});

	it('is cut in a whole answer, and one beyond all bounds is not read', async () => {
		const model = await start(name);
		const response = await model.generate(request, never);
		expect(response).toMatchObject({ finish: 'length' });
		expect(response.text).toHaveLength(800);
		server.close();
		expect(await (await start(name, { characters: 3_000_000 })).generate(request, never)).toMatchObject({ finish: 'length', text: '' });
	});

	it('passes whole where it keeps to them', async () =>
		expect(await (await start(name, { characters: 400 })).generate({ ...request, maxOutputTokens: 50_000 }, never)).toMatchObject({
			finish: 'stop',
			text: words.slice(0, 400).trim().length > 0 ? expect.any(String) : '',
		}));
});
