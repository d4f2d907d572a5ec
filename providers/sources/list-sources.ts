import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { SourceDocument } from '../../core/ports/knowledge/document-reader';
import { fileId, fileSource } from './file-source';
import { type DocumentLine, jsonLineDocuments } from './json-line-documents';
import { isNoFolderOfDocuments, noDocument, passOver, type PassedOver } from './no-documents';
import type { SourceProblem } from './source-failure';
import type { WebPages } from './web-pages';

const folderBounds = { depth: 64, files: 200_000 } as const;

interface FolderListing {
	/** True if no possible document was omitted. */
	whole: boolean;
	passedOver: PassedOver;
}

/**
 * Lists the files of a folder recursively, by name, without hidden files and program folders. Follows a link inside the folder if its target is not
 * listed otherwise, as in mounted configuration; skips links that lead outside.
 */
async function* folderFiles(
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

interface SourceParts {
	web: WebPages;
	/** Opens a file of JSON lines; `-` is standard input. */
	readLines: (path: string) => AsyncIterable<DocumentLine[]>;
	onProblem: (problem: SourceProblem) => void;
	/** True if all named files contain JSON lines. `.jsonl` and `.ndjson` always do, also in folders. */
	jsonLines?: boolean;
	/** File endings to read in folders, lower case without the dot; default: all documents. */
	endings?: string[];
}

interface SourceList {
	documents: AsyncIterable<SourceDocument>;
	/** True if a file of this id would have been listed had it existed. Call after the last document. */
	covers(id: string): boolean;
	passedOver: PassedOver;
}

/** @throws TroupeError INPUT_INVALID for a missing place, before reading */
export async function listSources(places: string[], parts: SourceParts): Promise<SourceList> {
	const kinds: Place[] = [];
	for (const place of places) kinds.push(await resolvePlace(place, parts));
	const listing: Found = { whole: [], passedOver: new Map() };
	const covers = (id: string) =>
		listing.whole.some((beginning) => isBelow(id, beginning)) && isWanted(id, parts) && !skippedKind(id, parts);
	return { documents: readPlaces(kinds, parts, listing), covers, passedOver: listing.passedOver };
}

interface Found {
	whole: string[];
	passedOver: PassedOver;
}

function isBelow(id: string, beginning: string): boolean {
	if (!id.startsWith(beginning)) return false;
	const names = id.slice(beginning.length).split('/');
	return !names.some((name) => name.startsWith('.')) && !names.slice(0, -1).some(isNoFolderOfDocuments);
}

function isWanted(path: string, { endings }: SourceParts): boolean {
	return endings === undefined || endings.includes(extname(path).slice(1).toLowerCase());
}

/** Returns the skipped kind by ending; requested endings are never skipped. */
function skippedKind(path: string, { endings }: SourceParts): string | undefined {
	return endings === undefined ? noDocument(path) : undefined;
}

type Place = { kind: 'page'; document: SourceDocument } | { kind: 'file' | 'folder' | 'lines'; path: string };

async function resolvePlace(place: string, { web, jsonLines }: SourceParts): Promise<Place> {
	if (place === '-') return { kind: 'lines', path: place };
	if (/^https?:\/\//i.test(place)) return { kind: 'page', document: web.document(place) };
	const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
		throw notThere(place, error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`);
	});
	if (found.isDirectory()) return { kind: 'folder', path: place };
	return { kind: jsonLines || areLines(place) ? 'lines' : 'file', path: place };
}

function areLines(path: string): boolean {
	return /\.(jsonl|ndjson)$/i.test(path);
}

async function* readPlaces(places: Place[], parts: SourceParts, { whole, passedOver }: Found): AsyncGenerator<SourceDocument, void> {
	const seen = new Set<string>();
	const isNew = (id: string) => !seen.has(id) && seen.add(id);
	const once = function* (document: SourceDocument) {
		if (isNew(document.id)) yield document;
	};
	for (const place of places) {
		switch (place.kind) {
			case 'page':
				yield* once(place.document);
				break;
			case 'file':
				yield* once(fileSource(place.path));
				break;
			case 'lines':
				if (place.path === '-' || isNew(fileId(place.path)))
					yield* jsonLineDocuments(parts.readLines(place.path), place.path, parts.onProblem);
				break;
			case 'folder': {
				const listing: FolderListing = { whole: true, passedOver };
				for await (const path of folderFiles(place.path, parts.onProblem, listing)) {
					if (!isWanted(path, parts)) continue;
					const kind = skippedKind(path, parts);
					if (kind) passOver(passedOver, kind);
					else if (!areLines(path)) yield* once(fileSource(path));
					else if (isNew(fileId(path))) yield* jsonLineDocuments(parts.readLines(path), path, parts.onProblem);
				}
				if (listing.whole) whole.push(`${fileId(place.path).replace(/\/$/, '')}/`);
			}
		}
	}
}

function notThere(place: string, problem: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${place} ${problem}.`,
		fix: 'Specify files, folders, or addresses that begin with http:// or https://.',
		details: { path: place },
	});
}
