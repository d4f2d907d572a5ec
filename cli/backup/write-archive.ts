import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { TroupeError } from '../../core/base/errors';
import { type BackupFile, manifestFile } from './manifest';

/** Compresses the archive: a tar file, which `tar --zstd` reads too. @throws TroupeError NOT_SUPPORTED on a Node that cannot */
export function requireZstd(): void {
	// Node 22.15 and 23.8 added it.
	if ((zlib.createZstdCompress as unknown) !== undefined) return;
	throw new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `Node ${process.versions.node} cannot compress with Zstandard.`,
		fix: 'Use Node 22.16 or newer.',
	});
}

export async function describeFile(folder: string, path: string): Promise<BackupFile> {
	const digest = createHash('sha256');
	await pipeline(createReadStream(join(folder, path)), digest);
	return { path, bytes: statSync(join(folder, path)).size, sha256: digest.digest('hex') };
}

/**
 * Writes the files of a folder to a new archive that only this user can read, the manifest first.
 */
export async function writeArchive(
	archive: string,
	{ folder, files, manifest }: { folder: string; files: BackupFile[]; manifest: Uint8Array },
	signal: AbortSignal,
): Promise<void> {
	const { packTar } = await import('modern-tar/fs');
	const source = packTar([
		{ type: 'content', target: manifestFile, content: manifest, mode: 0o600 },
		...files.map(({ path }) => ({ type: 'file' as const, source: join(folder, path), target: path, mode: 0o600 })),
	]);
	const { constants, createZstdCompress } = zlib;
	const compress = createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } });
	await pipeline(source, compress, createWriteStream(archive, { flags: 'wx', mode: 0o600, flush: true }), { signal });
}
