import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../../package.json';
import { waitUntil } from './wait-until';

/** A page of the documentation and a shell in which its commands are typed, with the packed package and a home that did not exist before. */
export interface TypedPage {
	/** The folder in which the shell began. */
	folder: string;
	/** Types a block of commands of the page, by its section. Returns what it prints; the last line is `exit` and the code of the last command. */
	block(section: string, index?: number, edit?: (commands: string) => string): Promise<string>;
	/** Types other commands. */
	type(commands: string): Promise<string>;
	/** Waits until a program in the background has printed this. */
	printed(text: string): Promise<void>;
	/** Ends the shell and what it started. */
	close(): Promise<void>;
}

/** The time that a block of commands can take on a busy machine. */
const blockMs = 100_000;

/** @param settings of the environment, beside PATH and HOME */
export async function openTypedPage(path: string, settings: Record<string, string> = {}): Promise<TypedPage> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-typed-page-'));
	const blocks = readBlocks(readFileSync(path, 'utf8'));
	const [port, second] = [await findFreePort(), await findFreePort()];
	const program = unpack(folder);
	const { bin, home } = { bin: join(folder, 'bin'), home: join(folder, 'home') };
	for (const each of [bin, home]) mkdirSync(each);
	writeFileSync(join(bin, 'troupe'), personAtTheTerminal(program, port));
	chmodSync(join(bin, 'troupe'), 0o755);
	const env = { PATH: `${bin}:${process.env.PATH}`, HOME: home, ...settings };
	const shell = spawn('bash', ['--noprofile', '--norc'], { cwd: folder, detached: true, env });
	const ended = new Promise((end) => shell.once('exit', end));
	let output = '';
	let typed = 0;
	shell.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	const type = async (commands: string): Promise<string> => {
		const from = output.length;
		const end = new RegExp(`^exit \\d+ of ${++typed}$`, 'm');
		shell.stdin.write(
			`${commands.replaceAll(':8600', `:${port}`).replaceAll('8601', String(second))}\nprintf '\\nexit %s of ${typed}\\n' $?\n`,
		);
		await waitUntil('the commands', () => end.test(output.slice(from)), { seen: () => output.slice(from), forMs: blockMs });
		return output.slice(from);
	};
	// A link of npm leads from the command into the package; the script in `bin` is not a link.
	await type(`exec 2>&1\nrealpath() { echo ${JSON.stringify(program)}; }`);
	return {
		folder,
		type,
		block: (section, index = 0, edit = (commands) => commands) => {
			const commands = blocks.get(section)?.[index];
			if (commands === undefined)
				throw new Error(`${path} has no block ${index} below "${section}". It has ${[...blocks.keys()].join(', ')}.`);
			return type(edit(commands));
		},
		printed: async (text) => void (await waitUntil(text, () => output.includes(text), { seen: () => output, forMs: blockMs })),
		close: async () => {
			// Services that the shell started are in its group.
			if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGTERM');
			shell.kill('SIGKILL');
			await ended;
			rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
		},
	};
}

/** The commands below each heading. */
function readBlocks(page: string): Map<string, string[]> {
	const sections = page.split(/\n## /).slice(1);
	return new Map(
		sections.map((section) => [section.split('\n')[0]!, [...section.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, commands]) => commands!)]),
	);
}

function unpack(folder: string): string {
	execFileSync('tar', ['-xzf', resolve(`build/n8n-nodes-troupe-${version}.tgz`), '-C', folder]);
	return join(folder, 'package/bin/troupe');
}

/** Answers what only a person at a terminal can, and moves the service to a free port. The rest is typed as it is on the page. */
const personAtTheTerminal = (program: string, port: number): string => `#!/bin/bash
case "$1 $2" in
	'manifest approve' | 'manifest revoke' | 'manifest policy' | 'manifest token' | 'manifest people') case " $* " in
		*' show '* | *' list '* | *' issue '* | *' add '* | *' --yes '*) ;;
		*) set -- "$@" --yes ;;
	esac ;;
	'manifest init') set -- "$@" --url http://127.0.0.1:${port} ;;
	serve*) [[ " $* " == *' --port '* ]] || set -- "$@" --port ${port} ;;
esac
exec node --disable-warning=ExperimentalWarning ${JSON.stringify(program)} "$@"
`;

async function findFreePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((listening) => server.once('listening', listening));
	const { port } = server.address() as AddressInfo;
	await new Promise((closed) => server.close(closed));
	return port;
}
