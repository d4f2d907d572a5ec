/**
 * Measures polls of the registry: `troupe serve` in its own process, with 1,000 approved manifests, called by autocannon in another. Requests
 * per second for the snapshot, whole and with If-None-Match; then 1,000 connections with one request per second each. The value is the 304
 * answers per second. Goal: 5,000.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type autocannonFunction from 'autocannon';
import { createAccessKeys, issueAccessToken } from '../../../manifests/registry/access/issue-token';
import { openRegistry } from '../../../manifests/registry/open-registry';
import { scopes } from '../../../manifests/registry/registry-api';
import { ada, bob, gatherPeople } from '../../../test/support/registry/registry-people';
import { copyTestKeys } from '../../../test/support/test-keys';
import { fromCheckout } from '../../engines/from-checkout';

const manifests = Number(process.env.BENCH_MANIFESTS ?? 1_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 8);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const pollers = 1_000;

export async function run(): Promise<number> {
	mkdirSync('build', { recursive: true });
	const home = mkdtempSync(resolve('build', 'bench-registry-'));
	let service: ChildProcess | undefined;
	try {
		const token = await begin(home);
		const started = await startService(home);
		service = started.child;
		return await measure(started.url, { authorization: `Bearer ${token}` });
	} finally {
		if (service) await stop(service);
		rmSync(home, { recursive: true, force: true });
	}
}

/** Sets up a registry with all manifests approved, and a token to read it. */
async function begin(home: string): Promise<string> {
	const people = await gatherPeople();
	const folder = join(home, 'registry');
	const keys = join(home, 'keys');
	mkdirSync(folder, { recursive: true });
	await copyTestKeys(keys);
	copyFileSync(join(keys, 'snapshot.pem'), join(folder, 'snapshot.pem'));
	writeFileSync(join(folder, 'root.jwt'), people.root);
	await createAccessKeys({ into: folder });
	const registry = await openRegistry({ database: join(home, 'registry.db'), root: people.root, keys: people.signers });
	for (let number = 0; number < manifests; number += 1) {
		const prompt = people.prompt(`prompt-${number}`, '1.0.0');
		await registry.publish(ada, { token: prompt.token });
		await registry.approve(bob, prompt.sha256, { token: people.approval(prompt) });
	}
	await registry.close();
	return (await issueAccessToken({ keysFolder: folder, tenant: 'default', subject: 'machines', scopes, hours: 1, nowMs: Date.now() }))
		.token;
}

async function startService(home: string): Promise<{ child: ChildProcess; url: string }> {
	const child = spawn(
		process.execPath,
		['bin/troupe', 'serve', '--no-engine', '--no-worker', '--port', '0', '--snapshot-rate', '100000000'],
		{
			env: {
				...process.env,
				TROUPE_HOME: home,
				TROUPE_TRUST: '',
				TROUPE_ACCESS_KEYS: '',
				TROUPE_API_TOKEN: '',
				TROUPE_DATABASE_URL: '',
				BENCH: 'registry-load',
			},
			stdio: ['ignore', 'pipe', 'inherit'],
		},
	);
	const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
	const url = /http:\/\/\S+/.exec(String(line))?.[0];
	if (url === undefined) throw new Error('troupe serve did not start; its complaint stands above.');
	return { child, url };
}

async function measure(url: string, headers: Record<string, string>): Promise<number> {
	const snapshot = `${url}/api/v1/tenants/default/snapshot`;
	const first = await fetch(snapshot, { headers });
	const etag = first.headers.get('etag') ?? '';
	const bytes = (await first.arrayBuffer()).byteLength;
	console.log(
		`snapshot of ${manifests} manifests: ${(bytes / 1024).toFixed(0)} KB, sha256 ${createHash('sha256').update(etag).digest('hex').slice(0, 8)}`,
	);
	const conditional = { ...headers, 'if-none-match': etag };
	await cannon({ url: snapshot, headers: conditional, connections: 20, duration: 2 });
	const rates: number[] = [];
	for (let round = 0; round < rounds; round += 1) {
		const whole = await cannon({ url: snapshot, headers, connections: 20, duration: seconds });
		const unchanged = await cannon({ url: snapshot, headers: conditional, connections: 20, duration: seconds });
		report('200, whole', whole);
		report('304, If-None-Match', unchanged);
		rates.push(unchanged.requests.average);
	}
	const polled = await cannon({ url: snapshot, headers: conditional, connections: pollers, overallRate: pollers, duration: seconds });
	report(`304, ${pollers} clients once a second`, polled);
	if (polled.errors + polled.timeouts + polled['5xx'] > 0) throw new Error(`${polled.errors} errors, ${polled.timeouts} timeouts`);
	return Math.round(median(rates));
}

type Result = Awaited<ReturnType<typeof autocannonFunction>>;

async function cannon(options: autocannonFunction.Options): Promise<Result> {
	const autocannon = fromCheckout('autocannon') as typeof autocannonFunction;
	const result = await autocannon(options);
	const refused = result.non2xx - (result.statusCodeStats?.['304']?.count ?? 0);
	if (refused > 0) throw new Error(`${refused} requests were refused: ${JSON.stringify(result.statusCodeStats)}`);
	return result;
}

function report(name: string, { requests, latency, throughput, errors }: Result): void {
	const rate = requests.average.toFixed(0).padStart(7);
	const megabytes = (throughput.average / 1024 / 1024).toFixed(1).padStart(6);
	console.log(`${name.padEnd(34)} ${rate}/s  p50 ${latency.p50} ms  p99 ${latency.p99} ms  ${megabytes} MB/s  errors ${errors}`);
}

async function stop(child: ChildProcess): Promise<void> {
	child.kill('SIGTERM');
	await once(child, 'exit');
}

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
