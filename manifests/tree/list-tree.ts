import { readdirSync, readlinkSync, type BigIntStats, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { getErrorMessage } from '../../core/base/errors';
import { findTwin, unsafePath } from './safe-path';
import type { SeenFiles } from './seen-files';
import { tampered, type Difference } from './tampered';
import type { TreeRules } from './tree-rules';

/** Max entries, folders included. More are an attack on the reader. */
const maxEntries = 100_000;
const maxDepth = 64;
/** Hashed within seconds. No real package is larger. */
const maxBytes = 2n ** 31n;

export interface ListedFile {
	path: string;
	status: BigIntStats;
}

/** Leaves out plain files by the rules, and npm's program links. @throws TroupeError MANIFEST_TAMPERED for links, devices, unsafe names and twins */
export function listTree(folder: string, covers: readonly string[], seen: SeenFiles, rules: TreeRules): ListedFile[] {
	const walk: Walk = { folder, seen, rules, files: [], entries: 0, bytes: 0n };
	for (const entry of covers) {
		if (entry !== '.' && unsafePath(entry) !== null)
			throw refused({ file: entry, problem: 'unsafe-name', actual: unsafePath(entry) ?? '' });
		visit(walk, entry === '.' ? '' : entry, 0);
	}
	const twins = findTwin(walk.files.map(({ path }) => path));
	if (twins !== null) throw refused({ file: twins.path, problem: 'twin', actual: twins.twin });
	return walk.files;
}

interface Walk {
	folder: string;
	seen: SeenFiles;
	rules: TreeRules;
	files: ListedFile[];
	entries: number;
	bytes: bigint;
}

function visit(walk: Walk, path: string, depth: number): void {
	const status = readable(path, () => walk.seen.note(join(walk.folder, path)));
	// Files of a missing entry are reported as missing.
	if (status === undefined) return;
	refuseExcess(walk, path, depth, status);
	if (status.isDirectory()) visitFolder(walk, path, depth);
	else if (status.isFile()) walk.files.push({ path, status });
	else
		throw refused({
			file: path || walk.folder,
			problem: 'not-a-file',
			actual: status.isSymbolicLink() ? 'a symbolic link' : 'a device, pipe or socket',
		});
}

function refuseExcess(walk: Walk, path: string, depth: number, status: BigIntStats): void {
	walk.entries++;
	if (status.isFile()) walk.bytes += status.size;
	if (walk.entries <= maxEntries && walk.bytes <= maxBytes && depth <= maxDepth) return;
	const actual = `more than ${maxEntries} entries, ${maxBytes} bytes, or ${maxDepth} levels of folders`;
	throw refused({ file: path, problem: 'extra', actual });
}

function visitFolder(walk: Walk, path: string, depth: number): void {
	for (const entry of readable(path, () => readdirSync(join(walk.folder, path), { withFileTypes: true }))) {
		const child = path === '' ? entry.name : `${path}/${entry.name}`;
		const problem = unsafePath(child);
		if (problem !== null) throw refused({ file: JSON.stringify(child), problem: 'unsafe-name', actual: problem });
		// A folder of that name could contain code.
		if (!(entry.isFile() && walk.rules.leavesOut(child)) && !isProgramLink(walk.folder, child, entry)) visit(walk, child, depth + 1);
	}
}

/** npm links the programs of nested packages: such a link leads to a package whose files are listed. */
function isProgramLink(folder: string, path: string, entry: Dirent): boolean {
	if (!entry.isSymbolicLink() || !/(^|\/)node_modules\/\.bin\/[^/]+$/.test(path)) return false;
	const [up, ...inside] = readable(path, () => readlinkSync(join(folder, path))).split('/');
	return up === '..' && inside.length > 0 && inside.every((part) => !['', '.', '..', '.bin'].includes(part));
}

function readable<Result>(path: string, read: () => Result): Result {
	try {
		return read();
	} catch (cause) {
		throw Object.assign(refused({ file: path || '.', problem: 'unreadable', actual: getErrorMessage(cause) }), { cause });
	}
}

const refused = (difference: Difference) => tampered([difference]);
