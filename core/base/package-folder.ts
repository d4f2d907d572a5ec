import { readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { TroupeError } from './errors';
import { stripBom } from './text/strip-bom';

const packageName = 'n8n-nodes-troupe';

/** Nearest folder upwards with the package's package.json, in a checkout or installed. */
export function findPackageFolder(from: string = __dirname): string {
	for (let folder = from; ; folder = dirname(folder)) {
		if (readPackageName(folder) === packageName) return folder;
		if (folder === dirname(folder)) throw notFound(from);
	}
}

/** Folder of the packaged agents, or of the sources if the running code is not a build. */
export const packagedAgentsFolder = (from: string = __dirname): string => join(findSourceFolder(from), 'examples');

export const packagedTemplatesFolder = (from: string = __dirname): string =>
	join(findSourceFolder(from), 'providers/compose/templates/ready');

/** Prompt patterns, likewise. */
export const packagedPromptsFolder = (from: string = __dirname): string => join(findSourceFolder(from), 'providers/compose/prompts/ready');

function findSourceFolder(from: string): string {
	const root = findPackageFolder(from);
	const built = join(root, 'dist');
	return `${from}${sep}`.startsWith(built + sep) ? built : root;
}

function readPackageName(folder: string): unknown {
	let text: string;
	try {
		text = readFileSync(join(folder, 'package.json'), 'utf8');
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
		throw error;
	}
	return (JSON.parse(stripBom(text)) as { name?: unknown } | null)?.name;
}

function notFound(from: string): TroupeError {
	return new TroupeError({
		code: 'MANIFEST_MISSING',
		message: `The running code does not belong to a package: neither ${from} nor a folder above it contains the package.json of ${packageName}`,
		fix: "Install Troupe's tarball again.",
	});
}
