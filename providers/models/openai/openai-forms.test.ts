/** Servers whose chat templates know fewer forms of a conversation, as their refusals say it. */
import type { ChatMessage, ChatRequest, ChatResponse, ToolSpecification } from '../../../core/ports/models/models';
import { createOpenAiChatModel } from './openai-chat-model';

const never = new AbortController().signal;
interface Body {
	messages: Array<{ role: string; content: string | null; tool_calls?: unknown[] }>;
	tools?: unknown[];
	stream?: boolean;
	response_format?: object;
}
type Refuse = (body: Body) => [status: number, message: string] | undefined;

/** A server that answers what it is told to, unless it refuses. */
function serve(refuse: Refuse, answer = 'Fine.', needs?: string[]) {
	const bodies: Body[] = [];
	const learned: string[][] = [];
	const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
		const body = JSON.parse(init!.body as string) as Body;
		bodies.push(body);
		const refused = refuse(body);
		if (refused) return Response.json({ error: { message: refused[1], type: 'BadRequestError' } }, { status: refused[0] });
		const choice = { index: 0, finish_reason: 'stop' };
		if (!body.stream) return Response.json({ choices: [{ ...choice, message: { role: 'assistant', content: answer } }] });
		const chunks = [...answer].map((content) => ({ choices: [{ index: 0, delta: { content } }] }));
		const events = [...chunks, { choices: [{ ...choice, delta: {} }] }].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
		return new Response(`${events.join('')}data: [DONE]\n\n`, { headers: { 'content-type': 'text/event-stream' } });
	};
	const settings = { apiKey: '', baseUrl: 'https://models.test/v1', ...(needs && { needs }) };
	const model = createOpenAiChatModel(settings, 'small', {
		fetch,
		onNeeds: (all) => learned.push([...all]),
	});
	return { model, bodies, learned, last: () => bodies.at(-1)! };
}

const roles = ({ messages }: Body) => messages.map(({ role }) => role).join(' ');
const system: ChatMessage = { role: 'system', content: 'Be brief.' };
const user = (content: string): ChatMessage => ({ role: 'user', content });
const weather: ToolSpecification = {
	name: 'get_weather',
	description: 'Returns the weather of one city.',
	parameters: { type: 'object', properties: { city: { type: 'string' } } },
};
const calls = ['Lisbon', 'Porto'].map((city, index) => ({ id: `c${index}`, name: 'get_weather', arguments: JSON.stringify({ city }) }));
const withCalls: ChatRequest = {
	messages: [
		system,
		user('How is the weather?'),
		{ role: 'assistant', content: 'I look.', toolCalls: calls },
		...calls.map(({ id, name }) => ({ role: 'tool' as const, callId: id, name, content: `Sunny ${id}` })),
	],
	tools: [weather],
};

test.each<[string, number, string]>([
	['vLLM (stanfordnlp/dspy#1627)', 400, 'System role not supported'],
	['mistral.rs (EricLBuehler/mistral.rs#506)', 500, 'invalid operation: System role not supported (in chat_template:1)'],
	['Google', 400, 'Developer instruction is not enabled for models/gemma-3-27b-it'],
])('puts the system message before the question where the template of %s has none', async (_server, status, message) => {
	const { model, bodies, learned, last } = serve((body) =>
		body.messages.some(({ role }) => role === 'system') ? [status, message] : undefined,
	);
	await model.generate({ messages: [system, user('Hi')] }, never);
	expect(last().messages).toEqual([{ role: 'user', content: 'Be brief.\n\nHi' }]);
	await model.generate({ messages: [system, user('Hi')] }, never);
	expect(bodies).toHaveLength(3);
	expect(learned).toEqual([['no-system-role']]);
});

test('joins messages of one role, and leaves out the system message, where roles alternate (EricLBuehler/mistral.rs#45)', async () => {
	const refuse: Refuse = ({ messages }) =>
		messages.some(({ role }, index) => (role === 'user') !== (index % 2 === 0))
			? [500, 'Conversation roles must alternate user/assistant/user/assistant/...']
			: undefined;
	const { model, last, learned } = serve(refuse);
	await model.generate({ messages: [system, user('Passages'), user('Question')] }, never);
	expect(last().messages).toEqual([{ role: 'user', content: 'Be brief.\n\nPassages\n\nQuestion' }]);
	expect(learned.at(-1)).toEqual(['no-system-role', 'alternating-roles']);
});

test('gives each call a turn of its own where a template has one call a turn', async () => {
	const refuse: Refuse = ({ messages }) =>
		messages.some(({ tool_calls: made = [] }) => made.length > 1)
			? [400, 'This model only supports single tool-calls at once!']
			: undefined;
	const { model, last } = serve(refuse);
	await model.generate(withCalls, never);
	expect(roles(last())).toBe('system user assistant tool assistant tool');
	expect(
		last()
			.messages.filter(({ role }) => role === 'tool')
			.map(({ content }) => content),
	).toEqual(['Sunny c0', 'Sunny c1']);
});

