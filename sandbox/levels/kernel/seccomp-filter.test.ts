import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSeccompFilter } from './seccomp-filter';
import { findSystemCalls, type SystemCalls } from './system-calls';

const pid = 4242;
const [allow, kill, eperm, enosys, enotsup] = [0x7fff0000, 0x80000000, 0x00050001, 0x00050026, 0x0005005f];
const thread = 0x003d0f00;

describe.each(['x64', 'arm64'])('on %s', (architecture) => {
	const calls = findSystemCalls(architecture)!;
	const filter = buildSeccompFilter(calls, pid);
	const judge = (name: string, ...values: bigint[]) => evaluate(filter, calls, calls.byName[name] ?? NaN, values);

	it('fits into a program of the kernel, and has no number twice', () => {
		expect(filter.length / 8).toBeLessThan(4096);
		expect(new Set(Object.values(calls.byName)).size).toBe(Object.values(calls.byName).length);
	});

	it.each(['socket', 'ptrace', 'mount', 'io_uring_setup', 'bpf', 'fchmodat', 'execveat', 'setresuid'])('refuses %s', (name) => {
		expect(judge(name)).toBe(eperm);
	});

	it('lets code start threads, and no processes', () => {
		expect(judge('clone', BigInt(thread))).toBe(allow);
		expect(judge('clone', 17n)).toBe(eperm);
		expect(judge('clone3')).toBe(enosys);
	});

	describe('for programs that start others', () => {
		const ofPrograms = buildSeccompFilter(calls, pid, { startsPrograms: true, ownsFiles: true });
		const judgeProgram = (name: string, ...values: bigint[]) => evaluate(ofPrograms, calls, calls.byName[name] ?? NaN, values);

		it('lets them start processes without namespaces, signal them, and change modes and times', () => {
			for (const flags of [17n, BigInt(thread), 0x4111n]) expect(judgeProgram('clone', flags)).toBe(allow);
			for (const flags of [0x10000000n, 0x00020000n, 0x20000000n, 0x40000000n, 0x08000000n, 0x02000000n, 0x04000000n])
				expect(judgeProgram('clone', flags | 17n)).toBe(eperm);
			expect(judgeProgram('kill', 1n, 9n)).toBe(allow);
			expect(judgeProgram('fchmodat')).toBe(allow);
			expect(judgeProgram('utimensat')).toBe(allow);
			expect(judgeProgram('clone3')).toBe(enosys);
		});

		it.each(['socket', 'socketpair', 'ptrace', 'mount', 'unshare', 'io_uring_setup', 'bpf', 'fchownat', 'execveat', 'setresuid'])(
			'refuses %s',
			(name) => expect(judgeProgram(name)).toBe(eperm),
		);

		it('has no attributes of files', () => {
			expect(judgeProgram('fsetxattr')).toBe(enotsup);
			expect(judge('fsetxattr')).toBe(eperm);
		});
	});

	it('lets code signal itself alone', () => {
		expect(judge('kill', BigInt(pid), 9n)).toBe(allow);
		expect(judge('tgkill', BigInt(pid), 1n, 6n)).toBe(allow);
		for (const other of [1n, 0n, -1n, BigInt(pid + 1)]) expect(judge('kill', other, 9n)).toBe(eperm);
	});

	it('lets code read limits, and set none', () => {
		expect(judge('prlimit64', 0n, 7n, 0n, 1n)).toBe(allow);
		expect(judge('prlimit64', 0n, 7n, 0x7fff_0000_0000n)).toBe(eperm);
		expect(judge('prlimit64', 0n, 7n, 1n)).toBe(eperm);
	});

	it('keeps code from typing into the terminal', () => {
		expect(judge('ioctl', 0n, 0x5412n)).toBe(eperm);
		expect(judge('ioctl', 0n, 0x541cn)).toBe(eperm);
		expect(judge('ioctl', 0n, 0x5401n)).toBe(allow);
	});

	it('allows what Node needs, and ends calls of another architecture', () => {
		const [read, write] = architecture === 'x64' ? [0, 1] : [63, 64];
		expect([read, write].map((number) => evaluate(filter, calls, number, []))).toEqual([allow, allow]);
		expect(evaluate(filter, { ...calls, auditArchitecture: 0x40000003 }, read, [])).toBe(kill);
		expect(evaluate(filter, calls, 0x40000000 + 41, [])).toBe(kill);
	});
});

