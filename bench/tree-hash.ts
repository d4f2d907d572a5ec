/**
 * What it takes to hash a package as it is installed: throughput against `sha256sum` over the same files, in turns. Goal: 0.8 or more.
 * Then a look at an unchanged tree of twenty thousand files, as the gate does it; goal: under 300 ms.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashTree } from '../manifests/tree/hash-tree';
import { SeenFiles } from '../manifests/tree/seen-files';
import { installedPackage } from '../manifests/tree/tree-rules';

const files = 20_000;
const rounds = 7;

/** The ratio of the median throughputs. */
export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-tree-hash-'));
	try {
		const bytes = writeTree(folder);
		const [ours, theirs]: [number[], number[]] = [[], []];
		for (let round = 0; round < rounds; round++) {
			ours.push(await timed(() => hashTree(folder, ['.'], new SeenFiles(), installedPackage)));
			theirs.push(await timed(() => sha256sum(folder)));
		}
		const [oursMs, theirsMs] = [median(ours), median(theirs)];
		const rate = (ms: number) => `${Math.round(bytes / 1e6 / (ms / 1000))} MB/s`;
		console.log(`${files} files, ${Math.round(bytes / 1e6)} MB, medians of ${rounds}`);
		console.log(`Troupe     ${oursMs.toFixed(0)} ms  ${rate(oursMs)}  listing, names, links and inodes checked`);
		console.log(`sha256sum  ${theirsMs.toFixed(0)} ms  ${rate(theirsMs)}  its start, and that of find, among it`);
		await rescan(folder);
		return Math.round((theirsMs / oursMs) * 100) / 100;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function rescan(folder: string): Promise<void> {
	const seen = new SeenFiles();
	await hashTree(folder, ['.'], seen, installedPackage);
	const times: number[] = [];
	for (let round = 0; round < rounds * 3; round++) {
		times.push(
			await timed(async () => {
				if (!seen.unchanged()) throw new Error('Somebody changed the tree.');
			}),
		);
	}
	console.log(
		`rescan of ${seen.size} unchanged files and folders: median ${median(times).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`,
	);
}

/** As packages are: most files of a few thousand bytes, one in a thousand of a megabyte. */
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

function sha256sum(folder: string): Promise<void> {
	execFileSync('sh', ['-c', 'find . -type f -print0 | xargs -0 sha256sum'], {
		cwd: folder,
		stdio: ['ignore', 'pipe', 'inherit'],
		maxBuffer: 64e6,
	});
	return Promise.resolve();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

function median(values: number[]): number {
	return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}
