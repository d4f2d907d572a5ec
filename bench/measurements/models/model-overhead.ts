/**
 * Measures what our model layer, as hosts compose it (router, breaker, and a meter whose ledger is a file), adds to a raw fetch to the same
 * local model server: for a whole answer, and for the first part of a stream. The value is the worse ratio to what the AI SDK adds. Goal: at
 * most 1.
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { generateText, streamText } from 'ai';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpenAI from 'openai';
import type { AgentDefinition } from '../../../core/agents/definition/agent-definition';
import { systemClock } from '../../../core/ports/host';
import type { ChatRequest } from '../../../core/ports/models/models';
import { composeModel } from '../../../providers/compose/models/models';
import { openGate } from '../../../test/fakes/permissive-gate';
import { apiKey, headers, model, withModelServer } from '../../models/model-server';
import { takeTurns, type Way } from '../../models/take-turns';

const rounds = Number(process.env.BENCH_ROUNDS ?? 1500);
const most = 500;
const system = 'You answer the customers of a shop for espresso machines, briefly and kindly.';
const prompt = 'Good morning, my order AU-1042 came yesterday. How long may I return the machine?';
const messages = [
	{ role: 'system' as const, content: system },
	{ role: 'user' as const, content: prompt },
];

const clients = ['raw fetch', 'troupe', 'troupe, ledger in memory', 'openai sdk', 'ai sdk', 'langchain'] as const;
type Client = (typeof clients)[number];
type Task = 'chat' | 'first part';

export async function run(): Promise<number> {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-bench-'));
	const measure = async (baseUrl: string) => takeTurns(await waysTo(baseUrl, stateFolder), { rounds, warmUp: 300 });
	const medians = await withModelServer(measure).finally(() => rmSync(stateFolder, { recursive: true, force: true }));
	const added = (client: Client, task: Task) => medians[`${client}, ${task}`] - medians[`raw fetch, ${task}`];
	for (const client of clients) {
		const figures = (['chat', 'first part'] as const).map(
			(task) => `${task} p50 ${medians[`${client}, ${task}`].toFixed(3)} ms (+${added(client, task).toFixed(3)})`,
		);
		console.log(`${client.padEnd(24)} ${figures.join(', ')}`);
	}
	const ratios = (['chat', 'first part'] as const).map((task) => added('troupe', task) / added('ai sdk', task));
	console.log(`troupe / ai sdk: chat ${ratios[0]!.toFixed(2)}, first part ${ratios[1]!.toFixed(2)} (${rounds} rounds)`);
	return Number(Math.max(...ratios).toFixed(2));
}

async function waysTo(baseURL: string, stateFolder: string): Promise<Record<`${Client}, ${Task}`, Way>> {
	const ways: Record<Client, Record<Task, Way>> = {
		'raw fetch': rawFetch(baseURL),
		troupe: await troupe(baseURL, stateFolder),
		'troupe, ledger in memory': await troupe(baseURL),
		'openai sdk': openAiSdk(baseURL),
		'ai sdk': aiSdk(baseURL),
		langchain: langChain(baseURL),
	};
	return Object.fromEntries(
		Object.entries(ways).flatMap(([client, tasks]) => Object.entries(tasks).map(([task, way]) => [`${client}, ${task}`, way])),
	) as Record<`${Client}, ${Task}`, Way>;
}

/** One signal per call, as in the hosts. */
const signal = () => new AbortController().signal;

/** Stops the clock at the first part and reads the rest afterwards. */
async function readFirst<Part>(parts: AsyncIterable<Part>, counts: (part: Part) => boolean): Promise<() => Promise<void>> {
	const reading = parts[Symbol.asyncIterator]();
	for (;;) {
		const { done, value } = await reading.next();
		if (done) throw new Error('the stream holds no part');
		if (counts(value)) break;
	}
	return async () => {
		while (!(await reading.next()).done);
	};
}

function rawFetch(baseURL: string): Record<Task, Way> {
	const ask = (more: object) => {
		const body = JSON.stringify({ model, messages, max_tokens: most, ...more });
		return fetch(`${baseURL}/chat/completions`, { method: 'POST', headers, body, signal: signal() });
	};
	return {
		chat: async () => (await ask({})).json(),
		'first part': async () => readFirst((await ask({ stream: true, stream_options: { include_usage: true } })).body!, () => true),
	};
}

async function troupe(baseURL: string, stateFolder?: string): Promise<Record<Task, Way>> {
	const definition = {
		id: 'bench',
		model: { route: [{ provider: 'openai', model }], extractive: false },
		limits: { modelCalls: 2 },
	} as unknown as AgentDefinition;
	const host = { gate: openGate(), agentFolders: [], providers: { openai: { apiKey, baseUrl: baseURL } }, stateFolder };
	const layer = await composeModel(definition, host, systemClock);
	const request: ChatRequest = { messages, maxOutputTokens: most };
	return {
		chat: () => layer.generate(request, signal()),
		'first part': () => readFirst(layer.stream(request, signal()), ({ kind }) => kind === 'text'),
	};
}

function openAiSdk(baseURL: string): Record<Task, Way> {
	const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
	const body = { model, messages, max_tokens: most };
	return {
		chat: () => client.chat.completions.create(body, { signal: signal() }),
		'first part': async () =>
			readFirst(
				await client.chat.completions.create({ ...body, stream: true, stream_options: { include_usage: true } }, { signal: signal() }),
				({ choices: [choice] }) => Boolean(choice?.delta.content),
			),
	};
}

function aiSdk(baseURL: string): Record<Task, Way> {
	const peer = createOpenAICompatible({ name: 'local', baseURL, apiKey, includeUsage: true })(model);
	const options = () => ({ model: peer, system, prompt, maxOutputTokens: most, maxRetries: 0, abortSignal: signal() });
	return {
		chat: () => generateText(options()),
		'first part': () => readFirst(streamText(options()).textStream, () => true),
	};
}

function langChain(baseURL: string): Record<Task, Way> {
	const peer = new ChatOpenAI({ model, apiKey, maxTokens: most, maxRetries: 0, configuration: { baseURL } });
	return {
		chat: () => peer.invoke(messages, { signal: signal() }),
		'first part': async () => readFirst(await peer.stream(messages, { signal: signal() }), ({ content }) => content !== ''),
	};
}
