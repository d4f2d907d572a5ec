import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What watches a process that ended needs a moment to end as well. */
const defaultGraceMs = 10_000;
const maxCommandLine = 300;

/**
 * Finds the processes that a command started and left running: by a variable in their environment, and, where they have another environment, because
 * they were seen among its descendants. Without /proc it finds none.
 */
export class LeftProcesses {
	#mark = randomUUID();
	/** The time at which each process started, by its id: an id can be used again. */
	#seen = new Map();

	/** The variable for the environment of the command. */
	get mark() {
		return { TEST_PART: this.#mark };
	}

	/** Notes the descendants of a process, and those that share its session. */
	look(pid) {
		const all = listProcesses();
		const ofPart = new Set([pid]);
		// A child has a higher id than its parent, except where ids begin again: the next look finds it.
		for (const each of all)
			if (ofPart.has(each.parent) || each.session === pid || this.#seen.get(each.pid) === each.started) ofPart.add(each.pid);
		for (const { pid: id, started } of all) if (ofPart.has(id) && id !== pid) this.#seen.set(id, started);
	}

	/** Ends them, after a moment in which they can end by themselves. @returns {Promise<string[]>} their command lines */
	async end(graceMs = defaultGraceMs) {
		const until = Date.now() + graceMs;
		let left = this.#find();
		while (left.length > 0 && Date.now() < until) {
			await sleep(100);
			left = this.#find();
		}
		const lines = left.map(({ pid }) => readCommandLine(pid) || `process ${pid}`);
		for (const { pid } of left) kill(pid);
		return lines;
	}

	#find() {
		return listProcesses().filter(
			({ pid, started, state }) =>
				state !== 'Z' && (this.#seen.get(pid) === started || readText(`/proc/${pid}/environ`).includes(this.#mark)),
		);
	}
}

/** The processes of the machine, by their ids: proc(5), `stat`. */
function listProcesses() {
	const processes = [];
	for (const name of listFolder('/proc')) {
		if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
		const stat = readText(`/proc/${name}/stat`);
		// The name of the program, in parentheses, can contain anything.
		const [state, parent, , session, ...others] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (stat !== '') processes.push({ pid: Number(name), state, parent: Number(parent), session: Number(session), started: others[15] });
	}
	return processes.sort((one, other) => one.pid - other.pid);
}

function readCommandLine(pid) {
	const line = readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
	return line.length > maxCommandLine ? `${line.slice(0, maxCommandLine)} …` : line;
}

function kill(pid) {
	try {
		process.kill(pid, 'SIGKILL');
	} catch (error) {
		if (error.code !== 'ESRCH') throw error;
	}
}

function listFolder(path) {
	try {
		return readdirSync(path);
	} catch (error) {
		if (error.code === 'ENOENT') return [];
		throw error;
	}
}

/** Returns an empty text for a process that ended, or that belongs to another user. */
function readText(path) {
	try {
		return readFileSync(path, 'latin1');
	} catch {
		return '';
	}
}
