import { lastText, run } from '../../../../sandbox/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../../sandbox/fakes/tool-agent';

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
