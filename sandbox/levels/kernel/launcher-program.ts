/** Process that restricts itself by the kernel and then becomes the sandboxed Node. Only the restrictions survive. */
import { writeSync } from 'node:fs';
import { jobDescriptor, type Outputs } from '../runner-source';
import { connectToHost } from './connect-to-host';
import { hasLandlock, restrictFiles, type LandlockPaths } from './landlock';
import { type Libc, loadLibc } from './libc';
import { listMappedFiles } from './mapped-files';
import { limitResources, type ResourceLimits } from './resource-limits';
import { buildSeccompFilter, type ProgramRights } from './seccomp-filter';
import { findSystemCalls, type SystemCalls } from './system-calls';

export interface LauncherTask {
	koffi: string;
	paths: LandlockPaths;
	limits: ResourceLimits;
	startsPrograms: boolean;
	sockets: number[];
	/** Descriptors to connect to the host's sockets first, in a container. There, Landlock can be missing. */
	connects?: number[];
	args: string[];
	program?: {
		file: string;
		env: Record<string, string>;
		rights: ProgramRights;
		moved?: Array<[number, number]>;
	};
	outputs: Outputs;
}

/** Sent before the launcher becomes another program: versions of Landlock and Node, or the failure. */
export type LauncherReport = { landlock?: number; node: string } | { blocked: string };

const task = JSON.parse(process.argv[2]!) as LauncherTask;
let isConnected = task.connects === undefined;
try {
	const { libc, calls, landlock } = restrict(task);
	report({ landlock, node: process.versions.node });
	for (const [from, to] of task.program?.moved ?? []) libc.call('dup3', calls.numbers.dup3, from, to, 0);
} catch (error) {
	const { message } = error as Error;
	if (isConnected) report({ blocked: message });
	else writeSync(2, `Error: ${message}\n`);
	process.exit(1);
}
const { file, env } = task.program ?? { file: process.execPath, env: {} };
process.execve!(file, [file, ...task.args], env);

function restrict({ koffi, paths, limits, sockets, connects, outputs, startsPrograms, program }: LauncherTask) {
	const calls = findSystemCalls(process.arch);
	if (!calls) throw new Error(`The numbers of system calls on ${process.arch} are unknown`);
	if (process.execve === undefined) throw new Error(`Node ${process.versions.node} has no process.execve, which Node 24 has`);
	const libc = loadLibc(koffi);
	if (connects) connectToHost(libc, calls, connects);
	isConnected = true;
	writeTo(outputs, libc, calls);
	inheritDescriptors(libc, calls, sockets);
	limitResources(libc, calls, limits);
	dropPrivileges(libc, calls);
	const programs = [...(program ? [] : listMappedFiles()), ...paths.programs];
	const landlock = connects && !hasLandlock(libc, calls) ? undefined : restrictFiles(libc, calls, { ...paths, programs });
	filterCalls(libc, calls, { startsPrograms, ...program?.rights });
	return { libc, calls, landlock };
}

function writeTo(outputs: Outputs, libc: Libc, { numbers }: SystemCalls): void {
	outputs.forEach((descriptor, index) => {
		if (descriptor !== index + 1) libc.call('dup3', numbers.dup3, descriptor, index + 1, 0);
	});
}

/** Standard input and output block, as scripts expect. The host's sockets stay open; all descriptors above them close. */
function inheritDescriptors(libc: Libc, { numbers }: SystemCalls, sockets: number[]): void {
	const [setDescriptorFlags, getFlags, setFlags, nonBlocking, closeOnExecRange] = [2, 3, 4, 0x800, 4];
	for (const descriptor of [0, 1, 2, ...sockets]) {
		const flags = libc.call('fcntl', numbers.fcntl, descriptor, getFlags, 0);
		libc.call('fcntl', numbers.fcntl, descriptor, setFlags, flags & ~nonBlocking);
	}
	libc.call('close_range', numbers.close_range, jobDescriptor, 0xffffffff, closeOnExecRange);
	for (const socket of sockets) libc.call('fcntl', numbers.fcntl, socket, setDescriptorFlags, 0);
}

/** Started programs gain no rights, and root keeps only its name (capabilities(7)). */
function dropPrivileges(libc: Libc, { numbers }: SystemCalls): void {
	const [setNoNewPrivileges, setDumpable] = [38, 4];
	libc.call('prctl', numbers.prctl, setNoNewPrivileges, 1, 0, 0, 0);
	libc.call('prctl', numbers.prctl, setDumpable, 0, 0, 0, 0);
	const header = Buffer.alloc(8);
	header.writeUInt32LE(0x20080522, 0); // _LINUX_CAPABILITY_VERSION_3
	libc.call('capset', numbers.capset, header, Buffer.alloc(24));
}

function filterCalls(libc: Libc, calls: SystemCalls, rights: ProgramRights): void {
	const [setFilterMode, noFlags] = [1, 0];
	const filter = buildSeccompFilter(calls, process.pid, rights);
	const program = Buffer.alloc(16);
	program.writeUInt16LE(filter.length / 8, 0);
	program.writeBigUInt64LE(libc.addressOf(filter), 8);
	libc.call('seccomp', calls.numbers.seccomp, setFilterMode, noFlags, program);
}

function report(line: LauncherReport): void {
	writeSync(jobDescriptor, JSON.stringify(line) + '\n');
}
