import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFolder } from '../core/base/create-folder';

/** Writes a file completely or not at all, and creates the folders around it, private ones around a private file. A reader never sees half a document. */
export function writeAtomically(path: string, content: string, mode = 0o644): void {
	createFolder(dirname(path), isPrivate(mode) ? 0o700 : undefined);
	replaceAtomically(path, content, mode);
}

/** Does the same as `writeAtomically` in a folder that exists. */
export function replaceAtomically(path: string, content: string | Uint8Array, mode?: number): void {
	viaDraft(path, content, mode, (draft) => renameSync(draft, path));
}

/**
 * Creates a file completely or not at all. It keeps an existing file: of several processes that start at once, one creates it.
 * @returns whether this call created it
 */
export function createOnce(path: string, content: string, mode: number): boolean {
	createFolder(dirname(path), 0o700);
	return viaDraft(path, content, mode, (draft) => {
		try {
			linkSync(draft, path);
			return true;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
			return false;
		}
	});
}

const isPrivate = (mode: number): boolean => (mode & 0o077) === 0;

function viaDraft<Result>(
	path: string,
	content: string | Uint8Array,
	mode: number | undefined,
	publish: (draft: string) => Result,
): Result {
	const draft = join(dirname(path), `.${randomUUID()}.draft`);
	try {
		writeFileSync(draft, content, { mode, flag: 'wx', flush: true });
		return publish(draft);
	} finally {
		rmSync(draft, { force: true });
	}
}
