import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Launch, LaunchContext } from './launch';
import { scratchName } from '../scratch/scratch-folder';
import { bindOwnLibraries, libraryFolders } from './own-libraries';
import { infoDescriptor } from './runner-source';

const programFolders = ['/usr/local/bin', '/usr/bin', '/bin'];

const isolation = [
	'--unshare-all',
	'--die-with-parent',
	'--new-session',
	'--as-pid-1',
	'--clearenv',
	'--cap-drop',
	'ALL',
	'--hostname',
	'sandbox',
	'--proc',
	'/proc',
	'--dev',
	'/dev',
];

/** Undefined if not installed. An installed one can still be forbidden. */
export function findBubblewrap(): string | undefined {
	return programFolders.map((folder) => join(folder, 'bwrap')).find((path) => existsSync(path));
}

/**
 * L1: bubblewrap around the L0+ process, with its own namespaces: no network interface, no machine process, only Node's start files. bubblewrap can
 * be missing or forbidden; starting it shows that.
 */
export function wrapInBubblewrap(
	inner: Launch,
	{ folder, scratchBytes, stateFolder, programs = [], files: granted = [] }: LaunchContext,
): Launch {
	// A program's libraries are unknown before it starts.
	const own = programs.length > 0 ? undefined : bindOwnLibraries(stateFolder);
	return composeBubblewrap(own ? { ...inner, system: [process.execPath] } : inner, own ?? bindLibraries(), [
		...bindPrograms(programs),
		...bindFiles(granted),
		...(scratchBytes === undefined ? [] : ['--bind', join(folder, scratchName), join(folder, scratchName)]),
		'--chdir',
		folder,
	]);
}

/** Wraps a launch in bubblewrap. Its files are bound after `before`, which could hide them, and before `after`. */
export function composeBubblewrap(inner: Launch, before: readonly string[], after: readonly string[]): Launch {
	const files = [...new Set([...inner.system, ...inner.needs])].flatMap((path) => ['--ro-bind-try', path, path]);
	return {
		file: findBubblewrap() ?? 'bwrap',
		args: [...isolation, ...before, ...files, ...after, '--info-fd', String(infoDescriptor), '--', inner.file, ...inner.args],
		env: {},
		needs: [],
		system: [],
		outputs: inner.outputs,
	};
}

export const bindPrograms = (programs: readonly string[]): string[] =>
	programs.length > 0 ? [...bindProgramLinks(), ...programs.flatMap(bindProgram)] : [];

/** A folder comes before its contents. */
export const bindFiles = (files: NonNullable<LaunchContext['files']>): string[] =>
	[...files]
		.sort((one, other) => (one.path < other.path ? -1 : 1))
		.flatMap(({ path, access }) => [access === 'write' ? '--bind' : '--ro-bind', path, path]);

function bindProgramLinks(): string[] {
	const links = ['/bin', '/sbin'].filter((folder) => lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink());
	return links.flatMap((folder) => ['--symlink', readlinkSync(folder), folder]);
}

/** A program's name is often a link, such as to one of several versions. */
function bindProgram(path: string): string[] {
	const real = realpathSync(path);
	const named = join(realpathSync(dirname(path)), basename(path));
	return [...new Set([real, named])].flatMap((name) => ['--ro-bind', real, name]);
}

/** The loader and libraries have fixed paths, some of them links. Landlock narrows what can be read there. */
export const bindLibraries = (): string[] => bindSystemFolders(libraryFolders);

export function bindSystemFolders(folders: readonly string[]): string[] {
	return folders
		.filter((folder) => existsSync(folder))
		.flatMap((folder) =>
			lstatSync(folder).isSymbolicLink() ? ['--symlink', readlinkSync(folder), folder] : ['--ro-bind', folder, folder],
		);
}
