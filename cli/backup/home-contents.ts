import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A part of Troupe's home, by its path in it (with `/`). */
export interface HomeFile {
	path: string;
	from: string;
	/** Databases are copied as one moment of theirs; keys are encrypted and stored apart. */
	kind: 'database' | 'key' | 'file';
}

/** Entries of a home that a backup does not contain. */
export interface LeftOut {
	path: string;
	why: string;
}

/** Where backups can be stored inside a home: neither copied nor moved. */
export const backupsFolder = 'backups';
export const restoredPostgresFolder = 'restored-postgres';
/** The state that a restore moved away: `replaced-2026-11-22T05-42-45Z`. */
export const replacedPrefix = 'replaced-';

/** Whoever has one of these can read encrypted data, sign, or call the service. Settings can hold keys. */
const keys = /^(?:vault\.key|api-token|settings\.json$)|^(?:keys|registry|access)\/|\.(?:pem|key)$/;
/** They mean something to a running process only. */
const passing = /(?:-wal|-shm|-journal|\.lock|\.draft|\.copy)$|^service-address$|^\.restoring(?:\/|$)|^lost\+found$/;
const leftOut: Array<[pattern: RegExp, why: string]> = [
	[/^(?:models|node_modules)$/, 'it can be downloaded again'],
	[new RegExp(`^${backupsFolder}$`), 'it holds backups'],
	[new RegExp(`^${replacedPrefix}`), 'a restore moved this state away'],
	[new RegExp(`^${restoredPostgresFolder}$`), 'a restore put dumps there'],
];

/** Lists the parts of a home by path, with unknown files. */
export function listHome(home: string): { files: HomeFile[]; leftOut: LeftOut[] } {
	const contents: { files: HomeFile[]; leftOut: LeftOut[] } = { files: [], leftOut: [] };
	const walk = (folder: string): void => {
		for (const { name } of readdirSync(join(home, folder), { withFileTypes: true }).sort(byName)) {
			const path = folder === '' ? name : `${folder}/${name}`;
			if (passing.test(path)) continue;
			const why = leftOut.find(([pattern]) => pattern.test(path))?.[1];
			// A link leads to what it names: its target can be outside of the home.
			const status = statSync(join(home, path), { throwIfNoEntry: false });
			if (why !== undefined) contents.leftOut.push({ path, why });
			else if (status?.isDirectory()) walk(path);
			else if (status?.isFile()) contents.files.push({ path, from: join(home, path), kind: kindOf(path, join(home, path)) });
			else contents.leftOut.push({ path, why: status ? 'it is not a file' : 'it is a link to nothing' });
		}
	};
	walk('');
	return contents;
}

function kindOf(path: string, file: string): HomeFile['kind'] {
	if (keys.test(path)) return 'key';
	return path.endsWith('.db') || isSqlite(file) ? 'database' : 'file';
}

/** https://sqlite.org/fileformat.html#magic_header_string */
const sqliteMagic = 'SQLite format 3\0';

function isSqlite(file: string): boolean {
	let descriptor: number;
	try {
		descriptor = openSync(file, 'r');
	} catch (error) {
		// Removed in the meantime.
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
		throw error;
	}
	try {
		const start = Buffer.alloc(sqliteMagic.length);
		readSync(descriptor, start);
		return start.toString('latin1') === sqliteMagic;
	} finally {
		closeSync(descriptor);
	}
}

const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
