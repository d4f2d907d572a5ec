import { throwIfCancelled } from '../../core/base/async/cancelled';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import type { SourceContent, SourceDocument } from '../../core/ports/knowledge/document-reader';
import { readBoundedBytes } from './bounded-bytes';
import { maxSourceBytes, sourceFailed } from './source-failure';

/** The id is the same on every system. */
export function fileId(path: string): string {
	return resolve(path).split(sep).join('/');
}

export function fileSource(path: string, maxBytes = maxSourceBytes): SourceDocument {
	const id = fileId(path);
	return { id, source: id, load: (signal) => loadFile(path, maxBytes, signal) };
}

async function loadFile(path: string, maxBytes: number, signal: AbortSignal): Promise<SourceContent> {
	throwIfCancelled(signal, 'The file was not read: the ingestion was stopped.');
	let file: FileHandle | undefined;
	try {
		// A pipe without a writer would block forever.
		file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
		const stats = await file.stat();
		if (!stats.isFile()) return sourceFailed('unsupported_type', 'It is not a file.', 'Specify files and folders only.');
		const { size } = stats;
		if (size > maxBytes) return tooLarge(size, maxBytes);
		const stream = file.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;
		const bytes = await readBoundedBytes(stream, maxBytes);
		return bytes ? { kind: 'bytes', bytes, name: basename(path), place: fileId(path) } : tooLarge(maxBytes + 1, maxBytes);
	} catch (error) {
		return unreadable((error as NodeJS.ErrnoException).code ?? 'unknown reason');
	} finally {
		await file?.close();
	}
}

function tooLarge(size: number, max: number): SourceContent {
	const megabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024).toLocaleString('en')} MB`;
	return sourceFailed('too_large', `The file has ${megabytes(size)}; the limit is ${megabytes(max)}.`, 'Split it.');
}

function unreadable(code: string): SourceContent {
	if (code === 'ENOENT') return sourceFailed('unreachable', 'The file no longer exists.', 'Ingest its folder again.');
	if (code === 'EACCES' || code === 'EPERM')
		return sourceFailed('refused', 'This user has no permission to read the file.', 'Grant read permission to this user.');
	return sourceFailed('unreachable', `The file cannot be read (${code}).`, 'Check the disk on which it is stored.');
}
