/** Compares the rates that two servers reach under load, each in its own process. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type autocannonFunction from 'autocannon';
import { fromCheckout } from './engines/from-checkout';

const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const connectionCounts = [10, 25, 50, 100];
const maxP99Ms = 100;

/** Starts a server and returns the address that it prints first. */
export async function startServer(args: string[], children: ChildProcess[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
	const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
	children.push(child);
	const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
	const url = /http:\/\/[^\s/]+/.exec(String(line))?.[0];
	if (url === undefined) throw new Error(`${args[0]} did not start; its complaint stands above.`);
	return url;
}

export interface LoadedServer {
	name: string;
	url: string;
	path: string;
	headers?: Record<string, string>;
	/** JSON, sent in turns. `[<id>]` in it becomes a text that is new in each request. */
	bodies: string[];
	/** Requests a second that it has to reach in each round. */
	leastRate?: number;
}

/** Calls both in turns with more and more connections. @returns the share of the peer's best rate that ours reaches: the median of the rounds */
export async function compareRates(ours: LoadedServer, peer: LoadedServer): Promise<number> {
	const shares: number[] = [];
	for (let round = 0; round < rounds; round += 1) {
		const [one, other] = await findBestRates([ours, peer]);
		shares.push(one! / other!);
		console.log(`round ${round + 1}: ${one!.toFixed(0)}/s of ${other!.toFixed(0)}/s\n`);
	}
	return Number(shares.sort((one, other) => one - other)[Math.floor(shares.length / 2)]!.toFixed(2));
}

/** The servers take turns, so that other load affects all alike. */
async function findBestRates(servers: LoadedServer[]): Promise<number[]> {
	const rates = servers.map(() => [0]);
	for (const connections of connectionCounts)
		for (const [at, server] of servers.entries()) rates[at]!.push(await measureRate(server, connections));
	const slow = servers.find((_server, at) => Math.max(...rates[at]!) === 0);
	if (slow) throw new Error(`${slow.name} was never within ${maxP99Ms} ms at p99.`);
	const below = servers.find(({ leastRate = 0 }, at) => Math.max(...rates[at]!) < leastRate);
	if (below) throw new Error(`${below.name} reached less than ${below.leastRate} requests a second.`);
	return rates.map((found) => Math.max(...found));
}

/** Returns requests a second; 0 when they took too long. */
async function measureRate({ name, url, path, headers, bodies }: LoadedServer, connections: number): Promise<number> {
	const autocannon = fromCheckout('autocannon') as typeof autocannonFunction;
	const { requests, latency, non2xx, errors } = await autocannon({
		url: `${url}${path}`,
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		requests: bodies.map((body) => ({ body })),
		idReplacement: bodies[0]!.includes('[<id>]'),
		connections,
		duration: seconds,
	});
	if (non2xx + errors > 0) throw new Error(`${name}: ${non2xx} refused, ${errors} errors`);
	const rate = `${requests.average.toFixed(0).padStart(6)}/s`;
	console.log(`${name.padEnd(13)} ${String(connections).padStart(4)} connections ${rate}  p50 ${latency.p50} ms  p99 ${latency.p99} ms`);
	return latency.p99 <= maxP99Ms ? requests.average : 0;
}

export async function stopServer(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return;
	child.kill('SIGTERM');
	await once(child, 'exit');
}
