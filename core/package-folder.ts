import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { TroupeError } from './errors';

const PACKAGE_NAME = 'n8n-nodes-troupe';

/** The folder of the package that this code was loaded from: an installed one, or a checkout. */
export function packageFolder(from: string = __dirname): string {
	for (let folder = from; ; folder = dirname(folder)) {
		if (isOurs(join(folder, 'package.json'))) return folder;
		if (folder === dirname(folder)) break;
	}
	throw new TroupeError({
		code: 'INTERNAL',
		message: `No package.json of ${PACKAGE_NAME} stands above the running code.`,
		fix: 'Install the package whole; its files are not meant to be copied elsewhere.',
	});
}

/** The folder of the agents that the package brings along; the sources' own when nothing is built. */
export function packagedAgentsFolder(from: string = __dirname): string {
	const root = packageFolder(from);
	return from.startsWith(join(root, 'dist') + sep) || from === join(root, 'dist') ? join(root, 'dist', 'examples') : join(root, 'examples');
}

function isOurs(file: string): boolean {
	return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name === PACKAGE_NAME;
}
