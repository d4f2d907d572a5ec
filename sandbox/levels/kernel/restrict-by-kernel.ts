import { dirname, join } from 'node:path';
import { findPackageFolder } from '../../../core/base/package-folder';
import { programArguments } from '../../../providers/processes/program-arguments';
import { defaultScratchLimits, scratchName } from '../../scratch/scratch-folder';
import { listSockets } from '../container/host-sockets';
import { listOwnDescriptors } from '../descriptors';
import { libraryFolders } from '../own-libraries';
import type { Launch, LaunchContext } from '../launch';
import { maxThreads } from '../limits';
import { findKoffi } from './find-koffi';
import type { LauncherTask } from './launcher-program';
import { listMappedFiles } from './mapped-files';
import { limitProcesses } from './process-limit';

/** The cache of the loader of libraries, and the empty configuration of OpenSSL. */
const librariesList = '/etc/ld.so.cache';
const systemFiles = [librariesList, '/dev/null'];
const program = join(__dirname, 'launcher-program.ts');
/** Max size of a file outside of the scratch folder. */
const maxWrittenBytes = defaultScratchLimits.bytes;
/** V8 reserves 512 MB for machine code, and its threads 60 MB, of which they use little. The launcher is Node too. */
export const reservedMb = 640;
/** V8 collects garbage and compiles in threads beside that of the script. */
const processorPerTime = 2;

/**
 * L0+: Landlock and seccomp around the process of L0. It needs neither root, nor namespaces, nor settings of the container. Also code that breaks out
 * of V8 then opens no file and no socket, and reaches no other process.
 * @throws TroupeError DEPENDENCY_MISSING
 */
export function restrictByKernel(node: Launch, context: LaunchContext): Launch {
	const { folder, limits, readable, stateFolder, outlet, discover, scratchBytes, container, programs: started = [], files = [] } = context;
	const koffi = findKoffi(stateFolder);
	const sockets = listOwnDescriptors({ outlet, discover });
	const task: LauncherTask = {
		koffi,
		paths: {
			programs: [...started],
			readable: [...[folder, ...readable, ...systemFiles], ...files.map(({ path }) => path), ...(started.length > 0 ? libraryFolders : [])],
			writable: [
				...(scratchBytes === undefined ? [] : [join(folder, scratchName)]),
				...files.filter(({ access }) => access === 'write').map(({ path }) => path),
				// Node opens it for a program whose input or output it ignores.
				...(started.length > 0 ? ['/dev/null'] : []),
			],
		},
		startsPrograms: started.length > 0,
		limits: {
			fileBytes: scratchBytes ?? (files.some(({ access }) => access === 'write') ? maxWrittenBytes : 0),
			dataBytes: (limits.memoryMb + reservedMb) * 1024 * 1024,
			processorSeconds: Math.ceil((limits.timeMs / 1000) * processorPerTime) + 1,
			...(started.length > 0 && { processes: limitProcesses(maxThreads) }),
		},
		sockets,
		args: node.args,
		outputs: node.outputs,
		...(container && { connects: listSockets(sockets, node.outputs) }),
	};
	return launchRestricted(task, node.needs);
}

/** Returns the launch of a program that restricts itself and then becomes the one of the task. @param needs files of that program */
export function launchRestricted(task: LauncherTask, needs: readonly string[]): Launch {
	return {
		file: process.execPath,
		args: ['--no-warnings', ...programArguments(program), program, JSON.stringify(task)],
		env: {},
		needs: [...needs, task.koffi, ownFolder()],
		system: [process.execPath, ...listMappedFiles(), librariesList],
		outputs: task.outputs,
	};
}

/** The launcher reads its own modules, before it restricts itself. */
function ownFolder(): string {
	return program.endsWith('.ts') ? findPackageFolder() : dirname(dirname(program));
}
