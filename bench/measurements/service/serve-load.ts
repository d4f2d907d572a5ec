/**
 * Measures starts of processes over `/v2`: `troupe serve` in its own process, called with an API key, against a bare Fastify that writes the
 * same rows, synced as the engine's. Autocannon calls both in turns with more and more connections; each counts with its best rate whose p99 is at most
 * 100 ms. The value is the share of the bare server's rate that the service reaches. Goal: 0.6.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type autocannonFunction from 'autocannon';
import { ApiKeys } from '../../../cli/service/access/keys/api-keys';
import { endEvent, flow, processModel, serviceTask, startEvent } from '../../../engine-adapter/contract/model-builder';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { openApiKeyStore } from '../../../providers/state/api-key-store';
import { fromCheckout } from '../../engines/from-checkout';

const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const connectionCounts = [10, 25, 50, 100];
const maxP99Ms = 100;

const variables = { message: 'Where is my order?', customer: 'c-4711', total: 129.9 };
const model = processModel('loaded', [
	startEvent(),
	serviceTask('work', { type: 'nobody-works-on-this' }),
	endEvent(),
	flow('a', 'start', 'work'),
	flow('b', 'work', 'end'),
]);

export async function run(): Promise<number> {
	mkdirSync('build', { recursive: true });
	const home = mkdtempSync(resolve('build', 'bench-serve-'));
	const children: ChildProcess[] = [];
	try {
		const key = await createKey(home);
		const options = ['--no-registry', '--no-worker', '--port', '0', '--engine-rate', '100000000'];
		const environment = { TROUPE_HOME: home, TROUPE_API_TOKEN: '', TROUPE_DATABASE_URL: '', TROUPE_TENANT: '', BENCH: 'serve-load' };
		const service = await start(['bin/troupe', 'serve', ...options], children, environment);
		const bare = await start(['bench/peers/bare-fastify.mjs', await startOnce(join(home, 'bare.db'))], children);
		await deploy(service, key);
		const shares: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			const [served, simple] = await findBestRates([
				{ name: 'troupe serve', url: service, key },
				{ name: 'bare Fastify', url: bare, key },
			]);
			shares.push(served! / simple!);
			console.log(`round ${round + 1}: ${served!.toFixed(0)}/s of ${simple!.toFixed(0)}/s\n`);
		}
		return Number(shares.sort((one, other) => one - other)[Math.floor(shares.length / 2)]!.toFixed(2));
	} finally {
		for (const child of children) await stop(child);
		rmSync(home, { recursive: true, force: true });
	}
}

/** Makes a database of the engine with one instance. */
async function startOnce(file: string): Promise<string> {
	const engine = await openEmbeddedEngine({ file });
	await engine.deploy([model]);
	await engine.start({ processId: 'loaded', variables });
	await engine.close();
	return file;
}

async function createKey(home: string): Promise<string> {
	const store = openApiKeyStore(join(home, 'access.db'));
	const request = { tenant: 'default', name: 'load', scopes: ['process:deploy', 'process:run'] };
	const { secret } = await new ApiKeys(store).create(request, { subject: 'bench' });
	await store.close();
	return secret;
}

/** Starts a server and returns the address that it prints first. */
async function start(args: string[], children: ChildProcess[], environment: NodeJS.ProcessEnv = {}): Promise<string> {
	const child = spawn(process.execPath, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
	children.push(child);
	const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
	const url = /http:\/\/[^\s/]+/.exec(String(line))?.[0];
	if (url === undefined) throw new Error(`${args[0]} did not start; its complaint stands above.`);
	return url;
}

async function deploy(url: string, key: string): Promise<void> {
	const form = new FormData();
	form.append('resources', new Blob([model.content]), model.name);
	const answer = await fetch(`${url}/v2/deployments`, { method: 'POST', body: form, headers: { authorization: `Bearer ${key}` } });
	if (!answer.ok) throw new Error(await answer.text());
}

interface Server {
	name: string;
	url: string;
	key: string;
}

/** The servers take turns, so that other load affects all alike. */
async function findBestRates(servers: Server[]): Promise<number[]> {
	const rates = servers.map(() => [0]);
	for (const connections of connectionCounts)
		for (const [at, server] of servers.entries()) rates[at]!.push(await measureRate(server, connections));
	const slow = servers.find((_server, at) => Math.max(...rates[at]!) === 0);
	if (slow) throw new Error(`${slow.name} was never within ${maxP99Ms} ms at p99.`);
	return rates.map((found) => Math.max(...found));
}

/** Returns starts a second; 0 when they took too long. */
async function measureRate({ name, url, key }: Server, connections: number): Promise<number> {
	const autocannon = fromCheckout('autocannon') as typeof autocannonFunction;
	const { requests, latency, non2xx, errors } = await autocannon({
		url: `${url}/v2/process-instances`,
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
		body: JSON.stringify({ processDefinitionId: 'loaded', variables }),
		connections,
		duration: seconds,
	});
	if (non2xx + errors > 0) throw new Error(`${name}: ${non2xx} refused, ${errors} errors`);
	const rate = `${requests.average.toFixed(0).padStart(6)}/s`;
	console.log(`${name.padEnd(13)} ${String(connections).padStart(4)} connections ${rate}  p50 ${latency.p50} ms  p99 ${latency.p99} ms`);
	return latency.p99 <= maxP99Ms ? requests.average : 0;
}

async function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return;
	child.kill('SIGTERM');
	await once(child, 'exit');
}
