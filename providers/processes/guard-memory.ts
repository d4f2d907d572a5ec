import { spawn, type ChildProcess } from 'node:child_process';

export type Exceeded = 'memory' | 'threads';

interface GuardLimits {
	maxMb: number;
	maxThreads?: number;
	withChildren?: boolean;
}

interface Guard {
	process: ChildProcess;
	watched: Set<number>;
	holds: number;
	/** Resolves when it can watch, or never will. */
	ready: Promise<void>;
	waiting: Map<number, (exceeded?: Exceeded) => void>;
}

let guard: Guard | undefined;

/**
 * Starts the guard before the processes: ones that multiply leave it no time, and can take the machine's last process. @returns a function to call
 * after `guardProcess`
 */
export async function holdGuard(): Promise<() => void> {
	const held = (guard ??= startGuard());
	held.holds += 1;
	held.process.channel?.ref();
	await held.ready;
	if (held.waiting.size === 0) held.process.channel?.unref();
	return () => {
		held.holds -= 1;
		endUnused(held);
	};
}

/**
 * Kills a process that exceeds a limit or outlives this process. The watcher is a separate process: this one can be busy, and a thread inside the
 * other could escape its permissions. @returns a function that ends the watch and returns the limit that caused a kill
 */
export function guardProcess(pid: number, { maxMb, maxThreads, withChildren }: GuardLimits): () => Promise<Exceeded | undefined> {
	const current = (guard ??= startGuard());
	current.watched.add(pid);
	tell(current, { pid, maxKb: maxMb * 1024, maxThreads, withChildren });
	return async () => {
		if (!current.watched.delete(pid) || !current.process.connected) return undefined;
		const exceeded = await askGuard(current, pid);
		endUnused(current);
		return exceeded;
	};
}

function endUnused(unused: Guard): void {
	const { watched, waiting, holds, process: child } = unused;
	if (watched.size > 0 || waiting.size > 0 || holds > 0 || !child.connected) return;
	child.disconnect();
	if (guard === unused) guard = undefined;
}

/** A guard that failed to start or ended has no channel; its exit reports that. */
const tell = ({ process: child }: Guard, message: object): void => void (child.connected && child.send(message, () => undefined));

export function guardMemory(pid: number, maxMb: number): () => void {
	const release = guardProcess(pid, { maxMb });
	return () => void release();
}

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
		holds: 0,
		ready: Promise.resolve(),
	};
	const { process: child, watched, waiting } = started;
	const endAll = () => {
		if (guard === started) guard = undefined;
		// The watch is gone.
		for (const pid of watched) killIfRunning(pid);
		watched.clear();
		for (const resolve of waiting.values()) resolve();
	};
	started.ready = new Promise((resolve) => {
		for (const event of ['message', 'disconnect', 'exit', 'error']) child.once(event, () => resolve());
	});
	child.on('message', ({ pid, exceeded }: { pid?: number; exceeded?: Exceeded }) => pid !== undefined && waiting.get(pid)?.(exceeded));
	// A channel error can follow a start error.
	child.once('exit', endAll).on('error', endAll);
	child.unref();
	child.channel?.unref();
	return started;
}

