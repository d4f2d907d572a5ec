import { join } from 'node:path';
import { findKoffi } from '../levels/kernel/find-koffi';
import { limitProcesses } from '../levels/kernel/process-limit';
import { launchRestricted, reservedMb } from '../levels/kernel/restrict-by-kernel';
import { bindFiles, bindPrograms, bindSystemFolders, composeBubblewrap } from '../levels/l1-bubblewrap';
import { libraryFolders } from '../levels/own-libraries';
import { enterControlGroup } from '../levels/l2-control-group';
import type { ControlGroup } from '../levels/control-group/control-group';
import type { Launch } from '../levels/launch';
import type { FileCapability } from '../../core/ports/capabilities/capabilities';

/** Path of the scratch folder for programs: its place on this machine says nothing to them. */
export const workFolder = '/sandbox';
/** Data of programs and of the modules of Perl and Python. */
const dataFolders = ['/usr/share'];
const localFolders = ['/usr/local/lib', '/usr/local/share'];
const loaders = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1', '/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-aarch64.so.1'];
const readDevices = ['/dev/zero', '/dev/random', '/dev/urandom'];

export interface ProgramTask {
	/** The program to begin with, and its arguments. */
	file: string;
	args: readonly string[];
	/** All programs that can be started, by their paths. */
	programs: readonly string[];
	env: Record<string, string>;
	/** The scratch folder on this machine. */
	scratch: string;
	limits: { memoryMb: number; fileBytes: number; timeMs: number; threads: number };
	stateFolder: string;
	group?: ControlGroup;
	/** Descriptors that lead to the host. Default: none. */
	sockets?: number[];
	/** Files and folders of the machine that it may use, as `grantFiles` returns them. */
	files?: readonly FileCapability[];
}

/**
 * L1 and above for a program of the system, which may start others: bubblewrap, and in it Landlock and seccomp. It has no network, sees no process but its
 * own, and writes to the scratch folder alone, which holds no links, sockets and devices, and out of which nothing is executed.
 */
export function launchProgram(task: ProgramTask): Launch {
	const { files = [], sockets = [] } = task;
	const folders = listFolders(task.programs);
	const launcher = launchRestricted(
		{
			koffi: findKoffi(task.stateFolder),
			paths: {
				programs: [...task.programs, ...loaders],
				readable: [...folders, ...readDevices, '/etc/ld.so.cache', ...files.map(({ path }) => path)],
				writable: [workFolder, '/dev/null', ...files.filter(({ access }) => access === 'write').map(({ path }) => path)],
			},
			limits: {
				// For each process, so that none is far above the limit of all before the host looks.
				dataBytes: (task.limits.memoryMb + reservedMb) * 1024 * 1024,
				processorSeconds: Math.ceil(task.limits.timeMs / 1000) + 1,
				fileBytes: task.limits.fileBytes,
				processes: limitProcesses(task.limits.threads),
			},
			startsPrograms: true,
			sockets,
			args: [...task.args],
			outputs: [1, 2],
			program: { file: task.file, env: task.env, rights: { ownsFiles: true } },
		},
		[],
	);
	const before = [...bindSystemFolders(folders), ...bindPrograms(task.programs), ...bindFiles(files)];
	const after = ['--bind', task.scratch, workFolder, '--chdir', workFolder];
	return enterControlGroup(composeBubblewrap(launcher, before, after), { group: task.group });
}

/** Libraries and data. Those of local programs are there only if one of them is. */
function listFolders(programs: readonly string[]): string[] {
	const hasLocal = programs.some((path) => path.startsWith(join('/usr/local', '/')));
	return [...libraryFolders, ...dataFolders, ...(hasLocal ? localFolders : [])];
}
