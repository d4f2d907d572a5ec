import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isNoFolderOfDocuments, passOver, type PassedOver } from './no-documents';
import type { SourceProblem } from './source-failure';

/** Limits of one folder with its subfolders. */
const folderBounds = { depth: 64, files: 200_000 } as const;

/** The result of a complete listing. */
export interface FolderListing {
	/** True if no possible document was left out. */
	whole: boolean;
	/** Counts skipped files that are not documents. */
	passedOver: PassedOver;
}

/**
 * Lists the files of a folder and its subfolders, by name. Hidden files and folders of programs are left out. A link is followed if it leads to something
 * inside the folder that is not listed otherwise, as in mounted configuration; a link that leads outside is skipped.
 */
export async function* folderFiles(
	root: string,
	onProblem: (problem: SourceProblem) => void,
	listing: FolderListing,
): AsyncGenerator<string, void> {
	yield* new FolderWalk(await realpath(root), onProblem, listing).files(root);
}

class FolderWalk {
	/** Real paths of files and folders that were listed. */
	readonly #listed = new Set<string>();
	readonly #links: string[] = [];
	#files = 0;

	constructor(
		private readonly realRoot: string,
		private readonly onProblem: (problem: SourceProblem) => void,
		private readonly listing: FolderListing,
	) {}

	async *files(root: string): AsyncGenerator<string, void> {
		yield* this.#folder(root, this.realRoot, 0);
		for (let link = this.#links.shift(); link !== undefined; link = this.#links.shift()) yield* this.#link(link);
	}

	async *#folder(path: string, real: string, depth: number): AsyncGenerator<string, void> {
		if (this.#listed.has(real)) return;
		this.#listed.add(real);
		if (depth > folderBounds.depth) return this.#leaveOut(path, `is more than ${folderBounds.depth} folders deep`);
		for (const entry of await this.#entries(path)) {
			const child = join(path, entry.name);
			if (entry.isSymbolicLink()) this.#links.push(child);
			else if (entry.isDirectory()) yield* this.#folder(child, join(real, entry.name), depth + 1);
			else if (entry.isFile()) yield* this.#file(child, join(real, entry.name));
		}
	}

	async #entries(path: string): Promise<Dirent[]> {
		try {
			const entries = await readdir(path, { withFileTypes: true });
			return entries.filter((entry) => this.#isMeant(entry)).sort((a, b) => (a.name < b.name ? -1 : 1));
		} catch (error) {
			this.#leaveOut(path, `cannot be listed (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
			return [];
		}
	}

	#isMeant(entry: Dirent): boolean {
		const { name } = entry;
		const kind = name.startsWith('.') ? 'hidden' : entry.isDirectory() && isNoFolderOfDocuments(name) ? name : undefined;
		if (kind) passOver(this.listing.passedOver, kind);
		return kind === undefined;
	}

	*#file(path: string, real: string): Generator<string, void> {
		if (this.#listed.has(real)) return;
		if (this.#files === folderBounds.files)
			this.#leaveOut(path, `and all files after it were skipped: the limit is ${folderBounds.files} files`);
		if (++this.#files > folderBounds.files) return;
		this.#listed.add(real);
		yield path;
	}

	async *#link(path: string): AsyncGenerator<string, void> {
		const target = await this.#target(path);
		if (!target) return;
		const { real, isFolder } = target;
		if (real !== this.realRoot && !real.startsWith(this.realRoot + sep))
			return this.#passOver(path, 'is a link to a place outside the folder');
		if (isFolder) yield* this.#folder(path, real, path.split(sep).length - this.realRoot.split(sep).length);
		else yield* this.#file(path, real);
	}

	async #target(path: string): Promise<{ real: string; isFolder: boolean } | undefined> {
		try {
			const stats = await stat(path);
			// A pipe or device is not a document.
			return stats.isFile() || stats.isDirectory() ? { real: await realpath(path), isFolder: stats.isDirectory() } : undefined;
		} catch (error) {
			this.#passOver(path, `is a broken link (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
			return undefined;
		}
	}

	#leaveOut(source: string, message: string): void {
		this.listing.whole = false;
		this.onProblem({ source, message });
	}

	/** It is skipped every time, so the listing is complete without it. */
	#passOver(source: string, message: string): void {
		this.onProblem({ source, message, passedOver: true });
	}
}
