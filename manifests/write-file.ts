import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes a file whole or not at all, with the folders around it: a reader never sees half a document. */
export function writeWhole(path: string, content: string, mode = 0o644): void {
	mkdirSync(dirname(path), { recursive: true });
	replaceWhole(path, content, mode);
}

/** As `writeWhole`, in a folder that is there. */
export function replaceWhole(path: string, content: string, mode?: number): void {
	const draft = join(dirname(path), `.${randomUUID()}.draft`);
	try {
		writeFileSync(draft, content, { mode, flag: 'wx', flush: true });
		renameSync(draft, path);
	} finally {
		rmSync(draft, { force: true });
	}
}
