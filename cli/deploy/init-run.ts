import { existsSync, renameSync } from 'node:fs';
import { TroupeError } from '../../core/base/errors';
import { createFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { type Addition, createEnvironment, locateEnvironmentFile } from './environment-file';

/** The options of `troupe deploy init`. */
export interface InitOptions {
	folder: string;
	with: Addition[];
	force?: boolean;
}

/** Writes .env once, readable by its owner only. @throws TroupeError INPUT_INVALID, STATE_CONFLICT */
export async function runDeployInit({ folder, with: chosen, force }: InitOptions, terminal: Terminal): Promise<ExitCode> {
	const file = locateEnvironmentFile(folder);
	if (force && existsSync(file)) {
		const kept = `${file}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
		renameSync(file, kept);
		terminal.note(`kept ${kept}: the volumes were created with its passwords and keys.`);
	}
	if (!createFile(file, createEnvironment(chosen), 0o600)) throw alreadyThere(file);
	terminal.print(`wrote ${file}`);
	terminal.print('next: troupe deploy package <tarball>, then docker compose up --build --detach');
	return 0;
}

function alreadyThere(file: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `${file} exists. It holds the secrets of this installation, which open its data.`,
		fix: 'Keep it, and edit the file to change a setting. For a new installation with new volumes, add --force, which keeps the old file.',
		details: { file },
	});
}
