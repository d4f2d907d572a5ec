import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Duplex, Writable } from 'node:stream';
import { auditDescriptor } from '../audit/audit-source';
import { guardMemory } from '../../providers/processes/guard-memory';
import { composeLaunch, type LaunchContext } from '../levels/launch';
import type { Level } from '../levels/level';
import type { SandboxLimits } from '../levels/limits';
import { infoDescriptor, jobDescriptor } from '../levels/runner-source';
import type { Outlet } from '../network/outlet';
import { outletDescriptor } from '../network/outlet-source';
import { type ScratchFolder, scratchName } from '../scratch/scratch-folder';
import { watchTree } from '../scratch/watch-tree';
import { collectText, OutputCollector } from './output-collector';
import { createRunFolder } from './run-folder';
import { notStarted } from './start-failure';
import { readStartReport } from './start-report';
import { UsageSampler, type Usage } from './usage-sampler';

export interface WorkerOptions extends Pick<
	LaunchContext,
	'limits' | 'permissions' | 'readable' | 'stateFolder' | 'outlet' | 'scratchBytes' | 'audit'
> {
	level: Level;
}

export interface SandboxJob {
	/** Its ending says whether it is a module: .js, .cjs or .mjs. */
	name: string;
	source: string | Uint8Array;
	/** The standard input of the script. */
	input?: string | Uint8Array;
	/** Serves the way out. Without it, or for a worker that was started without `outlet`, there is none. */
	outlet?: Outlet;
	/** Fills the scratch folder and collects from it; for a worker that was started with `scratchBytes`. */
	scratch?: ScratchFolder;
}

/** What ended a run: `processor` is the processor's time, `time` the clock's. */
export type Limit = 'time' | 'processor' | 'memory' | 'output' | 'disk';

export interface SandboxResult {
	outcome: 'completed' | 'failed' | 'limit' | 'cancelled';
	/** Null when a signal ended the process. */
	exitCode: number | null;
	signal: NodeJS.Signals | null;
	limit?: Limit;
	stdout: Buffer;
	stderr: Buffer;
	elapsedMs: number;
	usage: Usage;
	/** What an audited process noted, a JSON line each. */
	notes: string;
}

/** Max time of a start on a busy machine. */
const startMs = 60_000;
/** How bubblewrap tells the signal that ended its child. */
const signalsByExitCode: Record<number, NodeJS.Signals> = { 133: 'SIGTRAP', 134: 'SIGABRT', 137: 'SIGKILL', 152: 'SIGXCPU' };
const heapIsFull = /JavaScript heap out of memory/;

const maxNoteBytes = 1024 * 1024;

/** Node makes a pipe as a pair of sockets. */
function listDescriptors({ level, outlet, audit }: WorkerOptions): Array<'pipe' | 'ignore'> {
	const own: Array<[number, boolean | undefined]> = [
		[outletDescriptor, outlet],
		[infoDescriptor, level === 'L1'],
		[auditDescriptor, audit],
	];
	const last = Math.max(jobDescriptor, ...own.filter(([, used]) => used).map(([number]) => number));
	return Array.from({ length: last + 1 }, (_, number) =>
		number <= jobDescriptor || own.some(([one, used]) => used && one === number) ? 'pipe' : 'ignore',
	);
}

/** A process that is started and restricted before its job is known, runs one script and ends. */
export class SandboxWorker {
	readonly #child: ChildProcess;
	readonly #folder: string;
	readonly #limits: SandboxLimits;
	readonly #level: Level;
	readonly #output: OutputCollector;
	readonly #ended: Promise<[number | null, NodeJS.Signals | null]>;
	readonly #notes: () => string;
	#killedFor: Limit | 'cancelled' | undefined;
	#unguard: () => void = () => undefined;
	#pid = 0;
	#startError: NodeJS.ErrnoException | undefined;
	/** The kernel's version of Landlock, from L0+ on. */
	landlock: number | undefined;

	/** @throws TroupeError with the layer that failed, and how to get it */
	static async start(options: WorkerOptions): Promise<SandboxWorker> {
		const folder = createRunFolder();
		if (options.scratchBytes !== undefined) mkdirSync(join(folder, scratchName), { mode: 0o700 });
		let worker: SandboxWorker | undefined;
		try {
			worker = new SandboxWorker(options, folder);
			await worker.#becomeReady(options.level);
			return worker;
		} catch (error) {
			await worker?.end();
			rmSync(folder, { recursive: true, force: true });
			throw error;
		}
	}

