import { throwIfCancelled } from '../../core/base/cancelled';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import type { SourceContent, SourceDocument } from '../../core/ports';
import { boundedBytes } from './bounded-bytes';
import { mostSourceBytes, sourceFailed } from './source-failure';

/** The same for the same file each time, on every system. */
export function fileId(path: string): string {
	return resolve(path).split(sep).join('/');
}

/** A file, opened when its turn comes. */
export function fileSource(path: string, mostBytes = mostSourceBytes): SourceDocument {
	const id = fileId(path);
	return { id, source: id, load: (signal) => loadFile(path, mostBytes, signal) };
}

async function loadFile(path: string, mostBytes: number, signal: AbortSignal): Promise<SourceContent> {
	throwIfCancelled(signal, 'The file was not read: the ingestion was stopped.');
	let file: FileHandle | undefined;
	try {
		// A pipe that nobody writes to would be waited for without end.
		file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
		const found = await file.stat();
		if (!found.isFile()) return sourceFailed('unsupported_type', 'It is not a file.', 'Specify files and folders only.');
		const { size } = found;
		if (size > mostBytes) return tooLarge(size, mostBytes);
		const stream = file.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>;
		// It may have grown meanwhile.
		const bytes = await boundedBytes(stream, mostBytes);
		return bytes ? { kind: 'bytes', bytes, name: basename(path) } : tooLarge(mostBytes + 1, mostBytes);
	} catch (error) {
		return unreadable((error as NodeJS.ErrnoException).code ?? 'unknown reason');
	} finally {
		await file?.close();
	}
}

function tooLarge(size: number, most: number): SourceContent {
	const megabytes = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024).toLocaleString('en')} MB`;
	return sourceFailed('too_large', `The file has ${megabytes(size)}; the limit is ${megabytes(most)}.`, 'Split it.');
}

function unreadable(code: string): SourceContent {
	if (code === 'ENOENT') return sourceFailed('unreachable', 'The file no longer exists.', 'Ingest its folder again.');
	if (code === 'EACCES' || code === 'EPERM')
		return sourceFailed('refused', 'This user has no permission to read the file.', 'Grant read permission to this user.');
	return sourceFailed('unreachable', `The file cannot be read (${code}).`, 'Check the disk on which it is stored.');
}
