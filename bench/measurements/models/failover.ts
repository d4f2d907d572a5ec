/**
 * Measures how much longer an answer takes when the first model always answers 429 and a second one is available, in milliseconds above a
 * direct call of the second. Ours meets the 429 each time: the breaker, which would skip the first model, is off. Goal: at most 50.
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { generateText } from 'ai';
import OpenAI from 'openai';
import { createBreakers } from '../../../core/llm/router/breakers';
import { createRouter } from '../../../core/llm/router/create-router';
import { systemClock } from '../../../core/ports/host';
import type { ChatModel } from '../../../core/ports/models/models';
import { composeSteps } from '../../../providers/compose/models/models';
import { apiKey, busyModel, model, withModelServer } from '../../models/model-server';
import { takeTurns, type Way } from '../../models/take-turns';

const rounds = Number(process.env.BENCH_ROUNDS ?? 500);
const goalMs = 500;
const prompt = 'How long may I return the machine?';
const messages = [{ role: 'user' as const, content: prompt }];
/** Slower peers are not waited for. */
const timeoutMs = 30_000;

interface Client {
	direct: Way;
	/** The peers that are fast enough to take turns. */
	quick: Record<string, Way>;
	/** Measured once. */
	slow: Record<string, Way>;
}

export async function run(): Promise<number> {
	return withModelServer(async (baseUrl) => {
		const clients = {
			troupe: await troupe(baseUrl),
			'openai sdk': openAiSdk(baseUrl),
			'ai sdk': aiSdk(baseUrl),
			langchain: langChain(baseUrl),
		};
		const quick: Record<string, Way> = {};
		for (const [name, { direct, quick: ways }] of Object.entries(clients)) {
			quick[name] = direct;
			for (const [how, way] of Object.entries(ways)) quick[`${name}, ${how}`] = way;
		}
		const medians = await takeTurns(quick, { rounds, warmUp: 100 });
		for (const [name, { quick: ways, slow }] of Object.entries(clients)) {
			const direct = medians[name]!;
			console.log(`${name.padEnd(10)} direct p50 ${direct.toFixed(2)} ms`);
			for (const how of Object.keys(ways)) console.log(`  ${how}: +${(medians[`${name}, ${how}`]! - direct).toFixed(2)} ms`);
			for (const [how, way] of Object.entries(slow)) console.log(`  ${how}: ${await timeOnce(way, direct)}`);
		}
		return Number((medians['troupe, failover']! - medians.troupe!).toFixed(2));
	});
}

async function timeOnce(way: Way, direct: number): Promise<string> {
	const started = performance.now();
	const late = AbortSignal.timeout(timeoutMs);
	const ended = await Promise.race([way().then(() => true), new Promise<false>((resolve) => (late.onabort = () => resolve(false)))]);
	return ended ? `+${(performance.now() - started - direct).toFixed(0)} ms (once)` : `no answer in ${timeoutMs / 1000} s`;
}

/** Composes the models as hosts do, metered. */
async function troupe(baseUrl: string): Promise<Client> {
	const route = [busyModel, model].map((name) => ({ provider: 'openai' as const, model: name }));
	const steps = await composeSteps(route, { providers: { openai: { apiKey, baseUrl } } });
	const request = { messages, maxOutputTokens: goalMs };
	const ask = (asked: ChatModel) => () => asked.generate(request, new AbortController().signal);
	const firstPart = async (asked: ChatModel) => {
		for await (const part of asked.stream(request, new AbortController().signal)) if (part.kind === 'text') return;
	};
	const router = createRouter(steps, { clock: systemClock });
	return {
		direct: ask(steps[1]!.model),
		quick: {
			failover: ask(router),
			'failover with its breaker': ask(createRouter(steps, { clock: systemClock, breakers: createBreakers() })),
			'failover, first part of a stream': () => firstPart(router),
		},
		slow: {},
	};
}

/** As in its readme: its own retries, and a catch. */
function openAiSdk(baseURL: string): Client {
	const ask = (maxRetries?: number) => {
		const client = new OpenAI({ baseURL, apiKey, ...(maxRetries !== undefined && { maxRetries }) });
		return (name: string) => client.chat.completions.create({ model: name, messages, max_tokens: goalMs });
	};
	const caught = (create: ReturnType<typeof ask>) => () => create(busyModel).catch(() => create(model));
	return {
		direct: () => ask(0)(model),
		quick: { 'retries 0, then a catch': caught(ask(0)) },
		slow: { 'default retries, then a catch': caught(ask()) },
	};
}

/** It has no fallback: retries, and a catch. */
function aiSdk(baseURL: string): Client {
	const peer = createOpenAICompatible({ name: 'local', baseURL, apiKey });
	const ask = (name: string, maxRetries?: number) => generateText({ model: peer(name), prompt, maxOutputTokens: goalMs, maxRetries });
	const caught = (maxRetries?: number) => () => ask(busyModel, maxRetries).catch(() => ask(model, maxRetries));
	return {
		direct: () => ask(model, 0),
		quick: { 'retries 0, then a catch': caught(0) },
		slow: { 'default retries, then a catch': caught() },
	};
}

function langChain(baseURL: string): Client {
	const chat = (name: string, maxRetries?: number) =>
		new ChatOpenAI({ model: name, apiKey, maxTokens: goalMs, ...(maxRetries !== undefined && { maxRetries }), configuration: { baseURL } });
	const route = (maxRetries?: number) => {
		const runnable = chat(busyModel, maxRetries).withFallbacks([chat(model, maxRetries)]);
		return () => runnable.invoke(messages);
	};
	const direct = chat(model, 0);
	return {
		direct: () => direct.invoke(messages),
		quick: { 'withFallbacks, retries 0': route(0) },
		slow: { 'withFallbacks, default retries': route() },
	};
}
