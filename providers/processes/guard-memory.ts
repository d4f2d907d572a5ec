import { spawn, type ChildProcess } from 'node:child_process';

interface Guard {
	process: ChildProcess;
	watched: Set<number>;
}

let guard: Guard | undefined;

/**
 * Kills a process when it exceeds the limit, or when this process is gone. A separate process watches, because this one can be busy, and a thread
 * inside the other would not be bound by its permissions.
 * @returns a function that ends the watch
 */
export function guardMemory(pid: number, maxMb: number): () => void {
	const { process: child, watched } = (guard ??= startGuard());
	watched.add(pid);
	child.send({ pid, maxKb: maxMb * 1024 });
	return () => {
		if (!watched.delete(pid)) return;
		if (child.connected) child.send({ pid });
		if (watched.size > 0) return;
		child.disconnect();
		if (guard?.process === child) guard = undefined;
	};
}

function startGuard(): Guard {
	const started: Guard = {
		process: spawn(process.execPath, ['--max-old-space-size=16', '-e', watch], { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
		watched: new Set(),
	};
	const { process: child, watched } = started;
	const endAll = () => {
		if (guard === started) guard = undefined;
		// Nobody watches them any more.
		for (const pid of watched) killIfRunning(pid);
		watched.clear();
	};
	child.once('exit', endAll).once('error', endAll);
	child.unref();
	child.channel?.unref();
	return started;
}

/** Kills a process that may have ended by itself. */
export function killIfRunning(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** VmRSS is in kB. A process that has ended has no status. */
const watch = `
	const { readFileSync } = require('node:fs');
	const watched = new Map();
	const end = (pid) => {
		watched.delete(pid);
		try { process.kill(pid, 'SIGKILL'); } catch {}
	};
	const measure = (pid) => {
		try { return Number(/^VmRSS:\\s+(\\d+)/m.exec(readFileSync('/proc/' + pid + '/status', 'latin1'))?.[1] ?? 0); } catch { watched.delete(pid); }
	};
	process.on('message', ({ pid, maxKb }) => maxKb === undefined ? watched.delete(pid) : watched.set(pid, maxKb));
	process.on('disconnect', () => {
		for (const pid of watched.keys()) end(pid);
		process.exit();
	});
	setInterval(() => {
		for (const [pid, maxKb] of watched) if (measure(pid) > maxKb) end(pid);
	}, 25);
`;
