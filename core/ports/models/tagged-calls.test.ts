import { readTaggedCalls } from './tagged-calls';

const call = '{"name": "get_order", "arguments": {"order": "A-1001"}}';

test('a call in tags that cannot be read stays one', () => {
	expect(readTaggedCalls('<tool_call>order A-1001</tool_call>').calls).toEqual([{ id: '', name: 'tool_call', arguments: 'order A-1001' }]);
	expect(readTaggedCalls('<tool_call>{"name": "list_all"}').calls).toEqual([{ id: '', name: 'list_all', arguments: '{}' }]);
});

test('the words before, between and after calls in tags are told apart', () => {
	const { before, calls, rest } = readTaggedCalls(`Wait. <tool_call>${call}</tool_call> and <tool_call>${call}</tool_call> done`);
	expect([before, calls.length, rest]).toEqual(['Wait. ', 2, ' and  done']);
});
