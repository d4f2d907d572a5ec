import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { SourceDocument } from '../../core/ports/knowledge/document-reader';
import { fileId, fileSource } from './file-source';
import { type FolderListing, folderFiles } from './folder-files';
import { type DocumentLine, jsonLineDocuments } from './json-line-documents';
import { isNoFolderOfDocuments, noDocument, passOver, type PassedOver } from './no-documents';
import type { SourceProblem } from './source-failure';
import type { WebPages } from './web-pages';

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
