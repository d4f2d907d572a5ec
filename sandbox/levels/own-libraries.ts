import { randomUUID } from 'node:crypto';
import {
	chmodSync,
	copyFileSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readlinkSync,
	realpathSync,
	renameSync,
	statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { listMappedFiles } from './kernel/mapped-files';

export const libraryFolders = ['/usr/lib', '/usr/lib64', '/lib', '/lib64'];
/** A loader searches them without the list of all libraries. */
const standardFolder = /^(?:\/usr)?\/lib(?:64)?(?:\/[\w-]+-linux-\w+)?$/;

/**
 * Binds copies of this Node's libraries under their names, which hides the machine's programs and other libraries. @param stateFolder holds the
 * copies @returns undefined if this folder does not exist, or if Node has libraries elsewhere, which a loader would not find
 */
export function bindOwnLibraries(stateFolder: string, mapped = listMappedFiles()): string[] | undefined {
	const program = realpathSync(process.execPath);
	const libraries = mapped.filter((file) => file !== program && !file.includes('/node_modules/'));
	if (!existsSync(stateFolder) || libraries.length === 0 || !libraries.every((file) => standardFolder.test(dirname(file))))
		return undefined;
	return [
		...libraryFolders.filter(isLink).flatMap((folder) => ['--symlink', readlinkSync(folder), folder]),
		...libraries.flatMap((file) => ['--ro-bind', copyLibrary(file, stateFolder), file]),
		...listLinks(libraries).flatMap((link) => ['--symlink', readlinkSync(link), link]),
	];
}

function listLinks(libraries: string[]): string[] {
	const stems = libraries.map((file) => basename(file).split('.so')[0]!);
	const folders = [...new Set([...libraries.map(dirname), ...libraryFolders])].filter((folder) => existsSync(folder) && !isLink(folder));
	return folders.flatMap((folder) =>
		readdirSync(folder)
			.filter((name) => stems.some((stem) => name.startsWith(stem)))
			.map((name) => join(folder, name))
			.filter((link) => isLink(link) && existsSync(link) && libraries.includes(realpathSync(link))),
	);
}

/** Copies a library once: the copy has another identity and survives system updates. */
function copyLibrary(file: string, stateFolder: string): string {
	const { size, mtimeMs, ino } = statSync(file);
	const copy = join(stateFolder, 'sandbox', 'libraries', `${basename(file)}-${size}-${mtimeMs}-${ino}`);
	if (existsSync(copy)) return copy;
	mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
	const draft = `${copy}.${randomUUID()}`;
	copyFileSync(file, draft);
	chmodSync(draft, 0o500);
	renameSync(draft, copy);
	return copy;
}

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
