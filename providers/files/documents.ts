import { readdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { describeRefusal, isInside, readConfinedFile, realPath } from './confined-file';
import { decodeText } from '../../core/base/text/decode-text';

interface KnowledgeDocument {
	/** Path inside the folder, with forward slashes; stable until the file is moved. */
	id: string;
	/** The first heading, else the file name. */
	title: string;
	/** Unchanged with its line ends, because passages point into it. */
	text: string;
}

const extensions = new Set(['.md', '.markdown', '.txt']);
const maxDocuments = 500;
const maxDocumentBytes = 2 * 1024 * 1024;
const maxTotalBytes = 64 * 1024 * 1024;
const maxDepth = 8;

/**
 * By id, with subfolders. Folder and files must be in `within` after following symbolic links. @throws TroupeError KNOWLEDGE_UNREADABLE if anything
 * is missing, outside, too large or not UTF-8: half a handbook gives wrong answers
 */
export async function readDocuments(folder: string, within: string): Promise<KnowledgeDocument[]> {
	const root = await realPath(folder);
	const boundary = await realPath(within);
	if (root === undefined) throw unreadable(folder, 'does not exist');
	if (boundary === undefined || !isInside(root, boundary)) throw unreadable(folder, `is outside ${within}`);
	const documents: KnowledgeDocument[] = [];
	let total = 0;
	for (const id of (await listFiles(root, '', 0)).sort()) {
		if (documents.length === maxDocuments) throw unreadable(folder, `contains more than ${maxDocuments} documents`);
		const bytes = await readDocument(join(root, id), boundary);
		total += bytes.length;
		if (total > maxTotalBytes) throw unreadable(folder, `contains more than ${maxTotalBytes / 1024 / 1024} MB of documents`);
		documents.push(toDocument(id, decode(bytes, join(root, id))));
	}
	if (documents.length === 0) throw unreadable(folder, 'contains no .md or .txt file');
	return documents;
}

async function listFiles(root: string, below: string, depth: number): Promise<string[]> {
	const folder = join(root, below);
	if (depth > maxDepth) throw unreadable(folder, `is more than ${maxDepth} folders deep`);
	const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
		throw unreadable(folder, `cannot be listed (${error.code})`, error);
	});
	const files: string[] = [];
	for (const entry of entries) {
		if (entry.name.startsWith('.')) continue;
		const id = below ? `${below}/${entry.name}` : entry.name;
		if (entry.isDirectory()) files.push(...(await listFiles(root, id, depth + 1)));
		else if (extensions.has(extname(entry.name).toLowerCase())) files.push(id);
		if (files.length > maxDocuments) throw unreadable(root, `contains more than ${maxDocuments} documents`);
	}
	return files;
}

async function readDocument(path: string, boundary: string): Promise<Buffer> {
	const read = await readConfinedFile(path, [boundary], maxDocumentBytes);
	if (read.kind === 'file') return read.bytes;
	throw unreadable(path, describeRefusal(read), read.kind === 'unreadable' ? read.cause : undefined);
}

function decode(bytes: Buffer, path: string): string {
	try {
		return decodeText(bytes, path);
	} catch (cause) {
		throw unreadable(path, 'is not UTF-8 text', cause);
	}
}

function toDocument(id: string, text: string): KnowledgeDocument {
	const heading = /^ {0,3}#{1,6}[ \t]+(.{1,200})/m
		.exec(text)?.[1]
		?.replace(/[ \t]+#+[ \t]*$/, '')
		.trim();
	return { id, title: heading || basename(id, extname(id)), text };
}

function unreadable(path: string, why: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'KNOWLEDGE_UNREADABLE',
		message: `The knowledge at ${path} ${why}.`,
		fix: `Use a folder of Markdown or text files beside the agent's definition: at most ${maxDocuments} files of ${maxDocumentBytes / 1024 / 1024} MB.`,
		details: { path },
		cause,
	});
}
