import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { TroupeError, getErrorMessage } from '../../../core/base/errors';
import { isRunning } from '../../../core/base/is-running';
import { maxThreads, type SandboxLimits } from '../limits';
import { findParentGroup, readGroupFacts } from './find-parent-group';

const otherProcesses = 2;
/** One processor: 100 of 100 milliseconds. */
const processorShare = '100000 100000';
const prefix = 'troupe-sandbox-';
/** The kernel frees a group's last process after it reports the end. */
const removalAttempts = 200;
const betweenMs = 10;

/** A control group of version 2 for one run: https://docs.kernel.org/admin-guide/cgroup-v2.html. */
export class ControlGroup {
	/** @throws TroupeError NOT_SUPPORTED with the blocker and the way to delegate a group */
	static create({ memoryMb }: Pick<SandboxLimits, 'memoryMb'>, threads = maxThreads): ControlGroup {
		try {
			const parent = findParentGroup(readGroupFacts());
			removeOrphans(parent);
			const folder = join(parent, `${prefix}${process.pid}-${randomBytes(6).toString('hex')}`);
			mkdirSync(folder);
			const group = new ControlGroup(folder);
			try {
				group.#limit(memoryMb, threads);
			} catch (error) {
				rmdirSync(folder);
				throw error;
			}
			return group;
		} catch (error) {
			throw notDelegated(getErrorMessage(error));
		}
	}

	private constructor(readonly folder: string) {}

	get processesFile(): string {
		return join(this.folder, 'cgroup.procs');
	}

	async remove(): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			try {
				return rmdirSync(this.folder);
			} catch (error) {
				const { code } = error as NodeJS.ErrnoException;
				if (code === 'ENOENT') return;
				if (code !== 'EBUSY' || attempt === removalAttempts) throw error;
				// From Linux 5.14 on. Before, processes end with bubblewrap.
				if (attempt === 1 && readdirSync(this.folder).includes('cgroup.kill')) this.#write('cgroup.kill', '1');
				await setTimeout(betweenMs);
			}
		}
	}

	#limit(memoryMb: number, threads: number): void {
		this.#write('memory.max', String(memoryMb * 1024 * 1024));
		// Missing where the kernel does not count swapped memory; then nothing is swapped, or the first limit holds.
		if (readdirSync(this.folder).includes('memory.swap.max')) this.#write('memory.swap.max', '0');
		this.#write('memory.oom.group', '1');
		this.#write('pids.max', String(threads + otherProcesses));
		this.#write('cpu.max', processorShare);
	}

	#write(name: string, value: string): void {
		writeFileSync(join(this.folder, name), value);
	}
}

/** Groups of a killed Troupe. One with processes stays. */
function removeOrphans(parent: string): void {
	for (const name of readdirSync(parent)) {
		const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1] ?? NaN);
		if (!(pid > 0) || isRunning(pid) || readFileSync(join(parent, name, 'cgroup.procs'), 'latin1') !== '') continue;
		rmdirSync(join(parent, name));
	}
}

function notDelegated(blocker: string): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `A process of sandbox level L2 did not start: ${blocker}.`,
		fix: 'Delegate a control group with the controllers memory, pids and cpu, and start Troupe in its subgroup troupe-host, such as in a systemd service with Delegate=yes and DelegateSubgroup=troupe-host.',
		details: { level: 'L2', blocker },
	});
}
