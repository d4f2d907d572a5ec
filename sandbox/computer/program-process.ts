import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { type Exceeded, guardProcess, holdGuard, killIfRunning } from '../../providers/processes/guard-memory';
import { ControlGroup } from '../levels/control-group/control-group';
import type { Launch } from '../levels/launch';
import { isAtLeast, type Level } from '../levels/level';
import { infoDescriptor, jobDescriptor } from '../levels/runner-source';
import { listDescriptors } from '../levels/descriptors';
import { readInnerPid } from '../workers/read-inner-pid';
import { OutputCollector } from '../workers/output-collector';
import { notStarted } from '../workers/start-failure';
import { readStartReport } from '../workers/start-report';

/** Why the host ended a program. */
export type KillReason = 'time' | 'output' | 'files' | 'cancelled';

interface ProcessTask {
	level: Level;
	launch: (group: ControlGroup | undefined) => Launch;
	/** Additional descriptors of the launch. */
	descriptors?: readonly number[];
	folder: string;
	/** Limits of the program and all its children together. */
	limits: { memoryMb: number; threads: number; outputBytes: number };
}

export interface ProcessEnd {
	/** Null if it was ended. */
	exitCode: number | null;
	killedFor?: KillReason | Exceeded;
	stdout: Buffer;
	stderr: Buffer;
}

/** Max start time on a busy machine. */
const startMs = 60_000;

/** A system program in bubblewrap with its children; they end together. */
export class ProgramProcess {
	readonly #child: ChildProcess;
	readonly #group: ControlGroup | undefined;
	readonly #output: OutputCollector;
	readonly #closed: Promise<number | null>;
	#startError: NodeJS.ErrnoException | undefined;
	#pid = 0;
	#killedFor: KillReason | undefined;
	#unguard: () => Promise<Exceeded | undefined> = () => Promise.resolve(undefined);

	/** @throws TroupeError NOT_SUPPORTED with the failed layer, and how to get it */
	static async start(task: ProcessTask): Promise<ProgramProcess> {
		const group = isAtLeast(task.level, 'L2') ? ControlGroup.create(task.limits, task.limits.threads) : undefined;
		let started: ProgramProcess | undefined;
		const release = await holdGuard();
		try {
			started = new ProgramProcess(task, group);
			await started.#becomeReady(task);
			return started;
		} catch (error) {
			started?.kill('cancelled');
			if (started) {
				await started.#closed;
				await started.#unguard();
			}
			await group?.remove();
			throw error;
		} finally {
			release();
		}
	}

	private constructor({ level, launch, folder, limits, descriptors }: ProcessTask, group: ControlGroup | undefined) {
		const { file, args, env, outputs } = launch(group);
		this.#group = group;
		this.#child = spawn(file, args, { cwd: folder, env, stdio: listDescriptors({ level, others: descriptors }, outputs) });
		for (const pipe of this.#child.stdio) pipe?.on('error', () => undefined); // the process may be gone
		this.#child.stdin!.end();
		this.#output = new OutputCollector([this.#child.stdout!, this.#child.stderr!], limits.outputBytes, () => this.kill('output'));
		this.#closed = new Promise((resolve) => {
			this.#child.once('close', (code) => resolve(code));
			this.#child.once('error', (error) => {
				this.#startError = error;
				resolve(null);
			});
		});
	}

	kill(reason: KillReason): void {
		this.#killedFor ??= reason;
		if (this.#pid === 0 || this.#child.exitCode !== null || this.#child.signalCode !== null) this.#child.kill('SIGKILL');
		else killIfRunning(this.#pid);
	}

	/** Resolves when nothing of it is left on the machine. */
	async end(): Promise<ProcessEnd> {
		const code = await this.#closed;
		const exceeded = await this.#unguard();
		await setImmediate();
		await this.#group?.remove();
		// bubblewrap reports signals like a shell. In a control group the kernel kills all at once.
		const isOutOfMemory = this.#group !== undefined && code === 137;
		const killedFor = this.#killedFor ?? exceeded ?? (isOutOfMemory ? 'memory' : undefined);
		return { exitCode: killedFor === undefined ? code : null, ...(killedFor && { killedFor }), ...this.#output.texts };
	}

	async #becomeReady({ level, limits }: ProcessTask): Promise<void> {
		const clock = setTimeout(() => this.kill('cancelled'), startMs);
		try {
			// Before the program exists: once it multiplies, this process gets no time to begin the watch.
			const watched = readInnerPid(this.descriptor(infoDescriptor)).then((pid) => this.#watch(pid, limits));
			const { landlock, blocked } = await readStartReport(this.descriptor(jobDescriptor));
			if (landlock === undefined) {
				await this.#closed;
				throw notStarted(level, { blocked, errors: this.#output.texts.stderr.toString(), startError: this.#startError });
			}
			await watched;
		} finally {
			clearTimeout(clock);
		}
	}

	#watch(pid: number | undefined, { memoryMb, threads }: ProcessTask['limits']): void {
		if (pid === undefined) return;
		this.#pid = pid;
		this.#unguard = guardProcess(pid, { maxMb: memoryMb, maxThreads: threads, withChildren: true });
	}

	descriptor(number: number): Duplex {
		return (this.#child.stdio as Array<Duplex | null>)[number]!;
	}
}
