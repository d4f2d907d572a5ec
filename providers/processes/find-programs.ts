import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** System program folders only, never a user's. */
const folders = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Finds a program by name, never by path; undefined if not installed. */
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
