import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, opendir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { ChangedFile, SandboxStep, SandboxToolLimit } from '../../core/ports/sandbox/sandbox-step';
import type { CommandEnd, Shell, ShellSettings } from '../../core/ports/sandbox/tools';
import { usualPrograms } from '../../core/tools/shell-programs';
import { describeRefusal, readConfinedFile } from '../../providers/files/confined-file';
import { findSystemProgram } from '../../providers/processes/find-programs';
import type { Level } from '../levels/level';
import { maxThreads } from '../levels/limits';
import { compareTrees, copyTree, hashFiles, keepChanges, toHashes } from '../scratch/compare-trees';
import type { FileHashes } from '../scratch/compare-trees';
import { listTree } from '../scratch/list-tree';
import type { TreeLimits } from '../scratch/list-tree';
import { defaultScratchLimits, scratchName } from '../scratch/scratch-folder';
import type { FileReport } from '../scratch/scratch-folder';
import { watchTree } from '../scratch/watch-tree';
import { createRunFolder } from '../workers/run-folder';
import { launchProgram, workFolder } from './program-launch';
import { requireProgramLevel } from './program-level';
import type { KillReason, ProcessEnd } from './program-process';
import { ProgramProcess } from './program-process';

class SessionFiles {
	changes: FileReport[] = [];
	#atFirst: FileHashes = new Map();
	#before: FileHashes = new Map();

	/** @param folder the private folder of the session @param source copied at the beginning; undefined: nothing */
	constructor(
		private readonly folder: string,
		readonly limits: TreeLimits,
		private readonly source?: string,
	) {}

	get scratch(): string {
		return join(this.folder, scratchName);
	}

	/** @throws TroupeError INPUT_TOO_LARGE */
	async fill(): Promise<void> {
		await mkdir(this.scratch, { mode: 0o700 });
		if (this.source !== undefined) await copyTree(this.source, this.scratch, this.limits);
		this.#atFirst = this.#before = await hashFiles(this.scratch, this.limits);
	}

	/** Finds a call's changes. Resets a folder that is too large or unreadable. @returns true after a reset */
	async look(isTooLarge: boolean): Promise<boolean> {
		const files = isTooLarge ? undefined : await this.#list();
		if (files === undefined) {
			await this.#empty();
			await this.fill();
			this.changes = [];
			return true;
		}
		this.changes = compareTrees(this.#before, files);
		this.#before = toHashes(files);
		return false;
	}

	async keep(target: string): Promise<string[]> {
		return keepChanges(this.scratch, target, compareTrees(this.#atFirst, await listTree(this.scratch, { ...this.limits, hash: true })));
	}

	async remove(): Promise<void> {
		await this.#empty();
		await rm(this.folder, { recursive: true, force: true });
	}

	async #list() {
		try {
			await openTree(this.scratch);
			return await listTree(this.scratch, { ...this.limits, hash: true });
		} catch {
			return undefined;
		}
	}

	async #empty(): Promise<void> {
		await openTree(this.scratch).catch(() => undefined);
		await rm(this.scratch, { recursive: true, force: true });
	}
}

const ownFolder = 0o700;
const ownFile = 0o600;

/** Restores rights that code removed; it ran as this user, so they can be restored. Otherwise files could not be read or removed. */
async function openTree(root: string): Promise<void> {
	const folders = [root];
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		await allow(folder, ownFolder);
		for await (const entry of await opendir(folder)) {
			if (entry.isDirectory()) folders.push(join(folder, entry.name));
			else if (entry.isFile()) await allow(join(folder, entry.name), ownFile);
		}
	}
}

async function allow(path: string, rights: number): Promise<void> {
	const { mode } = await lstat(path);
	if ((mode & rights) !== rights) await chmod(path, (mode & 0o777) | rights);
}

interface SessionParts {
	level: Level;
	programs: readonly string[];
	shell: string;
	stateFolder: string;
	/** Called with the folder and its changes before removal. */
	keep?: (files: SessionFiles) => Promise<void>;
}

const maxOutputBytes = 1_000_000;
const maxFileBytes = 1024 * 1024;
const maxListedFiles = 100;

/** Runs commands in a scratch folder, one after another. Nothing runs between them. */
class ShellSession implements Shell {
	readonly #settings: ShellSettings;
	readonly #parts: SessionParts;
	#opened: SessionFiles | undefined;
	#last: Promise<unknown> = Promise.resolve();
	#isClosed = false;

	constructor(settings: ShellSettings, parts: SessionParts) {
		this.#settings = settings;
		this.#parts = parts;
	}

