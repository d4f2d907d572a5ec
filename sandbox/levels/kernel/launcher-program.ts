/** Process that restricts itself by the kernel and then becomes the sandboxed Node. Only the restrictions survive. */
import { closeSync, existsSync, statSync, writeSync } from 'node:fs';
import { jobDescriptor, type Outputs } from '../runner-source';
import { connectToHost } from './connect-to-host';
import { type Libc, loadLibc } from './libc';
import { listMappedFiles } from './mapped-files';
import { buildSeccompFilter, type ProgramRights } from './seccomp-filter';
import { findSystemCalls, type SystemCalls } from './system-calls';

// linux/landlock.h. Each ABI adds rights; an unknown one refuses the ruleset.
const execute = 1n << 0n;
const readFile = 1n << 2n;
const readFolder = 1n << 3n;
const rightsByAbi: Array<[abi: number, rights: bigint]> = [
	[1, (1n << 13n) - 1n],
	[2, 1n << 13n],
	[3, 1n << 14n],
	[5, 1n << 15n],
];
const writeFile = 1n << 1n;
const writeFiles = writeFile | (1n << 4n) | (1n << 5n) | (1n << 7n) | (1n << 8n);
const truncate = 1n << 14n;
/** Rights for a rule on a file: folder rights refuse it. */
const rightsOfFiles = execute | writeFile | readFile | truncate;
const tcp = 3n;
const abstractSocketsAndSignals = 3n;
const pathBeneath = 1;
const openPath = 0x200000;
const closeOnExec = 0x80000;
const here = -100;

interface LandlockPaths {
	/** Mapped or executed files. A task that becomes this Node adds Node's. */
	programs: string[];
	readable: string[];
	/** Writable files, and folders for creating, changing and removing files and folders, but no links, sockets and devices. */
	writable: string[];
	/** Folders of this process alone: it creates everything there, and executes nothing. */
	own?: string[];
}

/**
 * Restricts this thread and its later program to these paths and Node's files: https://docs.kernel.org/userspace-api/landlock.html. @returns the
 * kernel's version of Landlock @throws Error where the kernel has none
 */
function restrictFiles(libc: Libc, { numbers }: SystemCalls, { programs, readable, writable, own = [] }: LandlockPaths): number {
	const abi = libc.call('landlock_create_ruleset', numbers.landlock_create_ruleset, 0, 0, 1);
	const ruleset = libc.call('landlock_create_ruleset', numbers.landlock_create_ruleset, ...describeRuleset(abi), 0);
	const addRule = (path: string, rights: bigint) => {
		if (!existsSync(path)) return;
		const parent = libc.call('openat', numbers.openat, here, path, openPath | closeOnExec);
		const rule = Buffer.alloc(12);
		rule.writeBigUInt64LE(statSync(path).isDirectory() ? rights | readFolder : rights & rightsOfFiles);
		rule.writeInt32LE(parent, 8);
		libc.call('landlock_add_rule', numbers.landlock_add_rule, ruleset, pathBeneath, rule, 0);
		closeSync(parent); // Descriptors are limited.
	};
	for (const path of programs) addRule(path, readFile | execute);
	for (const path of readable) addRule(path, readFile);
	for (const path of writable) addRule(path, readFile | (abi >= 3 ? writeFiles | truncate : writeFiles));
	for (const path of own) addRule(path, listFileRights(abi) & ~execute);
	libc.call('landlock_restrict_self', numbers.landlock_restrict_self, ruleset, 0);
	return abi;
}

const listFileRights = (abi: number): bigint => rightsByAbi.filter(([since]) => abi >= since).reduce((all, [, rights]) => all | rights, 0n);

function hasLandlock(libc: Libc, { numbers }: SystemCalls): boolean {
	try {
		return libc.call('landlock_create_ruleset', numbers.landlock_create_ruleset, 0, 0, 1) > 0;
	} catch {
		return false;
	}
}

