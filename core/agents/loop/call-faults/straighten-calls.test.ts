import { lastText, run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../../test/fakes/tool-agent';

const parameters = {
	type: 'object',
	properties: { to: { type: 'string' }, number: { type: 'integer' }, mode: { enum: ['fast', 'slow'] } },
	required: ['to'],
	additionalProperties: false,
};

test.each([
	['a text for a number (earendil-works/pi#786)', '{"to":"x","number":"2"}', { to: 'x', number: 2 }],
	['another case of a choice', '{"to":"x","mode":"Fast"}', { to: 'x', mode: 'fast' }],
	['a code fence and a comma too many', '```json\n{"to":"x",}\n```', { to: 'x' }],
	['a long number for a text', '{"to":9007199254740993}', { to: '9007199254740993' }],
])('a call with %s is made, and the model sees it as it should have been', async (_what, text, input) => {
	const send = fakeTool('send', undefined, { parameters });
	const model = scriptedChatModel(calling(['send', text, 'c']), 'Done.');
	expect(await run(toolAgent(model, { tools: [send] }))).toMatchObject({ kind: 'reply', reply: 'Done.' });
	expect(send.calls).toEqual([input]);
	const [call] = model.requests[1]!.messages.flatMap((message) => ('toolCalls' in message ? (message.toolCalls ?? []) : []));
	expect(JSON.parse(call!.arguments)).toEqual(input);
});

test('guardrails judge what is called: an escape in arguments with a comma too many hides nothing', async () => {
	const send = fakeTool('send', undefined, { parameters });
	const model = scriptedChatModel(calling(['send', '{"to":"ana\\u0040example.com",}', 'c']), 'Done.');
	await run(toolAgent(model, { tools: [send] }), 'Hello');
	expect(send.calls).toEqual([{ to: 'ana@example.com' }]);
	expect(JSON.stringify(model.requests[1]!.messages)).toMatch(/\[EMAIL_1_\w+\]/);
});

test('what cannot be read is not called, and the error shows the form', async () => {
	const send = fakeTool('send', undefined, { parameters });
	const model = scriptedChatModel(calling(['send', '{"receiver":"x"}', 'c']), 'Sorry.');
	await run(toolAgent(model, { tools: [send] }));
	expect(send.calls).toEqual([]);
	expect(lastText(model)).toContain('no such field: receiver; the tool takes {"to": <text>}');
});

const order = {
	type: 'object',
	properties: { order: { type: 'string', pattern: '^A-[0-9]{4}$' }, note: { type: 'string' } },
	required: ['order'],
	additionalProperties: false,
};
const task = { type: 'object', properties: { task: { type: 'string', minLength: 1 } }, required: ['task'], additionalProperties: false };

test.each([
	['an underscore for a hyphen', order, ['get-order', '{"order":"A-1001"}'], { order: 'A-1001' }],
	['the name of a function', order, ['functions.get_order', '{"order":"A-1001"}'], { order: 'A-1001' }],
	['capitals in the name and none in the number', order, ['Get_Order', '{"order":"a-1001 "}'], { order: 'A-1001' }],
	['another name for the only field', task, ['get_order', '{"message":"What is new?"}'], { task: 'What is new?' }],
	['a text alone', task, ['get_order', '"What is new?"'], { task: 'What is new?' }],
	['a text without JSON', task, ['get_order', 'What is new?'], { task: 'What is new?' }],
])('a call with %s is made', async (_what, schema, [name, text], input) => {
	const tool = fakeTool('get_order', undefined, { parameters: schema });
	const model = scriptedChatModel(calling([name!, text!, 'c']), 'Done.');
	expect(await run(toolAgent(model, { tools: [tool] }))).toMatchObject({ kind: 'reply', reply: 'Done.' });
	expect(tool.calls).toEqual([input]);
});

test.each([
	['a name that two tools may have', 'getorder', '{"order":"A-1001"}'],
	['another name for one of two fields', 'get_order', '{"order_number":"A-1001"}'],
	['a number that fits in no case', 'get_order', '{"order":"b-1001"}'],
	['JSON that was cut', 'get_order', '{"order":"A-10'],
])('a call with %s is not guessed', async (_what, name, text) => {
	const tools = ['get_order', 'get-order'].map((each) => fakeTool(each, undefined, { parameters: order }));
	const model = scriptedChatModel(calling([name, text, 'c']), 'Which order do you mean?');
	await run(toolAgent(model, { tools }));
	expect(tools.flatMap(({ calls }) => calls)).toEqual([]);
});
