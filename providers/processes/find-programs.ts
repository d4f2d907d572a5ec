import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Where systems keep their programs. Folders of users are not looked at. */
const folders = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Returns the path of a program of the system by its name, never by a path; undefined if it is not installed. */
export function findSystemProgram(name: string): string | undefined {
	if (name === '' || name.includes('/')) return undefined;
	return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
