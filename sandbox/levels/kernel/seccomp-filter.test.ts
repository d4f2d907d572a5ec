import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSeccompFilter } from './seccomp-filter';
import { findSystemCalls, type SystemCalls } from './system-calls';

const pid = 4242;
const [allow, kill, eperm, enosys] = [0x7fff0000, 0x80000000, 0x00050001, 0x00050026];
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
