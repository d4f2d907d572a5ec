import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { TroupeError } from '../core/errors';

/**
 * Writes a file whole or not at all: who reads it meanwhile gets the old one.
 * @param mode of the file, such as 0o600 for its owner alone
 * @throws TroupeError INPUT_INVALID when its place cannot be written to
 */
export async function replaceFile(path: string, content: string, mode?: number): Promise<void> {
	const draft = `${path}.${process.pid}.tmp`;
	try {
		await writeFile(draft, content, { mode });
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true }).catch(() => undefined);
		throw cannotWrite(path, error);
	}
}

/** Makes a folder, with those around it. @throws TroupeError INPUT_INVALID when it cannot be one */
export async function makeFolder(path: string): Promise<void> {
	await mkdir(path, { recursive: true }).catch((error: unknown) => {
		throw cannotWrite(path, error);
	});
}

const reasons: Record<string, string> = {
	EEXIST: 'there is a file of that name',
	ENOENT: 'its folder does not exist',
	ENOTDIR: 'a file stands where its folder should be',
	EISDIR: 'it is a folder',
	EACCES: 'the right to is missing',
	EPERM: 'the right to is missing',
	EROFS: 'the file system is read-only',
	ENOSPC: 'the disk is full',
};

function cannotWrite(path: string, cause: unknown): unknown {
	const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
	if (reason === undefined) return cause;
	return new TroupeError({ code: 'INPUT_INVALID', message: `${path} cannot be written: ${reason}.`, fix: 'Name another place.', cause });
}
