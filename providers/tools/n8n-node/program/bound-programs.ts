import childProcess, { ChildProcess, type SpawnOptions } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { createRefusedError } from './refused-error';

/** Programs that only edit a given picture, without network (Edit Image). */
const withoutNetwork = new Set(['gm', 'gm.exe']);

const shell = /(?:^|\/)(?:ba|da|z)?sh$/;

interface Watched {
	refused?: string;
}

type Spawn = (this: ChildProcess, options: SpawnOptions & { file: string; args?: string[] }) => unknown;
type Start = (...values: unknown[]) => unknown;

/**
 * Blocks programs, whose connections nobody checks: `git clone` reads any private address. Code that tampers with Node.js is not restricted, as in
 * BoundConnections.
 */
export class BoundPrograms {
	#watched: Watched = {};

	/** Replaces the base of `spawn`, `exec` and `fork`, and their sync forms. */
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

	watch(): Readonly<Watched> {
		return (this.#watched = {});
	}

	#check(file: string, args: readonly string[] = []): void {
		if (withoutNetwork.has(basename(file))) return;
		const command = (shell.test(file) && args[0] === '-c' && args[1]) || file;
		const program = basename(command.trim().split(/\s/, 1)[0]!).slice(0, 100);
		this.#watched.refused ??= program;
		throw createRefusedError(`The program ${program} could call private networks and was not started.`, 'ADDRESS_REFUSED');
	}
}
