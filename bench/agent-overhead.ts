/** What a one-call agent turn adds above a raw fetch to the same local model server, divided by what the AI SDK adds. Goal: at most 1. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText } from 'ai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentDefinition } from '../core/agents/agent-definition';
import { runAgent } from '../core/agents/run-agent';
import { composeAgent } from '../providers/compose';
import { openGate } from '../sandbox/fakes/open-gate';
import { startOpenAiServer } from '../sandbox/fakes/openai-server';

/** Set in the environment of the process that is the model server. */
const serverMark = 'TROUPE_BENCH_MODEL_SERVER';
const rounds = Number(process.env.BENCH_ROUNDS ?? 2500);
const warmUp = 500;
const apiKey = 'sk-fake';
const model = 'gpt-4.1-mini';
const prompt = 'You answer the customers of a shop for espresso machines, briefly and kindly.';
const message = 'Good morning, my order AU-1042 came yesterday and my e-mail is ana.souza@example.com. How long may I return the machine?';

const definition: AgentDefinition = {
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

/** Ways to the same answer, which take turns so that a busy machine slows all of them alike. */
type Way = 'raw fetch' | 'troupe' | 'ai sdk';

export async function run(): Promise<number> {
	// In a process of its own: the server's work is not the client's overhead.
	const env = { ...process.env, [serverMark]: '1' };
	const server = spawn(process.execPath, [__filename], { env, stdio: ['pipe', 'pipe', 'inherit'] });
	try {
		const [url] = (await once(server.stdout, 'data')) as [Buffer];
		const medians = await measure(await waysTo(`${url.toString().trim()}/v1`));
		for (const [way, milliseconds] of Object.entries(medians)) console.log(`${way.padEnd(10)} p50 ${milliseconds.toFixed(3)} ms`);
		const added = (way: Way) => medians[way] - medians['raw fetch'];
		console.log(
			`added above raw fetch: troupe ${added('troupe').toFixed(3)} ms, ai sdk ${added('ai sdk').toFixed(3)} ms (${rounds} rounds)`,
		);
		return Number((added('troupe') / added('ai sdk')).toFixed(2));
	} finally {
		server.kill();
	}
}

/** The child's part: the model server, until its parent is gone. */
async function serve(): Promise<void> {
	const server = await startOpenAiServer({ respond: () => ({ text: 'You may return it within thirty days.' }) });
	// Recorded calls would pile up.
	setInterval(() => server.calls.splice(0), 200).unref();
	process.stdin.resume().on('close', () => process.exit());
	process.stdout.write(`${server.url}\n`);
}

async function waysTo(baseURL: string): Promise<Record<Way, () => Promise<unknown>>> {
	const parts = await composeAgent(
		{ kind: 'inline', definition },
		{ gate: openGate(), agentFolders: [], providers: { openai: { apiKey, baseUrl: baseURL } } },
	);
	// As hosts do: a signal for each turn.
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
	const headers = { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` };
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

async function measure(ways: Record<Way, () => Promise<unknown>>): Promise<Record<Way, number>> {
	const samples: Record<Way, number[]> = { 'raw fetch': [], troupe: [], 'ai sdk': [] };
	const order = Object.keys(ways) as Way[];
	for (let round = -warmUp; round < rounds; round += 1) {
		for (const way of shuffle(order)) {
			// Turns come one at a time, not on each other's heels.
			await sleep(1);
			const started = performance.now();
			await ways[way]();
			if (round >= 0) samples[way].push(performance.now() - started);
		}
	}
	return Object.fromEntries(order.map((way) => [way, median(samples[way])])) as Record<Way, number>;
}

/** Each way after each other equally often: what one leaves behind (caches, garbage) the next one pays for. */
function shuffle<Item>(items: Item[]): Item[] {
	return items
		.map((item) => ({ item, at: Math.random() }))
		.sort((a, b) => a.at - b.at)
		.map(({ item }) => item);
}

function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

if (process.env[serverMark]) void serve();
