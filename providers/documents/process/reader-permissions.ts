import { permissionModel } from '../../processes/permission-model';
import { listProgramFolders } from '../../processes/program-folders';

/**
 * True if Node restricts the reading process. Where it does not, a thread in the process watches its memory. With permissions it may not start one: a
 * thread would not be bound by them (https://nodejs.org/api/permissions.html).
 */
export const isRestricted = process.platform === 'linux' && process.allowedNodeEnvironmentFlags.has('--permission');

/**
 * Returns Node's arguments for a process that only reads the files of its own program. It reads no other file, writes none, and starts no program,
 * thread, addon or debugger: a document that takes over the parser reaches neither its host's secrets nor its state.
 * @param program the file of the program
 */
export function permissionArguments(program: string): string[] {
	if (!isRestricted) return [];
	const { readable, writable } = listProgramFolders(program);
	return [...permissionModel, ...readable.map((path) => `--allow-fs-read=${path}`), ...writable.map((path) => `--allow-fs-write=${path}`)];
}
