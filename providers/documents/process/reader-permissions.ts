import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFolder } from '../../../core/base/create-folder';

/**
 * Whether Node restricts the reading process. Where it does not, a thread in the process watches its memory. With permissions it may not start one:
 * a thread would not be bound by them (https://nodejs.org/api/permissions.html).
 */
export const isRestricted = process.platform === 'linux' && process.allowedNodeEnvironmentFlags.has('--permission');

/**
 * Returns Node's arguments for a process that only reads the files of its own program. It reads no other file, writes none, and starts no program,
 * thread, addon or debugger: a document that takes over the parser reaches neither its host's secrets nor its state.
 * @param program the file of the program
 */
export function permissionArguments(program: string): string[] {
	if (!isRestricted) return [];
	return ['--permission', ...readable(program).map((path) => `--allow-fs-read=${path}`), ...writable(program)];
}

/** `dist` of the package; in a checkout everything, as modules lie anywhere in it. */
function readable(program: string): string[] {
	const folder = isSource(program) ? checkoutOf(program) : dirname(dirname(program));
	return [...new Set([folder, realpathSync(folder)])].map((path) => join(path, '/'));
}

/** Only in a checkout: the cache of run-from-source.mjs. Node takes the path of a missing folder for that of a file, and nothing would be cached. */
function writable(program: string): string[] {
	if (!isSource(program)) return [];
	const cache = join(checkoutOf(program), 'build/compile-cache/');
	createFolder(cache);
	return [`--allow-fs-write=${cache}`];
}

const isSource = (program: string) => program.endsWith('.ts');
const checkoutOf = (program: string) => join(dirname(program), '../../..');
