import type { AgentDefinition } from '../../core/agents/definition/agent-definition';
import { runAgent } from '../../core/agents/run-agent';
import { startAnthropicServer } from '../../sandbox/fakes/anthropic/anthropic-server';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { openAiFaults } from '../../sandbox/fakes/openai/openai-faults';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { composeAgent } from './agents/agent';

const definition: AgentDefinition = {
	id: 'echo',
	version: '1.0.0',
	name: 'Echo',
	purpose: 'Repeats what it is told.',
	capabilities: [],
	prompt: 'Repeat the message.',
	model: {
		route: [
			{ provider: 'openai', model: 'gpt-4.1-mini', price: { input: 0.4, output: 1.6 } },
			{ provider: 'anthropic', model: 'claude-haiku-4-5' },
		],
		temperature: 0.3,
		extractive: false,
	},
	guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'], action: 'token' } },
	limits: { messageCharacters: 1000, modelCalls: 2, outputTokens: 200, tokens: 4000, wallClockMs: 5000 },
};
const message = 'I am ana@example.com, CPF 529.982.247-25, call (11) 98765-4321.';

let openai: FakeServer;
let anthropic: FakeServer;

beforeEach(async () => {
	[openai, anthropic] = await Promise.all([startOpenAiServer(), startAnthropicServer()]);
});
afterEach(() => Promise.all([openai.close(), anthropic.close()]));

async function ask() {
	const providers = {
		openai: { apiKey: 'sk-fake', baseUrl: `${openai.url}/v1` },
		anthropic: { apiKey: 'sk-ant-fake', baseUrl: anthropic.url },
	};
	const parts = await composeAgent({ kind: 'inline', definition }, { gate: openGate(), agentFolders: [], providers });
	return runAgent({ message, conversationId: 'c' }, parts, new AbortController().signal);
}

describe('an agent whose models answer over HTTP', () => {
	it('shows no personal data on the wire, restores it in the reply, and knows what it cost', async () => {
		const outcome = await ask();
		expect(outcome).toMatchObject({
			kind: 'reply',
			reply: `You wrote: ${message}`,
			usage: { model: 'openai:gpt-4.1-mini', estimated: false },
		});
		expect(outcome.usage.costUsd).toBeGreaterThan(0);
		const sent = JSON.stringify(openai.calls);
		for (const value of ['ana@', '529.982', '98765']) expect(sent).not.toContain(value);
	});

	it('goes on to the next model at once when the first is limited, and says so', async () => {
		openai.script([openAiFaults.rateLimited({ 'retry-after': '600' })]);
		const outcome = await ask();
		expect(outcome).toMatchObject({
			kind: 'reply',
			reply: `You wrote: ${message}`,
			usage: { model: 'anthropic:claude-haiku-4-5', priceTable: expect.stringMatching(/^litellm /) },
		});
		expect(outcome.usage.attempts).toMatchObject([{ errorCode: 'MODEL_RATE_LIMITED' }, { model: 'anthropic:claude-haiku-4-5', ok: true }]);
	});
});

it.each([undefined, null])('refuses %s for an agent’s definition, and says where it stood', async (missing) => {
	const host = { gate: openGate(), agentFolders: [], providers: {} };
	await expect(composeAgent({ kind: 'inline', definition: missing }, host)).rejects.toMatchObject({
		code: 'AGENT_INVALID',
		message: expect.stringContaining('The definition'),
	});
});
