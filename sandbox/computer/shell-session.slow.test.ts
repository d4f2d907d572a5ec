import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandEnd, Shell, ShellSettings } from '../../core/ports/sandbox/tools';
import { describeSlow } from '../../test/support/slow-tests';
import { limitProcesses } from '../levels/kernel/process-limit';
import { maxThreads } from '../levels/limits';
import { openShell } from './open-shell';

let home: string;
let server: Server;
const shells: Shell[] = [];
const { signal } = new AbortController();
const at = (name: string) => join(home, name);

beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-shell-test-'));
	mkdirSync(at('work'));
	writeFileSync(at('work/list.txt'), 'pear\napple\n');
	writeFileSync(at('secret.txt'), 'of the host');
	symlinkSync(at('secret.txt'), at('work/link.txt'));
	server = createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(async () => {
	for (const shell of shells.splice(0)) await shell.close();
});
afterAll(() => {
	server.close();
	rmSync(home, { recursive: true, force: true });
});

async function open(more: Partial<ShellSettings> = {}, kept?: string): Promise<Shell> {
	const settings = { owner: 'tester/shell', programs: [], least: 'L1' as const, memoryMb: 256, scratchMb: 4, timeMs: 120_000 };
	const keep = kept === undefined ? undefined : async (files: { keep(target: string): Promise<string[]> }) => void (await files.keep(kept));
	const shell = await openShell({ ...settings, ...more }, { stateFolder: home, ...(keep && { keep }) });
	shells.push(shell);
	return shell;
}

const changes = ({ step }: Pick<CommandEnd, 'step'>) => step.files.map(({ path, change }) => `${change} ${path}`);
const ownFolders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('troupe-sandbox-') && name.includes(`-${process.pid}-`));

