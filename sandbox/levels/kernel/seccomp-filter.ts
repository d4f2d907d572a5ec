import type { SystemCalls } from './system-calls';

// linux/seccomp.h, linux/bpf_common.h, errno.h
const loadWord = 0x20;
const jumpIfEqual = 0x15;
const jumpIfAny = 0x45;
const jumpIfAtLeast = 0x35;
const finish = 0x06;
const allow = 0x7fff0000;
const killProcess = 0x80000000;
const errno = 0x00050000;
const notPermitted = 1;
const noSuchCall = 38;
const notSupported = 95;
/** Offsets in `struct seccomp_data`. Arguments have 64 bits, the low half first. */
const numberAt = 0;
const architectureAt = 4;
const argumentsAt = 16;
const cloneThread = 0x00010000;
/** CLONE_NEW… of linux/sched.h, except the one for time, which clone cannot make. */
const cloneNamespaces = 0x7e020000;
/** Nameless Unix sockets, connected from the start. Node makes them a program's input and output. */
const unixSockets = 1;
const pushInput = 0x5412;
const linuxConsole = 0x541c;
const refuse: Instruction = [finish, 0, 0, errno | notPermitted];
/** Calls with this bit have the x32 ABI, whose numbers the list lacks. */
const x32 = 0x40000000;

export interface ProgramRights {
	/** Starts processes, and signals all visible ones: only where all visible ones are its own. */
	startsPrograms?: boolean;
	/** Changes modes and times of files: only where all writable files are its own. */
	ownsFiles?: boolean;
	/** Browsers talk with their own processes over sockets and shared memory: only without network and other processes. */
	isBrowser?: boolean;
}

type Instruction = [code: number, ifTrue: number, ifFalse: number, value: number];

/**
 * Builds the seccomp(2) program: refuses unneeded calls, allows threads but no processes, and signals only to itself. A call of another architecture
 * ends the process, because its numbers mean something else. @param pid the process, as it sees itself; it keeps its number when it becomes another
 * program
 */
export function buildSeccompFilter(
	calls: SystemCalls,
	pid: number,
	{ startsPrograms = false, ownsFiles = false, isBrowser = false }: ProgramRights = {},
): Buffer {
	const { auditArchitecture, numbers } = calls;
	const needed = [
		...(startsPrograms ? calls.neededByPrograms : []),
		...(ownsFiles ? calls.ofOwnFiles : []),
		...(isBrowser ? calls.ofBrowsers : []),
	];
	const refused = calls.refused.filter((number) => !needed.includes(number));
	return encode([
		[loadWord, 0, 0, architectureAt],
		[jumpIfEqual, 1, 0, auditArchitecture],
		[finish, 0, 0, killProcess],
		[loadWord, 0, 0, numberAt],
		[jumpIfAtLeast, 0, 1, x32],
		[finish, 0, 0, killProcess],
		...(ownsFiles ? calls.ofAttributes : []).flatMap((number): Instruction[] => [
			[jumpIfEqual, 0, 1, number],
			[finish, 0, 0, errno | notSupported],
		]),
		...refused.flatMap((number): Instruction[] => [[jumpIfEqual, 0, 1, number], refuse]),
		// glibc and musl then use clone, whose flags are readable here.
		[jumpIfEqual, 0, 1, numbers.clone3],
		[finish, 0, 0, errno | noSuchCall],
		...(startsPrograms ? judgeStarts(numbers, isBrowser) : judgeThreads(numbers, pid)),
		// Node's start reads a limit; setting one needs a pointer in the third argument.
		...when(numbers.prlimit64, [
			[loadWord, 0, 0, argument(2)],
			[jumpIfEqual, 0, 2, 0],
			[loadWord, 0, 0, argument(2) + 4],
			[jumpIfEqual, 1, 0, 0],
			refuse,
		]),
		// Both type into the terminal that started the process (CVE-2017-5226).
		...when(numbers.ioctl, [[loadWord, 0, 0, argument(1)], [jumpIfEqual, 1, 0, pushInput], [jumpIfEqual, 0, 1, linuxConsole], refuse]),
		[finish, 0, 0, allow],
	]);
}

function judgeThreads(numbers: SystemCalls['numbers'], pid: number): Instruction[] {
	return [
		...when(numbers.clone, [[loadWord, 0, 0, argument(0)], [jumpIfAny, 1, 0, cloneThread], refuse]),
		...[numbers.kill, numbers.tgkill].flatMap((number) => when(number, [[loadWord, 0, 0, argument(0)], [jumpIfEqual, 1, 0, pid], refuse])),
	];
}

function judgeStarts(numbers: SystemCalls['numbers'], isBrowser: boolean): Instruction[] {
	return [
		...when(numbers.clone, [[loadWord, 0, 0, argument(0)], [jumpIfAny, 0, 1, cloneNamespaces], refuse]),
		...(isBrowser ? [] : when(numbers.socketpair, [[loadWord, 0, 0, argument(0)], [jumpIfEqual, 1, 0, unixSockets], refuse])),
	];
}

function when(number: number, instructions: Instruction[]): Instruction[] {
	return [[jumpIfEqual, 0, instructions.length + 1, number], ...instructions, [finish, 0, 0, allow]];
}

const argument = (index: number) => argumentsAt + 8 * index;

/** `struct sock_filter`: 16 bits, twice 8 bits, 32 bits. */
function encode(instructions: Instruction[]): Buffer {
	const program = Buffer.alloc(instructions.length * 8);
	instructions.forEach(([code, ifTrue, ifFalse, value], index) => {
		program.writeUInt16LE(code, index * 8);
		program.writeUInt8(ifTrue, index * 8 + 2);
		program.writeUInt8(ifFalse, index * 8 + 3);
		program.writeUInt32LE(value >>> 0, index * 8 + 4);
	});
	return program;
}
