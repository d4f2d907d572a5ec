import { readWrittenCalls } from './read-written-calls';

const names = ['get_order', 'refund_order'];
const call = '{"name": "get_order", "arguments": {"order": "A-1001"}}';

test.each([
	`<tool_call>\n${call}\n</tool_call>`,
	`<tool_call>${call}`,
	call,
	`\`\`\`json\n${call}\n\`\`\``,
	`[${call}]`,
	'{"type": "function", "function": {"name": "get_order", "arguments": "{\\"order\\": \\"A-1001\\"}"}}',
	'{"tool": "get_order", "input": {"order": "A-1001"}}',
	'{"name": "get_order", "parameters": {"order": "A-1001"}}',
	'<function=get_order>{"order": "A-1001"}</function>',
	`[TOOL_CALLS][${call}]`,
	'[TOOL_CALLS]get_order{"order": "A-1001"}',
	`<function_call>${call}</function_call>`,
])('a text that is a call is read as one: %s', (text) => {
	const calls = readWrittenCalls(text, names);
	expect(calls?.map(({ name, arguments: args }) => [name, JSON.parse(args)])).toEqual([['get_order', { order: 'A-1001' }]]);
});

test('several calls are read, and none if there is another text, or a tool that does not exist', () => {
	expect(readWrittenCalls(`<tool_call>${call}</tool_call>\n<tool_call>${call}</tool_call>`, names)).toHaveLength(2);
	expect(readWrittenCalls(`I look it up. <tool_call>${call}</tool_call>`, names)).toBeUndefined();
	expect(readWrittenCalls(`<tool_call>${call}</tool_call> Done!`, names)).toBeUndefined();
	expect(readWrittenCalls(call, ['other'])).toBeUndefined();
	expect(readWrittenCalls(call, [])).toBeUndefined();
	expect(readWrittenCalls('Order A-1001 was delivered.', names)).toBeUndefined();
});

test('a call in tags that cannot be read stays one, for an error that the model reads', () => {
	const broken = '{"name": "get_order", "arguments": {"order":';
	expect(readWrittenCalls(`<tool_call>${broken}</tool_call>`, names)).toEqual([{ id: '', name: 'get_order', arguments: broken }]);
});
