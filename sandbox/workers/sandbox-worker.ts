import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Duplex, Readable, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { auditDescriptor } from '../audit/audit-source';
import { type Exceeded, guardProcess, killIfRunning } from '../../providers/processes/guard-memory';
import { ControlGroup } from '../levels/control-group/control-group';
import { composeLaunch, type LaunchContext } from '../levels/launch';
import { isAtLeast, type Level } from '../levels/level';
import { maxThreads, type SandboxLimits } from '../levels/limits';
import { writeTemporaryFile } from '../levels/temporary-folder';
import { infoDescriptor, jobDescriptor } from '../levels/runner-source';
import type { Outlet } from '../network/outlet';
import { outletDescriptor } from '../network/outlet-source';
import { type ScratchFolder, scratchName } from '../scratch/scratch-folder';
import { watchTree } from '../scratch/watch-tree';
import { listDescriptors } from './descriptors';
import { readEndReport } from './end-report';
import { findSignal, judgeEnd, type Limit, type Outcome } from './judge-end';
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

export interface SandboxResult {
	outcome: Outcome;
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
const maxErrors = 10_000;
const maxNoteBytes = 1024 * 1024;
/** A process that is started and restricted before its job is known, runs one script and ends. */
export class SandboxWorker {
	readonly #child: ChildProcess;
	readonly #folder: string;
	readonly #limits: SandboxLimits;
	readonly #level: Level;
	readonly #output: OutputCollector;
	readonly #outputs: Readable[];
	/** What the programs around the script say. */
	readonly #errors: () => string;
	readonly #ended: Promise<[number | null, NodeJS.Signals | null]>;
	readonly #notes: () => string;
	/** Notes and files are complete when the process has ended, not before. */
	readonly #isPlain: boolean;
	#killedFor: Limit | 'cancelled' | undefined;
	readonly #group: ControlGroup | undefined;
	#unguard: () => Promise<Exceeded | undefined> = () => Promise.resolve(undefined);
	#pid = 0;
	#startError: NodeJS.ErrnoException | undefined;
	/** The kernel's version of Landlock, from L0+ on. */
	landlock: number | undefined;
	/** Resolves after a run, when nothing of it is left on the machine. The result does not wait for that. */
	gone: Promise<void> = Promise.resolve();

	/** @throws TroupeError with the layer that failed, and how to get it */
	static async start(options: WorkerOptions): Promise<SandboxWorker> {
		const folder = createRunFolder();
		if (options.scratchBytes !== undefined) mkdirSync(join(folder, scratchName), { mode: 0o700 });
		let group: ControlGroup | undefined;
		let worker: SandboxWorker | undefined;
		try {
			if (isAtLeast(options.level, 'L2')) group = ControlGroup.create(options.limits);
			worker = new SandboxWorker(options, folder, group);
			await worker.#becomeReady(options.level);
			return worker;
		} catch (error) {
			await worker?.end();
			rmSync(folder, { recursive: true, force: true });
			await group?.remove();
			throw error;
		}
	}

	private constructor(options: WorkerOptions, folder: string, group?: ControlGroup) {
		const launch = composeLaunch(options.level, { ...options, folder, group });
		this.#group = group;
		this.#folder = folder;
		this.#limits = options.limits;
		this.#level = options.level;
		this.#isPlain = !options.audit;
		this.#child = spawn(launch.file, launch.args, {
			cwd: folder,
			env: launch.env,
			stdio: listDescriptors(options, launch.outputs),
		});
		this.#notes = collectText(this.#descriptor(auditDescriptor), maxNoteBytes);
		this.#errors = collectText(this.#child.stderr!, maxErrors);
		this.#outputs = launch.outputs.map((descriptor) => this.#descriptor(descriptor)!);
		this.#output = new OutputCollector(this.#outputs, options.limits.outputBytes, () => this.#kill('output'));
		this.#ended = new Promise((resolve) => {
			this.#child.once('close', (code, signal) => resolve([code, signal]));
			this.#child.once('error', (error) => {
				this.#startError = error;
				resolve([null, null]);
			});
		});
	}

	/** Runs the script. A worker runs one. @throws TroupeError STORAGE_… where the script cannot be written */
	async run({ name, source, input, outlet, scratch }: SandboxJob, signal?: AbortSignal): Promise<SandboxResult> {
		const script = join(this.#folder, `script${extname(name)}`);
		const scratchFolder = join(this.#folder, scratchName);
		try {
			writeTemporaryFile(script, source);
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
		this.#serve(outlet);
		this.#channel.end(`${script}\n`);
		this.#child.stdin!.end(input);
		const [exitCode, endSignal] = await (scratch ? this.#ended : this.#finished());
		clearTimeout(clock);
		unwatch?.();
		signal?.removeEventListener('abort', abort);
		const usage = sampler.stop();
		const end = { level: this.#level, exitCode, signal: endSignal };
		if (findSignal(end) === 'SIGKILL') this.#killedFor ??= await this.#unguard();
		await scratch?.collect(scratchFolder).catch(() => (this.#killedFor ??= 'disk'));
		this.gone = this.#remove();
		return {
			...judgeEnd(end, this.#killedFor, this.#output.texts.stderr),
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
		await this.#remove();
	}

	async #finished(): Promise<[number | null, NodeJS.Signals | null]> {
		if (!this.#isPlain) return this.#ended;
		const reported = readEndReport(this.#channel, this.#outputs).then((exitCode): [number, null] => [exitCode, null]);
		return Promise.race([reported, this.#ended]);
	}

	/** Without an outlet, the socket is closed. */
	#serve(outlet: Outlet | undefined): void {
		const socket = this.#descriptor(outletDescriptor);
		if (outlet && socket) outlet.serve(socket);
		else socket?.destroy();
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
			const info = isAtLeast(level, 'L1') ? this.#readInnerPid() : Promise.resolve(this.#child.pid);
			const { landlock, ready, blocked } = await readStartReport(this.#channel);
			if (!ready) {
				await this.#ended;
				throw notStarted(level, { blocked, errors: this.#errors(), startError: this.#startError });
			}
			this.landlock = landlock;
			this.#pid = (await info) ?? 0;
			this.#unguard = guardProcess(this.#pid, { maxMb: this.#limits.memoryMb, maxThreads });
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
		this.#killProcess();
	}

	/** bubblewrap waits for its child and ends with it. Killed first, it would leave it to process 1, which in a container may wait for nobody. */
	#killProcess(): void {
		if (this.#pid === 0 || this.#child.exitCode !== null || this.#child.signalCode !== null) this.#child.kill('SIGKILL');
		else killIfRunning(this.#pid);
	}

	/** Its process has said all that it can, so killing it changes no result. */
	async #remove(): Promise<void> {
		await setImmediate();
		this.#killProcess();
		await this.#ended;
		void this.#unguard();
		rmSync(this.#folder, { recursive: true, force: true });
		await this.#group?.remove();
	}
}
