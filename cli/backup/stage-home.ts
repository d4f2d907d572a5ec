import { copyFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import { TroupeError } from '../../core/base/errors';
import { forgottenFileName } from '../../providers/state/conversations/forgotten-list';
import { copyDatabases } from '../state/copy-databases';
import type { Terminal } from '../terminal/terminal';
import { formatMegabytes } from './format-megabytes';
import type { HomeFile } from './home-contents';
import { homeFolder, postgresFolder, type BackupFile, type PostgresState } from './manifest';
import { dumpPostgres, listPostgres } from './postgres-dump';
import { describeFile } from './write-archive';

/**
 * Copies a home, without its keys, into a folder, and describes the copies. Databases are copied before files: a file that a row names is there.
 * @throws TroupeError ENGINE_UNREACHABLE, STORAGE_*
 */
export async function stageHome(files: HomeFile[], folder: string, url: string, terminal: Terminal): Promise<BackupFile[]> {
	const place = (path: string) => {
		const to = join(folder, homeFolder, path);
		createFolder(dirname(to), 0o700);
		return to;
	};
	const plain = files.filter(({ kind }) => kind === 'file').sort((one, other) => rank(one) - rank(other));
	const staged = new Set<string>();
	const copyFiles = (some: HomeFile[]) => {
		for (const { path, from } of some) if (copyIfThere(from, place(path))) staged.add(path);
	};
	copyFiles(plain.slice(0, 1));
	const databases = files.filter(({ kind }) => kind === 'database').map(({ path, from }) => ({ name: path, from, to: place(path) }));
	const schemas = new Map<string, BackupFile['schema']>();
	await copyDatabases(databases, url, terminal, ({ name, bytes, schema }) => {
		schemas.set(name, schema);
		staged.add(name);
		terminal.showProgress?.(`${name}  ${formatMegabytes(bytes)}`);
	});
	copyFiles(plain.slice(1));
	const described: BackupFile[] = [];
	for (const { path } of files.filter((file) => staged.has(file.path))) {
		const schema = schemas.get(path);
		described.push({ ...(await describeFile(folder, `${homeFolder}/${path}`)), ...(schema && { schema }) });
	}
	return described;
}

/** A run that waited for a person may have been resumed in the meantime. */
function copyIfThere(from: string, to: string): boolean {
	try {
		copyFileSync(from, to);
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
		throw error;
	}
}

/** The list of forgotten persons comes before everything else: who is forgotten after it was copied is forgotten again by a restore. */
const rank = ({ path }: HomeFile) => (path === forgottenFileName ? 0 : 1);

/** @throws TroupeError STORAGE_UNREADABLE */
export async function stagePostgres(
	folder: string,
	isWanted: boolean,
	terminal: Terminal,
): Promise<{ states: PostgresState[]; files: BackupFile[] }> {
	const [states, files]: [PostgresState[], BackupFile[]] = [[], []];
	for (const [index, database] of listPostgres(terminal.environment).entries()) {
		const { where, settings } = database;
		const file = `${postgresFolder}/${index + 1}.dump`;
		if (isWanted) createFolder(join(folder, postgresFolder), 0o700);
		if (isWanted && (await dumpPostgres(database, join(folder, file), terminal))) {
			states.push({ where, settings, file });
			files.push(await describeFile(folder, file));
		} else states.push({ where, settings, why: isWanted ? 'pg_dump is not installed here' : '--without-postgres leaves it out' });
	}
	return { states, files };
}

/** The copies and the archive are on the disk at the same time. @throws TroupeError STORAGE_FULL */
export function checkSpace(folder: string, files: HomeFile[]): void {
	const needed = 2 * files.reduce((sum, { from }) => sum + (statSync(from, { throwIfNoEntry: false })?.size ?? 0), 0);
	requireSpace(folder, needed, 'The backup');
}

/** @throws TroupeError STORAGE_FULL */
export function requireSpace(folder: string, needed: number, what: string): void {
	const { bavail, bsize } = statfsSync(folder);
	if (bavail * bsize >= needed) return;
	throw new TroupeError({
		code: 'STORAGE_FULL',
		message: `${what} needs ${formatMegabytes(needed)} in ${folder}; ${formatMegabytes(bavail * bsize)} are free.`,
		fix: 'Free space on this disk, or use another one.',
		retryable: true,
	});
}