it.each([
	['x64', 1],
	['arm64', 2],
])('has the numbers of %s that Linux publishes, and all of those that are refused elsewhere', (architecture, column) => {
	const lines = readFileSync(join(__dirname, '../../../test/support/sandbox/linux-system-calls.txt'), 'latin1').split('\n');
	const published = new Map(lines.filter((line) => /^[a-z]/.test(line)).map((line) => [line.split(' ')[0], line.split(' ')[column]]));
	const { byName } = findSystemCalls(architecture)!;
	expect(Object.entries(byName).filter(([name, number]) => published.get(name) !== String(number))).toEqual([]);
	const known = new Set(['x64', 'arm64'].flatMap((one) => Object.keys(findSystemCalls(one)!.byName)));
	expect([...known].filter((name) => byName[name] === undefined && published.get(name) !== '-')).toEqual([]);
});

/** The system calls of arm64 are generic: https://docs.kernel.org/process/adding-syscalls.html. Debian's package linux-libc-dev has both. */
const headers = { x64: '/usr/include/x86_64-linux-gnu/asm/unistd_64.h', arm64: '/usr/include/asm-generic/unistd.h' };
for (const [architecture, header] of Object.entries(headers)) {
	const isInstalled = existsSync(header);
	(isInstalled ? it : it.skip)(
		`has the numbers of ${architecture} in the kernel's header${isInstalled ? '' : ` (skipped: no ${header})`}`,
		() => {
			const lines = readFileSync(header, 'latin1').matchAll(/^#define __NR(?:3264)?_(\w+)\s+(\d+)$/gm);
			const defined = new Map([...lines].map(([, name, number]) => [name!, Number(number)]));
			const { byName } = findSystemCalls(architecture)!;
			const known = Object.entries(byName).filter(([name]) => defined.has(name));
			// A header can be older than the calls that came last.
			expect(known.length).toBeGreaterThan(100);
			expect(known.filter(([name, number]) => defined.get(name) !== number)).toEqual([]);
			const ofBoth = new Set(['x64', 'arm64'].flatMap((one) => Object.keys(findSystemCalls(one)!.byName)));
			expect([...defined.keys()].filter((name) => ofBoth.has(name) && byName[name] === undefined)).toEqual([]);
		},
	);
}

it('knows no number of another architecture', () => {
	expect(findSystemCalls('riscv64')).toBeUndefined();
});

/** Runs the program as the kernel does, on `struct seccomp_data`. */
function evaluate(filter: Buffer, { auditArchitecture }: Pick<SystemCalls, 'auditArchitecture'>, number: number, values: bigint[]): number {
	const data = Buffer.alloc(64);
	data.writeUInt32LE(number, 0);
	data.writeUInt32LE(auditArchitecture, 4);
	values.forEach((value, index) => data.writeBigInt64LE(value, 16 + index * 8));
	let loaded = 0;
	for (let at = 0; ; at++) {
		const [code, ifTrue, ifFalse, operand] = [
			filter.readUInt16LE(at * 8),
			filter[at * 8 + 2]!,
			filter[at * 8 + 3]!,
			filter.readUInt32LE(at * 8 + 4),
		];
		const jump = (condition: boolean) => (at += condition ? ifTrue : ifFalse);
		if (code === 0x06) return operand;
		if (code === 0x20) loaded = data.readUInt32LE(operand);
		else if (code === 0x15) jump(loaded === operand);
		else if (code === 0x35) jump(loaded >= operand);
		else if (code === 0x45) jump((loaded & operand) !== 0);
		else throw new Error(`Unknown instruction ${code}`);
	}
}
