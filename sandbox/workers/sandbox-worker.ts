import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { guardMemory, killIfRunning } from '../../providers/processes/guard-memory';
import { composeLaunch, type LaunchContext } from '../levels/launch';
import type { Level } from '../levels/level';
import type { SandboxLimits } from '../levels/limits';
import { infoDescriptor, jobDescriptor } from '../levels/runner-source';
import { readEndReport } from './end-report';
import { OutputCollector } from './output-collector';
import { notStarted } from './start-failure';
import { readStartReport } from './start-report';
import { UsageSampler, type Usage } from './usage-sampler';

export interface WorkerOptions extends Pick<LaunchContext, 'limits' | 'permissions' | 'readable' | 'stateFolder'> {
	level: Level;
}

export interface SandboxJob {
	/** Its ending says whether it is a module: .js, .cjs or .mjs. */
	name: string;
	source: string | Uint8Array;
	/** The standard input of the script. */
	input?: string | Uint8Array;
}

/** What ended a run: `processor` is the processor's time, `time` the clock's. */
export type Limit = 'time' | 'processor' | 'memory' | 'output';

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
}

/** Max time of a start on a busy machine. */
const startMs = 60_000;
/** How bubblewrap tells the signal that ended its child. */
const signalsByExitCode: Record<number, NodeJS.Signals> = { 133: 'SIGTRAP', 134: 'SIGABRT', 137: 'SIGKILL', 152: 'SIGXCPU' };
const heapIsFull = /JavaScript heap out of memory/;

/** A process that is started and restricted before its job is known, runs one script and ends. */
export class SandboxWorker {
	readonly #child: ChildProcess;
	readonly #folder: string;
	readonly #limits: SandboxLimits;
	readonly #level: Level;
	readonly #output: OutputCollector;
	readonly #outputs: Readable[];
	readonly #ended: Promise<[number | null, NodeJS.Signals | null]>;
	#killedFor: Limit | 'cancelled' | undefined;
	#unguard: () => void = () => undefined;
	#pid = 0;
	#startError: NodeJS.ErrnoException | undefined;
	/** The kernel's version of Landlock, from L0+ on. */
	landlock: number | undefined;
	/** Resolves after a run, when nothing of it is left on the machine. The result does not wait for that. */
	gone: Promise<void> = Promise.resolve();

	/** @throws TroupeError with the layer that failed, and how to get it */
	static async start(options: WorkerOptions): Promise<SandboxWorker> {
		const folder = mkdtempSync(join(tmpdir(), 'troupe-sandbox-'));
		chmodSync(folder, 0o700);
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
			stdio: Array.from({ length: Math.max(jobDescriptor, ...launch.outputs) + 1 }, () => 'pipe'),
		});
		this.#outputs = launch.outputs.map((descriptor) => this.#child.stdio[descriptor] as Readable);
		this.#output = new OutputCollector(this.#outputs, options.limits.outputBytes, () => this.#kill('output'));
		this.#ended = new Promise((resolve) => {
			this.#child.once('close', (code, signal) => resolve([code, signal]));
			this.#child.once('error', (error) => {
				this.#startError = error;
				resolve([null, null]);
			});
		});
	}

	/** Runs the script. A worker runs one. */
	async run({ name, source, input }: SandboxJob, signal?: AbortSignal): Promise<SandboxResult> {
		const script = join(this.#folder, `script${extname(name)}`);
		writeFileSync(script, source, { mode: 0o400 });
		const startedAt = performance.now();
		const sampler = new UsageSampler(this.#pid);
		const clock = setTimeout(() => this.#kill('time'), this.#limits.timeMs);
		const abort = () => this.#kill('cancelled');
		signal?.addEventListener('abort', abort, { once: true });
		if (signal?.aborted) abort();
		this.#channel.end(`${script}\n`);
		this.#child.stdin!.end(input);
		const [exitCode, endSignal] = await Promise.race([this.#reportedEnd(), this.#ended]);
		clearTimeout(clock);
		signal?.removeEventListener('abort', abort);
		const usage = sampler.stop();
		this.gone = this.#remove();
		return {
			...this.#judge(exitCode, endSignal),
			exitCode,
			signal: endSignal,
			elapsedMs: performance.now() - startedAt,
			usage,
			...this.#output.texts,
		};
	}

	/** Ends a worker that has no job. */
	async end(): Promise<void> {
		this.#kill('cancelled');
		await this.#remove();
	}

	async #reportedEnd(): Promise<[number, null]> {
		return [await readEndReport(this.#channel, this.#outputs), null];
	}

	get #channel(): Writable & Readable {
		return this.#child.stdio[jobDescriptor] as Writable & Readable;
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
		for await (const chunk of this.#child.stdio[infoDescriptor] as Readable) text += String(chunk);
		return text === '' ? undefined : (JSON.parse(text) as { 'child-pid': number })['child-pid'];
	}

	#kill(reason: Limit | 'cancelled'): void {
		this.#killedFor ??= reason;
		this.#killProcess();
	}

	/** bubblewrap waits for its child and ends with it. Killed first, it would leave it to process 1, which in a container may wait for nobody. */
	#killProcess(): void {
		if (this.#pid === 0 || this.#child.exitCode !== null || this.#child.signalCode !== null) this.#child.kill('SIGKILL');
		else killIfRunning(this.#pid);
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

	/** Its process has said all that it can, so killing it changes no result. */
	async #remove(): Promise<void> {
		await setImmediate();
		this.#killProcess();
		await this.#ended;
		this.#unguard();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
