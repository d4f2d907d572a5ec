import { chmod, lstat, mkdir, opendir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compareTrees, copyTree, type FileHashes, hashFiles, keepChanges, toHashes } from '../scratch/compare-trees';
import { listTree, type TreeLimits } from '../scratch/list-tree';
import { type FileReport, scratchName } from '../scratch/scratch-folder';

export class SessionFiles {
	changes: FileReport[] = [];
	#atFirst: FileHashes = new Map();
	#before: FileHashes = new Map();

	/** @param folder the private folder of the session @param source copied at the beginning; undefined: nothing */
	constructor(
		private readonly folder: string,
		readonly limits: TreeLimits,
		private readonly source?: string,
	) {}

	get scratch(): string {
		return join(this.folder, scratchName);
	}

	/** @throws TroupeError INPUT_TOO_LARGE */
	async fill(): Promise<void> {
		await mkdir(this.scratch, { mode: 0o700 });
		if (this.source !== undefined) await copyTree(this.source, this.scratch, this.limits);
		this.#atFirst = this.#before = await hashFiles(this.scratch, this.limits);
	}

	/** Finds a call's changes. Resets a folder that is too large or unreadable. @returns true after a reset */
	async look(isTooLarge: boolean): Promise<boolean> {
		const files = isTooLarge ? undefined : await this.#list();
		if (files === undefined) {
			await this.#empty();
			await this.fill();
			this.changes = [];
			return true;
		}
		this.changes = compareTrees(this.#before, files);
		this.#before = toHashes(files);
		return false;
	}

	async keep(target: string): Promise<string[]> {
		return keepChanges(this.scratch, target, compareTrees(this.#atFirst, await listTree(this.scratch, { ...this.limits, hash: true })));
	}

	async remove(): Promise<void> {
		await this.#empty();
		await rm(this.folder, { recursive: true, force: true });
	}

	async #list() {
		try {
			await openTree(this.scratch);
			return await listTree(this.scratch, { ...this.limits, hash: true });
		} catch {
			return undefined;
		}
	}

	async #empty(): Promise<void> {
		await openTree(this.scratch).catch(() => undefined);
		await rm(this.scratch, { recursive: true, force: true });
	}
}

const [ownFolder, ownFile] = [0o700, 0o600];

/** Restores rights that code removed; it ran as this user, so they can be restored. Otherwise files could not be read or removed. */
async function openTree(root: string): Promise<void> {
	const folders = [root];
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		await allow(folder, ownFolder);
		for await (const entry of await opendir(folder)) {
			if (entry.isDirectory()) folders.push(join(folder, entry.name));
			else if (entry.isFile()) await allow(join(folder, entry.name), ownFile);
		}
	}
}

async function allow(path: string, rights: number): Promise<void> {
	const { mode } = await lstat(path);
	if ((mode & rights) !== rights) await chmod(path, (mode & 0o777) | rights);
}
