import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isNoFolderOfDocuments, passOver, type PassedOver } from './no-documents';
import type { SourceProblem } from './source-failure';

const folderBounds = { depth: 64, files: 200_000 } as const;

export interface FolderListing {
	/** True if no possible document was omitted. */
	whole: boolean;
	passedOver: PassedOver;
}

/**
 * Lists the files of a folder recursively, by name, without hidden files and program folders. Follows a link inside the folder if its target is not
 * listed otherwise, as in mounted configuration; skips links that lead outside.
 */
export async function* folderFiles(
	root: string,
	onProblem: (problem: SourceProblem) => void,
	listing: FolderListing,
): AsyncGenerator<string, void> {
	yield* new FolderWalk(await realpath(root), onProblem, listing).files(root);
}

class FolderWalk {
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
			// Pipes and devices are not documents.
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

	/** The listing stays complete: the source is skipped every time. */
	#passOver(source: string, message: string): void {
		this.onProblem({ source, message, passedOver: true });
	}
}
