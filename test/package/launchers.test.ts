/** No process outlives the one that started it, also when that one is killed without a word. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { waitUntil } from '../support/wait-until';

let folder: string;
const started = new Set<ChildProcess>();
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-launchers-'))));
afterEach(() => {
	for (const child of started) child.kill('SIGKILL');
	started.clear();
	rmSync(folder, { recursive: true, force: true });
});

/** Ended, whether or not anybody took note of it. */
const hasEnded = (pid: number) => /^(?:Z|$)/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());

/** Starts a program and waits until it has printed the process ids of its children. */
async function launch(command: string, args: string[], pattern: RegExp, env: NodeJS.ProcessEnv = process.env) {
	const launcher = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
	started.add(launcher);
	let output = '';
	for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const match = await waitUntil('the children', () => pattern.exec(output), { seen: () => output });
	return { launcher, match };
}

async function killAndExpectEnd(launcher: ChildProcess, children: number[]): Promise<void> {
	expect(children.filter(hasEnded)).toEqual([]);
	launcher.kill('SIGKILL');
	await once(launcher, 'exit');
	await waitUntil('the end of the children', () => children.every(hasEnded), { seen: () => children.filter((pid) => !hasEnded(pid)) });
}

it.each([
	['ends on SIGTERM', 'sleep 1000'],
	['ignores SIGTERM', "trap '' TERM; sleep 1000; sleep 1000"],
])('a service of npm start, of tests and of engines that %s, with its own children', async (_, program) => {
	const file = join(folder, 'launcher.mjs');
	writeFileSync(
		file,
		`import { startService } from ${JSON.stringify(resolve('scripts/lib/processes.mjs'))};
		const service = startService('/bin/sh', ['-c', ${JSON.stringify(`sleep 1000 & echo "child $!"; ${program}`)}], {
			onOutput: (text) => console.log('pid ' + service.child.pid + ' ' + text),
		});`,
	);
	const { launcher, match } = await launch(process.execPath, [file], /pid (\d+) child (\d+)/);
	await killAndExpectEnd(launcher, [Number(match[1]), Number(match[2])]);
});

/** Makes a Node look like one without node:sqlite, from which `bin/troupe` hands over to that of the checkout. */
function pretendOldNode(): string {
	const file = join(folder, 'old-node.cjs');
	const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.19.0' });";
	// The other one is new.
	writeFileSync(file, `if (!process.env.HANDED_OVER) ${pretend}\nprocess.env.HANDED_OVER = '1';\n`);
	return file;
}

it('bin/troupe that handed over to another Node, with a service that drains', async () => {
	const home = join(folder, 'home');
	const env = { ...process.env, TROUPE_HOME: home, TROUPE_API_TOKEN: '' };
	const args = ['--require', pretendOldNode(), 'bin/troupe', 'serve', '--port', '0'];
	const { launcher } = await launch(process.execPath, args, /ready at (\S+)/, env);
	const children = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(launcher.pid)], { encoding: 'utf8' }).stdout;
	const service = Number(/^\s*(\d+) .*bin\/troupe serve/m.exec(children)?.[1]);
	await killAndExpectEnd(launcher, [service]);
	// It was not killed: it closed its state.
	expect(readdirSync(home)).not.toContain('engine.db.lock');
});

it('troupe with a program that speaks MCP and ignores that its input has ended', async () => {
	const file = join(folder, 'launcher.ts');
	writeFileSync(
		file,
		`import { createProgramTransport } from ${JSON.stringify(resolve('providers/tools/mcp/program-transport.ts'))};
		const transport = createProgramTransport(async () => ({ file: '/bin/sh', args: ['-c', 'sleep 1000 & echo "{\\\\"pids\\\\":[$$,$!]}"; trap "" TERM; while :; do sleep 1; done'], env: { PATH: process.env.PATH } }));
		transport.onmessage = ({ pids }) => console.log('pids ' + pids.join(' '));
		void transport.start();`,
	);
	const node = ['--experimental-transform-types', '--no-warnings', '--import', resolve('providers/processes/run-from-source.mjs')];
	const { launcher, match } = await launch(process.execPath, [...node, file], /pids (\d+) (\d+)/);
	await killAndExpectEnd(launcher, [Number(match[1]), Number(match[2])]);
});

it('troupe knowledge ingest, whose documents are read in another process', async () => {
	const { launcher, match } = await startReading();
	await killAndExpectEnd(launcher, match);
});

/** Reads a document without an end, and finds the processes that do it. */
async function startReading() {
	const document = join(folder, 'endless.html');
	writeFileSync(document, '<p>'.repeat(3_000_000));
	const env = { ...process.env, TROUPE_HOME: join(folder, 'home') };
	const args = ['bin/troupe', 'knowledge', 'ingest', document, '--into', 'endless'];
	const launcher = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
	started.add(launcher);
	let output = '';
	for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const find = () => {
		const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(launcher.pid)], { encoding: 'utf8' }).stdout;
		return children.trim() && children.trim().split(/\s+/).map(Number);
	};
	const match = await waitUntil('the reading process', find, { seen: () => output });
	return { launcher, match };
}
