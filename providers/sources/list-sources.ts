import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { SourceDocument } from '../../core/ports';
import { fileId, fileSource } from './file-source';
import { type FolderListing, folderFiles } from './folder-files';
import { type DocumentLine, jsonLineDocuments } from './json-line-documents';
import { isNoFolderOfDocuments, noDocument, passOver, type PassedOver } from './no-documents';
import type { SourceProblem } from './source-failure';
import type { WebPages } from './web-pages';

interface SourceParts {
	web: WebPages;
	/** Of a file of JSON lines; `-` is standard input. */
	readLines: (path: string) => AsyncIterable<DocumentLine[]>;
	/** Told as it is found; the rest comes all the same. */
	onProblem: (problem: SourceProblem) => void;
	/** All files that are named hold JSON lines. Those that end in `.jsonl` or `.ndjson` do anyway, in folders too. */
	jsonLines?: boolean;
	/** Of folders only files with one of these endings, in lower case and without the dot; else all but those that are no documents. */
	endings?: string[];
}

interface SourceList {
	/** Each file once, however often it is reached. */
	documents: AsyncIterable<SourceDocument>;
	/** Whether the file of this id would have come, if it were there: from a folder that was listed whole. To be asked when all documents came. */
	covers(id: string): boolean;
	/** What of folders is no document, by its kind; complete when all documents came. */
	passedOver: PassedOver;
}

/** What files, folders and addresses hold. @throws TroupeError INPUT_INVALID, before anything is read, for what is not there */
export async function listSources(places: string[], parts: SourceParts): Promise<SourceList> {
	const kinds: Place[] = [];
	for (const place of places) kinds.push(await kindOf(place, parts));
	const found: Found = { whole: [], passedOver: new Map() };
	const covers = (id: string) => found.whole.some((beginning) => isBelow(id, beginning)) && isWanted(id, parts) && !kindOfNone(id, parts);
	return { documents: documentsOf(kinds, parts, found), covers, passedOver: found.passedOver };
}

/** What is known once all documents came. */
interface Found {
	/** Beginnings of the ids of files in folders that were listed whole. */
	whole: string[];
	passedOver: PassedOver;
}

/** Whether a file would come with the folder: not where it or a folder between them is passed over. */
function isBelow(id: string, beginning: string): boolean {
	if (!id.startsWith(beginning)) return false;
	const names = id.slice(beginning.length).split('/');
	return !names.some((name) => name.startsWith('.')) && !names.slice(0, -1).some(isNoFolderOfDocuments);
}

function isWanted(path: string, { endings }: SourceParts): boolean {
	return endings === undefined || endings.includes(extname(path).slice(1).toLowerCase());
}

/** What is passed over in a folder, by its ending: nothing of what is asked for. */
function kindOfNone(path: string, { endings }: SourceParts): string | undefined {
	return endings === undefined ? noDocument(path) : undefined;
}

type Place = { kind: 'page'; document: SourceDocument } | { kind: 'file' | 'folder' | 'lines'; path: string };

async function kindOf(place: string, { web, jsonLines }: SourceParts): Promise<Place> {
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

async function* documentsOf(places: Place[], parts: SourceParts, { whole, passedOver }: Found): AsyncGenerator<SourceDocument, void> {
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
					const kind = kindOfNone(path, parts);
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
