import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, skipped, type Check, type Finding } from '../../check';
import { ifThere } from '../if-there';
import { knownVersions } from './known-versions';

/** https://sqlite.org/fileformat.html#the_database_header: the magic text, and the place of `user_version`. */
const [magic, headerBytes, versionAt] = ['SQLite format 3\0', 100, 60];

/** Only the header of each file is read: opening a database would create its journal, and could take it from its process. */
export const stateFilesCheck: Check = {
	id: 'state-files',
	looksAt: "the databases in Troupe's home: whether they are databases, and whether this version knows their schemas",
	async look({ home }) {
		const names = ((await ifThere(readdir(home))) ?? []).filter((name) => name.endsWith('.db')).sort();
		if (names.length === 0) return [skipped(`There are no databases in ${home} yet.`)];
		const findings = (await Promise.all(names.map((name) => judgeFile(home, name)))).flat();
		return findings.length > 0 ? findings : [ok(`Databases with schemas that this version knows: ${names.join(', ')}`)];
	},
};

async function judgeFile(home: string, name: string): Promise<Finding[]> {
	const file = join(home, name);
	const header = await readHeader(file);
	// An empty file is a new database.
	if (header.length === 0) return [];
	if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic)
		return [fail(`${file} is not a SQLite database.`, 'Restore it from a backup, and keep the damaged file.')];
	const [version, known] = [header.readUInt32BE(versionAt), knownVersions[name]];
	if (known === undefined || version <= known) return [];
	return [
		fail(
			`A later version of Troupe wrote ${file} (schema ${version}; this one knows ${known}).`,
			'Run the version of Troupe that wrote the file, or a later one. The file is intact.',
		),
	];
}

async function readHeader(file: string): Promise<Buffer> {
	const handle = await open(file, 'r');
	try {
		const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
		return buffer.subarray(0, bytesRead);
	} finally {
		await handle.close();
	}
}
