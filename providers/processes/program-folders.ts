import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';

/** Returns what a program of ours reads and writes for itself, with slashes at the end. @param program a file three folders below the checkout */
export function listProgramFolders(program: string): { readable: string[]; writable: string[] } {
	return { readable: listReadable(program), writable: listWritable(program) };
}

/** `dist` of the package; in a checkout everything, as modules lie anywhere in it. */
function listReadable(program: string): string[] {
	const folder = isSource(program) ? checkoutOf(program) : dirname(dirname(program));
	return [...new Set([folder, realpathSync(folder)])].map((path) => join(path, '/'));
}

/** Only in a checkout: the cache of run-from-source.mjs. Node takes the path of a missing folder for that of a file, and nothing would be cached. */
function listWritable(program: string): string[] {
	if (!isSource(program)) return [];
	const cache = join(checkoutOf(program), 'build/compile-cache/');
	createFolder(cache);
	return [cache];
}

const isSource = (program: string) => program.endsWith('.ts');
const checkoutOf = (program: string) => join(dirname(program), '../../..');
