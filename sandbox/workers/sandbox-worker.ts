import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { discoveryDescriptor } from '../discovery/discovery-source';
import { isAtLeast } from '../levels/level';
import type { Level } from '../levels/level';
import { writeTemporaryFile } from '../levels/temporary-folder';
import { jobDescriptor } from '../levels/runner-source';
import type { Outlet } from '../network/outlet';
import { outletDescriptor } from '../network/outlet-source';
import { defaultScratchLimits, type ScratchFolder, scratchName } from '../scratch/scratch-folder';
import { watchTree } from '../scratch/watch-tree';
import { collectText, OutputCollector } from './output-collector';
import { ContainerProcess } from './process/container-process';
import { startMs } from './process/limits';
import { LocalProcess } from './process/local-process';
import type { ContainerFacts } from '../report/report-shape';
import type { ProcessExit, ProcessOptions, SandboxProcess } from './process/sandbox-process';
import { createRunFolder } from './run-folder';
import { notStarted } from './start-failure';
import { readStartReport } from './start-report';

type Outcome = 'completed' | 'failed' | 'limit' | 'cancelled';

/** `processor` is the processor's time, `time` the clock's. */
type Limit = 'time' | 'processor' | 'memory' | 'threads' | 'output' | 'disk';

interface ProcessEnd {
	level: Level;
	exitCode: number | null;
	signal: NodeJS.Signals | null;
}

/** Exit codes of bubblewrap and container engines for the signal that ended their child. */
const signalsByExitCode: Record<number, NodeJS.Signals> = {
	133: 'SIGTRAP',
	134: 'SIGABRT',
	137: 'SIGKILL',
	139: 'SIGSEGV',
	152: 'SIGXCPU',
};
/** As a container's first process, V8 cannot abort itself, and ends with a fault. */
const endsOfV8: NodeJS.Signals[] = ['SIGABRT', 'SIGTRAP', 'SIGSEGV'];
const heapIsFull = /JavaScript heap out of memory/;

/** @param killedFor the host's reason for killing the process, if it did */
function classifyExit(end: ProcessEnd, killedFor: Limit | 'cancelled' | undefined, stderr: Buffer): { outcome: Outcome; limit?: Limit } {
	if (killedFor === 'cancelled') return { outcome: 'cancelled' };
	const limit = killedFor ?? findLimit(end, stderr);
	if (limit) return { outcome: 'limit', limit };
	return { outcome: end.exitCode === 0 ? 'completed' : 'failed' };
}

function findSignal({ level, exitCode, signal }: ProcessEnd): NodeJS.Signals | undefined {
	return signal ?? (isAtLeast(level, 'L1') ? signalsByExitCode[exitCode ?? 0] : undefined);
}

/** The memory guard and the system kill; V8 aborts. */
function findLimit(end: ProcessEnd, stderr: Buffer): Limit | undefined {
	const signal = findSignal(end);
	if (signal === 'SIGXCPU') return 'processor';
	if (signal === 'SIGKILL') return 'memory';
	return endsOfV8.includes(signal!) && heapIsFull.test(stderr.toString()) ? 'memory' : undefined;
}

const maxLength = 16;

/** Resolves with the script's exit code after all its output has arrived. Never resolves for a killed or failed script, whose process just ends. */
async function readEndReport(channel: Readable, outputs: Readable[]): Promise<number> {
	const [exitCode] = await Promise.all([readExitCode(channel), ...outputs.map(untilEnd)]);
	return exitCode;
}

async function readExitCode(channel: Readable): Promise<number> {
	let text = '';
	return new Promise((resolve) => {
		channel.on('data', (chunk: Buffer) => {
			text = (text + chunk.toString('latin1')).slice(0, maxLength);
			const [, exitCode] = /^(\d+)\n/.exec(text) ?? [];
			if (exitCode !== undefined) resolve(Number(exitCode) & 0xff);
		});
	});
}

async function untilEnd(output: Readable): Promise<void> {
	return new Promise((resolve) => output.once('end', resolve));
}

interface Usage {
	/** Undefined if the process ended before its memory was read, or without /proc. */
	peakMemoryMb?: number;
}

const everyMs = 25;

class UsageSampler {
	readonly #timer: NodeJS.Timeout;
	#peakKb: number | undefined;

	constructor(pid: number) {
		const sample = () => {
			try {
				const peak = Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]);
				if (peak > 0) this.#peakKb = peak;
			} catch {
				// It has ended, or this system has no /proc.
			}
		};
		sample();
		this.#timer = setInterval(sample, everyMs);
	}

	stop(): Usage {
		clearInterval(this.#timer);
		return this.#peakKb === undefined ? {} : { peakMemoryMb: Math.ceil(this.#peakKb / 1024) };
	}
}

export type WorkerOptions = ProcessOptions;

export interface SandboxJob {
	/** Its ending tells the module kind: .js, .cjs or .mjs. */
	name: string;
	source: string | Uint8Array;
	input?: string | Uint8Array;
	/** Environment of the script, set after its process is restricted: no variable changes its start. */
	environment?: Record<string, string>;
	/** The way out; none without it, or for a worker started without `outlet`. */
	outlet?: Outlet;
	/** For a worker started with `scratchBytes`. */
	scratch?: ScratchFolder;
}

export interface SandboxResult {
	outcome: Outcome;
	/** Null after a signal. */
	exitCode: number | null;
	signal: NodeJS.Signals | null;
	limit?: Limit;
	stdout: Buffer;
	stderr: Buffer;
	elapsedMs: number;
	usage: Usage;
	/** One JSON line per note of a watched process. */
	notes: string;
}

const maxNoteBytes = 1024 * 1024;
const stdin = 0;

