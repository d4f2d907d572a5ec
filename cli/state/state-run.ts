import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isTroupeError, getErrorMessage, TroupeError } from '../../core/base/errors';
import { troupeHome } from '../../core/base/home';
import { backUp, checkCopy } from '../../database/back-up';
import { openSqliteFile } from '../../database/open-sqlite';
import { storageFault } from '../../database/storage-fault';
import type { ExitCode } from '../terminal/report-error';
import type { Terminal } from '../terminal/terminal';
import { fetchEngineState } from './fetch-engine-state';

/** The options of `troupe state backup`. */
export interface BackupOptions {
	/** The service that holds the engine's state. */
	url: string;
	json?: boolean;
}

const engineFile = 'engine.db';
/** What else a home is made of. Keys belong in another place than the data that they open. */
const apart = ['vault.key', 'registry', 'trust', 'agents', 'policies', 'budgets.json'];

/**
 * Copies every database of Troupe's home. Each copy is one state of its database; the databases are copied one after another.
 * @throws TroupeError INPUT_INVALID, ENGINE_UNREACHABLE, STORAGE_*
 */
export async function runStateBackup(folder: string, { url, json }: BackupOptions, terminal: Terminal): Promise<ExitCode> {
	const home = resolve(troupeHome(terminal.environment));
	const into = resolve(folder);
	const names = listDatabases(home);
	createFolder(into);
	const files = [];
	for (const name of names) {
		const [from, to] = [join(home, name), join(into, name)];
		if (name === engineFile) await copyEngineState(from, to, url, terminal);
		else await copy(from, to);
		await checkCopy(to);
		files.push({ name, bytes: statSync(to).size });
	}
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
function createFolder(folder: string): void {
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
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

/** While the engine runs, its process alone can read the file. */
async function copyEngineState(from: string, to: string, url: string, terminal: Terminal): Promise<void> {
	try {
		await copy(from, to);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'STORAGE_LOCKED') throw error;
		await fetchEngineState(url, to, terminal.environment);
	}
}

async function copy(file: string, to: string): Promise<void> {
	const subject = { file, what: 'The database' };
	try {
		const connection = await openSqliteFile(file, { timeoutMs: 2_000 });
		try {
			// Fails now, before the copy is created, where another process has the file to itself.
			connection.prepare('SELECT 1 FROM sqlite_schema').get();
			await backUp(connection, to, subject);
		} finally {
			connection.close();
		}
	} catch (cause) {
		throw isTroupeError(cause) ? cause : storageFault(subject, 'used', cause);
	}
}
