/**
 * Measures what agents cost that wait for a model, by how many run at the same time: runs a second, memory and processor of this process. Each run
 * calls a model server of this machine that answers after two seconds. The value is the memory in MB that a waiting run adds.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runAgent } from '../../../core/agents/run-agent';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { openGate } from '../../../test/fakes/permissive-gate';
import { apiKey, model } from '../../models/model-server';
import { definition, message } from './agent-overhead';

const answerMs = Number(process.env.BENCH_ANSWER_MS ?? 2_000);
const sizes = [4, 8, 32, 128];
const reply = JSON.stringify({
	id: 'x',
	object: 'chat.completion',
	created: 1,
	model,
	usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 },
	choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'You may return it within 30 days.' } }],
});

export async function run(): Promise<number> {
	const server = createServer((request, response) => {
		request.resume();
		setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(reply), answerMs);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	const results = [];
	for (const size of sizes) results.push(await runAtOnce(size, baseUrl));
	server.closeAllConnections();
	server.close();
	const first = results[0]!;
	const last = results.at(-1)!;
	return Number(((last.megabytes - first.megabytes) / (sizes.at(-1)! - sizes[0]!)).toFixed(2));
}

/** Three runs one after the other in each of the slots. */
async function runAtOnce(size: number, baseUrl: string) {
	const begun = performance.now();
	const processor = process.cpuUsage();
	let megabytes = 0;
	const timer = setInterval(() => (megabytes = Math.max(megabytes, process.memoryUsage().rss / 1e6)), 50);
	const answers = Array.from({ length: size }, async () => {
		for (let turn = 0; turn < 3; turn++) {
			const host = { gate: openGate(), agentFolders: [], providers: { openai: { apiKey, baseUrl } } };
			const parts = await composeAgent({ kind: 'inline', definition }, host);
			const outcome = await runAgent({ message, conversationId: `bench ${turn}` }, parts, new AbortController().signal);
			if (outcome.kind !== 'reply') throw new Error(`the agent ended as ${outcome.kind}`);
		}
	});
	await Promise.all(answers);
	clearInterval(timer);
	const seconds = (performance.now() - begun) / 1000;
	const { user, system } = process.cpuUsage(processor);
	const share = ((user + system) / 1e6 / seconds) * 100;
	console.log(`${size} at once: ${((size * 3) / seconds).toFixed(1)} runs/s, ${megabytes.toFixed(0)} MB, ${share.toFixed(0)} % of a core`);
	return { megabytes };
}
