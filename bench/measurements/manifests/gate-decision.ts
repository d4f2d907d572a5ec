/**
 * Measures a decision of the gate: cached, including its checks of the disk every 250 ms (goal: 5 microseconds), and cold (goal: 5 ms), with
 * documents and signatures verified again and the tree checked, as after each new snapshot. The first decision in a process, which hashes
 * every file, is printed too.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { developPackage } from '../../../manifests/approval/develop-package';
import { verifyPackage } from '../../../manifests/package/verify-package';
import { openPackageGate } from '../../../manifests/gate/package-gate';
import { createCachingHasher } from '../../../manifests/tree/tree-cache';
import { execFileSync } from 'node:child_process';
import { name, version } from '../../../package.json';
import { median, timed } from '../../timed';

const questions = 5_000_000;
const coldRounds = 41;
const subject = { kind: 'node', name: 'n8n-nodes-troupe.troupeAgent', version: 1 } as const;

/** Returns the nanoseconds of a cached decision. */
export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-gate-decision-'));
	try {
		const packageFolder = await unpackSigned(folder);
		const gate = openPackageGate({ packageFolder });
		const first = await timed(() => gate.admit(subject));
		console.log(`first decision in this process, every file hashed: ${first.toFixed(1)} ms`);
		await cold(packageFolder);
		const ms = await timed(async () => {
			for (let question = 0; question < questions; question++) await gate.admit(subject);
		});
		return Math.round((ms / questions) * 1e6);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Each decision verifies the signatures of root, snapshot, manifest and approval, and every file by its metadata. */
async function cold(packageFolder: string): Promise<void> {
	const hash = createCachingHasher();
	const hashed: number[] = [];
	const cached: number[] = [];
	for (let round = 0; round < coldRounds; round++) hashed.push(await timed(() => verifyPackage({ packageFolder, nowMs: Date.now() })));
	const before = process.cpuUsage();
	for (let round = 0; round < coldRounds; round++)
		cached.push(await timed(() => verifyPackage({ packageFolder, nowMs: Date.now(), hash })));
	const { user, system } = process.cpuUsage(before);
	console.log(
		`cold decision, tree unchanged: median ${median(cached.slice(1)).toFixed(2)} ms, fastest ${Math.min(...cached.slice(1)).toFixed(2)} ms, processor ${((user + system) / 1000 / coldRounds).toFixed(2)} ms`,
	);
	console.log(`cold decision, every file hashed: median ${median(hashed).toFixed(2)} ms, fastest ${Math.min(...hashed).toFixed(2)} ms`);
}

/** Prepares the released package, signed as in a checkout, with files old enough that their metadata proves they are unchanged. */
async function unpackSigned(folder: string): Promise<string> {
	const tarball = resolve(`build/${name}-${version}.tgz`);
	if (!existsSync(tarball)) throw new Error(`There is no ${tarball}. Run \`npm run build\` and \`npm run package\` first.`);
	execFileSync('tar', ['-xzf', tarball, '-C', folder]);
	const packageFolder = join(folder, 'package');
	await developPackage({ packageFolder, keysFolder: join(folder, 'keys'), covers: ['.'], nowMs: Date.now() });
	await new Promise((later) => setTimeout(later, 2_500));
	return packageFolder;
}
