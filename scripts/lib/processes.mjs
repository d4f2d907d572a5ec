import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithLauncher } from './end-with-launcher.mjs';

const tailCharacters = 8_000;
const running = new Set();

// A parent that exits without stopping its services must not leave orphans.
process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));

/**
 * @typedef {object} Service a child process in its own process group
 * @property {import('node:child_process').ChildProcess} child
 * @property {() => string} tail the last of its output
 * @property {() => string} output all of its standard output, when `keepOutput` was set
 * @property {Promise<{ code: number | null, signal: string | null }>} ended
 * @property {(graceMs?: number) => Promise<void>} stop SIGTERM to the whole group, then SIGKILL to what is left
 */

/**
 * Starts a command as the leader of a process group, so that stop() reaches all its descendants.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, uid?: number, gid?: number, logFile?: string, keepOutput?: boolean, onOutput?: (text: string) => void, signal?: AbortSignal }} [options]
 * @returns {Service}
 */
export function startService(command, args, options = {}) {
	const { cwd, env, uid, gid } = options;
	const child = spawn(command, args, { cwd, env, uid, gid, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
	running.add(child);
	endWithLauncher(child);
	const log = options.logFile ? createWriteStream(options.logFile, { flags: 'a' }) : undefined;
	let tail = '';
	const chunks = [];
	const record = (chunk) => {
		log?.write(chunk);
		options.onOutput?.(String(chunk));
		tail = (tail + chunk).slice(-tailCharacters);
	};
	child.stdout.on('data', (chunk) => {
		record(chunk);
		if (options.keepOutput) chunks.push(chunk);
	});
	child.stderr.on('data', record);
	const ended = new Promise((resolve) => {
		const end = (code, signal) => {
			running.delete(child);
			log?.end();
			resolve({ code, signal });
		};
		child.once('error', (error) => {
			record(`${error.message}\n`);
			end(127, null);
		});
		child.once('close', end);
	});
	const stop = (graceMs = 8_000) => stopGroup(child, ended, graceMs);
	options.signal?.addEventListener('abort', () => void stop(0), { once: true });
	return { child, tail: () => tail, output: () => Buffer.concat(chunks).toString(), ended, stop };
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {string[]} args
 * @param {Parameters<typeof startService>[2] & { timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number | null, output: string, tail: string }>}
 */
export async function run(command, args, options = {}) {
	const service = startService(command, args, { ...options, keepOutput: true });
	const timer = options.timeoutMs ? setTimeout(() => void service.stop(0), options.timeoutMs) : undefined;
	const { code } = await service.ended;
	clearTimeout(timer);
	return { code, output: service.output(), tail: service.tail() };
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals | 0} signal */
function signalGroup(child, signal) {
	if (!child.pid) return false;
	try {
		return process.kill(-child.pid, signal);
	} catch {
		return false; // ESRCH: the group has ended.
	}
}

async function stopGroup(child, ended, graceMs) {
	signalGroup(child, 'SIGTERM');
	const deadline = Date.now() + graceMs;
	while (signalGroup(child, 0) && Date.now() < deadline) await Promise.race([ended, sleep(50)]).then(() => sleep(20));
	signalGroup(child, 'SIGKILL');
	await ended;
}
