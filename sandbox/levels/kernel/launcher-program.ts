/** A process that restricts itself by the kernel and then becomes the sandboxed Node. Restrictions survive that; nothing of this program does. */
import { writeSync } from 'node:fs';
import { jobDescriptor, type Outputs } from '../runner-source';
import { restrictFiles, type LandlockPaths } from './landlock';
import { type Libc, loadLibc } from './libc';
import { limitResources, type ResourceLimits } from './resource-limits';
import { buildSeccompFilter } from './seccomp-filter';
import { findSystemCalls, type SystemCalls } from './system-calls';

export interface LauncherTask {
	koffi: string;
	paths: LandlockPaths;
	limits: ResourceLimits;
	/** The descriptors above 2 that stay open, in order. */
	sockets: number[];
	/** What it becomes. */
	args: string[];
	/** What becomes its standard output and standard error. */
	outputs: Outputs;
}

/** What the launcher says before it becomes another program: the version of Landlock, or what failed. */
export type LauncherReport = { landlock: number } | { blocked: string };

const task = JSON.parse(process.argv[2]!) as LauncherTask;
try {
	report({ landlock: restrict(task) });
} catch (error) {
	report({ blocked: (error as Error).message });
	process.exit(1);
}
process.execve!(process.execPath, [process.execPath, ...task.args], {});

function restrict({ koffi, paths, limits, sockets, outputs }: LauncherTask): number {
	const calls = findSystemCalls(process.arch);
	if (!calls) throw new Error(`The numbers of system calls on ${process.arch} are unknown`);
	if (process.execve === undefined) throw new Error(`Node ${process.versions.node} has no process.execve, which Node 24 has`);
	const libc = loadLibc(koffi);
	writeTo(outputs, libc, calls);
	inheritDescriptors(libc, calls, sockets);
	limitResources(libc, calls, limits);
	dropPrivileges(libc, calls);
	const landlock = restrictFiles(libc, calls, paths);
	filterCalls(libc, calls);
	return landlock;
}

function writeTo(outputs: Outputs, libc: Libc, { numbers }: SystemCalls): void {
	outputs.forEach((descriptor, index) => {
		if (descriptor !== index + 1) libc.call('dup3', numbers.dup3, descriptor, index + 1, 0);
	});
}

/** Standard input and output block, as the script expects. The sockets to the host stay open; all above them are closed. */
function inheritDescriptors(libc: Libc, { numbers }: SystemCalls, sockets: number[]): void {
	const [setDescriptorFlags, getFlags, setFlags, nonBlocking, closeOnExecRange] = [2, 3, 4, 0x800, 4];
	for (const descriptor of [0, 1, 2, ...sockets]) {
		const flags = libc.call('fcntl', numbers.fcntl, descriptor, getFlags, 0);
		libc.call('fcntl', numbers.fcntl, descriptor, setFlags, flags & ~nonBlocking);
	}
	libc.call('close_range', numbers.close_range, jobDescriptor, 0xffffffff, closeOnExecRange);
	for (const socket of sockets) libc.call('fcntl', numbers.fcntl, socket, setDescriptorFlags, 0);
}

/** No program that it starts gains rights, and root keeps only its name (capabilities(7)). */
function dropPrivileges(libc: Libc, { numbers }: SystemCalls): void {
	const [setNoNewPrivileges, setDumpable] = [38, 4];
	libc.call('prctl', numbers.prctl, setNoNewPrivileges, 1, 0, 0, 0);
	libc.call('prctl', numbers.prctl, setDumpable, 0, 0, 0, 0);
	const header = Buffer.alloc(8);
	header.writeUInt32LE(0x20080522, 0); // _LINUX_CAPABILITY_VERSION_3
	libc.call('capset', numbers.capset, header, Buffer.alloc(24));
}

function filterCalls(libc: Libc, calls: SystemCalls): void {
	const [setFilterMode, noFlags] = [1, 0];
	const filter = buildSeccompFilter(calls, process.pid);
	const program = Buffer.alloc(16);
	program.writeUInt16LE(filter.length / 8, 0);
	program.writeBigUInt64LE(libc.addressOf(filter), 8);
	libc.call('seccomp', calls.numbers.seccomp, setFilterMode, noFlags, program);
}

function report(line: LauncherReport): void {
	writeSync(jobDescriptor, JSON.stringify(line) + '\n');
}
