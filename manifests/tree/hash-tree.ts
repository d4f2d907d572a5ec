import { createHash, hash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import type { BigIntStats, Dirent } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { getErrorMessage } from '../../core/base/errors';
import { LoopYielder } from '../../core/base/async/loop-yielder';
import type { ManifestFile } from '../documents/package-manifest';
import { findTwin, unsafePath } from './safe-path';
import type { SeenFiles } from './seen-files';
import { tampered } from './tampered';
import type { Difference } from './tampered';
import { ownPackage, type TreeRules } from './tree-rules';
import { parseMarkedJson } from '../token/strict-json';

/** Max entries, folders included. More are an attack on the reader. */
const maxEntries = 100_000;
const maxDepth = 64;
/** Hashed within seconds. No real package is larger. */
const maxBytes = 2n ** 31n;

interface ListedFile {
	path: string;
	status: BigIntStats;
}

/** Leaves out plain files by the rules, and npm's program links. @throws TroupeError MANIFEST_TAMPERED for links, devices, unsafe names and twins */
function listTree(folder: string, covers: readonly string[], seen: SeenFiles, rules: TreeRules): ListedFile[] {
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

/** Removed by n8n at installation, or by npm when packing. None decides which code runs. */
const droppedFields = ['devDependencies', 'peerDependencies', 'peerDependenciesMeta', 'optionalDependencies'];

const chunkBytes = 256 * 1024;
const maxPackageJsonBytes = 1024 * 1024;
/** Does not follow a link, or block on a pipe, that replaced a file. */
const openFlags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Returns the SHA-256 of every covered file, sorted by path. @throws TroupeError MANIFEST_TAMPERED for files that no manifest can list, or that
 * change while they are read
 */
export async function hashTree(
	folder: string,
	covers: readonly string[],
	seen: SeenFiles,
	rules: TreeRules = ownPackage,
): Promise<ManifestFile[]> {
	const listed = listTree(folder, covers, seen, rules);
	const chunk = Buffer.allocUnsafe(chunkBytes);
	const pace = new LoopYielder();
	await pace.rest();
	const hashed: ManifestFile[] = [];
	for (const file of listed) {
		if (pace.isDue()) await pace.rest();
		const isCanonical = file.path === 'package.json' && rules.packageJson === 'canonical';
		hashed.push({ path: file.path, ...(await hashFile(folder, file, isCanonical, chunk, pace)) });
	}
	return hashed.sort((one, other) => (one.path < other.path ? -1 : 1));
}

type Hashed = Omit<ManifestFile, 'path'>;

/** Synchronous: open, read and close take 20 microseconds, ten times as long through other threads. */
async function hashFile(folder: string, file: ListedFile, isCanonical: boolean, chunk: Buffer, pace: LoopYielder): Promise<Hashed> {
	const { path } = file;
	const descriptor = open(folder, path);
	try {
		requireSame(descriptor, file);
		if (isCanonical) return await hashPackageJson(descriptor, file, chunk, pace);
		if (file.status.size > chunk.length) return await hashChunks(descriptor, file, chunk, pace);
		const bytesRead = readSync(descriptor, chunk, 0, chunk.length, 0);
		if (BigInt(bytesRead) !== file.status.size) throw unstable(path);
		return { size: bytesRead, sha256: hash('sha256', chunk.subarray(0, bytesRead)) };
	} finally {
		closeSync(descriptor);
	}
}

function open(folder: string, path: string): number {
	try {
		return openSync(join(folder, path), openFlags);
	} catch (cause) {
		throw Object.assign(tampered([{ file: path, problem: 'unreadable', actual: getErrorMessage(cause) }]), { cause });
	}
}

/** The opened file must be the listed one, not a replacement. */
function requireSame(descriptor: number, { path, status }: ListedFile): void {
	const { ino, dev, size, ctimeNs } = fstatSync(descriptor, { bigint: true });
	if (ino !== status.ino || dev !== status.dev || size !== status.size || ctimeNs !== status.ctimeNs) throw unstable(path);
}

async function hashChunks(descriptor: number, { path, status }: ListedFile, chunk: Buffer, pace: LoopYielder): Promise<Hashed> {
	const sum = createHash('sha256');
	let size = 0;
	for (;;) {
		const bytesRead = readSync(descriptor, chunk, 0, chunk.length, size);
		if (bytesRead === 0) break;
		sum.update(chunk.subarray(0, bytesRead));
		size += bytesRead;
		if (pace.isDue()) await pace.rest();
	}
	if (BigInt(size) !== status.size) throw unstable(path);
	return { size, sha256: sum.digest('hex') };
}

async function hashPackageJson(descriptor: number, file: ListedFile, chunk: Buffer, pace: LoopYielder): Promise<Hashed> {
	const size = Number(file.status.size);
	try {
		if (size > maxPackageJsonBytes) throw new Error(`it has ${size} bytes; the max is ${maxPackageJsonBytes}`);
		const bytes = Buffer.alloc(size);
		const bytesRead = readSync(descriptor, bytes, 0, size, 0);
		const canonical = canonicalPackageJson(bytes.subarray(0, bytesRead));
		return { size: canonical.length, sha256: hash('sha256', canonical) };
	} catch (cause) {
		const { sha256 } = await hashChunks(descriptor, file, chunk, pace);
		const actual = `${sha256} (${getErrorMessage(cause)})`;
		throw Object.assign(tampered([{ file: file.path, problem: 'changed', expected: 'a JSON object', actual }]), { cause });
	}
}

const unstable = (path: string) => tampered([{ file: path, problem: 'unstable' }]);

/**
 * Hashes canonical JSON (RFC 8785) without the fields that n8n removes, because n8n rewrites the file. Ignores a byte order mark, which n8n removes
 * too. @throws Error when it is not a JSON object with one meaning
 */
function canonicalPackageJson(bytes: Uint8Array): Buffer {
	const fields = parseMarkedJson(bytes);
	if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw new Error('package.json is not an object');
	const remaining = Object.fromEntries(Object.entries(fields).filter(([name]) => !droppedFields.includes(name)));
	return Buffer.from(canonicalize(remaining) ?? '');
}
