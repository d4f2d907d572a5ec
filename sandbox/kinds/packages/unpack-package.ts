import { createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import zlib from 'node:zlib';
import { createFolder } from '../../../core/base/create-folder';
import { getErrorMessage, isTroupeError, TroupeError } from '../../../core/base/errors';

/** Bounds of a package's tarball, ten times the largest n8n node packages. */
const bounds = { entries: 20_000, bytes: 256 * 1024 * 1024, pathCharacters: 400, depth: 30 };

interface Entry {
	header: { name: string; type?: string };
	body: ReadableStream<Uint8Array<ArrayBuffer>>;
}

/**
 * Unpacks an npm tarball into an empty folder, without its outermost folder, `package` by convention. @param source for errors @throws TroupeError
 * INPUT_INVALID for what is not such a tarball, INPUT_TOO_LARGE
 */
export async function unpackPackage(tarball: Readable, into: string, source: string, signal?: AbortSignal): Promise<void> {
	const plain = tarball.pipe(zlib.createGunzip());
	tarball.on('error', (error) => plain.destroy(error));
	const counted = { entries: 0, bytes: 0 };
	try {
		const { createTarDecoder } = await import('modern-tar');
		const entries = (Readable.toWeb(plain) as ReadableStream<Uint8Array<ArrayBuffer>>).pipeThrough(createTarDecoder({ strict: true }), {
			signal,
		});
		for await (const { header, body } of entries as unknown as AsyncIterable<Entry>) {
			if (++counted.entries > bounds.entries) throw tooLarge(source, `${bounds.entries} entries`);
			const path = findPath(header.name, source);
			if (header.type === 'directory') {
				await body.cancel();
				continue;
			}
			if (header.type !== 'file') throw unfit(source, `it contains a ${header.type ?? 'entry without a type'}: ${show(header.name)}`);
			const place = join(into, ...path);
			createFolder(dirname(place), 0o700);
			await pipeline(body, countBytes(counted, source), createWriteStream(place, { mode: 0o600 }), { signal });
		}
	} catch (cause) {
		if (isTroupeError(cause) || signal?.aborted) throw cause;
		const { code = '' } = cause as NodeJS.ErrnoException;
		throw code === 'ENOSPC' || code === 'EDQUOT' ? full(into, cause) : unfit(source, getErrorMessage(cause) || 'it ends too early', cause);
	} finally {
		tarball.destroy();
		plain.destroy();
	}
}

function findPath(name: string, source: string): string[] {
	const [, ...path] = name.replace(/\/$/, '').split('/');
	const isInside = !name.startsWith('/') && name.split('/').every((part) => part !== '..' && part !== '.' && !/[\\\0]/.test(part));
	if (!isInside || path.includes('')) throw unfit(source, `${show(name)} is not a path inside of a package`);
	if (name.length > bounds.pathCharacters || path.length > bounds.depth) throw unfit(source, `the path ${show(name)} is too long`);
	if (path.length === 0 && !name.endsWith('/')) throw unfit(source, `${show(name)} is not in a folder`);
	return path;
}

/** Counts unpacked bytes, not those that the archive claims. */
const countBytes = (counted: { bytes: number }, source: string) =>
	async function* (pieces: AsyncIterable<Uint8Array>) {
		for await (const piece of pieces) {
			if ((counted.bytes += piece.length) > bounds.bytes) throw tooLarge(source, `${bounds.bytes / 1024 / 1024} MB`);
			yield piece;
		}
	};

const show = (name: string) => JSON.stringify(name.slice(0, 200));

const tooLarge = (source: string, max: string) =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `${source} contains more than ${max}.`,
		fix: 'Pass a package without files that it does not need.',
	});

const unfit = (source: string, problem: string, cause?: unknown) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `${source} is not a tarball of a package: ${problem}.`,
		fix: 'Pass a tarball that npm pack wrote.',
		...(cause !== undefined && { cause }),
	});

const full = (folder: string, cause: unknown) =>
	new TroupeError({
		code: 'STORAGE_FULL',
		message: `The temporary folder ${folder} is full.`,
		fix: 'Free space there, or set TMPDIR to another folder.',
		cause,
	});
