import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFolder } from '../core/base/create-folder';

/** Writes all or nothing, and creates parent folders, private ones around a private file. A reader never sees half a document. */
export function writeAtomically(path: string, content: string, mode = 0o644): void {
	createFolder(dirname(path), isPrivate(mode) ? 0o700 : undefined);
	replaceAtomically(path, content, mode);
}

export function replaceAtomically(path: string, content: string | Uint8Array, mode?: number): void {
	viaDraft(path, content, mode, (draft) => renameSync(draft, path));
}

/** Creates a file completely or not at all, and keeps an existing one: of several processes, one creates it. @returns whether this call created it */
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
