import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { TroupeError } from '../../core/errors';
import type { SourceDocument } from '../../core/ports';
import { fileId, fileSource } from './file-source';
import { type FolderListing, folderFiles } from './folder-files';
import { type DocumentLine, jsonLineDocuments } from './json-line-documents';
import type { SourceProblem } from './source-failure';
import type { WebPages } from './web-pages';

export interface SourceParts {
	web: WebPages;
	/** Of a file of JSON lines; `-` is standard input. */
	readLines: (path: string) => AsyncIterable<DocumentLine[]>;
	/** Told as it is found; the rest comes all the same. */
	onProblem: (problem: SourceProblem) => void;
	/** All files that are named hold JSON lines; else those that end in `.jsonl` or `.ndjson`. */
	jsonLines?: boolean;
	/** Of folders only files with one of these endings, in lower case and without the dot. */
	endings?: string[];
}

export interface SourceList {
	/** Each file once, however often it is reached. */
	documents: AsyncIterable<SourceDocument>;
	/** Whether the file of this id would have come, if it were there: from a folder that was listed whole. To be asked when all documents came. */
	covers(id: string): boolean;
}

/** What files, folders and addresses hold. @throws TroupeError INPUT_INVALID, before anything is read, for what is not there */
export async function listSources(places: string[], parts: SourceParts): Promise<SourceList> {
	const kinds: Place[] = [];
	for (const place of places) kinds.push(await kindOf(place, parts));
	const whole: string[] = [];
	const covers = (id: string) => whole.some((beginning) => id.startsWith(beginning)) && isMeant(id, parts);
	return { documents: documentsOf(kinds, parts, whole), covers };
}

function isMeant(path: string, { endings }: SourceParts): boolean {
	return endings === undefined || endings.includes(extname(path).slice(1).toLowerCase());
}

type Place = { kind: 'page'; document: SourceDocument } | { kind: 'file' | 'folder' | 'lines'; path: string };

async function kindOf(place: string, { web, jsonLines }: SourceParts): Promise<Place> {
	if (place === '-') return { kind: 'lines', path: place };
	if (/^https?:\/\//i.test(place)) return { kind: 'page', document: web.document(place) };
	const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
		throw notThere(place, error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`);
	});
	if (found.isDirectory()) return { kind: 'folder', path: place };
	return { kind: jsonLines || /\.(jsonl|ndjson)$/i.test(place) ? 'lines' : 'file', path: place };
}

async function* documentsOf(places: Place[], parts: SourceParts, whole: string[]): AsyncGenerator<SourceDocument, void> {
	const seen = new Set<string>();
	const once = function* (document: SourceDocument) {
		if (seen.has(document.id)) return;
		seen.add(document.id);
		yield document;
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
				yield* jsonLineDocuments(parts.readLines(place.path), place.path, parts.onProblem);
				break;
			case 'folder': {
				const listing: FolderListing = { whole: true };
				for await (const path of folderFiles(place.path, parts.onProblem, listing)) if (isMeant(path, parts)) yield* once(fileSource(path));
				if (listing.whole) whole.push(`${fileId(place.path).replace(/\/$/, '')}/`);
			}
		}
	}
}

function notThere(place: string, problem: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${place} ${problem}.`,
		fix: 'Name files, folders, or addresses that begin with http:// or https://.',
		details: { path: place },
	});
}
