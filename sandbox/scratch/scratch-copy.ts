import { compareTrees, copyTree, type FileHashes, hashFiles, keepChanges } from './compare-trees';
import { listTree, type TreeLimits } from './list-tree';
import type { FileReport, ScratchFolder } from './scratch-folder';

/** A run's private writable copy of a folder. Its changes are listed, and the original stays unchanged. */
export class ScratchCopy implements ScratchFolder {
	changes: FileReport[] = [];
	#before: FileHashes = new Map();

	/** @param source the folder to copy; undefined: an empty one @param keepIn receives created and changed files */
	constructor(
		readonly limits: TreeLimits,
		private readonly source?: string,
		private readonly keepIn?: string,
	) {}

	/** @throws TroupeError INPUT_TOO_LARGE */
	async fill(folder: string): Promise<void> {
		if (this.source === undefined) return;
		await copyTree(this.source, folder, this.limits);
		this.#before = await hashFiles(folder, this.limits);
	}

	async collect(folder: string): Promise<void> {
		this.changes = compareTrees(this.#before, await listTree(folder, { ...this.limits, hash: true }));
		if (this.keepIn !== undefined) await keepChanges(folder, this.keepIn, this.changes);
	}
}
