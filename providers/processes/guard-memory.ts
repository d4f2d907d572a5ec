import { spawn, type ChildProcess } from 'node:child_process';

/** Why the guard killed a process. */
export type Exceeded = 'memory' | 'threads';

export interface GuardLimits {
	maxMb: number;
	maxThreads?: number;
}

interface Guard {
	process: ChildProcess;
	watched: Set<number>;
	/** Those that wait for the reason of a kill. */
	waiting: Map<number, (exceeded?: Exceeded) => void>;
}

let guard: Guard | undefined;

/**
 * Kills a process when it exceeds a limit, or when this process is gone. A separate process watches, because this one can be busy, and a thread
 * inside the other would not be bound by its permissions.
 * @returns a function that ends the watch and says whether the guard killed the process
 */
export function guardProcess(pid: number, { maxMb, maxThreads }: GuardLimits): () => Promise<Exceeded | undefined> {
	const current = (guard ??= startGuard());
	current.watched.add(pid);
	current.process.send({ pid, maxKb: maxMb * 1024, maxThreads });
	return async () => {
		if (!current.watched.delete(pid) || !current.process.connected) return undefined;
		const exceeded = await askGuard(current, pid);
		if (current.watched.size > 0 || current.waiting.size > 0 || !current.process.connected) return exceeded;
		current.process.disconnect();
		if (guard === current) guard = undefined;
		return exceeded;
	};
}

/** As `guardProcess`, for who needs no reason. */
export function guardMemory(pid: number, maxMb: number): () => void {
	const release = guardProcess(pid, { maxMb });
	return () => void release();
}

/** The guard keeps no process alive, but an answer that is awaited does. */
async function askGuard({ process: child, waiting }: Guard, pid: number): Promise<Exceeded | undefined> {
	child.channel?.ref();
	try {
		return await new Promise<Exceeded | undefined>((resolve) => {
			waiting.set(pid, resolve);
			child.send({ pid }, (error) => error && resolve(undefined));
		});
	} finally {
		waiting.delete(pid);
		if (waiting.size === 0) child.channel?.unref();
	}
}

function startGuard(): Guard {
	const started: Guard = {
		process: spawn(process.execPath, ['--max-old-space-size=16', '-e', watch], { env: {}, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
		watched: new Set(),
		waiting: new Map(),
	};
	const { process: child, watched, waiting } = started;
	const endAll = () => {
		if (guard === started) guard = undefined;
		// Nobody watches them any more.
		for (const pid of watched) killIfRunning(pid);
		watched.clear();
		for (const resolve of waiting.values()) resolve();
	};
	child.on('message', ({ pid, exceeded }: { pid: number; exceeded?: Exceeded }) => waiting.get(pid)?.(exceeded));
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
	const ended = new Map();
	const end = (pid, exceeded) => {
		watched.delete(pid);
		ended.set(pid, exceeded);
		try { process.kill(pid, 'SIGKILL'); } catch {}
	};
	const check = (pid, { maxKb, maxThreads }) => {
		try {
			const status = readFileSync('/proc/' + pid + '/status', 'latin1');
			if (Number(/^VmRSS:\\s+(\\d+)/m.exec(status)?.[1] ?? 0) > maxKb) end(pid, 'memory');
			else if (Number(/^Threads:\\s+(\\d+)/m.exec(status)?.[1] ?? 0) > maxThreads) end(pid, 'threads');
		} catch { watched.delete(pid); }
	};
	process.on('message', ({ pid, maxKb, maxThreads = Infinity }) => {
		if (maxKb !== undefined) return watched.set(pid, { maxKb, maxThreads });
		watched.delete(pid);
		process.send({ pid, exceeded: ended.get(pid) }, () => undefined);
		ended.delete(pid);
	});
	process.on('disconnect', () => {
		for (const pid of watched.keys()) end(pid);
		process.exit();
	});
	setInterval(() => {
		for (const [pid, limits] of watched) check(pid, limits);
	}, 25);
`;
