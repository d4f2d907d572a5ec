import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const version = '2.2.360';

/** A peer that makes a pass over the messages on request. */
export interface Peer {
	name: string;
	/** Returns the seconds for all messages. */
	pass(): Promise<number>;
	close(): void;
}

/** Starts Presidio in a separate process, from a virtual environment in the user's cache, which is created when missing. */
export async function openPresidio(messages: string[]): Promise<Peer> {
	const child = spawn(join(environment(), 'bin', 'python'), [resolve('bench/peers/presidio.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	child.stdin.write(`${JSON.stringify(messages)}\n`);
	return {
		name: `Presidio ${version}`,
		async pass() {
			child.stdin.write('\n');
			const { value, done } = await lines.next();
			if (done) throw new Error('Presidio exited before it answered. See its output above.');
			return (JSON.parse(value) as { seconds: number }).seconds;
		},
		close: () => void child.stdin.end(),
	};
}

function environment(): string {
	const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'troupe', `presidio-${version}`);
	if (existsSync(folder)) return folder;
	console.error(`installing Presidio ${version} (about half a minute)`);
	const making = `${folder}.${process.pid}`;
	mkdirSync(making, { recursive: true });
	try {
		run('python3', ['-m', 'venv', making]);
		run(join(making, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `presidio-analyzer==${version}`]);
		renameSync(making, folder);
	} finally {
		rmSync(making, { recursive: true, force: true });
	}
	return folder;
}

function run(command: string, parameters: string[]): void {
	const { status, error } = spawnSync(command, parameters, { stdio: ['ignore', 'ignore', 'inherit'] });
	if (status === 0) return;
	throw new Error(
		`\`${command} ${parameters.join(' ')}\` failed (${error?.message ?? status}). Presidio needs python3 with venv, and access to PyPI.`,
	);
}
