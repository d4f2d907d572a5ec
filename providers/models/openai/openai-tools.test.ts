import { readArguments } from '../../../core/tools/read-arguments';
import type { ChatMessage, ChatPart, ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import { createOpenAiChatModel } from './openai-chat-model';

const never = new AbortController().signal;
const tools = [{ name: 'find_order', description: 'Finds an order.', parameters: { type: 'object', properties: {} } }];
const request: ChatRequest = { messages: [{ role: 'user', content: 'Where is it?' }], tools };
const usage = { prompt_tokens: 30, completion_tokens: 12, completion_tokens_details: { reasoning_tokens: 7 } };

/** A server that answers with these bodies in turn and keeps what it was sent. */
function startServer(...answers: Array<unknown>) {
	const bodies: Array<{ messages: Array<Record<string, unknown>> }> = [];
	const send: typeof fetch = async (_url, init) => {
		bodies.push(JSON.parse(init!.body as string) as (typeof bodies)[number]);
		const answer = answers[bodies.length - 1];
		if (typeof answer !== 'string') return Response.json(answer);
		return new Response(answer, { headers: { 'content-type': 'text/event-stream' } });
	};
	return { model: createOpenAiChatModel({ apiKey: 'sk-fake' }, 'm', { fetch: send }), bodies };
}

const whole = (message: object, more: object = {}) => ({
	choices: [{ message: { role: 'assistant', ...message }, finish_reason: 'stop' }],
	usage,
	...more,
});
const stream = (...deltas: object[]) =>
	[...deltas.map((delta) => ({ choices: [{ delta }] })), { choices: [{ delta: {}, finish_reason: 'tool_calls' }], usage }]
		.map((event) => `data: ${JSON.stringify(event)}\n\n`)
		.join('') + 'data: [DONE]\n\n';

async function readEnd(parts: AsyncIterable<ChatPart>) {
	for await (const part of parts) if (part.kind === 'end') return part.response;
	throw new Error('the stream has no end');
}

it('keeps malformed arguments as the text that they are', async () => {
	const call = { id: 'call_1', type: 'function', function: { name: 'find_order', arguments: '{"number": AU-7' } };
	const { model } = startServer(whole({ content: null, tool_calls: [call] }));
	expect(await model.generate(request, never)).toMatchObject({
		text: '',
		finish: 'tool-calls',
		toolCalls: [{ id: 'call_1', name: 'find_order', arguments: '{"number": AU-7' }],
		usage: { inputTokens: 30, outputTokens: 12, reasoningTokens: 7, estimated: false },
	});
});

it('makes ids where a server gives none, the same for the same call, and reads arguments that are an object', async () => {
	const call = { type: 'function', function: { name: 'find_order', arguments: { number: 'AU-7' } } };
	const { model } = startServer(whole({ tool_calls: [call, call] }), whole({ tool_calls: [call, call] }));
	const [first, again] = [await model.generate(request, never), await model.generate(request, never)];
	expect(first.toolCalls!.map(({ arguments: text }) => text)).toEqual(['{"number":"AU-7"}', '{"number":"AU-7"}']);
	expect(first.toolCalls).toEqual(again.toolCalls);
	expect(new Set(first.toolCalls!.map(({ id }) => id)).size).toBe(2);
});

it.each([
	['numbered', [0, 1]],
	['all numbered alike', [0, 0]],
	['not numbered, each whole', [undefined, undefined]],
])('puts streamed calls together that are %s', async (_how, [first, second]) => {
	const { model } = startServer(
		stream(
			{ tool_calls: [{ index: first, id: 'a', function: { name: 'find_order', arguments: first === undefined ? '{"n":1}' : '{"n"' } }] },
			...(first === undefined ? [] : [{ tool_calls: [{ index: first, function: { arguments: ':1}' } }] }]),
			{ tool_calls: [{ index: second, id: 'b', function: { name: 'find_order', arguments: '{"n":2}' } }] },
		),
	);
	expect((await readEnd(model.stream(request, never))).toolCalls).toEqual([
		{ id: 'a', name: 'find_order', arguments: '{"n":1}' },
		{ id: 'b', name: 'find_order', arguments: '{"n":2}' },
	]);
});

it('gives thoughts and signatures back with the turn that called tools, to the model that had them', async () => {
	const call = { id: 'a', function: { name: 'find_order', arguments: '{}' }, extra_content: { google: { thought_signature: 's1' } } };
	const { model, bodies } = startServer(
		stream({ reasoning_content: 'I need ' }, { reasoning_content: 'the order.' }, { tool_calls: [{ index: 0, ...call }] }),
		whole({ content: 'Done.' }),
		whole({ content: 'Done.' }),
	);
	const { text, toolCalls, native } = await readEnd(model.stream(request, never));
	const turn = (of: typeof native): ChatMessage[] => [
		...request.messages,
		{ role: 'assistant', content: text, toolCalls, native: of },
		{ role: 'tool', callId: 'a', name: 'find_order', content: 'none' },
	];
	await model.generate({ ...request, messages: turn(native) }, never);
	expect(bodies[1]!.messages[1]).toMatchObject({
		reasoning_content: 'I need the order.',
		tool_calls: [{ extra_content: call.extra_content }],
	});
	await model.generate({ ...request, messages: turn({ ...native!, model: 'openai:other' }) }, never);
	expect(bodies[2]!.messages[1]).not.toHaveProperty('reasoning_content');
});

/** The turn of an answer with a result for each of its calls, whose ids a host can rename. */
const turnOf = ({ text, toolCalls = [], native }: ChatResponse, rename = (id: string) => id): ChatMessage[] => [
	...request.messages,
	{ role: 'assistant', content: text, toolCalls: toolCalls.map((call) => ({ ...call, id: rename(call.id) })), native },
	...toolCalls.map(({ id, name }): ChatMessage => ({ role: 'tool', callId: rename(id), name, content: 'none' })),
];

it('puts streamed details together by type, index and id (earendil-works/pi#260)', async () => {
	const signed = { type: 'reasoning.text', format: 'anthropic-claude-v1', index: 0 };
	const sealed = (id: string, data: string) => ({ type: 'reasoning.encrypted', id, index: 0, data });
	const call = (id: string, index: number) => ({ index, id, function: { name: 'find_order', arguments: '{}' } });
	const { model, bodies } = startServer(
		stream(
			{ reasoning: 'I need', reasoning_details: [{ ...signed, text: 'I need', signature: null }] },
			{ reasoning: ' both.', reasoning_details: [{ ...signed, text: ' both.' }] },
			{ reasoning_details: [{ ...signed, text: '', signature: 'c2ln' }, null, 'x'] },
			{ reasoning_details: [sealed('a', 'QQ==')], tool_calls: [call('a', 0)] },
			{ reasoning_details: [sealed('b', 'Qg==')], tool_calls: [call('b', 1)] },
		),
		whole({ content: 'Done.' }),
	);
	const response = await readEnd(model.stream(request, never));
	await model.generate({ ...request, messages: turnOf(response, (id) => (id === 'b' ? 'call_1_1_0' : id)) }, never);
	expect(bodies[1]!.messages[1]!.reasoning_details).toEqual([
		{ ...signed, text: 'I need both.', signature: 'c2ln' },
		sealed('a', 'QQ=='),
		sealed('call_1_1_0', 'Qg=='),
	]);
});

it('keeps details of a whole answer apart, and the signature of a call whose id was renamed', async () => {
	const details = [
		{ type: 'reasoning.encrypted', data: 'QQ==', index: 0 },
		{ type: 'reasoning.encrypted', data: 'Qg==', index: 0 },
		{ text: 'Hm.' },
	];
	const call = (signature?: string) => ({
		id: 'a',
		function: { name: 'find_order', arguments: '{}' },
		...(signature && { extra_content: { google: { thought_signature: signature } } }),
	});
	const { model, bodies } = startServer(
		whole({ content: null, reasoning_details: details, tool_calls: [call(), call('s2')] }),
		whole({ content: 'Done.' }),
	);
	let renamed = 0;
	const messages = turnOf(await model.generate(request, never), () => `call_${(renamed += 1)}`);
	await model.generate({ ...request, messages }, never);
	expect(bodies[1]!.messages[1]).toMatchObject({
		reasoning_details: details,
		tool_calls: [
			expect.not.objectContaining({ extra_content: expect.anything() }),
			{ extra_content: { google: { thought_signature: 's2' } } },
		],
	});
});

it.each([
	['flex', 'flex'],
	['priority', 'priority'],
	['default', undefined],
])('tells that a call was billed as %s', async (tier, expected) => {
	const { model } = startServer(whole({ content: 'Yes.' }, { service_tier: tier }));
	expect((await model.generate(request, never)).usage.tier).toBe(expected);
});

it('reads a whole answer where a stream was asked for, and the error in one', async () => {
	const { model } = startServer(whole({ content: 'Yes.' }), { error: { message: 'No credit', code: 402 } });
	expect(await readEnd(model.stream(request, never))).toMatchObject({ text: 'Yes.', finish: 'stop', usage: { inputTokens: 30 } });
	await expect(readEnd(model.stream(request, never))).rejects.toMatchObject({ code: 'MODEL_OUT_OF_CREDIT' });
});

it('reads an answer that is a list of parts, without the thoughts among them', async () => {
	const content = [
		{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] },
		{ type: 'reasoning', text: 'Well.' },
		{ type: 'text', text: 'Yes.' },
	];
	const { model } = startServer(whole({ content }));
	expect((await model.generate(request, never)).text).toBe('Yes.');
});

