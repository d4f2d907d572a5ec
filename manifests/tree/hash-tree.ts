import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../core/errors';
import type { ManifestFile } from '../documents/documents';
import { listTree, type ListedFile } from './list-tree';
import { canonicalPackageJson } from './package-json';
import type { SeenFiles } from './seen-files';
import { tampered } from './tampered';

/** Files hashed at a time: enough to keep the disk busy, little enough to keep memory and open files low. */
const concurrency = 8;
const chunkBytes = 256 * 1024;
const maximumPackageJsonBytes = 1024 * 1024;

/**
 * The SHA-256 of every file below the covered entries of a package's folder, sorted by path.
 * @throws TroupeError MANIFEST_TAMPERED for what no manifest can list, or what changes while it is read
 */
export async function hashTree(folder: string, covers: readonly string[], seen: SeenFiles): Promise<ManifestFile[]> {
	const listed = listTree(folder, covers, seen);
	const hashed: ManifestFile[] = [];
	let next = 0;
	const lane = async () => {
		const chunk = Buffer.allocUnsafe(chunkBytes);
		for (let file = listed[next++]; file !== undefined; file = listed[next++]) hashed.push(await hashFile(folder, file, chunk));
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, listed.length) }, lane));
	return hashed.sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function hashFile(folder: string, { path, status }: ListedFile, chunk: Buffer): Promise<ManifestFile> {
	// O_NOFOLLOW and the inode: what is hashed is what was listed, not what was put there since.
	const file = await open(join(folder, path), constants.O_RDONLY | constants.O_NOFOLLOW).catch((cause: unknown) => {
		throw Object.assign(tampered([{ file: path, problem: 'unreadable', actual: messageOf(cause) }]), { cause });
	});
	try {
		const opened = await file.stat({ bigint: true });
		if (opened.ino !== status.ino || opened.dev !== status.dev) throw tampered([{ file: path, problem: 'unstable' }]);
		if (path === 'package.json') return { path, ...(await hashPackageJson(file, chunk)) };
		return { path, ...(await hashBytes(file, chunk)) };
	} finally {
		await file.close();
	}
}

async function hashBytes(file: FileHandle, chunk: Buffer): Promise<{ size: number; sha256: string }> {
	const hash = createHash('sha256');
	let size = 0;
	for (;;) {
		const { bytesRead } = await file.read(chunk, 0, chunk.length, size);
		if (bytesRead === 0) return { size, sha256: hash.digest('hex') };
		hash.update(chunk.subarray(0, bytesRead));
		size += bytesRead;
	}
}

async function hashPackageJson(file: FileHandle, chunk: Buffer): Promise<{ size: number; sha256: string }> {
	const { size } = await file.stat();
	try {
		if (size > maximumPackageJsonBytes) throw new Error(`it has ${size} bytes, at most ${maximumPackageJsonBytes} are read`);
		const canonical = canonicalPackageJson(await file.readFile());
		return { size: canonical.length, sha256: createHash('sha256').update(canonical).digest('hex') };
	} catch (error) {
		const { sha256 } = await hashBytes(file, chunk);
		throw Object.assign(
			tampered([{ file: 'package.json', problem: 'changed', expected: 'a JSON object', actual: `${sha256} (${messageOf(error)})` }]),
			{
				cause: error,
			},
		);
	}
}
