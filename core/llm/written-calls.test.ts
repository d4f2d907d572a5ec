import { looksLikeCall, mayBeCall, readWrittenCalls } from './written-calls';

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
	for (let length = 1; length <= text.length; length += 1) expect(mayBeCall(text.slice(0, length))).toBe(true);
});

test('several calls are read, and none if there is another text, or a tool that does not exist', () => {
	expect(readWrittenCalls(`<tool_call>${call}</tool_call>\n<tool_call>${call}</tool_call>`, names)).toHaveLength(2);
	expect(readWrittenCalls(`I look it up. <tool_call>${call}</tool_call>`, names)).toBeUndefined();
	expect(readWrittenCalls(call, ['other'])).toBeUndefined();
	expect(readWrittenCalls(call, [])).toBeUndefined();
});

test.each([
	`I look it up. <tool_call>${call}</tool_call>`,
	'{"name": "get_order", "argum',
	'<tool_call>{"name": "get_ord',
	'get_order(order="A-1001")',
	'Action: get_order\nAction Input: {"order": "A-1001"}',
	'```tool_code\nget_order("A-1001")\n```',
	'{"name": "lookup", "arguments": {}}',
	'{"hand_over": "support"}',
	'<function_calls>\n<invoke name="get_order">',
	'<｜tool▁calls▁begin｜>function<｜tool▁sep｜>get_order',
	'[TOOL_REQUEST]{"name": "get_order"}[END_TOOL_REQUEST]',
	'Thought: I need it.\nAction: lookup\nAction Input: {}',
	'get_order → {"total": 89.9}',
	'to=functions.lookup {"order":"A-1001"}',
])('a text with a call in it, or half of one, is not an answer: %s', (text) => {
	expect(looksLikeCall(text, names)).toBe(true);
});

test.each([
	'Order A-1001 was delivered.',
	'Use the "get_order" page.',
	'[1] is the first passage.',
	'I asked support (by phone).',
	'- one\n- two',
])('other texts are answers: %s', (text) => {
	expect(looksLikeCall(text, names)).toBe(false);
	expect(readWrittenCalls(text, names)).toBeUndefined();
});

test('a text is held back only as long as it can be a call', () => {
	expect(['The order', 'I', '[1] says', '<b>Hello</b>'].map((text) => mayBeCall(text))).toEqual([false, false, false, false]);
});
