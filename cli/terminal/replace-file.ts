import { createFolder } from '../../core/base/create-folder';
import { TroupeError } from '../../core/base/errors';
import { createOnce, replaceAtomically } from '../../manifests/write-file';
import { isFull, pathReasons } from './system-errors';

/**
 * Writes a whole file or nothing. Readers see the old file until the new one is complete.
 * @param mode the permissions, such as 0o600 for the owner only
 * @throws TroupeError INPUT_INVALID when the path cannot be written; the system's error when the disk is full
 */
export function replaceFile(path: string, content: string | Uint8Array, mode?: number): void {
	tryWrite(path, () => replaceAtomically(path, content, mode));
}

/**
 * Creates a file, whole or not at all. Returns false when it exists.
 * @throws TroupeError INPUT_INVALID when the path cannot be written
 */
export function createFile(path: string, content: string, mode: number): boolean {
	let created = false;
	tryWrite(path, () => (created = createOnce(path, content, mode)));
	return created;
}

/** @throws TroupeError INPUT_INVALID when it cannot be created */
export function makeFolder(path: string): void {
	tryWrite(path, () => createFolder(path));
}

function tryWrite(path: string, write: () => void): void {
	try {
		write();
	} catch (cause) {
		const { code = '' } = cause as NodeJS.ErrnoException;
		const reason = pathReasons[code];
		// No other path helps when the disk is full.
		if (reason === undefined || isFull(code)) throw cause;
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} cannot be written: ${reason}.`, fix: 'Choose another path.', cause });
	}
}
