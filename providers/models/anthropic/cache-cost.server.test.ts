import type { ChatMessage, ChatRequest } from '../../../core/ports/models/models';
import { startAnthropicServer } from '../../../sandbox/fakes/anthropic/anthropic-server';
import { createAnthropicChatModel } from './anthropic-chat-model';

/** A prompt of an agent with a policy, passages and a dozen tools: about 5,000 tokens; each result of a tool about 300. */
const system = 'Answer from the handbook alone. '.repeat(375);
const tools = Array.from({ length: 12 }, (_, index) => ({
	name: `tool_${index}`,
	description: 'Looks something up. '.repeat(25),
	parameters: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
}));

/** Input of a run of that many calls, in tokens at the plain price: written ones cost 1.25, read ones 0.1. */
async function calculateCost(calls: number): Promise<{ plain: number; cached: number }> {
	const server = await startAnthropicServer();
	const model = createAnthropicChatModel({ apiKey: 'sk-ant-fake', baseUrl: server.url }, 'claude-haiku-4-5');
	const messages: ChatMessage[] = [
		{ role: 'system', content: system },
		{ role: 'user', content: 'How long may I return a lamp?' },
	];
	const cost = { plain: 0, cached: 0 };
	for (let call = 1; call <= calls; call += 1) {
		server.script([call < calls ? { text: '', calls: [{ name: 'tool_1', input: { query: 'lamp' } }] } : { text: 'Thirty days.' }]);
		const request: ChatRequest = { messages, tools };
		const { text, toolCalls = [], usage } = await model.generate(request, new AbortController().signal);
		const { inputTokens, cachedInputTokens: read = 0, cacheWriteTokens: written = 0 } = usage;
		cost.plain += inputTokens;
		cost.cached += inputTokens - read - written + 1.25 * written + 0.1 * read;
		messages.push({ role: 'assistant', content: text, toolCalls });
		for (const { id, name } of toolCalls) messages.push({ role: 'tool', callId: id, name, content: 'A lamp is a lamp. '.repeat(66) });
	}
	await server.close();
	return cost;
}

test('marks cost a quarter more where a run asks once, and save from the second call on', async () => {
	const [once, twice, six] = [await calculateCost(1), await calculateCost(2), await calculateCost(6)].map(
		({ plain, cached }) => cached / plain,
	);
	expect(once).toBeLessThan(1.26);
	expect(twice).toBeLessThan(0.75);
	expect(six).toBeLessThan(0.35);
});
