import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import zlib from 'node:zlib';
import { createFolder } from '../../core/base/create-folder';
import { getErrorMessage, isTroupeError, TroupeError } from '../../core/base/errors';
import { damagedArchive, manifestFile, parseManifest, totalBytes, type BackupFile, type BackupManifest } from './manifest';
import { requireZstd } from './write-archive';

/** Larger than the manifest of a home with many thousands of files. */
const maxManifestBytes = 64 * 1024 * 1024;

interface ArchiveReader {
	/** Called before the first file. */
	onManifest?: (manifest: BackupManifest, sha256: string) => void | Promise<void>;
	/** Reads nothing after the manifest. */
	manifestOnly?: boolean;
	/** Returns the path to which a file is extracted; undefined to check it only. */
	place?: (file: BackupFile) => string | undefined;
	/** Called with the bytes of the files that were checked. */
	onBytes?: (bytes: number, total: number) => void;
	signal: AbortSignal;
}

/**
 * Reads an archive once and checks each file against the manifest. @throws TroupeError STORAGE_DAMAGED for what is not exactly what the
 * manifest lists, NOT_SUPPORTED, INPUT_INVALID
 */
export async function readArchive(archive: string, reader: ArchiveReader): Promise<BackupManifest> {
	requireZstd();
	const { signal } = reader;
	const file = createReadStream(archive);
	const plain = file.pipe(zlib.createZstdDecompress());
	file.on('error', (error) => plain.destroy(error));
	try {
		const { createTarDecoder } = await import('modern-tar');
		const entries = (Readable.toWeb(plain) as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(createTarDecoder({ strict: true }), {
			signal,
		});
		let manifest: BackupManifest | undefined;
		let read = 0;
		let bytes = 0;
		for await (const { header, body } of entries as unknown as AsyncIterable<Entry>) {
			if (manifest === undefined) {
				if (header.name !== manifestFile) throw damagedArchive(archive, `it begins with ${header.name} instead of ${manifestFile}`);
				const text = await readBytes(body, archive);
				manifest = parseManifest(text, archive);
				await reader.onManifest?.(manifest, createHash('sha256').update(text).digest('hex'));
				if (reader.manifestOnly) return manifest;
				continue;
			}
			const expected = manifest.files[read++];
			if (expected === undefined || header.name !== expected.path || header.type !== 'file')
				throw damagedArchive(archive, `${header.name} is not in its manifest at this place`);
			await checkFile(archive, expected, body, reader.place?.(expected), signal);
			reader.onBytes?.((bytes += expected.bytes), totalBytes(manifest));
		}
		if (manifest === undefined) throw damagedArchive(archive, 'it is empty');
		const missing = manifest.files[read];
		if (missing !== undefined) throw damagedArchive(archive, `${missing.path} is missing`);
		return manifest;
	} catch (cause) {
		throw explain(archive, cause, signal);
	} finally {
		file.destroy();
		plain.destroy();
	}
}

interface Entry {
	header: { name: string; type?: string };
	body: ReadableStream<Uint8Array>;
}

async function readBytes(body: ReadableStream<Uint8Array>, archive: string): Promise<Buffer> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of body) {
		pieces.push(piece);
		if ((length += piece.length) > maxManifestBytes) throw damagedArchive(archive, 'its manifest is too large');
	}
	return Buffer.concat(pieces);
}

async function checkFile(
	archive: string,
	{ path, bytes, sha256 }: BackupFile,
	body: ReadableStream<Uint8Array>,
	place: string | undefined,
	signal: AbortSignal,
): Promise<void> {
	const digest = createHash('sha256');
	let length = 0;
	const measure = async function* (pieces: AsyncIterable<Uint8Array>) {
		for await (const piece of pieces) {
			digest.update(piece);
			length += piece.length;
			yield piece;
		}
	};
	if (place !== undefined) createFolder(dirname(place), 0o700);
	const sink = place === undefined ? nothing() : createWriteStream(place, { flags: 'wx', mode: 0o600, flush: true });
	await pipeline(body, measure, sink, { signal });
	if (length !== bytes) throw damagedArchive(archive, `${path} has ${length} bytes; expected ${bytes}`);
	if (digest.digest('hex') !== sha256) throw damagedArchive(archive, `the content of ${path} is not what was backed up`);
}

const nothing = () => new Writable({ write: (_piece, _encoding, done) => done() });

function explain(archive: string, cause: unknown, signal: AbortSignal): unknown {
	if (isTroupeError(cause)) return cause;
	if (signal.aborted)
		return new TroupeError({ code: 'CANCELLED', message: 'The backup was not read to its end.', fix: 'Run the command again.', cause });
	const { code } = cause as NodeJS.ErrnoException;
	if (code !== undefined && ['ENOENT', 'EACCES', 'EISDIR', 'EPERM', 'ENOTDIR'].includes(code))
		return new TroupeError({
			code: 'INPUT_INVALID',
			message: `The backup ${archive} cannot be read: ${getErrorMessage(cause)}.`,
			fix: 'Name the archive that `troupe backup` wrote.',
			cause,
		});
	return code?.startsWith('E') && !code.startsWith('ERR_') ? cause : damagedArchive(archive, getErrorMessage(cause), cause);
}
