/** Measures what a one-call agent turn adds to a raw fetch to the same local model server, divided by what the AI SDK adds. Goal: at most 1. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText } from 'ai';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { runAgent } from '../../../core/agents/run-agent';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { openGate } from '../../../test/fakes/permissive-gate';
import { apiKey, headers, model, withModelServer } from '../../models/model-server';
import { takeTurns } from '../../models/take-turns';

const rounds = Number(process.env.BENCH_ROUNDS ?? 2500);
const prompt = 'You answer the customers of a shop for espresso machines, briefly and kindly.';
export const message =
	'Good morning, my order AU-1042 came yesterday and my e-mail is ana.souza@example.com. How long may I return the machine?';

export const definition: AgentDefinition = {
	id: 'bench',
	version: '1.0.0',
	name: 'Bench',
	purpose: 'Answers one message with one model call.',
	capabilities: [],
	prompt,
	model: { route: [{ provider: 'openai', model }], extractive: false },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'BR_CPF'], action: 'token' } },
	limits: { messageCharacters: 4000, modelCalls: 2, outputTokens: 500, tokens: 8000, wallClockMs: 30_000 },
};

export async function run(): Promise<number> {
	const medians = await withModelServer(async (baseUrl) => takeTurns(await waysTo(baseUrl), { rounds, warmUp: 500 }));
	for (const [way, milliseconds] of Object.entries(medians)) console.log(`${way.padEnd(10)} p50 ${milliseconds.toFixed(3)} ms`);
	const added = (way: 'troupe' | 'ai sdk') => medians[way] - medians['raw fetch'];
	console.log(`added above raw fetch: troupe ${added('troupe').toFixed(3)} ms, ai sdk ${added('ai sdk').toFixed(3)} ms (${rounds} rounds)`);
	return Number((added('troupe') / added('ai sdk')).toFixed(2));
}

async function waysTo(baseURL: string) {
	const parts = await composeAgent(
		{ kind: 'inline', definition },
		{ gate: openGate(), agentFolders: [], providers: { openai: { apiKey, baseUrl: baseURL } } },
	);
	// One signal per turn, as in the hosts.
	const signal = () => new AbortController().signal;
	const peer = createOpenAICompatible({ name: 'local', baseURL, apiKey })(model);
	const body = JSON.stringify({
		model,
		messages: [
			{ role: 'system', content: prompt },
			{ role: 'user', content: message },
		],
		max_tokens: 500,
	});
	return {
		'raw fetch': async () => (await fetch(`${baseURL}/chat/completions`, { method: 'POST', headers, body })).json(),
		troupe: async () => {
			const outcome = await runAgent({ message, conversationId: 'bench' }, parts, signal());
			if (outcome.kind !== 'reply') throw new Error(`the agent ended as ${outcome.kind}`);
		},
		'ai sdk': () =>
			generateText({ model: peer, system: prompt, prompt: message, maxOutputTokens: 500, maxRetries: 0, abortSignal: signal() }),
	};
}
