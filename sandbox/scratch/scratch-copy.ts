import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileReport, ScratchFolder } from './scratch-folder';
import { listTree, type TreeLimits } from './list-tree';

/** A private copy of a folder, in which a run can write. What it changed there is listed, and the folder itself stays as it is. */
export class ScratchCopy implements ScratchFolder {
	/** What the run created, changed and removed, by path. Filled when it has ended. */
	changes: FileReport[] = [];
	#before = new Map<string, string>();

	/**
	 * @param source the folder to copy; undefined: an empty one
	 * @param keepIn a folder that gets the files that the run created or changed
	 */
	constructor(
		readonly limits: TreeLimits,
		private readonly source?: string,
		private readonly keepIn?: string,
	) {}

	/** @throws TroupeError INPUT_TOO_LARGE */
	async fill(folder: string): Promise<void> {
		if (this.source === undefined) return;
		await copyFiles(
			this.source,
			folder,
			(await listTree(this.source, this.limits)).map(({ path }) => path),
		);
		this.#before = await hashes(folder, this.limits);
	}

	async collect(folder: string): Promise<void> {
		const after = await listTree(folder, { ...this.limits, hash: true });
		const removed = [...this.#before.keys()].filter((path) => !after.some((file) => file.path === path));
		this.changes = [
			...after
				.filter(({ path, sha256 }) => this.#before.get(path) !== sha256)
				.map(({ path, bytes, sha256 }) => ({
					path,
					change: this.#before.has(path) ? ('changed' as const) : ('created' as const),
					bytes,
					sha256: sha256!,
				})),
			...removed.map((path) => ({ path, change: 'removed' as const })),
		].sort((one, other) => (one.path < other.path ? -1 : 1));
		const kept = this.changes.filter(({ change }) => change !== 'removed').map(({ path }) => path);
		if (this.keepIn !== undefined) await copyFiles(folder, this.keepIn, kept);
	}
}

async function hashes(folder: string, limits: TreeLimits): Promise<Map<string, string>> {
	return new Map((await listTree(folder, { ...limits, hash: true })).map(({ path, sha256 }) => [path, sha256!]));
}

async function copyFiles(from: string, to: string, paths: readonly string[]): Promise<void> {
	for (const path of paths) {
		await mkdir(dirname(join(to, path)), { recursive: true, mode: 0o700 });
		await copyFile(join(from, path), join(to, path));
	}
}