it('drops the calls of an answer that was filtered', async () => {
	const call = { id: 'a', function: { name: 'find_order', arguments: '{}' } };
	const { model } = startServer({ choices: [{ message: { content: null, tool_calls: [call] }, finish_reason: 'content_filter' }] });
	expect(await model.generate(request, never)).toEqual(expect.objectContaining({ finish: 'content-filter' }));
});

it('drops the calls of an answer that the limit cut', async () => {
	const call = (id: string, text: string) => ({ id, type: 'function', function: { name: 'find_order', arguments: text } });
	const cut = { choices: [{ message: { content: null, tool_calls: [call('a', '{"n":1}'), call('b', '')] }, finish_reason: 'length' }] };
	const only = { choices: [{ message: { content: null, tool_calls: [call('b', '')] }, finish_reason: 'length' }] };
	const { model } = startServer(cut, only);
	expect(await model.generate(request, never)).not.toHaveProperty('toolCalls');
	expect(await model.generate(request, never)).toMatchObject({ finish: 'length' });
});

it.each([null, undefined, '', 'null'])(
	'calls a tool without arguments that are %j (braintrustdata/braintrust-sdk-javascript#1061)',
	async (given) => {
		const { model } = startServer(whole({ tool_calls: [{ id: 'a', function: { name: 'find_order', arguments: given } }] }));
		const { toolCalls } = await model.generate(request, never);
		expect(readArguments(toolCalls![0]!.arguments)).toEqual({ value: {} });
	},
);