describeSlow('a shell in the sandbox', () => {
	it('keeps files over its commands, lists what each one changed, and leaves the folder as it was', async () => {
		const shell = await open({ folder: at('work') }, at('kept'));
		const first = await shell.run('ls; sort list.txt >sorted.txt; mkdir out; mv sorted.txt out/; touch empty; exit 3', signal);
		expect(first).toMatchObject({ stdout: 'list.txt\n', stderr: '', step: { level: expect.stringMatching(/^L[12]$/), exitCode: 3 } });
		expect(changes(first)).toEqual(['created empty', 'created out/sorted.txt']);
		const second = await shell.run('sed -i s/pear/plum/ list.txt && rm empty && cat out/sorted.txt list.txt', signal);
		expect(second).toMatchObject({ stdout: 'apple\npear\nplum\napple\n', stderr: '', step: { exitCode: 0, outputBytes: 22 } });
		expect(changes(second)).toEqual(['removed empty', 'changed list.txt']);
		expect(await shell.read('out/sorted.txt')).toMatchObject({ kind: 'file', text: 'apple\npear\n' });
		expect(await shell.write('notes/a.md', '# A')).toMatchObject({ kind: 'written', step: { files: [{ path: 'notes/a.md', bytes: 3 }] } });
		expect((await shell.run('cat notes/a.md; chmod 4755 notes/a.md', signal)).stdout).toBe('# A');
		await shell.close();
		expect(readFileSync(at('work/list.txt'), 'utf8')).toBe('pear\napple\n');
		expect(readdirSync(at('kept'), { recursive: true }).sort()).toEqual(['list.txt', 'notes', 'notes/a.md', 'out', 'out/sorted.txt']);
		expect(statSync(at('kept/notes/a.md')).mode & 0o7777).toBe(0o600);
		expect(ownFolders()).toEqual([]);
	}, 300_000);

	it('reaches no file, program, process or network of the machine', async () => {
		const { port } = server.address() as AddressInfo;
		const shell = await open({ folder: at('work'), programs: ['bash'] });
		const refused = [
			`cat ${at('secret.txt')}`,
			'cat link.txt',
			'cat /etc/passwd',
			'ls /proc',
			'cat /proc/1/environ',
			`cat /proc/1/root${at('secret.txt')}`,
			'ls /usr/bin',
			'ls /tmp',
			'curl http://127.0.0.1',
			'unshare -Ur true',
			'bwrap true',
			'cp /usr/bin/cat ./cat && ./cat list.txt',
			'tar -C / -cf x.tar etc',
			'touch /usr/lib/x',
			'touch /sandbox/../x',
			`kill -0 ${process.pid}`,
			`bash -c 'exec 3<>/dev/tcp/127.0.0.1/${port}'`,
			`bash -c 'exec 3<>/dev/udp/127.0.0.1/${port}'`,
		];
		for (const command of refused) {
			const { stdout, step } = await shell.run(`${command} && echo REACHED`, signal);
			expect({ command, stdout, failed: step.exitCode !== 0 }).toEqual({ command, stdout: '', failed: true });
		}
		const { stdout } = await shell.run('env | sort; pwd', signal);
		expect(stdout.split('\n').map((line) => line.split('=')[0])).toEqual(['HOME', 'LANG', 'PATH', 'PWD', 'TERM', 'TMPDIR', '/sandbox', '']);
	}, 600_000);

	it('is held by the kernel to a number of processes', async () => {
		const shell = await open({});
		const { stdout } = await shell.run('ulimit -a', signal);
		expect(stdout).toMatch(
			new RegExp(`^(?:process|max user processes)\\b.*\\b${limitProcesses(maxThreads) ?? '(?:unlimited|[0-9]+)'}$`, 'm'),
		);
	}, 300_000);

	it.each([
		['time', { timeMs: 1_500 }, 'echo begun; sleep 1000'],
		['time', { timeMs: 1_500 }, 'while :; do :; done'],
		['output', {}, 'while :; do echo many words; done'],
		['threads', {}, 'for i in $(seq 1 300); do sleep 1000 & done; wait'],
		['files', {}, 'for i in $(seq 1 100); do head -c 1000000 /dev/zero >file$i; done; sleep 100'],
		['files', {}, 'i=0; while [ $i -lt 12000 ]; do : >f$i; i=$((i+1)); done'],
		['memory', { memoryMb: 128 }, 'for i in 1 2 3; do cat /dev/zero | tail -c 60000000 & done; wait'],
	])(
		'ends a command at its limit of %s',
		async (limit, settings, command) => {
			const shell = await open({ folder: at('work'), ...settings });
			const ended = await shell.run(command, signal);
			expect(ended.step).toMatchObject({ limit });
			// A command that writes faster than the host looks ends by itself.
			if (limit !== 'files') expect(ended.step.exitCode).toBeNull();
			expect(ended.isReset).toBe(limit === 'files');
			expect((await shell.run('ls', signal)).stdout).toContain('list.txt');
		},
		300_000,
	);

	it('takes no file that only looks as if it were in the folder', async () => {
		const shell = await open({ folder: at('work') });
		for (const path of ['../secret.txt', '/etc/passwd', 'out/../../x', at('secret.txt'), 'a\0b'])
			for (const answer of [await shell.read(path), await shell.write(path, 'x')]) expect(answer.kind).toBe('refused');
		expect(await shell.read('missing.txt')).toEqual({ kind: 'refused', reason: 'does not exist' });
		expect(await shell.write('list.txt/x', 'x')).toMatchObject({ kind: 'refused' });
	}, 300_000);

	it('gives back the rights to files that a command took away', async () => {
		const shell = await open({}, at('locked'));
		await shell.run('mkdir -p a/b; echo text >a/b/c; chmod 000 a/b/c a/b a', signal);
		expect(await shell.read('a/b/c')).toMatchObject({ kind: 'file', text: 'text\n' });
		await shell.close();
		expect(readFileSync(at('locked/a/b/c'), 'utf8')).toBe('text\n');
	}, 300_000);

	it('ends with what a command left running, and runs one command after another', async () => {
		const shell = await open();
		const ends = await Promise.all(
			['sleep 1000 & echo 1 >>order', 'echo 2 >>order', 'cat order'].map((command) => shell.run(command, signal)),
		);
		expect(ends.at(-1)!.stdout).toBe('1\n2\n');
	}, 300_000);

	it('ends when its run is cancelled', async () => {
		const shell = await open();
		const cancel = new AbortController();
		const running = shell.run('sleep 1000', cancel.signal);
		setTimeout(() => cancel.abort(new Error('cancelled')), 500);
		await expect(running).rejects.toThrow('cancelled');
		await expect(shell.run('true', cancel.signal)).rejects.toThrow('cancelled');
	}, 300_000);

	it('does not begin without its programs or its level, and copies no folder that is too large', async () => {
		await expect(open({ programs: ['no-such-program'] })).rejects.toMatchObject({
			code: 'TOOL_INVALID',
			message: expect.stringContaining('no-such-program'),
		});
		writeFileSync(at('work/large'), Buffer.alloc(2 * 1024 * 1024));
		const shell = await open({ folder: at('work'), scratchMb: 1 });
		await expect(shell.run('ls', signal)).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
		expect(ownFolders()).toEqual([]);
	}, 300_000);
});
