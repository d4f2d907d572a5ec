import { mkdirSync } from 'node:fs';
import { TroupeError } from '../../core/base/errors';
import { replaceAtomically } from '../../manifests/write-file';

/**
 * Writes a file whole or not at all: who reads it meanwhile gets the old one.
 * @param mode of the file, such as 0o600 for its owner alone
 * @throws TroupeError INPUT_INVALID when its place cannot be written to
 */
export function replaceFile(path: string, content: string, mode?: number): void {
	writing(path, () => replaceAtomically(path, content, mode));
}

/** Makes a folder, with those around it. @throws TroupeError INPUT_INVALID when it cannot be one */
export function makeFolder(path: string): void {
	writing(path, () => mkdirSync(path, { recursive: true }));
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

function writing(path: string, write: () => void): void {
	try {
		write();
	} catch (cause) {
		const reason = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
		if (reason === undefined) throw cause;
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} cannot be written: ${reason}.`, fix: 'Name another place.', cause });
	}
}
