/**
 * Measures the cost of the gate in n8n: executions per second of a workflow with a Troupe node, with the hook divided by without. Goal: 0.99
 * or more. Two servers that differ only in the hook are called in turns, one request at a time, so that other load affects both alike.
 * The cached decision is timed too (goal: 5 microseconds).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openPackageGate } from '../../../manifests/gate/package-gate';
import { ensureN8nHost, importAndPublish, installPackage, startN8n } from '../../../scripts/lib/n8n.mjs';
import { name, version } from '../../../package.json';

const requests = Number(process.env.BENCH_REQUESTS ?? 1_000);
const warmUp = 200;
const path = 'gate-bench';

/** A minimal workflow, so that the hook weighs as much as possible: the Troupe node is checked but not executed. */
const workflow = {
	id: 'gatebench',
	name: 'Gate bench',
	active: false,
	settings: { saveDataSuccessExecution: 'none' },
	nodes: [
		{
			id: '1',
			webhookId: '5f0e7d3c-0000-4000-8000-000000000001',
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			parameters: { path, httpMethod: 'GET', responseMode: 'lastNode' },
		},
		{ id: '2', name: 'Done', type: 'n8n-nodes-base.noOp', typeVersion: 1, position: [200, 0], parameters: {} },
		{ id: '3', name: 'Agent', type: 'n8n-nodes-troupe.troupeAgent', typeVersion: 1, position: [200, 200], parameters: {} },
	],
	connections: { Webhook: { main: [[{ node: 'Done', type: 'main', index: 0 }]] } },
};

/** Returns the ratio of the rates, by the median execution. */
export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-gate-'));
	const servers: Server[] = [];
	try {
		const host = await ensureN8nHost({ progress: console.error });
		for (const hooked of [false, true]) servers.push(await startServer(host, join(folder, hooked ? 'with' : 'without'), hooked));
		const rates = await measure(servers);
		await reportDecision(servers);
		return Math.round(((rates[1] ?? NaN) / (rates[0] ?? NaN)) * 1000) / 1000;
	} finally {
		await Promise.all(servers.map((server) => server.stop()));
		rmSync(folder, { recursive: true, force: true });
	}
}

interface Server {
	url: string;
	installed: string;
	pid: number;
	stop(): Promise<void>;
}

async function startServer(host: Awaited<ReturnType<typeof ensureN8nHost>>, userFolder: string, hooked: boolean): Promise<Server> {
	const installed = await installPackage({ host, userFolder, tarball: resolve(`build/${name}-${version}.tgz`) });
	const settings = { host, userFolder, hooks: hooked ? [join(installed, 'dist', 'n8n-hooks.js')] : [] };
	await importAndPublish({ ...settings, workflow });
	const n8n = await startN8n({ ...settings, webhooks: [path] });
	return { url: `${n8n.url}/webhook/${path}`, installed, pid: n8n.pid, stop: n8n.stop };
}

/** Executions per second of each server. */
async function measure(servers: Server[]): Promise<number[]> {
	for (let time = 0; time < warmUp; time++) for (const server of servers) await timeRequest(server);
	const cpuBefore = servers.map(readCpuMs);
	const times = servers.map((): number[] => []);
	for (let time = 0; time < requests; time++) {
		const turn = time % 2 === 0 ? [0, 1] : [1, 0];
		for (const which of turn) times[which]?.push(await timeRequest(servers[which]));
	}
	const cpuMs = servers.map((server, which) => (readCpuMs(server) - (cpuBefore[which] ?? NaN)) / requests);
	const rates = [0.25, 0.5, 0.75].map((share) => times.map((each) => 1000 / quantile(each, share)));
	console.log('                     without/s   with/s  ratio');
	rates.forEach((pair, at) => console.log(line(['fastest quarter', 'median', 'slowest quarter'][at] ?? '', pair)));
	console.log(`processor time of an execution: without ${cpuMs[0]?.toFixed(2)} ms, with ${cpuMs[1]?.toFixed(2)} ms`);
	return rates[1] ?? [];
}

function line(label: string, [without = NaN, hooked = NaN]: number[]): string {
	return `${label.padEnd(20)} ${without.toFixed(1).padStart(9)} ${hooked.toFixed(1).padStart(8)}  ${(hooked / without).toFixed(3)}`;
}

/** Returns the milliseconds from the request to the last byte of the answer, which n8n sends when the execution ends. */
async function timeRequest(server: Server | undefined): Promise<number> {
	const start = performance.now();
	const response = await fetch(server?.url ?? '');
	await response.arrayBuffer();
	if (!response.ok) throw new Error(`${server?.url} returned ${response.status}`);
	return performance.now() - start;
}

/** Returns the processor time of a process, which other load does not affect. Linux counts it in hundredths of a second. */
function readCpuMs({ pid }: Server): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Times decisions on the installed package, whose files are checked every 250 ms as in n8n. */
async function reportDecision([server]: Server[]): Promise<void> {
	const gate = openPackageGate({ packageFolder: server?.installed ?? '' });
	const subject = { kind: 'node', name: 'n8n-nodes-troupe.troupeAgent', version: 1 } as const;
	const coldStart = performance.now();
	await gate.admit(subject);
	const cold = performance.now() - coldStart;
	const count = 5_000_000;
	const start = performance.now();
	for (let time = 0; time < count; time++) await gate.admit(subject);
	const microseconds = ((performance.now() - start) / count) * 1000;
	console.log(`first decision, every file hashed: ${cold.toFixed(1)} ms`);
	console.log(`gate-cached-decision ${microseconds.toFixed(2)} microseconds`);
}

function quantile(values: number[], share: number): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}
