import childProcess, { ChildProcess, type SpawnOptions } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { createRefusedError } from './refused-error';

/** Programs that edit a picture which they get, and are not told to fetch any (Edit Image). */
const withoutNetwork = new Set(['gm', 'gm.exe']);

const shell = /(?:^|\/)(?:ba|da|z)?sh$/;

interface Watched {
	/** The first program that was refused. */
	refused?: string;
}

type Spawn = (this: ChildProcess, options: SpawnOptions & { file: string; args?: string[] }) => unknown;
type Start = (...values: unknown[]) => unknown;

/**
 * Starts no programs from this process, because they open connections that nobody checks: `git clone` reads any address of the own network. Code that
 * takes Node.js apart is not held, as in BoundConnections.
 */
export class BoundPrograms {
	#watched: Watched = {};

	/** Takes the place of what `spawn`, `exec` and `fork` start with, and of their forms that wait. */
	static install(): BoundPrograms {
		const bound = new BoundPrograms();
		const started = ChildProcess.prototype as unknown as { spawn: Spawn };
		const { spawn } = started;
		started.spawn = function (this: ChildProcess, options) {
			bound.#check(options.file, options.args?.slice(1));
			return spawn.call(this, options);
		};
		const modules = childProcess as unknown as Record<string, Start>;
		for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
			const start = modules[name]!;
			modules[name] = (...values) => {
				bound.#check(String(values[0]));
				return start(...values);
			};
		}
		syncBuiltinESMExports();
		return bound;
	}

	/** Begins with a task, since a process runs one at a time. */
	watch(): Readonly<Watched> {
		return (this.#watched = {});
	}

	/** A shell is named after the first word of its command. */
	#check(file: string, args: readonly string[] = []): void {
		if (withoutNetwork.has(basename(file))) return;
		const command = (shell.test(file) && args[0] === '-c' && args[1]) || file;
		const program = basename(command.trim().split(/\s/, 1)[0]!).slice(0, 100);
		this.#watched.refused ??= program;
		throw createRefusedError(`The program ${program} could call private networks and was not started.`, 'ADDRESS_REFUSED');
	}
}