/** A process started and restricted before its job is known, for one script. */
export class SandboxWorker {
	readonly #process: SandboxProcess;
	readonly #folder: string;
	readonly #options: WorkerOptions;
	readonly #output: OutputCollector;
	readonly #notes: () => string;
	#killedFor: Limit | 'cancelled' | undefined;
	#pid = 0;
	/** Landlock's version in the kernel, from L0+ on. */
	landlock: number | undefined;
	node: string | undefined;
	/** Resolves when nothing of the run is left on the machine. The result does not wait for that. */
	gone: Promise<void> = Promise.resolve();

	/** @throws TroupeError with the failed layer and its remedy */
	static async start(options: WorkerOptions): Promise<SandboxWorker> {
		const folder = createRunFolder();
		let worker: SandboxWorker | undefined;
		try {
			if (options.scratchBytes !== undefined) mkdirSync(join(folder, scratchName), { mode: 0o700 });
			const Process = isAtLeast(options.level, 'L3') ? ContainerProcess : LocalProcess;
			worker = new SandboxWorker(options, folder, await Process.start(options, folder));
			await worker.#becomeReady();
			return worker;
		} catch (error) {
			await worker?.end();
			rmSync(folder, { recursive: true, force: true });
			throw error;
		}
	}

	private constructor(options: WorkerOptions, folder: string, process: SandboxProcess) {
		this.#options = options;
		this.#folder = folder;
		this.#process = process;
		this.#notes = collectText(process.streams.get(discoveryDescriptor), maxNoteBytes);
		this.#output = new OutputCollector(process.outputs, options.limits.outputBytes, () => this.#kill('output'));
	}

	/** Undefined below L3. */
	get container(): ContainerFacts | undefined {
		return this.#process.container;
	}

	/** A worker runs one script. @throws TroupeError STORAGE_… where the script cannot be written */
	async run({ name, source, input, environment = {}, outlet, scratch }: SandboxJob, signal?: AbortSignal): Promise<SandboxResult> {
		const script = join(this.#folder, `script${extname(name)}`);
		const scratchFolder = join(this.#folder, scratchName);
		try {
			writeTemporaryFile(script, source);
			this.#process.give(script);
			await scratch?.fill(scratchFolder);
			if (scratch) this.#process.give(scratchFolder);
		} catch (error) {
			await this.end();
			throw error;
		}
		const startedAt = performance.now();
		const sampler = new UsageSampler(this.#pid);
		const clock = setTimeout(() => this.#kill('time'), this.#options.limits.timeMs);
		const written = [...(scratch ? [scratchFolder] : []), ...listWritableFolders(this.#options)];
		const watches = written.map((folder) => watchTree(folder, scratch?.limits ?? defaultScratchLimits, () => this.#kill('disk')));
		const abort = () => this.#kill('cancelled');
		signal?.addEventListener('abort', abort, { once: true });
		if (signal?.aborted) abort();
		this.#serve(outlet);
		this.#channel.end(`${JSON.stringify({ script, environment })}\n`);
		this.#process.streams.get(stdin)!.end(input);
		const [exitCode, endSignal] = await (scratch ? this.#process.ended : this.#finished());
		clearTimeout(clock);
		for (const unwatch of watches) unwatch();
		signal?.removeEventListener('abort', abort);
		const usage = sampler.stop();
		const end = { level: this.#options.level, exitCode, signal: endSignal };
		if (findSignal(end) === 'SIGKILL') this.#killedFor ??= await this.#process.findExceeded();
		await scratch?.collect(scratchFolder).catch(() => (this.#killedFor ??= 'disk'));
		this.gone = this.#remove();
		return {
			...classifyExit(end, this.#killedFor, this.#output.texts.stderr),
			exitCode,
			signal: endSignal,
			elapsedMs: performance.now() - startedAt,
			usage,
			...this.#output.texts,
			notes: this.#notes(),
		};
	}

	async end(): Promise<void> {
		this.#kill('cancelled');
		await this.#remove();
	}

	/** A watched process's notes are complete only after its end. */
	async #finished(): Promise<ProcessExit> {
		if (this.#options.discover) return this.#process.ended;
		const reported = readEndReport(this.#channel, this.#process.outputs).then((exitCode): ProcessExit => [exitCode, null]);
		return Promise.race([reported, this.#process.ended]);
	}

	#serve(outlet: Outlet | undefined): void {
		const socket = this.#process.streams.get(outletDescriptor);
		if (outlet && socket) outlet.serve(socket);
		else socket?.destroy();
	}

	get #channel(): Duplex {
		return this.#process.streams.get(jobDescriptor)!;
	}

	async #becomeReady(): Promise<void> {
		for (const stream of this.#process.streams.values()) stream.on('error', () => undefined); // the process may be gone
		const clock = setTimeout(() => this.#kill('cancelled'), startMs);
		try {
			const { landlock, node, ready, blocked } = await readStartReport(this.#channel);
			if (!ready) {
				await this.#process.ended;
				throw notStarted(this.#options.level, { blocked, errors: this.#process.errors(), startError: this.#process.startError });
			}
			[this.landlock, this.node] = [landlock, node];
			this.#pid = await this.#process.watch();
		} finally {
			clearTimeout(clock);
		}
	}

	#kill(reason: Limit | 'cancelled'): void {
		this.#killedFor ??= reason;
		this.#process.kill();
	}

	/** The process has reported everything, so killing it changes no result. */
	async #remove(): Promise<void> {
		await setImmediate();
		this.#process.kill();
		await this.#process.ended;
		rmSync(this.#folder, { recursive: true, force: true });
		await this.#process.remove();
	}
}

const listWritableFolders = ({ files = [] }: WorkerOptions): string[] =>
	files.filter(({ path, access }) => access === 'write' && statSync(path).isDirectory()).map(({ path }) => path);
