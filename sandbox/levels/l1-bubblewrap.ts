import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Launch, LaunchContext } from './launch';
import { scratchName } from '../scratch/scratch-folder';
import { infoDescriptor } from './runner-source';

const programFolders = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Returns the path of bubblewrap, if it is installed. Whether it may do its work is another question. */
export function findBubblewrap(): string | undefined {
	return programFolders.map((folder) => join(folder, 'bwrap')).find((path) => existsSync(path));
}

/**
 * L1: bubblewrap around the process of L0+, with namespaces of its own: no network interface, no process of the machine, and only the files that Node
 * needs to start. bubblewrap may be missing or forbidden; starting it shows that.
 */
export function wrapInBubblewrap(inner: Launch, { folder, scratchBytes }: LaunchContext): Launch {
	const files = [...new Set([inner.file, ...inner.needs])].flatMap((path) => ['--ro-bind-try', path, path]);
	return {
		file: findBubblewrap() ?? 'bwrap',
		args: [
			'--unshare-all',
			...['--die-with-parent', '--new-session', '--as-pid-1', '--clearenv'],
			...['--cap-drop', 'ALL'],
			...['--hostname', 'sandbox'],
			...['--proc', '/proc', '--dev', '/dev'],
			...bindLibraries(),
			...files,
			...(scratchBytes === undefined ? [] : ['--bind', join(folder, scratchName), join(folder, scratchName)]),
			...['--chdir', folder],
			...['--info-fd', String(infoDescriptor)],
			...['--', inner.file, ...inner.args],
		],
		env: {},
		needs: [],
		outputs: inner.outputs,
	};
}

/** The loader of programs and the libraries are found by fixed paths, of which some are links. Landlock narrows what can be read there. */
function bindLibraries(): string[] {
	const folders = ['/usr/lib', '/usr/lib64', '/lib', '/lib64'].filter((folder) => existsSync(folder));
	return folders.flatMap((folder) =>
		lstatSync(folder).isSymbolicLink() ? ['--symlink', readlinkSync(folder), folder] : ['--ro-bind', folder, folder],
	);
}
