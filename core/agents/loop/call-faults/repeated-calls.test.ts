import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../../test/fakes/tool-agent';
import { runAgent } from '../../run-agent';

const never = new AbortController().signal;
const book = (room: number, id = '') => ['book', { room }, id] as [string, Record<string, unknown>, string];

/** Plays the answers of a model that can book and cancel rooms. */
async function play(...answers: Parameters<typeof scriptedChatModel>) {
	const model = scriptedChatModel(...answers, 'Room 4 is yours.');
	const tools = {
		book: fakeTool('book', ({ room }) => `room ${String(room)} is booked`),
		cancel: fakeTool('cancel', () => 'room 4 is free'),
		look: fakeTool('look', () => 'free', { effect: 'reads' }),
	};
	const outcome = await runAgent(
		{ message: 'Room 4, please.', conversationId: 'c1' },
		toolAgent(model, { tools: Object.values(tools) }),
		never,
	);
	const told = model.requests.at(-1)!.messages.flatMap((message) => (message.role === 'tool' ? [message.content] : []));
	return { outcome, tools, told };
}

test('a call that changed something is not made again, and the model gets its result (timescale/tiger-agents-for-work#278)', async () => {
	const { outcome, tools, told } = await play(calling(book(4)), calling(book(4)));
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Room 4 is yours.', usage: { toolCalls: 1 } });
	expect(tools.book.calls).toEqual([{ room: 4 }]);
	expect(told[1]).toContain('not made again');
	expect(told[1]).toContain('room 4 is booked');
});

test('arguments in another order and layout are the same call', async () => {
	const again = { toolCalls: [{ id: 'b', name: 'book', arguments: '{ "nights": 2, "room": 4 }' }], text: '' };
	const { tools } = await play(calling(['book', { room: 4, nights: 2 }]), again);
	expect(tools.book.calls).toHaveLength(1);
});

test('the same call twice in one answer is made once (bytedance/trae-agent#357)', async () => {
	const { tools, told } = await play(calling(book(4, 'a'), book(4, 'b'), book(5, 'c')));
	expect(tools.book.calls).toEqual([{ room: 4 }, { room: 5 }]);
	expect(told[1]).toContain('made once');
});

test('the same call twice with one id is made once (charmbracelet/crush#3121)', async () => {
	const { tools } = await play(calling(book(4, 'dup'), book(4, 'dup')));
	expect(tools.book.calls).toHaveLength(1);
});

test('both calls of a repeated answer are not made again', async () => {
	const { tools } = await play(calling(book(4, 'a'), book(5, 'b')), calling(book(4, 'c'), book(5, 'd')));
	expect(tools.book.calls).toHaveLength(2);
});

test('it can be made again after another call changed something, but not after one that reads', async () => {
	expect((await play(calling(book(4)), calling(['cancel', { room: 4 }]), calling(book(4)))).tools.book.calls).toHaveLength(2);
	expect((await play(calling(book(4)), calling(['look', { room: 4 }]), calling(book(4)))).tools.book.calls).toHaveLength(1);
});

test('a call that only reads can be made again, and so can one that failed', async () => {
	const look = () => calling(['look', { room: 4 }]);
	expect((await play(look(), look())).tools.look.calls).toHaveLength(2);
	let tries = 0;
	const book4 = fakeTool('book', () => {
		tries += 1;
		if (tries === 1) throw new Error('busy');
		return 'booked';
	});
	const model = scriptedChatModel(calling(book(4)), calling(book(4)), 'Booked.');
	await runAgent({ message: 'Room 4, please.', conversationId: 'c1' }, toolAgent(model, { tools: [book4] }), never);
	expect(tries).toBe(2);
});
