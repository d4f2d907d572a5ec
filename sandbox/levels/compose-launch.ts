import { statSync } from 'node:fs';
import { join } from 'node:path';
import { withoutDatabases } from '../../providers/processes/permission-model';
import { refuseSignalsSource } from '../../providers/processes/signals';
import { discoverySource } from '../discovery/discovery-source';
import { outletSource } from '../network/outlet-source';
import { scratchName } from '../scratch/scratch-folder';
import { isAtLeast, type Level } from './level';
import { restrictByKernel } from './kernel/restrict-by-kernel';
import { wrapInBubblewrap } from './l1-bubblewrap';
import { enterControlGroup } from './l2-control-group';
import { listOuterPaths } from './outer-paths';
import { runnerSource, wrappedOutputs } from './runner-source';
import { composeRunArguments } from './container/run-arguments';
import { engineEnvironment } from './container/engine-program';
import type { Launch, LaunchContext } from './launch';

/**
 * L0: a fresh Node process with an empty environment and Node's permission model: reads only the run's folder, writes only a scratch folder, and
 * starts no process, thread, addon or debugger. `SandboxWorker` limits memory, time and output. The network stays open.
 */
function launchNode({
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

/** Each layer wraps the next inner one. @throws TroupeError when a layer is missing on this machine */
export function composeLaunch(level: Level, whole: LaunchContext): Launch {
	// Below L1, a program's signals would reach the machine's processes.
	const context = isAtLeast(level, 'L1') ? whole : { ...whole, programs: [] };
	const node = launchNode(context);
	// From L0+ on, the kernel covers the gaps of the permission model.
	if (level === 'L0') return { ...node, args: [withoutDatabases, ...node.args] };
	if (level === 'L0+') return restrictByKernel(node, context);
	const restricted = restrictByKernel({ ...node, outputs: wrappedOutputs }, context);
	if (level === 'L3') return wrapInContainer(restricted, context);
	const wrapped = wrapInBubblewrap(restricted, context);
	return level === 'L1' ? wrapped : enterControlGroup(wrapped, context);
}

/**
 * L3: the L0+ process in a Docker or Podman container: the image's files, Node and libraries, no network, kernel-kept limits. An engine passes no
 * descriptors: the process connects to sockets in the run's folder before it restricts itself.
 */
function wrapInContainer(inner: Launch, context: LaunchContext): Launch {
	const { container } = context;
	if (!container) throw new Error('L3 has no container');
	return {
		file: container.engine.program,
		args: composeRunArguments(container, inner, context),
		env: engineEnvironment(),
		needs: [],
		system: [],
		outputs: inner.outputs,
	};
}
