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

const librariesList = '/etc/ld.so.cache';
const systemFiles = [librariesList, '/dev/null'];
const program = join(__dirname, 'launcher-program.ts');
const maxWrittenBytes = defaultScratchLimits.bytes;
/** V8 reserves 512 MB for machine code, and its threads 60 MB, mostly unused. The launcher is Node too. */
export const reservedMb = 640;
/** V8 collects garbage and compiles in other threads than the script's. */
const processorPerTime = 2;

/**
 * L0+: Landlock and seccomp around the L0 process, without root, namespaces or container settings. Even code that breaks out of V8 opens no file or
 * socket, and reaches no other process. @throws TroupeError DEPENDENCY_MISSING
 */
export function restrictByKernel(node: Launch, context: LaunchContext): Launch {
	const { folder, limits, readable, stateFolder, outlet, discover, scratchBytes, container, programs: started = [], files = [] } = context;
	const koffi = findKoffi(stateFolder);
	const sockets = listOwnDescriptors({ outlet, discover });
	const task: LauncherTask = {
		koffi,
		paths: {
			programs: [...started],
			readable: [folder, ...readable, ...systemFiles, ...files.map(({ path }) => path), ...(started.length > 0 ? libraryFolders : [])],
			writable: [
				...(scratchBytes === undefined ? [] : [join(folder, scratchName)]),
				...files.filter(({ access }) => access === 'write').map(({ path }) => path),
				// Node opens it for ignored input or output.
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

/** Launches a program that restricts itself and then becomes the task's. @param needs files of that program */
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

function ownFolder(): string {
	return program.endsWith('.ts') ? findPackageFolder() : dirname(dirname(program));
}
