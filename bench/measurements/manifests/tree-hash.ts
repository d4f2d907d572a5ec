/**
 * Measures hashing an installed package: throughput relative to `sha256sum` over the same files, in turns. Goal: 0.8 or more.
 * Both use one thread, and the ratio is of processor time, which other load does not affect. Wall time is printed too.
 * Then measures the gate's check of an unchanged tree of twenty thousand files; goal: under 300 ms.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashTree } from '../../../manifests/tree/hash-tree';
import { SeenFiles } from '../../../manifests/tree/seen-files';
import { installedPackage } from '../../../manifests/tree/tree-rules';
import { median, timed } from '../../timed';

const files = 20_000;
const rounds = 7;

/** Returns the ratio of bytes hashed per second of processor time. */
export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-tree-hash-'));
	try {
		const bytes = writeTree(folder);
		const [ours, theirs]: [Round[], Round[]] = [[], []];
		for (let round = 0; round < rounds; round++) {
			ours.push(await hashHere(folder));
			theirs.push(sha256sum(folder));
		}
		console.log(`${files} files, ${Math.round(bytes / 1e6)} MB, medians of ${rounds} rounds`);
		const oursMs = tell('Troupe', bytes, ours);
		const theirsMs = tell('sha256sum', bytes, theirs);
		await rescan(folder);
		return Math.round((theirsMs / oursMs) * 100) / 100;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

interface Round {
	wallMs: number;
	processorMs: number;
}

/** Returns the median processor time. */
function tell(name: string, bytes: number, all: Round[]): number {
	const wallMs = median(all.map((round) => round.wallMs));
	const processorMs = median(all.map((round) => round.processorMs));
	const rate = (ms: number) => `${ms.toFixed(0)} ms (${Math.round(bytes / 1e3 / ms)} MB/s)`;
	console.log(`${name.padEnd(10)} processor ${rate(processorMs)}, wall ${rate(wallMs)}`);
	return processorMs;
}

/** Includes listing, and the checks of names, links and inodes. */
async function hashHere(folder: string): Promise<Round> {
	const before = process.cpuUsage();
	const wallMs = await timed(() => hashTree(folder, ['.'], new SeenFiles(), installedPackage));
	const { user, system } = process.cpuUsage(before);
	return { wallMs, processorMs: (user + system) / 1000 };
}

/** Includes the `find` that lists the files. */
function sha256sum(folder: string): Round {
	const start = performance.now();
	const command = 'find . -type f -print0 | xargs -0 sha256sum > /dev/null; times';
	const output = execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
	const seconds = [...(output.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
		([, minutes, rest]) => Number(minutes) * 60 + Number(rest),
	);
	return { wallMs: performance.now() - start, processorMs: seconds.reduce((sum, one) => sum + one, 0) * 1000 };
}

async function rescan(folder: string): Promise<void> {
	const snapshot = new SeenFiles();
	await hashTree(folder, ['.'], snapshot, installedPackage);
	const times: number[] = [];
	for (let round = 0; round < rounds * 3; round++) {
		times.push(
			await timed(async () => {
				if (!snapshot.unchanged()) throw new Error('The tree was changed.');
			}),
		);
	}
	console.log(
		`rescan of ${snapshot.size} unchanged files and folders: fastest ${Math.min(...times).toFixed(0)} ms, median ${median(times).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`,
	);
}

/** Like a package: most files have a few thousand bytes, one in a thousand has a megabyte. */
function writeTree(folder: string): number {
	let bytes = 0;
	writeFileSync(join(folder, 'package.json'), '{"name":"n8n-nodes-bench","version":"1.0.0"}');
	for (let file = 1; file < files; file++) {
		const into = join(folder, 'node_modules', `package-${file % 400}`, 'lib');
		mkdirSync(into, { recursive: true });
		const content = randomBytes(file % 1_000 === 0 ? 1_000_000 : 500 + ((file * 7919) % 12_000));
		writeFileSync(join(into, `file-${file}.js`), content);
		bytes += content.length;
	}
	return bytes;
}
