import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { getErrorMessage } from '../../../../core/base/errors';
import { checkPages } from '../../../../providers/database/back-up';
import { faultReason } from '../../../../providers/database/fault-reason';
import { listOutside } from '../../../backup/outside-home';
import { fail, ok, skipped, type Check, type Finding } from '../../check';
import { ifThere } from '../if-there';
import { knownVersions } from './known-versions';

/** https://sqlite.org/fileformat.html#the_database_header: the magic text, and the places of what is read. */
const magic = 'SQLite format 3\0';
const headerBytes = 100;
const pageSizeAt = 16;
const changesAt = 24;
const pagesAt = 28;
const versionAt = 60;
const pagesOfChangeAt = 92;
/** Reading every page of a larger file would take longer than a person waits. */
const maxReadBytes = 1_000_000_000;
const damagedFix =
	'Stop every program that uses the file and restore a backup (`troupe restore`). Keep the damaged file: `sqlite3 FILE .recover` reads what is left of it.';

/** Nothing is created: a file that no process has open is read as it is, any other one through its journal. */
export const stateFilesCheck: Check = {
	id: 'state-files',
	looksAt:
		"the databases in Troupe's home, and those of the settings: whether they are whole, and whether this version knows their schemas",
	async look({ home, environment }) {
		const names = ((await ifThere(readdir(home))) ?? []).filter((name) => name.endsWith('.db')).sort();
		const moved = listOutside(home, environment).files.filter(({ kind }) => kind === 'database');
		const files = [...names.map((path) => ({ path, from: join(home, path) })), ...moved];
		if (files.length === 0) return [skipped(`There are no databases in ${home} yet.`)];
		const findings = (await Promise.all(files.map(({ path, from }) => judgeFile(from, path)))).flat();
		const known = [...names, ...moved.map(({ from }) => from)].join(', ');
		return findings.length > 0 ? findings : [ok(`Databases with schemas that this version knows: ${known}`)];
	},
};

/** @param name in the home, which tells what is in it */
async function judgeFile(file: string, name: string): Promise<Finding[]> {
	const status = await ifThere(stat(file));
	if (!status?.isFile())
		return [fail(`${file} is ${status ? 'not a file' : 'a broken link'}.`, 'Move it away, and restore the database from a backup.')];
	const { header, bytes } = await readHeader(file);
	// An empty file is a new database.
	if (header.length === 0) return [];
	if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic)
		return [fail(`${file} is not a SQLite database.`, 'Restore it from a backup, and keep the damaged file.')];
	const damage = isCut(header, bytes) ? `it has ${bytes} bytes, fewer than its pages` : bytes <= maxReadBytes && (await findDamage(file));
	if (damage) return [fail(`${file} is damaged (STORAGE_DAMAGED): ${damage}.`, damagedFix)];
	const version = header.readUInt32BE(versionAt);
	const known = knownVersions[name];
	if (known === undefined || version <= known) return [];
	return [
		fail(
			`A later version of Troupe wrote ${file} (schema ${version}; this one knows ${known}).`,
			'Run the version of Troupe that wrote the file, or a later one. The file is intact.',
		),
	];
}

function isCut(header: Buffer, bytes: number): boolean {
	// 1 stands for 65,536. The number of pages is valid for the change that it names.
	const pageSize = header.readUInt16BE(pageSizeAt) === 1 ? 65_536 : header.readUInt16BE(pageSizeAt);
	const isCounted = header.readUInt32BE(changesAt) === header.readUInt32BE(pagesOfChangeAt);
	return isCounted && bytes < header.readUInt32BE(pagesAt) * pageSize;
}

/** Returns the first fault of a page. A file that its process keeps to itself is not read. */
async function findDamage(file: string): Promise<string | undefined> {
	const { openReadOnly } = await import('../../../../providers/database/sqlite/open-read-only');
	try {
		const connection = openReadOnly(file);
		try {
			checkPages(connection);
		} finally {
			connection.close();
		}
	} catch (error) {
		if (faultReason(error)?.kind === 'damaged') return getErrorMessage(error).split('\n').at(-1);
	}
	return undefined;
}

async function readHeader(file: string): Promise<{ header: Buffer; bytes: number }> {
	const handle = await open(file, 'r');
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
		return { header: buffer.subarray(0, bytesRead), bytes: (await handle.stat()).size };
	} finally {
		await handle.close();
	}
}
