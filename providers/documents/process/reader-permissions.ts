import { permissionModel } from '../../processes/permission-model';
import { listProgramFolders } from '../../processes/program-folders';

/**
 * True if Node restricts the reader. Otherwise a thread watches its memory: with permissions none may start, as they would not bind it
 * (https://nodejs.org/api/permissions.html).
 */
export const isRestricted = process.platform === 'linux' && process.allowedNodeEnvironmentFlags.has('--permission');

/**
 * The process may only read its program's files: it writes nothing and starts no program, thread, addon or debugger, so a hostile document reaches no
 * secrets or state. @param program the file of the program
 */
export function permissionArguments(program: string): string[] {
	if (!isRestricted) return [];
	const { readable, writable } = listProgramFolders(program);
	return [...permissionModel, ...readable.map((path) => `--allow-fs-read=${path}`), ...writable.map((path) => `--allow-fs-write=${path}`)];
}
