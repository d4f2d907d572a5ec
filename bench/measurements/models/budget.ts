/**
 * Makes 200 calls at the same time, in 4 processes, under one cap that only some of them fit. The value is the US dollars spent above the cap.
 * Goal: 0. Also printed: the allowed calls, the used part of the cap, and the time of a metered call (goal: 0.1 ms without budgets).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isTroupeError } from '../../../core/base/errors';
import type { Budget } from '../../../core/ports/budget';
import type { ChatModel, ChatRequest, ChatResponse } from '../../../core/ports/models/models';
import { composeRoute } from '../../../providers/compose/models/named-models';
import { composeMeter, composeUsageStore } from '../../../providers/compose/models/usage';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';

/** Variables of a calling process: the address of the server, and the path of the ledger. */
const workerMark = 'TROUPE_BENCH_BUDGET';
const processes = 4;
const callsPerProcess = 50;
const timed = Number(process.env.BENCH_ROUNDS ?? 5000);
const model = 'gpt-4.1-mini';
const replyTokens = 250;
const request: ChatRequest = {
	messages: [{ role: 'user', content: 'How long may I return it? '.repeat(20) }],
	maxOutputTokens: replyTokens,
};
/** A call costs 0.0004 to 0.0005 USD, so about 45 of the 200 fit. */
const cap: Budget = { name: 'bench', per: 'total', costUsd: 0.02 };
const never = new AbortController().signal;

interface Done {
	costs: number[];
	refused: number;
}

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-bench-'));
	const server = await startOpenAiServer({ respond: () => ({ text: 'yes '.repeat(replyTokens) }) });
	try {
		const setting = JSON.stringify({ url: `${server.url}/v1`, folder });
		const done = await Promise.all(Array.from({ length: processes }, () => startWorker(setting)));
		const spent = sum(done.flatMap(({ costs }) => costs));
		const passed = sum(done.map(({ costs }) => costs.length));
		const refused = sum(done.map(({ refused }) => refused));
		const store = await composeUsageStore({ stateFolder: folder });
		const [balance] = await store.balances([cap], Date.now());
		if (passed + refused !== processes * callsPerProcess || passed !== server.calls.length) throw new Error('Calls went missing.');
		if (Math.abs(balance!.spent.costUsd - spent) > 1e-9) throw new Error('The ledger does not match the answered calls.');
		console.log(`${passed} calls allowed and ${refused} refused, ${spent.toFixed(6)} USD of ${cap.costUsd} spent`);
		await printTimes(folder);
		return Number(Math.max(0, spent - cap.costUsd!).toFixed(9));
	} finally {
		await server.close();
		rmSync(folder, { recursive: true });
	}
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

async function startWorker(setting: string): Promise<Done> {
	const worker = spawn(process.execPath, [__filename], {
		env: { ...process.env, [workerMark]: setting },
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let output = '';
	for await (const chunk of worker.stdout) output += String(chunk);
	return JSON.parse(output) as Done;
}

/** Makes all calls of a child process at the same time. */
async function work({ url, folder }: { url: string; folder: string }): Promise<void> {
	const host = { stateFolder: folder, budgets: [cap], providers: { openai: { apiKey: 'sk-fake', baseUrl: url } } };
	const route = await composeRoute([`openai:${model}`], host);
	const ends = await Promise.allSettled(Array.from({ length: callsPerProcess }, () => route.generate(request, never)));
	const done: Done = { costs: [], refused: 0 };
	for (const end of ends) {
		if (end.status === 'fulfilled') done.costs.push(end.value.costUsd!);
		else if (isTroupeError(end.reason) && end.reason.code === 'BUDGET_EXCEEDED') done.refused += 1;
		else throw end.reason;
	}
	process.stdout.write(JSON.stringify(done));
}

/** Uses a model that answers immediately, so that only the meter takes time. */
async function printTimes(folder: string): Promise<void> {
	const usage = { inputTokens: 100, outputTokens: 10, estimated: false };
	const answer: ChatResponse = { text: 'Yes.', finish: 'stop', model: `openai:${model}`, usage };
	const bare: ChatModel = { id: `openai:${model}`, generate: async () => answer, stream: () => null as never };
	const roomy: Budget[] = [
		{ name: 'all', per: 'month', costUsd: 1000 },
		{ name: 'model', per: 'minute', model: bare.id, tokens: 1e9 },
	];
	for (const [name, budgets] of [
		['without budgets', []],
		['with two budgets', roomy],
	] as const) {
		const metered = (await composeMeter({ stateFolder: join(folder, name), budgets: [...budgets] })).chat(bare);
		const of = await measureMedian(metered);
		const above = await measureMedian(bare);
		console.log(`a metered call ${name}: p50 ${((of - above) * 1000).toFixed(0)} microseconds above a bare one (${timed} rounds)`);
	}
}

async function measureMedian(asked: ChatModel): Promise<number> {
	const times: number[] = [];
	for (let round = 0; round < timed; round += 1) {
		const started = performance.now();
		await asked.generate(request, never);
		times.push(performance.now() - started);
	}
	return times.sort((a, b) => a - b)[timed >> 1]!;
}

const setting = process.env[workerMark];
if (setting !== undefined) void work(JSON.parse(setting) as { url: string; folder: string });