function describeRuleset(abi: number): [Buffer, number] {
	const attributes = Buffer.alloc(24);
	attributes.writeBigUInt64LE(listFileRights(abi), 0);
	attributes.writeBigUInt64LE(tcp, 8);
	attributes.writeBigUInt64LE(abstractSocketsAndSignals, 16);
	return [attributes, abi >= 6 ? 24 : abi >= 4 ? 16 : 8];
}

interface ResourceLimits {
	/** Max private memory that can be written to, with that of V8's own threads. */
	dataBytes: number;
	processorSeconds: number;
	fileBytes: number;
	/** Max processes and threads of its user in its user namespace. Does not bind root. Default: no limit. */
	processes?: number;
	/** Default: 64. Node opens about 25 for itself. */
	descriptors?: number;
}

// asm-generic/resource.h
const resources = { processor: 0, fileSize: 1, data: 2, core: 4, processes: 6, descriptors: 7, lockedMemory: 8, queues: 12 };
const maxDescriptors = 64;

/** Sets limits that this process and its later program cannot raise: setrlimit(2). */
function limitResources(
	libc: Libc,
	{ numbers }: SystemCalls,
	{ dataBytes, processorSeconds, fileBytes, processes, descriptors = maxDescriptors }: ResourceLimits,
): void {
	const limit = (resource: number, soft: number, hard = soft) => {
		const value = Buffer.alloc(16);
		value.writeBigUInt64LE(BigInt(soft), 0);
		value.writeBigUInt64LE(BigInt(hard), 8);
		libc.call('prlimit64', numbers.prlimit64, 0, resource, value, 0);
	};
	// The soft limit sends SIGXCPU, which tells the reason; the hard one kills.
	limit(resources.processor, processorSeconds, processorSeconds + 1);
	limit(resources.fileSize, fileBytes);
	limit(resources.core, 0);
	limit(resources.descriptors, descriptors);
	limit(resources.lockedMemory, 0);
	limit(resources.queues, 0);
	limit(resources.data, dataBytes);
	if (processes !== undefined) limit(resources.processes, processes);
}

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
	const setDescriptorFlags = 2;
	const getFlags = 3;
	const setFlags = 4;
	const nonBlocking = 0x800;
	const closeOnExecRange = 4;
	for (const descriptor of [0, 1, 2, ...sockets]) {
		const flags = libc.call('fcntl', numbers.fcntl, descriptor, getFlags, 0);
		libc.call('fcntl', numbers.fcntl, descriptor, setFlags, flags & ~nonBlocking);
	}
	libc.call('close_range', numbers.close_range, jobDescriptor, 0xffffffff, closeOnExecRange);
	for (const socket of sockets) libc.call('fcntl', numbers.fcntl, socket, setDescriptorFlags, 0);
}

/** Started programs gain no rights, and root keeps only its name (capabilities(7)). */
function dropPrivileges(libc: Libc, { numbers }: SystemCalls): void {
	const setNoNewPrivileges = 38;
	const setDumpable = 4;
	libc.call('prctl', numbers.prctl, setNoNewPrivileges, 1, 0, 0, 0);
	libc.call('prctl', numbers.prctl, setDumpable, 0, 0, 0, 0);
	const header = Buffer.alloc(8);
	header.writeUInt32LE(0x20080522, 0); // _LINUX_CAPABILITY_VERSION_3
	libc.call('capset', numbers.capset, header, Buffer.alloc(24));
}

function filterCalls(libc: Libc, calls: SystemCalls, rights: ProgramRights): void {
	const setFilterMode = 1;
	const noFlags = 0;
	const filter = buildSeccompFilter(calls, process.pid, rights);
	const program = Buffer.alloc(16);
	program.writeUInt16LE(filter.length / 8, 0);
	program.writeBigUInt64LE(libc.addressOf(filter), 8);
	libc.call('seccomp', calls.numbers.seccomp, setFilterMode, noFlags, program);
}

function report(line: LauncherReport): void {
	writeSync(jobDescriptor, JSON.stringify(line) + '\n');
}
