import { statSync } from 'node:fs';
import { join } from 'node:path';
import { refuseSignalsSource } from '../../providers/processes/signals';
import { discoverySource } from '../discovery/discovery-source';
import type { Launch, LaunchContext } from './launch';
import { outletSource } from '../network/outlet-source';
import { scratchName } from '../scratch/scratch-folder';
import { listOuterPaths } from './outer-paths';
import { runnerSource } from './runner-source';

/**
 * L0: a fresh Node process with an empty environment and Node's permission model: reads only the run's folder, writes only a scratch folder, and
 * starts no process, thread, addon or debugger. `SandboxWorker` limits memory, time and output. The network stays open.
 */
export function launchNode({
	folder,
	limits,
	permissions,
	readable,
	outlet,
	scratchBytes,
	discover,
	programs = [],
	files = [],
}: LaunchContext): Launch {
	const writable = files.filter(({ access }) => access === 'write').map(({ path }) => path);
	if (scratchBytes !== undefined) writable.push(join(folder, scratchName));
	const granted = [
		...listOuterPaths([folder, ...readable, ...files.map(({ path }) => path)]).map((path) => `--allow-fs-read=${toGrant(path)}`),
		...listOuterPaths(writable).map((path) => `--allow-fs-write=${toGrant(path)}`),
		...(programs.length > 0 ? ['--allow-child-process'] : []),
	];
	const enterScratch = scratchBytes === undefined ? '' : `process.chdir('${scratchName}');`;
	return {
		file: process.execPath,
		args: [
			...(permissions ? [discover ? '--permission-audit' : '--permission', ...granted] : []),
			// The heap ends before the process limit, so that Node can report the reason.
			`--max-old-space-size=${Math.ceil(limits.memoryMb * 0.75)}`,
			'--max-semi-space-size=4',
			// One thread besides the script's, for garbage and compilation.
			'--v8-pool-size=1',
			'--no-warnings',
			// Node ends if it may not read the system's.
			'--openssl-config=/dev/null',
			'-e',
			enterScratch + refuseSignalsSource + (outlet ? outletSource : '') + (discover ? discoverySource : '') + runnerSource,
		],
		env: {},
		needs: [folder, ...readable],
		system: [process.execPath],
		outputs: [1, 2],
	};
}

const toGrant = (path: string): string => (isFolder(path) ? join(path, '/') : path);
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? true;
