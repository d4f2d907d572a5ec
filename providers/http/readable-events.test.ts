import { openProvider } from '../models/open-provider';
import { readableEvents } from './readable-events';
import { slowTest } from '../../test/support/slow-tests';

async function rewritten(body: string, isNamed = false): Promise<string> {
	const send = () => Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
	return (await readableEvents(send, { isNamed })('https://x.example')).text();
}

test.each([
	['events as they are', 'data: {"a":1}\r\n\r\ndata: {"a":2}\n\n', 'data: {"a":1}\n\ndata: {"a":2}\n\n'],
	['data of several lines in one', 'data: {"a":\ndata: 1}\n\n', 'data: {"a":1}\n\n'],
	['what is not an object as an empty one', 'data: {"a\n\ndata: null\n\ndata: [1]\n\n', 'data: {}\n\ndata: {}\n\ndata: {}\n\n'],
	['no comments, and no end of another protocol', ': ping\n\ndata: [DONE]\n\n', ''],
	['an error in a plain body', '{"error":\n{"code":503}}\n', 'data: {"error":{"code":503}}\n\n'],
])('passes %s', async (_what, body, events) => {
	expect(await rewritten(body)).toBe(events);
});

test('names events by their type where a gateway omits the name', async () => {
	expect(await rewritten('data: {"type":"ping"}\n\nevent: x\ndata: {"type":"y"}\n\ndata: ?\n\n', true)).toBe(
		'event: ping\ndata: {"type":"ping"}\n\nevent: x\ndata: {"type":"y"}\n\nevent: unreadable\ndata: {}\n\n',
	);
});

slowTest.each(['anthropic', 'google'] as const)('an endless event of %s ends soon', async (name) => {
	const mebibyte = new TextEncoder().encode('data: '.padEnd(1024 * 1024, 'x'));
	const endless = () => {
		const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(mebibyte) });
		return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
	};
	const provider = await openProvider(name, { apiKey: 'key' }, { fetch: endless });
	const stream = provider.chat('m').stream({ messages: [{ role: 'user', content: 'Hello' }] }, new AbortController().signal);
	await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
});
