import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../../../test/support/wait-until';
import { guardMemory, killIfRunning } from '../../processes/guard-memory';
import { refuseSignalsSource } from '../../processes/signals';
import { isRestricted, permissionArguments } from './reader-permissions';

/** A program in the place of the reader's, as a document that took over the parser. */
async function run(source: string, send?: (pid: number) => void): Promise<{ told: unknown; code: number | null; signal: string | null }> {
	const dist = mkdtempSync(join(tmpdir(), 'troupe-reader-'));
	const program = join(dist, 'programs.js');
	writeFileSync(program, refuseSignalsSource + source);
	const child = fork(program, [], { execArgv: permissionArguments(join(dist, 'programs', 'reader-program.js')), env: {}, stdio: 'ignore' });
	let told: unknown;
	child.on('message', (message) => (told = message));
	send?.(child.pid!);
	const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
	rmSync(dist, { recursive: true });
	return { told, code, signal };
}

/** Under another Node, a thread in the process limits its memory alone. */
const restricted = isRestricted ? it : it.skip;

restricted('a reading process reaches no file, program, thread or secret of its host', async () => {
	const attempts = `
		const fs = require('node:fs');
		const attempts = {
			read: () => fs.readFileSync('/etc/passwd'),
			environment: () => fs.readFileSync('/proc/' + process.ppid + '/environ'),
			list: () => fs.readdirSync(require('node:os').homedir()),
			write: () => fs.writeFileSync(__dirname + '/x', ''),
			link: () => fs.symlinkSync('/etc', __dirname + '/etc'),
			program: () => require('node:child_process').execFileSync('/bin/true'),
			thread: () => new (require('node:worker_threads').Worker)('', { eval: true }),
			database: () => require('node:sqlite'),
			inspector: () => process._debugProcess(process.ppid),
			kill: () => process.kill(process.ppid, 0),
			addon: () => process.dlopen({ exports: {} }, '/x.node'),
			own: () => fs.readFileSync(__filename),
		};
		const outcome = (attempt) => { try { attempt(); return 'done'; } catch ({ code, name }) { return code ?? name; } };
		process.send(Object.fromEntries(Object.entries(attempts).map(([name, attempt]) => [name, outcome(attempt)])), () => process.exit());
	`;
	const denied = 'ERR_ACCESS_DENIED';
	expect((await run(attempts)).told).toEqual({
		...{ read: denied, environment: denied, list: denied, write: denied, link: denied, program: denied, thread: denied },
		...{ addon: 'ERR_DLOPEN_DISABLED', own: 'done', database: 'ERR_UNKNOWN_BUILTIN_MODULE', inspector: 'TypeError', kill: 'EPERM' },
	});
});

restricted('a process that grows beyond its limit is killed, although it is busy', async () => {
	const grow = 'const all = []; for (;;) all.push(Buffer.alloc(1_000_000, 1));';
	expect(await run(grow, (pid) => guardMemory(pid, 150))).toMatchObject({ signal: 'SIGKILL' });
});

describe('a process that is busy ends with its host', () => {
	const guard = join(__dirname, '../../processes/guard-memory.ts');
	const startHost = (end: string) =>
		spawn(
			process.execPath,
			[
				'--experimental-transform-types',
				'--no-warnings',
				'-e',
				`
				const busy = require('node:child_process').spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
				require('node:fs').writeSync(1, busy.pid + '\\n');
				const end = () => process.kill(process.pid, 'SIGKILL');
				import(${JSON.stringify(guard)}).then(async ({ guardMemory, holdGuard }) => {
					guardMemory(busy.pid, 500);
					${end}
				});
				setInterval(() => undefined, 1000);
			`,
			],
			{ stdio: ['ignore', 'pipe', 'inherit'] },
		);

	restricted.each([
		['whose guard watches', 'await holdGuard(); end();'],
		['whose guard has not started yet', 'end();'],
	])('%s, however the host ends', async (_case, end) => {
		const host = startHost(end);
		const [line] = (await once(host.stdout, 'data')) as [Buffer];
		const pid = Number(line.toString());
		try {
			await once(host, 'exit');
			// A process that nobody waited for stays as a zombie without memory.
			const isGone = () => !existsSync(`/proc/${pid}`) || !readFileSync(`/proc/${pid}/status`, 'latin1').includes('VmRSS');
			await waitUntil('the end of the busy process', isGone);
		} finally {
			killIfRunning(pid);
		}
	});
});

restricted('in a checkout a process caches what it compiles, also before a first build', () => {
	const checkout = mkdtempSync(join(tmpdir(), 'troupe-checkout-'));
	const program = join(checkout, 'providers/documents/process/reader-program.ts');
	expect(permissionArguments(program)).toContain(`--allow-fs-write=${join(checkout, 'build/compile-cache/')}`);
	expect(existsSync(join(checkout, 'build/compile-cache'))).toBe(true);
	rmSync(checkout, { recursive: true });
});