	private constructor(options: WorkerOptions, folder: string) {
		const launch = composeLaunch(options.level, { ...options, folder });
		this.#folder = folder;
		this.#limits = options.limits;
		this.#level = options.level;
		this.#child = spawn(launch.file, launch.args, {
			cwd: folder,
			env: launch.env,
			stdio: listDescriptors(options),
		});
		this.#notes = collectText(this.#descriptor(auditDescriptor), maxNoteBytes);
		this.#output = new OutputCollector(this.#child, options.limits.outputBytes, () => this.#kill('output'));
		this.#ended = new Promise((resolve) => {
			this.#child.once('close', (code, signal) => resolve([code, signal]));
			this.#child.once('error', (error) => {
				this.#startError = error;
				resolve([null, null]);
			});
		});
	}

	/** Runs the script and removes the folder. A worker runs one. */
	async run({ name, source, input, outlet, scratch }: SandboxJob, signal?: AbortSignal): Promise<SandboxResult> {
		const script = join(this.#folder, `script${extname(name)}`);
		writeFileSync(script, source, { mode: 0o400 });
		const scratchFolder = join(this.#folder, scratchName);
		try {
			await scratch?.fill(scratchFolder);
		} catch (error) {
			await this.end();
			throw error;
		}
		const startedAt = performance.now();
		const sampler = new UsageSampler(this.#pid);
		const clock = setTimeout(() => this.#kill('time'), this.#limits.timeMs);
		const unwatch = scratch && watchTree(scratchFolder, scratch.limits, () => this.#kill('disk'));
		const abort = () => this.#kill('cancelled');
		signal?.addEventListener('abort', abort, { once: true });
		if (signal?.aborted) abort();
		const socket = this.#descriptor(outletDescriptor);
		if (outlet && socket) outlet.serve(socket);
		else socket?.destroy();
		this.#channel.end(`${script}\n`);
		this.#child.stdin!.end(input);
		const [exitCode, endSignal] = await this.#ended;
		clearTimeout(clock);
		unwatch?.();
		signal?.removeEventListener('abort', abort);
		const usage = sampler.stop();
		await scratch?.collect(scratchFolder).catch(() => (this.#killedFor ??= 'disk'));
		this.#remove();
		return {
			...this.#judge(exitCode, endSignal),
			exitCode,
			signal: endSignal,
			elapsedMs: performance.now() - startedAt,
			usage,
			...this.#output.texts,
			notes: this.#notes(),
		};
	}

	/** Ends a worker that has no job. */
	async end(): Promise<void> {
		this.#kill('cancelled');
		await this.#ended;
		this.#remove();
	}

	get #channel(): Duplex {
		return this.#descriptor(jobDescriptor)!;
	}

	#descriptor(number: number): Duplex | undefined {
		return (this.#child.stdio as Array<Duplex | null | undefined>)[number] ?? undefined;
	}

	async #becomeReady(level: Level): Promise<void> {
		for (const pipe of this.#child.stdio) (pipe as Writable | null)?.on('error', () => undefined); // the process may be gone
		const clock = setTimeout(() => this.#kill('cancelled'), startMs);
		try {
			const info = level === 'L1' ? this.#readInnerPid() : Promise.resolve(this.#child.pid);
			const { landlock, ready, blocked } = await readStartReport(this.#channel);
			if (!ready) {
				await this.#ended;
				throw notStarted(level, { blocked, errors: this.#output.texts.stderr.toString(), startError: this.#startError });
			}
			this.landlock = landlock;
			this.#pid = (await info) ?? 0;
			this.#unguard = guardMemory(this.#pid, this.#limits.memoryMb);
		} finally {
			clearTimeout(clock);
		}
	}

	/** bubblewrap starts the process; this is its ID outside. */
	async #readInnerPid(): Promise<number | undefined> {
		let text = '';
		for await (const chunk of this.#descriptor(infoDescriptor)!) text += String(chunk);
		return text === '' ? undefined : (JSON.parse(text) as { 'child-pid': number })['child-pid'];
	}

	#kill(reason: Limit | 'cancelled'): void {
		this.#killedFor ??= reason;
		this.#child.kill('SIGKILL');
	}

	#judge(exitCode: number | null, signal: NodeJS.Signals | null): Pick<SandboxResult, 'outcome' | 'limit'> {
		if (this.#killedFor === 'cancelled') return { outcome: 'cancelled' };
		const limit = this.#killedFor ?? this.#findLimit(exitCode, signal);
		if (limit) return { outcome: 'limit', limit };
		return { outcome: exitCode === 0 ? 'completed' : 'failed' };
	}

	/** The guard of the memory and the system kill; V8 aborts. */
	#findLimit(exitCode: number | null, signal: NodeJS.Signals | null): Limit | undefined {
		const ended = signal ?? (this.#level === 'L1' ? signalsByExitCode[exitCode ?? 0] : undefined);
		if (ended === 'SIGXCPU') return 'processor';
		if (ended === 'SIGKILL') return 'memory';
		return (ended === 'SIGABRT' || ended === 'SIGTRAP') && heapIsFull.test(this.#output.texts.stderr.toString()) ? 'memory' : undefined;
	}

	#remove(): void {
		this.#unguard();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
