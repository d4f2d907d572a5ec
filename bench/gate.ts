/**
 * What the gate costs n8n: executions per second of a workflow that holds a Troupe node, with the hook divided by without. Goal: 0.99 or more.
 * Two servers that differ in the hook alone take the same requests in turns; the cached decision itself is timed too (goal: 5 microseconds).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openPackageGate } from '../manifests/gate/package-gate';
import { ensureN8nHost, importAndPublish, installPackage, startN8n } from '../scripts/lib/n8n.mjs';
import { name, version } from '../package.json';

const rounds = Number(process.env.BENCH_ROUNDS ?? 24);
const blockMs = 1_500;
const concurrency = 4;
const path = 'gate-bench';

/** Just enough for n8n to run, so that the hook weighs as much as it can: the Troupe node is asked for, and stands aside. */
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

/** The median of the rounds' ratios. */
export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-gate-'));
	const servers: Server[] = [];
	try {
		const host = await ensureN8nHost({ progress: console.error });
		for (const hooked of [false, true]) servers.push(await startServer(host, join(folder, hooked ? 'with' : 'without'), hooked));
		const ratios = await measure(servers);
		await reportDecision(servers);
		return Math.round(median(ratios) * 1000) / 1000;
	} finally {
		await Promise.all(servers.map((server) => server.stop()));
		rmSync(folder, { recursive: true, force: true });
	}
}

interface Server {
	url: string;
	installed: string;
	stop(): Promise<void>;
}

async function startServer(host: Awaited<ReturnType<typeof ensureN8nHost>>, userFolder: string, hooked: boolean): Promise<Server> {
	const installed = await installPackage({ host, userFolder, tarball: resolve(`build/${name}-${version}.tgz`) });
	const settings = { host, userFolder, hooks: hooked ? [join(installed, 'dist', 'n8n-hooks.js')] : [] };
	await importAndPublish({ ...settings, workflow });
	const n8n = await startN8n({ ...settings, webhooks: [path] });
	return { url: `${n8n.url}/webhook/${path}`, installed, stop: n8n.stop };
}

async function measure([without, hooked]: Server[]): Promise<number[]> {
	if (!without || !hooked) throw new Error('Both servers have to run');
	for (const server of [without, hooked]) await block(server.url); // warm-up
	console.log('round  without/s  with/s  ratio');
	const ratios: number[] = [];
	for (let round = 1; round <= rounds; round++) {
		const turn = round % 2 === 0 ? [without, hooked] : [hooked, without];
		const rates = new Map<Server, number>();
		for (const server of turn) rates.set(server, await block(server.url));
		const [before = NaN, after = NaN] = [rates.get(without), rates.get(hooked)];
		ratios.push(after / before);
		console.log(
			`${String(round).padStart(5)}  ${before.toFixed(1).padStart(9)}  ${after.toFixed(1).padStart(6)}  ${(after / before).toFixed(3)}`,
		);
	}
	return ratios;
}

/** Executions per second. */
async function block(url: string): Promise<number> {
	const start = performance.now();
	let count = 0;
	const lane = async () => {
		while (performance.now() - start < blockMs) {
			const response = await fetch(url);
			await response.arrayBuffer();
			if (!response.ok) throw new Error(`${url} answered ${response.status}`);
			count++;
		}
	};
	await Promise.all(Array.from({ length: concurrency }, lane));
	return (count / (performance.now() - start)) * 1000;
}

/** Over the installed package, its files looked at every 250 ms as they are in n8n. */
async function reportDecision([server]: Server[]): Promise<void> {
	const gate = openPackageGate({ packageFolder: server?.installed ?? '' });
	const subject = { kind: 'node', name: 'n8n-nodes-troupe.troupeAgent', version: 1 } as const;
	const coldStart = performance.now();
	await gate.admit(subject);
	const cold = performance.now() - coldStart;
	const count = 1_000_000;
	const start = performance.now();
	for (let time = 0; time < count; time++) await gate.admit(subject);
	const microseconds = ((performance.now() - start) / count) * 1000;
	console.log(`first decision, every file hashed: ${cold.toFixed(1)} ms`);
	console.log(`gate-cached-decision ${microseconds.toFixed(2)} microseconds`);
}

function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}
