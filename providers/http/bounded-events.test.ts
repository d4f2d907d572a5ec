import { openProvider } from '../models/open-provider';
import { eventCounter } from './bounded-events';
import { slowTest } from '../../test/support/slow-tests';

async function passed(pieces: string[], maxBytes: number): Promise<string> {
	const readable = ReadableStream.from(pieces.map((piece) => new TextEncoder().encode(piece))) as ReadableStream<Uint8Array>;
	return new Response(readable.pipeThrough(eventCounter(maxBytes))).text();
}

test.each([
	['events that end', ['data: a\n\ndata: b\n\n', 'data: c\n', '\ndata: d\n\n']],
	['events with carriage returns', ['data: a\r\n\r\ndata: b\r', '\n\r\n', 'data: c\r\n\r\n']],
])('passes %s, however many', async (_what, pieces) => {
	const many = Array.from({ length: 50 }, () => pieces).flat();
	expect(await passed(many, 40)).toBe(many.join(''));
});

test.each([['data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'], ['data: a\ndata: b\ndata: c\ndata: d\ndata: e\ndata: f\n']])(
	'refuses %j',
	async (text) => {
		await expect(passed([text], 40)).rejects.toMatchObject({ code: 'MODEL_MALFORMED_RESPONSE' });
	},
);

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