it('reads a call in the older form of the protocol, once', async () => {
	const older = { name: 'find_order', arguments: '{"n":1}' };
	const { model } = startServer(
		whole({ content: null, function_call: older }),
		whole({ content: null, function_call: older, tool_calls: [{ id: 'a', function: older }] }),
		stream({ function_call: { name: 'find_order', arguments: '' } }, { function_call: { arguments: '{"n":1}' } }),
	);
	for (let times = 0; times < 2; times += 1) expect((await model.generate(request, never)).toolCalls).toMatchObject([older]);
	expect((await readEnd(model.stream(request, never))).toolCalls).toMatchObject([older]);
});

it('ends at the limit where calls have signatures and the last was cut', async () => {
	const call = (id: string, text: string) => ({ id, function: { name: 'find_order', arguments: text }, extra_content: { signature: id } });
	const { model } = startServer({ choices: [{ message: { tool_calls: [call('a', '{}'), call('b', '')] }, finish_reason: 'length' }] });
	expect(await model.generate(request, never)).toMatchObject({ finish: 'length' });
});

it('fails for a call without a name', async () => {
	const { model } = startServer(whole({ tool_calls: [{ id: 'a', function: null }] }));
	await expect(model.generate(request, never)).rejects.toMatchObject({
		code: 'MODEL_MALFORMED_RESPONSE',
		details: { usage: { inputTokens: 30 } },
	});
});
