import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { TroupeError } from './errors';

/**
 * Creates a folder with its parents, unless they exist. @throws TroupeError INPUT_INVALID where folders are impossible, such as in /proc, for which
 * Node's own recursion never ends; and as the file system does
 */
export function createFolder(path: string, mode?: number): void {
	try {
		mkdirSync(path, { mode });
	} catch (error) {
		if (isFolder(path)) return;
		const above = dirname(path);
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		if (above === path || isFolder(above)) throw noPlace(path, error);
		createFolder(above, mode);
		// Another process can create it meanwhile.
		createFolder(path, mode);
	}
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const noPlace = (path: string, cause: unknown) =>
	new TroupeError({
		code: 'INPUT_INVALID',
		message: `The folder ${path} cannot be created: the folder above it takes no folders.`,
		fix: 'Choose another folder. TROUPE_HOME sets the folder of all state.',
		cause,
	});
