import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file completely or not at all, and creates the folders around it. A reader never sees half a document. */
export function writeAtomically(path: string, content: string, mode = 0o644): void {
	mkdirSync(dirname(path), { recursive: true });
	replaceAtomically(path, content, mode);
}

/** Does the same as `writeWhole` in a folder that exists. */
export function replaceAtomically(path: string, content: string, mode?: number): void {
	const draft = join(dirname(path), `.${randomUUID()}.draft`);
	try {
		writeFileSync(draft, content, { mode, flag: 'wx', flush: true });
		renameSync(draft, path);
	} finally {
		rmSync(draft, { force: true });
	}
}
