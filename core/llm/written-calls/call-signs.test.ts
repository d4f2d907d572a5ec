import { createCallSigns } from './call-signs';
import { withholdCalls } from './withhold-calls';

const names = ['get_order', 'refund_order', 'support', 'findRoom'];
const { isCall, findName, findFirst, countBegun } = createCallSigns(names);
const call = '{"name": "get_order", "arguments": {"order": "A-1001"}}';

const calls = [
	`I look it up. <tool_call>${call}</tool_call>`,
	'{"name": "get_order", "argum',
	'<tool_call>{"name": "get_ord',
	'get_order(order="A-1001")',
	'Action: get_order\nAction Input: {"order": "A-1001"}',
	'```tool_code\nget_order("A-1001")\n```',
	'{"name": "lookup", "arguments": {}}',
	'<function_calls>\n<invoke name="get_order">',
	'<｜tool▁calls▁begin｜>function<｜tool▁sep｜>get_order',
	'[TOOL_REQUEST]{"name": "get_order"}[END_TOOL_REQUEST]',
	'Thought: I need it.\nAction: lookup\nAction Input: {}',
	'get_order → {"total": 89.9}',
	'to=functions.lookup {"order":"A-1001"}',
	'Certo, já faço isso.\n\n```json\n{"tool": "refund_order", "input": {"order": "A-1"}}\n```\nPronto!',
	'Right away: {"action": "get_order", "action_input": "A-1001"}',
	'Of course.\n<function_calls><invoke name="book"><parameter name="room">4</parameter></invoke>',
	'{"route_to": "support"}',
];

test.each([
	...calls,
	...[
		['Passo o caso. transfer_to_vendas', 'jupyter-naas/abi#854'],
		['Hold on... handoff_to_search_agent', 'openai/openai-agents-python#568'],
		['[Calling tool: support({"note": "hi"})]', 'raullenchai/Rapid-MLX#1592'],
		['<name>support\n</parameter>\n<parameter=note>\nhi\n</parameter>', 'signalnine/q27#24'],
		['commentary to=functions.support json{"note":"hi"}', 'raullenchai/Rapid-MLX#444'],
		['It is here: {"name": "support", "parameters": {"note": "hi"}}', 'moeru-ai/airi#2161'],
		['Sure. <function_calls><invoke name="support">', 'github/app#1499'],
	].map(([text, report]) => `${text} (${report})`),
])('a text with a call in it, or half of one, is not an answer: %s', (text) => {
	expect(isCall(text)).toBe(true);
});

const answers = [
	'Order A-1001 was delivered.',
	'[1] is the first passage.',
	'I asked support (by phone).',
	'- one\n- two',
	'Our support [2] helps you; it is open from 9 to 5.',
	'See support [here](https://shop.example), or write to support [EMAIL_1_k3f9x2].',
	'The functions of the machine: grind, brew {and steam}.',
	'Action is needed: send us the invoice.',
	'Use <b>two</b> spoons, a < b, `salt`.',
	'A total de 120,00: pedido A-7.',
	'```js\nconst room = { name };\n```',
];

test.each(answers)('other texts are answers: %s', (text) => {
	expect([isCall(text), findName(text)]).toEqual([false, undefined]);
});

test('a name is one of a program by its form', () => {
	expect(findName('Please hold on, refund_order helps.')).toBe('refund_order');
	expect(findName('I asked findRoom for you.')).toBe('findRoom');
	expect(findName('I asked support.')).toBeUndefined();
	expect(findName('See pre_get_order_2.')).toBeUndefined();
});

async function* inPieces(text: string, length: number) {
	for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

async function show(text: string, length: number): Promise<{ first: string; all: string }> {
	const shown: string[] = [];
	for await (const piece of withholdCalls(inPieces(text, length), { findFirst, countBegun }, (whole) => !isCall(whole))) shown.push(piece);
	return { first: shown[0] ?? '', all: shown.join('') };
}

describe('a text that is shown while it is written', () => {
	test.each(calls)('has nothing of a call, in whatever pieces it comes: %s', async (text) => {
		for (const length of [1, 3, 7, 1_000]) {
			const { all } = await show(text, length);
			expect(text.startsWith(all)).toBe(true);
			expect(all).not.toMatch(/[<{}[\]]|`{3}|_order|Action|→|functions/);
		}
	});

	test.each(answers)('is shown whole if it has no call: %s', async (text) => {
		for (const length of [1, 3, 7, 1_000]) expect((await show(text, length)).all).toBe(text);
	});

	test('is not held back longer than it can be a call', async () => {
		const text = 'The order was sent on Monday, and paid before.';
		for (let length = 1; length < text.length; length += 1) {
			const begun = text.slice(0, length);
			expect(countBegun(begun)).toBeLessThanOrEqual('before'.length);
		}
	});

	test('is found with a sign that begins far inside of a long text', async () => {
		const long = 'All good so far, and more words. '.repeat(300);
		expect((await show(`${long}\n${call}`, 11)).all.trim()).toBe(long.trim());
	});
});

test('the search is linear in hostile texts', () => {
	for (const piece of ['{"a', '[', '<', 'transfer_', ' \n', '`', 'get_order ', 'A', '"'])
		expect([isCall(piece.repeat(60_000)), countBegun(piece.repeat(60_000)) <= 120]).toEqual([expect.any(Boolean), true]);
});