export function killIfRunning(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/**
 * VmRSS is in kB. An ended process has no status. Only private pages are summed: processes share those of programs and libraries. Without the
 * kernel's list of children, finding descendants reads every process's parent, so it runs less often.
 */
const watch = `
	const { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync } = require('node:fs');
	// What it watches can take all processors. Only root may give precedence.
	const precede = (pid) => { try { require('node:os').setPriority(pid, -20); } catch {} };
	precede(process.pid);
	process.on('SIGUSR1', () => undefined); // as closeInspector
	const watched = new Map();
	const ended = new Map();
	const end = (pid, exceeded) => {
		watched.delete(pid);
		ended.set(pid, exceeded);
		// It ends the others with it, but not before it gets a processor, which they have.
		precede(pid);
		try { process.kill(pid, 'SIGKILL'); } catch {}
	};
	const read = (pid, name) => { try { return readFileSync('/proc/' + pid + '/' + name, 'latin1'); } catch { return ''; } };
	const listParents = () => {
		const children = new Map();
		for (const name of readdirSync('/proc')) {
			if (!/^[0-9]+$/.test(name)) continue;
			const stat = read(name, 'stat');
			const parent = Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ', 1)[0]);
			const siblings = children.get(parent);
			if (siblings) siblings.push(Number(name));
			else children.set(parent, [Number(name)]);
		}
		return children;
	};
	const number = (pattern, status) => Number(pattern.exec(status)?.[1] ?? 0);
	const list = (path) => { try { return readdirSync(path); } catch { return []; } };
	// The kernel takes a lock for each child that it names, which those that multiply hold most of the time.
	const start = Buffer.alloc(2_048);
	const readStart = (path) => {
		let file;
		try {
			file = openSync(path);
			// Each number ends with a space; the last one can be cut.
			return start.latin1Slice(0, readSync(file, start)).replace(/[0-9]+$/, '');
		} catch {
			return '';
		} finally {
			if (file !== undefined) closeSync(file);
		}
	};
	const toNumbers = (text) => text.trim().split(' ').filter(Boolean).map(Number);
	// Where the kernel lists the children of a thread, a look reads no more processes than the limit allows, however many there are.
	const listsChildren = existsSync('/proc/thread-self/children');
	const listChildren = (pid) => list('/proc/' + pid + '/task').flatMap((thread) => toNumbers(readStart('/proc/' + pid + '/task/' + thread + '/children')));
	const checkAll = (pid, { maxKb, maxThreads }, childrenOf) => {
		let [kb, threads] = [0, 0];
		const left = [pid];
		// Processes that multiply are counted no further than the limit: each look would take longer than the one before.
		while (left.length > 0 && threads <= maxThreads && kb <= maxKb) {
			const next = left.pop();
			const status = read(next, 'status');
			kb += number(/^RssAnon:\\s+(\\d+)/m, status) + number(/^RssShmem:\\s+(\\d+)/m, status);
			threads += number(/^Threads:\\s+(\\d+)/m, status);
			left.push(...childrenOf(next));
		}
		if (threads === 0) watched.delete(pid);
		else if (kb > maxKb) end(pid, 'memory');
		else if (threads > maxThreads) end(pid, 'threads');
	};
	const check = (pid, { maxKb, maxThreads }) => {
		try {
			const status = readFileSync('/proc/' + pid + '/status', 'latin1');
			if (Number(/^VmRSS:\\s+(\\d+)/m.exec(status)?.[1] ?? 0) > maxKb) end(pid, 'memory');
			else if (Number(/^Threads:\\s+(\\d+)/m.exec(status)?.[1] ?? 0) > maxThreads) end(pid, 'threads');
		} catch { watched.delete(pid); }
	};
	let looks = 0;
	process.on('message', ({ pid, maxKb, maxThreads = Infinity, withChildren }) => {
		if (maxKb !== undefined) {
			looks = 0;
			return watched.set(pid, { maxKb, maxThreads, withChildren });
		}
		watched.delete(pid);
		process.send({ pid, exceeded: ended.get(pid) }, () => undefined);
		ended.delete(pid);
	});
	process.on('disconnect', () => {
		for (const pid of watched.keys()) end(pid);
		process.exit();
	});
	setInterval(() => {
		const families = [...watched].filter(([, { withChildren }]) => withChildren);
		if (listsChildren) {
			for (const [pid, limits] of families) checkAll(pid, limits, listChildren);
		} else if (families.length > 0 && looks++ % 4 === 0) {
			const children = listParents();
			for (const [pid, limits] of families) checkAll(pid, limits, (parent) => children.get(parent) ?? []);
		}
		for (const [pid, limits] of watched) if (!limits.withChildren) check(pid, limits);
	}, 25);
	// Its host can be gone already. Then the messages in the channel are read first, and its end follows them.
	process.send({}, () => undefined);
`;
