import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { createFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { rootFileName } from '../../manifests/documents/documents';
import { parseRoot } from '../../manifests/trust/root/root-edition';
import { writeAtomically } from '../../manifests/write-file';
import { readRoot } from '../manifest/keys/keys-run';
import { type Addition, createEnvironment, locateEnvironmentFile } from './environment-file';

export interface InitOptions {
	folder: string;
	with: Addition[];
	replace?: boolean;
	/** The root to pin. */
	root?: string;
}

/** Writes .env once, readable by its owner only. @throws TroupeError INPUT_INVALID, STATE_CONFLICT */
export async function runDeployInit({ folder, with: chosen, replace, root }: InitOptions, terminal: Terminal): Promise<ExitCode> {
	const file = locateEnvironmentFile(folder);
	const pinned = root === undefined ? undefined : readRoot(root);
	if (replace && existsSync(file)) {
		const kept = `${file}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
		renameSync(file, kept);
		terminal.note(`kept ${kept}: the volumes were created with its passwords and keys.`);
	}
	if (!createFile(file, createEnvironment(chosen, pinned !== undefined), 0o600)) throw alreadyThere(file);
	terminal.print(`wrote ${file}`);
	copySettings(resolve(folder), terminal);
	if (pinned) {
		const place = join(resolve(folder), 'deploy/trust', rootFileName);
		writeAtomically(place, Buffer.from(pinned.bytes).toString('latin1'));
		terminal.print(`pinned edition ${parseRoot(pinned).claimed.ver} of the root in ${place}`);
	}
	terminal.print('next: troupe deploy package <tarball>, then docker compose up --build --detach');
	return 0;
}

function copySettings(folder: string, terminal: Terminal): void {
	const example = join(folder, 'deploy/settings.example.env');
	const file = join(folder, 'deploy/settings.env');
	if (existsSync(example) && createFile(file, readFileSync(example, 'utf8'), 0o600)) terminal.print(`wrote ${file}, for further settings`);
}

function alreadyThere(file: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message: `${file} exists. It holds the secrets of this installation, which open its data.`,
		fix: 'Keep it, and edit the file to change a setting. For a new installation with new volumes, add --replace, which keeps the old file.',
		details: { file },
	});
}
