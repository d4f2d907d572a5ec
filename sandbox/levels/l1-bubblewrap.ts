import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Launch, LaunchContext } from './launch';
import { scratchName } from '../scratch/scratch-folder';
import { bindOwnLibraries, libraryFolders } from './own-libraries';
import { infoDescriptor } from './runner-source';

const programFolders = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Options of everything in bubblewrap. */
const isolation = [
	'--unshare-all',
	...['--die-with-parent', '--new-session', '--as-pid-1', '--clearenv'],
	...['--cap-drop', 'ALL'],
	...['--hostname', 'sandbox'],
	...['--proc', '/proc', '--dev', '/dev'],
];

/** Returns the path of bubblewrap, if it is installed. Whether it may do its work is another question. */
export function findBubblewrap(): string | undefined {
	return programFolders.map((folder) => join(folder, 'bwrap')).find((path) => existsSync(path));
}

/**
 * L1: bubblewrap around the process of L0+, with namespaces of its own: no network interface, no process of the machine, and only the files that Node
 * needs to start. bubblewrap may be missing or forbidden; starting it shows that.
 */
export function wrapInBubblewrap(
	inner: Launch,
	{ folder, scratchBytes, stateFolder, programs = [], files: granted = [] }: LaunchContext,
): Launch {
	// Programs need libraries that nobody knows before they start.
	const own = programs.length > 0 ? undefined : bindOwnLibraries(stateFolder);
	return composeBubblewrap(own ? { ...inner, system: [process.execPath] } : inner, own ?? bindLibraries(), [
		...bindPrograms(programs),
		...bindFiles(granted),
		...(scratchBytes === undefined ? [] : ['--bind', join(folder, scratchName), join(folder, scratchName)]),
		...['--chdir', folder],
	]);
}

/**
 * Puts bubblewrap around a launch. The files that it needs are bound in order: after what comes before them, which could hide them, and before what
 * comes after.
 */
export function composeBubblewrap(inner: Launch, before: readonly string[], after: readonly string[]): Launch {
	const files = [...new Set([...inner.system, ...inner.needs])].flatMap((path) => ['--ro-bind-try', path, path]);
	return {
		file: findBubblewrap() ?? 'bwrap',
		args: [
			...isolation,
			...[...before, ...files, ...after],
			...['--info-fd', String(infoDescriptor)],
			...['--', inner.file, ...inner.args],
		],
		env: {},
		needs: [],
		system: [],
		outputs: inner.outputs,
	};
}

export const bindPrograms = (programs: readonly string[]): string[] =>
	programs.length > 0 ? [...bindProgramLinks(), ...programs.flatMap(bindProgram)] : [];

/** A folder comes before what is in it. */
export const bindFiles = (files: NonNullable<LaunchContext['files']>): string[] =>
	[...files]
		.sort((one, other) => (one.path < other.path ? -1 : 1))
		.flatMap(({ path, access }) => [access === 'write' ? '--bind' : '--ro-bind', path, path]);

/** The folders of programs that are links, such as `/bin` to `usr/bin`. */
function bindProgramLinks(): string[] {
	const links = ['/bin', '/sbin'].filter((folder) => lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink());
	return links.flatMap((folder) => ['--symlink', readlinkSync(folder), folder]);
}

/** The name of a program is often a link, such as to one of several versions. */
function bindProgram(path: string): string[] {
	const real = realpathSync(path);
	const named = join(realpathSync(dirname(path)), basename(path));
	return [...new Set([real, named])].flatMap((name) => ['--ro-bind', real, name]);
}

/** The loader of programs and the libraries are found by fixed paths, of which some are links. Landlock narrows what can be read there. */
export const bindLibraries = (): string[] => bindSystemFolders(libraryFolders);

/** Binds the folders that exist, and repeats those that are links. */
export function bindSystemFolders(folders: readonly string[]): string[] {
	return folders
		.filter((folder) => existsSync(folder))
		.flatMap((folder) =>
			lstatSync(folder).isSymbolicLink() ? ['--symlink', readlinkSync(folder), folder] : ['--ro-bind', folder, folder],
		);
}
