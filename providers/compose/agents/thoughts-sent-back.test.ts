import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import { runAgent } from '../../../core/agents/run-agent';
import type { ChatModel } from '../../../core/ports/models/models';
import { openGate } from '../../../test/fakes/permissive-gate';
import { createAnthropicChatModel } from '../../models/anthropic/anthropic-chat-model';
import { createGoogleChatModel } from '../../models/google/google-chat-model';
import { createOllamaChatModel } from '../../models/ollama/ollama-chat-model';
import { createOpenAiChatModel } from '../../models/openai/openai-chat-model';
import { composeAgent } from './agent';
import { withViews } from '../../../test/support/with-views';

type Json = Record<string, unknown>;

/** A vendor whose first answer thinks and calls a tool with an address that nobody wrote before. */
interface Vendor {
	create(options: { fetch: typeof fetch }): ChatModel;
	first: Json;
	last: Json;
	/** The events of a streamed answer; undefined where this vendor streams an answer as it is. */
	toEvents(answer: Json): Json[];
	contentType: string;
	/** What the vendor gets back with the message that called the tool. */
	back: unknown;
}

const address = 'ops@shop.example';
const call = { id: 'c1', type: 'function', function: { name: 'send_note', arguments: JSON.stringify({ to: address }) } };
const chat = (message: Json, finish = 'stop') => ({ choices: [{ message: { role: 'assistant', ...message }, finish_reason: finish }] });
const masked = expect.stringMatching(/^I should tell \[EMAIL_\w+\]\.$/) as unknown;

const openAi = (thought: Json, back: Json, more: Json = {}): Vendor => ({
	create: (options) => createOpenAiChatModel({ apiKey: 'sk-fake', baseUrl: 'https://fake.test/v1' }, 'm', options),
	first: chat({ content: '', ...thought, tool_calls: [{ ...call, ...more }] }, 'tool_calls'),
	last: chat({ content: 'Nobody answered.' }),
	toEvents({ choices }) {
		const [{ message, finish_reason }] = choices as [{ message: Json; finish_reason: string }];
		const { tool_calls: calls, ...said } = message as { tool_calls?: Json[] };
		const ends = calls?.map((each, index) => ({ index, ...each }));
		return [
			...Object.entries(said).map(([name, value]) => ({ choices: [{ delta: { [name]: value } }] })),
			...(ends ? [{ choices: [{ delta: { tool_calls: ends } }] }] : []),
			{ choices: [{ delta: {}, finish_reason }] },
		];
	},
	contentType: 'text/event-stream',
	back: expect.objectContaining({ role: 'assistant', ...back, tool_calls: [expect.objectContaining(more)] }),
});

const anthropic = (content: Json[]): Omit<Vendor, 'back'> => ({
	create: (options) => createAnthropicChatModel({ apiKey: 'sk-fake', baseUrl: 'https://fake.test' }, 'claude-haiku-4-5', options),
	first: { content, stop_reason: 'tool_use', usage: { input_tokens: 1, output_tokens: 1 } },
	last: { content: [{ type: 'text', text: 'Nobody answered.' }], stop_reason: 'end_turn', usage: { input_tokens: 1, output_tokens: 1 } },
	toEvents: ({ content: blocks, stop_reason, usage }) => [
		{ type: 'message_start', message: { usage } },
		...(blocks as Json[]).flatMap((block, index) => [
			{ type: 'content_block_start', index, content_block: block.type === 'text' ? { ...block, text: '' } : block },
			...(block.type === 'text' ? [{ type: 'content_block_delta', index, delta: { type: 'text_delta', text: block.text } }] : []),
			{ type: 'content_block_stop', index },
		]),
		{ type: 'message_delta', delta: { stop_reason }, usage },
	],
	contentType: 'text/event-stream',
});

const thought = `I should tell ${address}.`;
const signedDetail = { type: 'reasoning.text', text: 'I should write.', signature: 'c2ln', format: 'anthropic-claude-v1', index: 0 };
const sealedDetail = { type: 'reasoning.encrypted', data: 'U0lH', id: 'c1', index: 0 };

