import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithLauncher } from '../lib/end-with-launcher.mjs';
import { stopping } from './stopping.mjs';

const readyWithinMs = 180_000;

/** Starts a real engine. `stop` removes the folder of its state, records and log. */
export function startServer(name, describe) {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-zeebe-'));
	const recordsFile = join(folder, 'records.jsonl');
	const logFile = join(folder, 'server.log');
	writeFileSync(recordsFile, '');
	const { command, args, env } = describe({ folder, recordsFile });
	const log = openSync(logFile, 'a');
	const server = spawn(command, args, { cwd: folder, stdio: ['ignore', log, log], env: { ...process.env, ...env }, detached: true });
	endWithLauncher(server);
	const ended = new Promise((resolve) => server.once('close', resolve));
	const stop = async () => {
		server.kill('SIGTERM');
		if ((await Promise.race([ended.then(() => 'ended'), sleep(10_000, 'late', { ref: false })])) === 'late') server.kill('SIGKILL');
		await ended;
		rmSync(folder, { recursive: true, force: true });
	};
	const waitUntil = async (isReady) => {
		const deadline = Date.now() + readyWithinMs;
		while (!(await isReady(readFileSync(logFile, 'utf8')))) {
			const endOfLog = `The end of its log:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`;
			if (server.exitCode !== null) throw new Error(`${name} exited with code ${server.exitCode}. ${endOfLog}`);
			if (Date.now() > deadline) throw new Error(`${name} was not ready within ${readyWithinMs / 1000} s. ${endOfLog}`);
			await sleep(200, undefined, { signal: stopping });
		}
	};
	/** Waits until `isReady` is true for its log, otherwise stops it. */
	const readyWhen = (isReady) =>
		waitUntil(isReady).catch(async (error) => {
			await stop();
			throw error;
		});
	return { recordsFile, readyWhen, stop, ended };
}