	run(command: string, signal: AbortSignal): Promise<CommandEnd> {
		return this.#inOrder(async (files) => {
			signal.throwIfAborted();
			const startedAt = performance.now();
			const ended = await this.#perform(command, files, signal);
			const wasReset = await files.look(ended.killedFor === 'files');
			signal.throwIfAborted();
			const { stdout, stderr, exitCode, killedFor } = ended;
			const limit = wasReset ? 'files' : (killedFor as SandboxToolLimit | undefined);
			const step = describe('run', startedAt, [stdout, stderr], files.changes, {
				level: this.#parts.level,
				exitCode,
				...(limit && { limit }),
			});
			return { stdout: stdout.toString(), stderr: stderr.toString(), step, isReset: wasReset };
		});
	}

	read(path: string): ReturnType<Shell['read']> {
		return this.#inOrder(async ({ scratch }) => {
			const startedAt = performance.now();
			if (!isInside(path)) return { kind: 'refused' as const, reason: notInside };
			const read = await readConfinedFile(join(scratch, path), [scratch], maxFileBytes);
			if (read.kind !== 'file') return { kind: 'refused' as const, reason: describeRefusal(read) };
			return { kind: 'file' as const, text: read.bytes.toString(), step: describe('read', startedAt, [read.bytes], []) };
		});
	}

	write(path: string, text: string): ReturnType<Shell['write']> {
		return this.#inOrder(async (files) => {
			const startedAt = performance.now();
			const refusal = await put(join(files.scratch, path), path, text);
			if (refusal !== undefined) return { kind: 'refused' as const, reason: refusal };
			const isReset = await files.look(false);
			const step = describe('write', startedAt, [], files.changes, isReset ? { limit: 'files' } : {});
			return { kind: 'written' as const, step, isReset };
		});
	}

	/** Removes the folder after copying kept files. */
	async close(): Promise<void> {
		if (this.#isClosed) return;
		this.#isClosed = true;
		await this.#last;
		const files = this.#opened;
		if (!files) return;
		try {
			await this.#parts.keep?.(files);
		} finally {
			await files.remove();
		}
	}

	/** Serialises commands, which share a folder. */
	#inOrder<Result>(work: (files: SessionFiles) => Promise<Result>): Promise<Result> {
		const result = this.#last.then(async () => work(await this.#open()));
		this.#last = result.catch(() => undefined);
		return result;
	}

	/** Created on the first call: many runs make none. */
	async #open(): Promise<SessionFiles> {
		if (this.#isClosed) throw new Error('The run of this shell has ended.');
		if (this.#opened) return this.#opened;
		const limits = { bytes: this.#settings.scratchMb * 1024 * 1024, files: defaultScratchLimits.files };
		const files = new SessionFiles(createRunFolder(), limits, this.#settings.folder);
		try {
			await files.fill();
		} catch (error) {
			await files.remove();
			throw error;
		}
		return (this.#opened = files);
	}

	async #perform(command: string, { scratch, limits }: SessionFiles, signal: AbortSignal): Promise<ProcessEnd> {
		const { level, programs, shell, stateFolder } = this.#parts;
		const { memoryMb, timeMs } = this.#settings;
		const started = await ProgramProcess.start({
			level,
			folder: scratch,
			limits: { memoryMb, threads: maxThreads, outputBytes: maxOutputBytes },
			launch: (group) =>
				launchProgram({
					file: shell,
					args: ['-c', command],
					programs,
					env: environment,
					scratch,
					stateFolder,
					...(group && { group }),
					limits: { memoryMb, timeMs, fileBytes: limits.bytes, threads: maxThreads },
				}),
		});
		const kill = (reason: KillReason) => () => started.kill(reason);
		const clock = setTimeout(kill('time'), timeMs);
		const unwatch = watchTree(scratch, limits, kill('files'));
		const abort = kill('cancelled');
		signal.addEventListener('abort', abort, { once: true });
		if (signal.aborted) abort();
		try {
			return await started.end();
		} finally {
			clearTimeout(clock);
			unwatch();
			signal.removeEventListener('abort', abort);
		}
	}
}

const environment = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: workFolder, TMPDIR: workFolder, LANG: 'C.UTF-8', TERM: 'dumb' };

/** Accepts a model's relative path inside the folder with valid names. */
function isInside(path: string): boolean {
	return path !== '' && path.length <= 1_000 && !path.startsWith('/') && !path.includes('\0') && !path.split('/').includes('..');
}

const notInside = 'is not a relative path in the folder';

/** Safe: no code runs meanwhile, and code cannot create links. @returns why it was not written */
async function put(target: string, path: string, text: string): Promise<string | undefined> {
	if (!isInside(path)) return notInside;
	try {
		await mkdir(dirname(target), { recursive: true, mode: 0o700 });
		await writeFile(target, text, { mode: 0o600 });
		return undefined;
	} catch (error) {
		return `cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`;
	}
}

function describe(
	operation: string,
	startedAt: number,
	outputs: readonly Buffer[],
	changes: readonly ChangedFile[],
	more: Partial<SandboxStep> = {},
): SandboxStep {
	const hash = createHash('sha256');
	for (const output of outputs) hash.update(output);
	return {
		operation,
		...more,
		durationMs: Math.round(performance.now() - startedAt),
		outputBytes: outputs.reduce((sum, { length }) => sum + length, 0),
		outputSha256: hash.digest('hex'),
		files: changes.slice(0, maxListedFiles),
		...(changes.length > maxListedFiles && { moreFiles: changes.length - maxListedFiles }),
	};
}

/** Uses the highest program level. @throws TroupeError SANDBOX_LEVEL_TOO_LOW, TOOL_INVALID before anything runs */
export async function openShell(
	settings: ShellSettings,
	{ stateFolder, keep }: Pick<SessionParts, 'stateFolder' | 'keep'>,
): Promise<Shell> {
	const level = await requireProgramLevel(settings.least, stateFolder);
	const programs = [...findUsual(), ...settings.programs.map(requireProgram)];
	return new ShellSession(settings, { level, programs: [...new Set(programs)], shell: requireProgram('sh'), stateFolder, keep });
}

const findUsual = (): string[] => usualPrograms.flatMap((name) => findSystemProgram(name) ?? []);

function requireProgram(name: string): string {
	const path = findSystemProgram(name);
	if (path !== undefined) return path;
	throw new TroupeError({
		code: 'TOOL_INVALID',
		message: `The program ${name}, which a tool of the agent names, is not installed in /usr/local/bin, /usr/bin or /bin.`,
		fix: `Install ${name}, or remove it from "programs" of the tool.`,
		details: { program: name },
	});
}
