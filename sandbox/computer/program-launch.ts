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

export const workFolder = '/sandbox';
/** Data of programs and of Perl and Python modules. */
const dataFolders = ['/usr/share'];
const localFolders = ['/usr/local/lib', '/usr/local/share'];
const loaders = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1', '/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-aarch64.so.1'];
const readDevices = ['/dev/zero', '/dev/random', '/dev/urandom'];

interface ProgramTask {
	/** The first program and its arguments. */
	file: string;
	args: readonly string[];
	programs: readonly string[];
	env: Record<string, string>;
	/** On this machine. */
	scratch: string;
	limits: { memoryMb: number; fileBytes: number; timeMs: number; threads: number };
	stateFolder: string;
	group?: ControlGroup;
	/** Descriptors to the host. Default: none. */
	sockets?: number[];
	/** Usable files and folders of the machine, from `grantFiles`. */
	files?: readonly FileCapability[];
}

/**
 * L1 and above for system programs, which may start others: bubblewrap, with Landlock and seccomp inside. No network, no other processes; writes only
 * to the scratch folder, which allows no links, sockets, devices or execution.
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
				// Per process, so that none far exceeds the total limit before the host looks.
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

/** Libraries and data; local ones only for a local program. */
function listFolders(programs: readonly string[]): string[] {
	const hasLocal = programs.some((path) => path.startsWith(join('/usr/local', '/')));
	return [...libraryFolders, ...dataFolders, ...(hasLocal ? localFolders : [])];
}
