import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { copyDatabases } from './copy-databases';

/** The options of `troupe state backup`. */
export interface BackupOptions {
	/** The service that holds the engine's state. */
	url: string;
	json?: boolean;
}

/** What else a home is made of. Keys belong in another place than the data that they open. */
const apart = ['vault.key', 'registry', 'trust', 'agents', 'policies', 'budgets.json'];

/**
 * Copies every database of Troupe's home, without the keys and files that `troupe backup` takes too.
 * @throws TroupeError INPUT_INVALID, ENGINE_UNREACHABLE, STORAGE_*
 */
export async function runStateBackup(folder: string, { url, json }: BackupOptions, terminal: Terminal): Promise<ExitCode> {
	const home = resolve(troupeHome(terminal.environment));
	const into = resolve(folder);
	const names = listDatabases(home);
	createEmptyFolder(into);
	const files: Array<{ name: string; bytes: number }> = [];
	const copies = names.map((name) => ({ name, from: join(home, name), to: join(into, name) }));
	await copyDatabases(copies, url, terminal, ({ name, bytes }) => files.push({ name, bytes }));
	const left = apart.filter((name) => existsSync(join(home, name)));
	if (json) terminal.print(JSON.stringify({ home, folder: into, files, notCopied: left }));
	else for (const { name, bytes } of files) terminal.print(`${name}  ${(bytes / 1024 / 1024).toFixed(1)} MB`);
	if (left.length > 0) terminal.note(`not copied: ${left.join(', ')} of ${home}. Keep keys in another place than the data that they open.`);
	return 0;
}

function listDatabases(home: string): string[] {
	const names = existsSync(home) ? readdirSync(home).filter((name) => name.endsWith('.db')) : [];
	if (names.length > 0) return names.sort();
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `There is no database in ${home}.`,
		fix: 'Set TROUPE_HOME to the folder whose state you want to copy.',
	});
}

/** A copy never replaces another one. */
function createEmptyFolder(folder: string): void {
	try {
		createFolder(folder, 0o700);
		if (readdirSync(folder).length === 0) return;
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The folder ${folder} cannot be created: ${getErrorMessage(cause)}.`,
			fix: 'Choose another folder.',
			cause,
		});
	}
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The folder ${folder} is not empty.`,
		fix: 'Choose a new folder for each backup.',
	});
}
