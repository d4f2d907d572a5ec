import fc from 'fast-check';
import { serverSentEvents, type ServerSentEvent } from './server-sent-events';
import { processorSeconds } from '../../test/support/processor-time';
import { slowTest } from '../../test/support/slow-tests';

/** A body that comes in the pieces given. */
function toBody(pieces: Uint8Array[]): Response {
	return new Response(ReadableStream.from(pieces));
}

async function read(pieces: Uint8Array[]): Promise<ServerSentEvent[]> {
	const events: ServerSentEvent[] = [];
	for await (const event of serverSentEvents(toBody(pieces), ({ data }) => data === '[DONE]')) events.push(event);
	return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);
const collectData = async (text: string) => (await read([bytes(text)])).map(({ data }) => data);

test.each([
	['lines that end with a line feed', 'data: a\n\ndata: b\n\n', ['a', 'b']],
	['with both', 'data: a\r\n\r\ndata: b\r\n\r\n', ['a', 'b']],
	['with a carriage return', 'data: a\r\rdata: b\r\r', ['a', 'b']],
	['data of several lines', 'data: a\ndata:  b\ndata\n\n', ['a\n b\n']],
	['no blank behind the colon', 'data:a\n\n', ['a']],
	['comments, and fields it does not know', ': ping\n\nid: 7\nretry: 10\ndata: a\nother\n\n', ['a']],
	['a mark of the byte order', '\uFEFFdata: a\n\n', ['a']],
	['a last event without a blank line (openai/openai-node#2725)', 'data: a\n\ndata: b\n', ['a', 'b']],
	['a last line without an end', 'data: a\r\n\r\ndata: b', ['a', 'b']],
	['a last line that a carriage return ends', 'data: a\r\rdata: b\r', ['a', 'b']],
	['nothing behind the last', 'data: [DONE]\n\ndata: b\n\n', ['[DONE]']],
])('reads %s', async (_what, text, events) => expect(await collectData(text)).toEqual(events));

test('reads the names of events, each for its own alone', async () => {
	expect(await read([bytes('event: error\ndata: a\n\ndata: b\n\n')])).toEqual([
		{ event: 'error', data: 'a' },
		{ event: '', data: 'b' },
	]);
});

test('reads the same wherever the pieces end, in the middle of a letter too', async () => {
	const line = fc.constantFrom('data: Ação', 'data: 🪔', 'data:', ': note', 'event: error', 'id: 1', '', 'data: {"a":"\\n"}');
	const end = fc.constantFrom('\n', '\r\n', '\r');
	const stream = fc.array(fc.tuple(line, end), { maxLength: 20 }).map((lines) => lines.flat().join(''));
	await fc.assert(
		fc.asyncProperty(stream, fc.array(fc.nat(300), { maxLength: 12 }), async (text, cuts) => {
			const whole = bytes(text);
			const places = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
			const pieces = places.slice(1).map((to, index) => whole.slice(places[index], to));
			expect(await read(pieces)).toEqual(await read([whole]));
		}),
		{ numRuns: 150 },
	);
});

slowTest('puts a line of a hundred thousand pieces together without reading it again for each', async () => {
	const pieces = [bytes('data: '), ...Array.from({ length: 100_000 }, () => bytes('abcdefghij')), bytes('\n\n')];
	let events: ServerSentEvent[] = [];
	expect(await processorSeconds(async () => (events = await read(pieces)))).toBeLessThan(5);
	expect(events[0]!.data).toHaveLength(1_000_000);
});
