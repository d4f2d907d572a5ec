import { EventParser } from './event-parser';

const stream = 'retry: 2000\n: \n\nid: 7\nevent: begun\ndata: {"a":1}\n\n: \n\nid: 8\ndata: [1,\ndata: 2]\n\nevent: empty\n\n';
const events = [
	{ id: '7', event: 'begun', data: { a: 1 } },
	{ id: '8', event: 'message', data: [1, 2] },
];

it.each(['\n', '\r\n', '\r'])('reads events however they are cut, with lines that end with %j', (end) => {
	const text = stream.replaceAll('\n', end);
	for (let size = 1; size < 40; size += 1) {
		const parser = new EventParser();
		const found = Array.from({ length: Math.ceil(text.length / size) }, (_, at) => text.slice(at * size, (at + 1) * size));
		// A carriage return at the very end waits for what follows it.
		expect([...found, ': '].flatMap((piece) => parser.take(piece))).toEqual(events);
		expect(parser.lastId).toBe('8');
	}
});

it('forgets half an event when the connection begins again, and not where it was', () => {
	const parser = new EventParser();
	expect(parser.take('id: 3\ndata: {}\n\nid: 4\ndata: {"half"')).toEqual([{ id: '3', event: 'message', data: {} }]);
	parser.reset();
	expect(parser.lastId).toBe('3');
	expect(parser.take('data: 1\n\n')).toEqual([{ id: '3', event: 'message', data: 1 }]);
});
