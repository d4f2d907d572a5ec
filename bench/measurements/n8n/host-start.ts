/** Measures what the package adds to n8n's start: time until it answers, processor time, and resident memory. Goals: at most 150 ms and 25 MB. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureN8nHost, installPackage, startN8n } from '../../../scripts/lib/n8n.mjs';

interface Sample {
	milliseconds: number;
	/** Milliseconds that n8n's main thread ran, which other load changes least. */
	processor: number;
	megabytes: number;
}

const rounds = Number(process.env.BENCH_ROUNDS ?? 10);

/** Each round starts both, in alternating order. Other load only adds time, so the better half of the rounds is compared. */
export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-host-start-'));
	try {
		const host = await ensureN8nHost({ progress: console.error });
		const bare = { host, userFolder: join(folder, 'without') };
		const userFolder = join(folder, 'with');
		const installed = await installPackage({ host, userFolder, tarball: tarball() });
		const troupe = { host, userFolder, hooks: [join(installed, 'dist/n8n-hooks.js')] };
		// The first start of a user folder creates its database.
		for (const settings of [bare, troupe]) await sample(settings);
		return report(await measure(bare, troupe));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

type Settings = Parameters<typeof startN8n>[0];

async function measure(bare: Settings, troupe: Settings): Promise<Array<{ without: Sample; with: Sample }>> {
	const samples = [];
	for (let round = 0; round < rounds; round++) {
		const first = await sample(round % 2 === 0 ? bare : troupe);
		const second = await sample(round % 2 === 0 ? troupe : bare);
		const pair = round % 2 === 0 ? { without: first, with: second } : { without: second, with: first };
		console.error(`round ${round + 1}: without ${text(pair.without)}, with ${text(pair.with)}`);
		samples.push(pair);
	}
	return samples;
}

async function sample(settings: Settings): Promise<Sample> {
	const startedAt = performance.now();
	const n8n = await startN8n({ ...settings, pollMs: 2 });
	const milliseconds = performance.now() - startedAt;
	const processor = Number(readFileSync(`/proc/${n8n.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
	// n8n's work after its start is the same with and without the package.
	await sleep(2_000);
	const status = readFileSync(`/proc/${n8n.pid}/status`, 'utf8');
	await n8n.stop();
	return { milliseconds, processor, megabytes: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024 };
}

function report(samples: Array<{ without: Sample; with: Sample }>): number {
	const typical = (side: 'without' | 'with', key: keyof Sample) => averageLowerHalf(samples.map((pair) => pair[side][key]));
	const difference = (key: keyof Sample) => typical('with', key) - typical('without', key);
	console.log(`host-start-processor ${Math.round(difference('processor'))}`);
	console.log(`host-start-memory ${difference('megabytes').toFixed(1)}`);
	return Math.round(difference('milliseconds'));
}

function averageLowerHalf(values: number[]): number {
	const lower = [...values].sort((a, b) => a - b).slice(0, Math.ceil(values.length / 2));
	return lower.reduce((sum, value) => sum + value, 0) / lower.length;
}

/** Returns the built package. */
export function tarball(): string {
	const { name, version } = JSON.parse(readFileSync('package.json', 'utf8')) as { name: string; version: string };
	return resolve(`build/${name}-${version}.tgz`);
}

function text({ milliseconds, processor, megabytes }: Sample): string {
	return `${Math.round(milliseconds)} ms (${Math.round(processor)} ms running) ${Math.round(megabytes)} MB`;
}
