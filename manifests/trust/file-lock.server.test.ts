import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { tryLock, withLock } from './file-lock';

let folder: string;
let lock: string;
let living: ChildProcess;
beforeAll(() => (living = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])));
afterAll(() => living.kill());
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-lock-'));
	lock = join(folder, 'marks.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const age = () => utimesSync(lock, new Date(0), new Date(0));
const startOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')[19]!;

it('a living owner keeps its lock, however old it is', () => {
	for (const content of [`${hostname()} ${living.pid}`, `${hostname()} ${living.pid} ${startOf(living.pid!)} x`]) {
		writeFileSync(lock, content);
		age();
		expect(tryLock(lock)).toBeUndefined();
		expect(readFileSync(lock, 'utf8')).toBe(content);
	}
	expect(() => withLock(lock, () => 0, 20)).toThrow('is held by another process');
});

it('the lock of an ended process is taken over at once, also where another process has its id by now', async () => {
	const ended = spawn(process.execPath, ['-e', '']);
	await once(ended, 'exit');
	for (const content of [`${hostname()} ${ended.pid} 1 x`, `${hostname()} ${living.pid} ${Number(startOf(living.pid!)) - 1} x`]) {
		writeFileSync(lock, content);
		expect(tryLock(lock)).toBeUndefined();
		tryLock(lock)!();
		expect(readdirSync(folder)).toEqual([]);
	}
});

it('the lock of another machine, or an empty one, is taken over after its time', () => {
	for (const content of ['elsewhere 1 1 x', '']) {
		writeFileSync(lock, content);
		expect([tryLock(lock), tryLock(lock)]).toEqual([undefined, undefined]);
		age();
		expect(tryLock(lock)).toBeUndefined();
		tryLock(lock)!();
	}
});

it('a release leaves the lock of another owner alone', () => {
	const release = tryLock(lock)!;
	writeFileSync(lock, 'elsewhere 1 1 x');
	release();
	expect(readFileSync(lock, 'utf8')).toBe('elsewhere 1 1 x');
});
