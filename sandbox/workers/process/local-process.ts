import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { type Exceeded, guardProcess, holdGuard, killIfRunning } from '../../../providers/processes/guard-memory';
import { ControlGroup } from '../../levels/control-group/control-group';
import { closeInspector } from '../../../providers/processes/signals';
import { isAtLeast } from '../../levels/level';
import { maxThreads } from '../../levels/limits';
import { infoDescriptor } from '../../levels/runner-source';
import { collectText } from '../output-collector';
import { listDescriptors } from '../../levels/descriptors';
import { readInnerPid } from '../read-inner-pid';
import { maxErrors } from './limits';
import type { ProcessExit, ProcessOptions, SandboxProcess } from './sandbox-process';
import { composeLaunch } from '../../levels/compose-launch';

export class LocalProcess implements SandboxProcess {
	readonly streams: ReadonlyMap<number, Duplex>;
	readonly outputs: Readable[];
	readonly errors: () => string;
	readonly ended: Promise<ProcessExit>;
	startError: NodeJS.ErrnoException | undefined;
	readonly #child: ChildProcess;
	readonly #options: ProcessOptions;
	readonly #group: ControlGroup | undefined;
	#pid = 0;
	#unguard: () => Promise<Exceeded | undefined> = () => Promise.resolve(undefined);

	/** @throws TroupeError with the missing layer and its remedy */
	static async start(options: ProcessOptions, folder: string): Promise<LocalProcess> {
		const group = isAtLeast(options.level, 'L2') ? ControlGroup.create(options.limits) : undefined;
		try {
			return new LocalProcess(options, folder, group);
		} catch (error) {
			await group?.remove();
			throw error;
		}
	}

	private constructor(options: ProcessOptions, folder: string, group?: ControlGroup) {
		const launch = composeLaunch(options.level, { ...options, folder, group });
		closeInspector();
		this.#options = options;
		this.#group = group;
		this.#child = spawn(launch.file, launch.args, { cwd: folder, env: launch.env, stdio: listDescriptors(options, launch.outputs) });
		const streams = this.#child.stdio as Array<Duplex | null | undefined>;
		this.streams = new Map(streams.flatMap((stream, descriptor) => (stream ? [[descriptor, stream] as const] : [])));
		this.errors = collectText(this.#child.stderr!, maxErrors);
		this.outputs = launch.outputs.map((descriptor) => this.streams.get(descriptor)!);
		this.ended = new Promise((resolve) => {
			this.#child.once('close', (code, signal) => resolve([code, signal]));
			this.#child.once('error', (error) => {
				this.startError = error;
				resolve([null, null]);
			});
		});
	}

	/** The host watches memory and threads, even inside a control group. */
	async watch(): Promise<number> {
		const { level, limits, programs = [] } = this.#options;
		this.#pid = (isAtLeast(level, 'L1') ? await readInnerPid(this.streams.get(infoDescriptor)!) : this.#child.pid) ?? 0;
		const release = await holdGuard();
		this.#unguard = guardProcess(this.#pid, { maxMb: limits.memoryMb, maxThreads, withChildren: programs.length > 0 });
		release();
		return this.#pid;
	}

	findExceeded(): Promise<Exceeded | undefined> {
		return this.#unguard();
	}

	give(): void {}

	/**
	 * bubblewrap waits for its child and ends with it. Killed first, it would leave the child to process 1, which in a container may never reap it.
	 */
	kill(): void {
		if (this.#pid === 0 || this.#child.exitCode !== null || this.#child.signalCode !== null) this.#child.kill('SIGKILL');
		else killIfRunning(this.#pid);
	}

	async remove(): Promise<void> {
		void this.#unguard();
		await this.#group?.remove();
	}
}
