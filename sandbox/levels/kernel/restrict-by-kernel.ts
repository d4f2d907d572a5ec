import { dirname, join } from 'node:path';
import { findPackageFolder } from '../../../core/base/package-folder';
import { programArguments } from '../../../providers/processes/program-arguments';
import { scratchName } from '../../scratch/scratch-folder';
import { auditDescriptor } from '../../audit/audit-source';
import { outletDescriptor } from '../../network/outlet-source';
import { jobDescriptor } from '../runner-source';
import type { Launch, LaunchContext } from '../launch';
import { findKoffi, listKoffiFolders } from './find-koffi';
import type { LauncherTask } from './launcher-program';
import { listMappedFiles } from './mapped-files';

/** The cache of the loader of libraries, and the empty configuration of OpenSSL. */
const systemFiles = ['/etc/ld.so.cache', '/dev/null'];
const program = join(__dirname, 'launcher-program.ts');
/** V8 reserves 512 MB for machine code, and its threads 60 MB, of which they use little. */
const reservedMb = 640;
/** V8 collects garbage and compiles in threads beside that of the script. */
const processorPerTime = 2;

/**
 * L0+: Landlock and seccomp around the process of L0. It needs neither root, nor namespaces, nor settings of the container. Also code that breaks out
 * of V8 then opens no file and no socket, and reaches no other process.
 * @throws TroupeError DEPENDENCY_MISSING
 */
export function restrictByKernel(
	node: Launch,
	{ folder, limits, readable, stateFolder, outlet = false, audit = false, scratchBytes }: LaunchContext,
): Launch {
	const koffi = findKoffi(stateFolder);
	const programs = listMappedFiles();
	const task: LauncherTask = {
		koffi,
		paths: {
			programs,
			readable: [folder, ...readable, ...systemFiles],
			writable: scratchBytes === undefined ? [] : [join(folder, scratchName)],
		},
		limits: {
			fileBytes: scratchBytes ?? 0,
			dataBytes: (limits.memoryMb + reservedMb) * 1024 * 1024,
			processorSeconds: Math.ceil((limits.timeMs / 1000) * processorPerTime) + 1,
		},
		sockets: [jobDescriptor, ...(outlet ? [outletDescriptor] : []), ...(audit ? [auditDescriptor] : [])],
		args: node.args,
		outputs: node.outputs,
	};
	return {
		file: process.execPath,
		args: ['--no-warnings', ...programArguments(program), program, JSON.stringify(task)],
		env: {},
		needs: [...node.needs, ...programs, ...listKoffiFolders(koffi), ownFolder(), '/etc/ld.so.cache'],
		outputs: node.outputs,
	};
}

/** The launcher reads its own modules, before it restricts itself. */
function ownFolder(): string {
	return program.endsWith('.ts') ? findPackageFolder() : dirname(dirname(program));
}