const vendors: Record<string, Vendor> = {
	'thoughts of DeepSeek (earendil-works/pi#3636)': openAi({ reasoning_content: thought }, { reasoning_content: masked }),
	'an empty thought': openAi({ reasoning_content: '' }, { reasoning_content: '' }),
	'a thought beside a text with an address': openAi(
		{ reasoning_content: 'I should write.', content: `To ${address}.` },
		{ reasoning_content: 'I should write.', content: expect.stringMatching(/^To \[EMAIL_\w+\]\.$/) },
	),
	'thoughts of vLLM': openAi({ reasoning: thought }, { reasoning: masked }),
	'signatures of Gemini’s gateway': openAi({}, {}, { extra_content: { google: { thought_signature: 's1' } } }),
	'details of Gemini on OpenRouter (LibreChat-AI/agents#37)': openAi(
		{ reasoning: 'I should write.', reasoning_details: [sealedDetail] },
		{ reasoning_details: [sealedDetail] },
	),
	'details of Claude on OpenRouter': openAi(
		{ reasoning_details: [signedDetail, sealedDetail] },
		{ reasoning_details: [signedDetail, sealedDetail] },
	),
	'details with an address, without those that are signed': openAi(
		{
			reasoning_details: [
				{ ...signedDetail, text: thought },
				{ type: 'reasoning.summary', summary: thought, signature: null, index: 1 },
				sealedDetail,
			],
		},
		{ reasoning_details: [{ type: 'reasoning.summary', summary: masked, signature: null, index: 1 }, sealedDetail] },
	),
	'signed thinking of Claude': {
		...anthropic([
			{ type: 'thinking', thinking: 'I should write.', signature: 'c2ln' },
			{ type: 'tool_use', id: 'c1', name: 'send_note', input: { to: address } },
		]),
		back: {
			role: 'assistant',
			content: [
				{ type: 'thinking', thinking: 'I should write.', signature: 'c2ln' },
				expect.objectContaining({ type: 'tool_use', id: 'c1', input: { to: expect.stringMatching(/^\[EMAIL_/) } }),
			],
		},
	},
	'thinking of Claude without what it must not say': {
		...anthropic([
			{ type: 'thinking', thinking: thought, signature: 'c2ln' },
			{ type: 'redacted_thinking', data: 'U0lH' },
			{ type: 'text', text: `I write to ${address}.` },
			{ type: 'tool_use', id: 'c1', name: 'send_note', input: { to: address } },
		]),
		back: {
			role: 'assistant',
			content: [
				{ type: 'redacted_thinking', data: 'U0lH' },
				{ type: 'text', text: expect.stringMatching(/^I write to \[EMAIL_\w+\]\.$/) },
				expect.objectContaining({ type: 'tool_use', id: 'c1', input: { to: expect.stringMatching(/^\[EMAIL_/) } }),
			],
		},
	},
	'signatures of Gemini': {
		create: (options) => createGoogleChatModel({ apiKey: 'AIza-fake', baseUrl: 'https://fake.test' }, 'gemini-3.8-flash', options),
		first: {
			candidates: [
				{
					content: { parts: [{ functionCall: { id: 'g1', name: 'send_note', args: { to: address } }, thoughtSignature: 'c2ln' }] },
					finishReason: 'STOP',
				},
			],
		},
		last: { candidates: [{ content: { parts: [{ text: 'Nobody answered.' }] }, finishReason: 'STOP' }] },
		toEvents: (answer) => [answer],
		contentType: 'text/event-stream',
		back: {
			role: 'model',
			parts: [
				{ functionCall: { id: 'g1', name: 'send_note', args: { to: expect.stringMatching(/^\[EMAIL_/) } }, thoughtSignature: 'c2ln' },
			],
		},
	},
	'thinking of Ollama': {
		create: (options) => createOllamaChatModel({ apiKey: '', baseUrl: 'https://fake.test' }, 'qwen3', options),
		first: {
			message: {
				role: 'assistant',
				content: '',
				thinking: thought,
				tool_calls: [{ function: { name: 'send_note', arguments: { to: address } } }],
			},
			done: true,
			done_reason: 'stop',
		},
		last: { message: { role: 'assistant', content: 'Nobody answered.' }, done: true, done_reason: 'stop' },
		toEvents: (answer) => [answer],
		contentType: 'application/x-ndjson',
		back: expect.objectContaining({ role: 'assistant', thinking: masked }),
	},
};

function startVendor({ create, first, last, toEvents, contentType }: Vendor) {
	const answers = [first, last];
	const bodies: Array<{ messages?: Json[]; contents?: Json[] }> = [];
	const send: typeof fetch = async (url, init) => {
		const address = String(url instanceof Request ? url.url : url);
		if (address.endsWith('/api/show')) return Response.json({ capabilities: ['tools', 'thinking'], details: { family: 'qwen3' } });
		const body = JSON.parse(init!.body as string) as Json;
		bodies.push(body);
		const answer = answers.shift()!;
		if (!body.stream && !address.includes('alt=sse')) return Response.json(answer);
		const text = toEvents(answer).map((event) => {
			const line = JSON.stringify(event);
			if (contentType.includes('ndjson')) return `${line}\n`;
			return `${event.type ? `event: ${event.type as string}\n` : ''}data: ${line}\n\n`;
		});
		return new Response(text.join(''), { headers: { 'content-type': contentType } });
	};
	return { model: create({ fetch: send }), bodies };
}

const definition = (permission: string) => ({
	id: 'clerk',
	version: '1.0.0',
	name: 'Clerk',
	purpose: 'Answers.',
	prompt: 'Answer.',
	model: { extractive: false },
	tools: {
		define: [
			{
				kind: 'http',
				name: 'send_note',
				description: 'Sends a note.',
				parameters: { type: 'object', properties: { to: { type: 'string' } }, required: ['to'] },
				method: 'POST',
				url: 'http://127.0.0.1:9/notes',
			},
		],
		rules: [{ tool: 'send_note', permission }],
	},
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
	limits: {},
});

async function run(vendor: Vendor, { streamed = false, waits = false }: { streamed?: boolean; waits?: boolean }) {
	const { model, bodies } = startVendor(vendor);
	const host = { gate: openGate(), agentFolders: [], providers: {}, model, inline: { allowPrivateNetworks: true, secrets: () => '' } };
	const composed = await composeAgent({ kind: 'inline', definition: definition(waits ? 'ask' : 'allow') }, host);
	const parts = streamed ? { ...composed, onEvent: () => undefined } : composed;
	const go = (request: object) =>
		runAgent({ message: 'Tell operations.', conversationId: 'c', ...request }, parts, new AbortController().signal);
	let outcome: AgentOutcome = await go({});
	if (outcome.kind === 'needs-human' && outcome.reason === 'approval') {
		const state = JSON.parse(JSON.stringify(outcome.state)) as unknown;
		outcome = await go({
			message: '',
			resume: { state, decisions: withViews(state, [{ id: outcome.pending[0]!.id, kind: 'approval', approved: true }]) },
		});
	}
	return { outcome, bodies };
}

const ways = { 'whole answer': {}, stream: { streamed: true }, 'run that waited for an approval': { waits: true } };
const cases = Object.entries(vendors).flatMap(([name, vendor]) =>
	Object.entries(ways).map(([way, how]) => [name, way, vendor, how] as const),
);

it.each(cases)('sends back %s, although an argument was masked: %s', async (_name, _way, vendor, how) => {
	const { outcome, bodies } = await run(vendor, how);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Nobody answered.' });
	const [, { messages, contents = messages! }] = bodies as [unknown, (typeof bodies)[number]];
	expect(contents).toContainEqual(vendor.back);
	expect(JSON.stringify(contents)).not.toContain(address);
});
