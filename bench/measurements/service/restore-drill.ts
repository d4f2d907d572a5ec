/**
 * Measures a restore drill: the seconds from an empty folder to a service that answers `/readyz` on 1 GB of state, restored from an archive by the
 * built command. It prints what the backup took, and the memory of each command. Goal: 60.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { composeUsageStore } from '../../../providers/compose/models/usage';
import { composeVault } from '../../../providers/compose/guardrails/vault';
import { createModel, createProcessId } from '../../engines/contender';
import { timed } from '../../timed';

const megabytes = Number(process.env.BENCH_MEGABYTES ?? 1_024);
const kilobytesEach = 64;
/** The engine stores a variable, and what the instance started with. */
const timesStored = 2;

export async function run(): Promise<number> {
	mkdirSync('build', { recursive: true });
	const folder = mkdtempSync(resolve('build', 'bench-restore-'));
	const home = join(folder, 'home');
	const restored = join(folder, 'restored');
	const archive = join(folder, 'archive');
	try {
		await fill(home);
		const backup = await timed(() => troupe('backup', [archive], home));
		const verify = await timed(() => troupe('verify-backup', [archive], home));
		// As on a machine that was just set up: the archive comes from another disk.
		const restore = await timed(() => troupe('restore', [archive], restored));
		const start = await timed(() => serve(restored));
		const size = (file: string) => `${(statSync(file).size / 1024 / 1024).toFixed(0)} MB`;
		console.log(`engine.db ${size(join(home, 'engine.db'))}, archive ${size(archive)}`);
		console.log(
			`backup ${seconds(backup)} s, verify-backup ${seconds(verify)} s, restore ${seconds(restore)} s, start ${seconds(start)} s`,
		);
		return seconds(restore + start);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const seconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10;

/** Instances that wait, each with a variable that compresses to about half, and a vault. */
async function fill(home: string): Promise<void> {
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	await engine.deploy([createModel(1)]);
	for (let count = 0; count < (megabytes * 1024) / kilobytesEach / timesStored; count += 16)
		await Promise.all(
			Array.from({ length: 16 }, () =>
				engine.start({ processId: createProcessId(1), variables: { text: randomBytes((kilobytesEach * 1024) / 2).toString('hex') } }),
			),
		);
	await engine.close();
	await composeVault({ stateFolder: home, database: '' }, { conversationId: 'c', types: ['EMAIL_ADDRESS'] }).mask('ana@example.com');
	await (await composeUsageStore({ stateFolder: home, database: '' })).entries(0, 1, 1);
}

const environmentOf = (home: string) => ({ PATH: process.env.PATH, HOME: home, TROUPE_HOME: home, TROUPE_BACKUP_PASSPHRASE: 'drill' });

async function troupe(name: string, args: string[], home: string): Promise<void> {
	const child = spawn(process.execPath, ['bin/troupe', name, ...args], {
		env: environmentOf(home),
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const ended = once(child, 'exit');
	let peak = '';
	while (child.exitCode === null) {
		peak = readPeak(child.pid!) ?? peak;
		await Promise.race([ended, sleep(50)]);
	}
	console.log(`${name}: peak memory ${peak}`);
	if (child.exitCode !== 0) throw new Error(`troupe ${name} ended with ${child.exitCode}.`);
}

function readPeak(pid: number): string | undefined {
	try {
		return /VmHWM:\s*(\d+ kB)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	} catch {
		return undefined; // it has just ended
	}
}

/** Starts the service and returns when it is ready. */
async function serve(home: string): Promise<void> {
	const child = spawn(process.execPath, ['bin/troupe', 'serve', '--port', '0'], {
		env: environmentOf(home),
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	try {
		const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number];
		const url = /http:\/\/\S+/.exec(String(line))?.[0];
		if (url === undefined) throw new Error('troupe serve did not start; its complaint is above.');
		while (!(await fetch(`${url}/readyz`)).ok) await sleep(50);
	} finally {
		child.kill('SIGTERM');
		await once(child, 'exit');
	}
}
