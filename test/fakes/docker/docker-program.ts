/**
 * A stand-in of the program `docker`: the commands that the sandbox uses, refusals included. Its containers are processes of this machine, which live
 * on when this program is killed, as those of a daemon do. Nothing is isolated: the real engines are for that.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunOptions, Refusal } from './run-options';

interface Container {
	pid: number;
	labels: string[];
}

/** The folder of the daemon: `image.json`, and a file for each container. */
const [folder = '', command = '', ...args] = process.argv.slice(2);
appendFileSync(join(folder, 'calls.log'), JSON.stringify([command, ...args]) + '\n');

const commands: Record<string, () => void | Promise<void>> = {
	info() {
		const limits = { MemoryLimit: true, PidsLimit: !existsSync(join(folder, 'unlimited')), CpuCfsQuota: true };
		print({ ServerVersion: '27.3.1', SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'], ...limits });
	},
	image() {
		const name = args.at(-1)!;
		if (findImage(name) === undefined) throw new Refusal(`Error: No such image: ${name}`, 1);
		print(findImage(name));
	},
	ps() {
		const label = args[args.indexOf('--filter') + 1]!.replace('label=', '');
		for (const name of listNames()) if (readContainer(name)?.labels.includes(label)) say(name);
	},
	inspect: () => say(`${find(args.at(-1)!).pid} ${hash(args.at(-1)!)}`),
	kill() {
		if (!end(find(args.at(-1)!).pid)) throw new Refusal(`Error response from daemon: Container ${args.at(-1)} is not running`, 1);
	},
	rm() {
		end(find(args.at(-1)!).pid);
		rmSync(fileOf(args.at(-1)!), { force: true });
	},
	run,
};

try {
	if (existsSync(join(folder, 'stopped'))) throw new Refusal('Cannot connect to the Docker daemon. Is the docker daemon running?', 1);
	const act = commands[command];
	if (!act) throw new Refusal(`docker: '${command}' is not a docker command.`, 1);
	await act();
} catch (error) {
	if (!(error instanceof Refusal)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = error.exitCode;
}

async function run(): Promise<void> {
	const { values, flags, image, args: inner } = readRunOptions(args);
	const one = (option: string) => values.get(option)?.[0];
	if (findImage(image) === undefined) throw new Refusal(`docker: Error response from daemon: No such image: ${image}.`);
	const name = one('--name')!;
	if (existsSync(fileOf(name)))
		throw new Refusal(`docker: Error response from daemon: Conflict. The container name "/${name}" is already in use.`);
	if (one('--entrypoint') !== 'node')
		throw new Refusal(`docker: Error response from daemon: exec: "${one('--entrypoint')}": executable file not found in $PATH.`, 127);
	const [uid, gid] = one('--user')!.split(':').map(Number);
	const user = process.getuid?.() === 0 ? { uid, gid } : {};
	const child = spawn(process.execPath, inner, {
		...{ cwd: one('--workdir'), env: {}, ...user },
		detached: true,
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	writeFileSync(fileOf(name), JSON.stringify({ pid: child.pid!, labels: values.get('--label') ?? [] } satisfies Container));
	process.exitCode = await new Promise<number>((resolve) => child.once('exit', (code, signal) => resolve(code ?? toExitCode(signal))));
	if (flags.has('--rm')) rmSync(fileOf(name), { force: true });
}

function find(name: string): Container {
	const container = readContainer(name);
	if (container) return container;
	throw new Refusal(`Error response from daemon: No such container: ${name}`, 1);
}

function readContainer(name: string): Container | undefined {
	try {
		return JSON.parse(readFileSync(fileOf(name), 'utf8')) as Container;
	} catch {
		return undefined; // It was removed.
	}
}

function findImage(name: string): unknown {
	const image = JSON.parse(readFileSync(join(folder, 'image.json'), 'utf8')) as { Id: string; RepoTags: string[] };
	return image.Id === name || image.RepoTags.includes(name) ? image : undefined;
}

function end(pid: number): boolean {
	try {
		return process.kill(pid, 'SIGKILL');
	} catch {
		return false; // It has ended.
	}
}

function listNames(): string[] {
	return readdirSync(folder).flatMap((file) => /^container-(.+)\.json$/.exec(file)?.[1] ?? []);
}

function toExitCode(signal: NodeJS.Signals | null): number {
	return 128 + ({ SIGKILL: 9, SIGABRT: 6, SIGTRAP: 5, SIGSEGV: 11, SIGXCPU: 24 }[signal as string] ?? 0);
}

function print(value: unknown): void {
	say(JSON.stringify(value));
}

function fileOf(name: string): string {
	return join(folder, `container-${name}.json`);
}

function hash(name: string): string {
	return createHash('sha256').update(name).digest('hex');
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}
