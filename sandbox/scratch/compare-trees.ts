import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listTree, type TreeFile, type TreeLimits } from './list-tree';
import type { FileReport } from './scratch-folder';

export type FileHashes = ReadonlyMap<string, string>;

/** @throws TroupeError INPUT_TOO_LARGE */
export async function hashFiles(folder: string, limits: TreeLimits): Promise<FileHashes> {
	return toHashes(await listTree(folder, { ...limits, hash: true }));
}

export const toHashes = (files: readonly TreeFile[]): FileHashes => new Map(files.map(({ path, sha256 }) => [path, sha256!]));

export function compareTrees(before: FileHashes, after: readonly TreeFile[]): FileReport[] {
	const paths = new Set(after.map(({ path }) => path));
	const removed = [...before.keys()].filter((path) => !paths.has(path));
	return [
		...after
			.filter(({ path, sha256 }) => before.get(path) !== sha256)
			.map(({ path, bytes, sha256 }) => ({
				path,
				change: before.has(path) ? ('changed' as const) : ('created' as const),
				bytes,
				sha256: sha256!,
			})),
		...removed.map((path) => ({ path, change: 'removed' as const })),
	].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Copies a folder recursively, without links. @throws TroupeError INPUT_TOO_LARGE */
export async function copyTree(from: string, to: string, limits: TreeLimits): Promise<void> {
	const files = await listTree(from, limits);
	await copyFiles(
		from,
		to,
		files.map(({ path }) => path),
	);
}

/** Copies created and changed files with the usual mode, since code chose theirs. */
export async function keepChanges(from: string, to: string, changes: readonly FileReport[]): Promise<string[]> {
	const paths = changes.filter(({ change }) => change !== 'removed').map(({ path }) => path);
	await copyFiles(from, to, paths);
	for (const path of paths) await chmod(join(to, path), 0o600);
	return paths;
}

async function copyFiles(from: string, to: string, paths: readonly string[]): Promise<void> {
	for (const path of paths) {
		await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
		await copyFile(join(from, path), join(to, path));
	}
}
