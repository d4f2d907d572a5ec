import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';

/** Returns the folders a program of ours needs, with trailing slashes. @param program a file three folders below the checkout */
export function listProgramFolders(program: string): { readable: string[]; writable: string[] } {
	return { readable: listReadable(program), writable: listWritable(program) };
}

/** `dist` in the package; the whole checkout otherwise, as modules lie anywhere. */
function listReadable(program: string): string[] {
	const folder = isSource(program) ? checkoutOf(program) : dirname(dirname(program));
	return [...new Set([folder, realpathSync(folder)])].map((path) => join(path, '/'));
}

function listWritable(program: string): string[] {
	if (!isSource(program)) return [];
	const cache = join(checkoutOf(program), 'build/compile-cache/');
	createFolder(cache);
	return [cache];
}

const isSource = (program: string) => program.endsWith('.ts');
const checkoutOf = (program: string) => join(dirname(program), '../../..');