describe('a server without tools', () => {
	const refusals: Array<[string, number, string]> = [
		['Ollama (ollama/ollama#6027)', 400, 'stablelm2:latest does not support tools'],
		['llama.cpp (FerroxLabs/wayland-core#97)', 500, 'tools param requires --jinja flag'],
		['vLLM', 400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'],
		['OpenRouter', 404, 'No endpoints found that support tool use. Try disabling "get_weather".'],
	];
	const noTools =
		(status = 400, message = 'small does not support tools'): Refuse =>
		({ tools, messages }) =>
			tools || messages.some(({ role }) => role === 'tool') ? [status, message] : undefined;
	const written = (city: string) => `<tool_call>{"name": "get_weather", "arguments": {"city": "${city}"}}</tool_call>`;

	test.each(refusals)('as %s says it, is told of them in words, and calls in words', async (_server, status, message) => {
		const { model, last, learned } = serve(noTools(status, message), `I look.\n${written('Lisbon')}\n${written('Porto')}`);
		const response = await model.generate({ messages: [system, user('Weather?')], tools: [weather] }, never);
		expect(response).toMatchObject({ text: 'I look.', finish: 'tool-calls' });
		expect(response.toolCalls!.map(({ name, arguments: text }) => [name, JSON.parse(text)])).toEqual([
			['get_weather', { city: 'Lisbon' }],
			['get_weather', { city: 'Porto' }],
		]);
		expect(new Set(response.toolCalls!.map(({ id }) => id)).size).toBe(2);
		expect(last().messages[0]!.content).toContain('"get_weather"');
		expect(learned).toEqual([['tools-as-text']]);
	});

	test('gets earlier calls and results as texts, between marks that a person cannot write', async () => {
		const { model, last } = serve(noTools());
		await model.generate(withCalls, never);
		expect(roles(last())).toBe('system user assistant user');
		const [, mark] = /<<<(RESULT-\w{12})\nget_weather: Sunny c0\n\1>>>\n<<<\1\nget_weather: Sunny c1/.exec(last().messages[3]!.content!)!;
		expect(last().messages[0]!.content).toContain(`between <<<${mark} and ${mark}>>>`);
		await model.generate({ ...withCalls, messages: [system, user('Another.'), ...withCalls.messages.slice(2)] }, never);
		expect(last().messages[3]!.content).not.toContain(mark);
	});

	test('shows nothing of a call in a stream', async () => {
		const { model } = serve(noTools(), `I look. ${written('Lisbon')}`);
		const parts = [];
		for await (const part of model.stream({ messages: [user('Weather?')], tools: [weather] }, never)) parts.push(part);
		expect(parts).toMatchObject([
			{ kind: 'text', text: 'I look.' },
			{ kind: 'tool-call' },
			{ kind: 'end', response: { finish: 'tool-calls' } },
		]);
	});

	test.each<[string, string, Array<Partial<NonNullable<ChatResponse['toolCalls']>[number]>> | undefined]>([
		['a call without its end', '<tool_call>{"name":"get_weather","arguments":{"city":"Lisbon"}}', [{ name: 'get_weather' }]],
		['a broken call', '<tool_call>{"name":"get_weather","arguments":{"city":</tool_call>', [{ name: 'get_weather' }]],
		['a call of nothing', '<tool_call>Lisbon</tool_call>', [{ name: 'tool_call', arguments: 'Lisbon' }]],
		['JSON', '{"name":"Ana","arguments":{}}', undefined],
		['words', 'It is sunny.', undefined],
	])('reads %s', async (_what, answer, expected) => {
		const { model } = serve(noTools(), answer);
		const { toolCalls, text } = await model.generate({ messages: [user('Weather?')], tools: [weather] }, never);
		if (expected) expect([toolCalls, text]).toMatchObject([expected, '']);
		else expect([toolCalls, text]).toEqual([undefined, answer]);
	});

	test('is asked for JSON in words where it could call tools', async () => {
		const { model, last } = serve(noTools());
		const responseSchema = { name: 'days', schema: { type: 'object', properties: { days: { type: 'integer' } } } };
		await model.generate({ messages: [user('Hi')], tools: [weather], responseSchema }, never);
		expect(last()).not.toHaveProperty('response_format');
		await model.generate({ messages: [user('Hi')], tools: [weather], toolChoice: 'none', responseSchema }, never);
		expect([last().response_format !== undefined, last().messages.length]).toEqual([true, 1]);
	});
});

test('needs that are set spare the first refusal, and an unknown one is refused', async () => {
	const { model, bodies } = serve(() => undefined, 'Fine.', ['no-system-role', 'tools-as-text']);
	await model.generate({ messages: [system, user('Hi')], tools: [weather] }, never);
	expect(bodies).toHaveLength(1);
	expect([roles(bodies[0]!), bodies[0]!.tools]).toEqual(['user', undefined]);
	expect(() => serve(() => undefined, '', ['no-tools'])).toThrow(
		'The field "Server Needs" of the credential has "no-tools", expected names of max-tokens',
	);
});

test('another refusal changes nothing', async () => {
	const { model, bodies } = serve(() => [400, 'The temperature of the room is wrong.']);
	await expect(model.generate(withCalls, never)).rejects.toMatchObject({ code: 'MODEL_BAD_REQUEST' });
	expect(bodies).toHaveLength(1);
});

test('offers no tools where none may be called, except to servers that need those of earlier calls (camel-ai/owl#532)', async () => {
	const last: ChatRequest = { ...withCalls, toolChoice: 'none' };
	const plain = serve(() => undefined);
	await plain.model.generate(last, never);
	expect(plain.last()).not.toHaveProperty('tools');
	expect(plain.last()).not.toHaveProperty('tool_choice');
	const proxy = serve(({ tools }) =>
		tools ? undefined : [400, "litellm.UnsupportedParamsError: Anthropic doesn't support tool calling without `tools=` param specified."],
	);
	for (const _ of [1, 2]) expect((await proxy.model.generate(last, never)).text).toBe('Fine.');
	expect(proxy.bodies.map(({ tools, ...body }) => [tools?.length, 'tool_choice' in body])).toEqual([
		[undefined, false],
		[1, true],
		[1, true],
	]);
});
