import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../../package.json';
import { waitUntil } from '../support/wait-until';

/** Types the commands of docs/manifests/templates.md, in order, in a shell that stays open, with a home that did not exist before. */
const folder = mkdtempSync(join(tmpdir(), 'troupe-template-page-'));
const page = readFileSync('docs/manifests/templates.md', 'utf8');
const blocks = new Map(
	page
		.split(/\n## /)
		.slice(1)
		.map((section) => [section.split('\n')[0]!, [...section.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, commands]) => commands!)]),
);

const program = join(folder, 'package/bin/troupe');
let shell: ChildProcess;
let output = '';
let port: number;

beforeAll(async () => {
	port = await freePort();
	execFileSync('tar', ['-xzf', resolve(`build/n8n-nodes-troupe-${version}.tgz`), '-C', folder]);
	const bin = join(folder, 'bin');
	const home = join(folder, 'home');
	for (const each of [bin, home]) mkdirSync(each);
	writeFileSync(join(bin, 'troupe'), personAtTheTerminal());
	chmodSync(join(bin, 'troupe'), 0o755);
	shell = spawn('bash', ['--noprofile', '--norc'], {
		cwd: folder,
		detached: true,
		env: { PATH: `${bin}:${process.env.PATH}`, HOME: home, ITS_PORT: String(port) },
	});
	shell.stdout!.setEncoding('utf8').on('data', (text: string) => (output += text));
	await type('exec 2>&1');
});
afterAll(async () => {
	const ended = new Promise((end) => shell.once('exit', end));
	// The service runs in the shell's group.
	if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGTERM');
	shell.kill('SIGKILL');
	await ended;
	rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** Answers what only a person at a terminal can, and moves the registry to a free port. The rest is typed as it is on the page. */
const personAtTheTerminal = (): string => `#!/bin/bash
case "$1 $2" in
	'manifest approve') set -- "$@" --yes ;;
	'manifest init') set -- "$@" --url "http://127.0.0.1:$ITS_PORT" ;;
	'serve --no-engine') set -- "$@" --port "$ITS_PORT" ;;
esac
exec node --disable-warning=ExperimentalWarning ${JSON.stringify(program)} "$@"
`;

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((listening) => server.once('listening', listening));
	const { port: free } = server.address() as AddressInfo;
	await new Promise((closed) => server.close(closed));
	return free;
}

let typed = 0;

/** Types commands and returns what they print; the last line is the exit code of the last command. */
async function type(commands: string): Promise<string> {
	const from = output.length;
	const end = new RegExp(`^exit \\d+ of ${++typed}$`, 'm');
	shell.stdin!.write(`${commands.replaceAll(':8600', `:${port}`)}\necho "exit $? of ${typed}"\n`);
	await waitUntil('the commands', () => end.test(output.slice(from)), { seen: () => output.slice(from) });
	return output.slice(from);
}

/** Types a block of the page. */
function block(title: string, index = 0): Promise<string> {
	const commands = blocks.get(title)?.[index];
	if (commands === undefined) throw new Error(`The page has no block ${index} below "${title}". It has ${[...blocks.keys()].join(', ')}.`);
	return type(commands);
}

it('starts a registry', async () => {
	expect(await block('1. Start a registry')).toContain('people/grace@example.com');
	await waitUntil('the registry', () => output.includes('troupe serve is ready'), { seen: () => output });
});

it('writes, publishes and approves a template', async () => {
	expect(await block('2. Write, publish, approve')).toContain('greeter 1.0.0: draft, 0 of 1 approvals');
	expect(await block('2. Write, publish, approve', 1)).toMatch(/template greeter 1\.0\.0: approved[^]*exit 0/);
});

it('approves Troupe itself', async () => {
	// A link of npm leads from the command into the package; the script of this test is not a link.
	await type(`realpath() { echo ${JSON.stringify(program)}; }`);
	expect(await block('3. Approve Troupe itself')).toMatch(/package n8n-nodes-troupe \S+: approved[^]*exit 0/);
});

it('installs on a machine that has nothing but the root and a token', async () => {
	expect(await block('4. Set up a machine')).toMatch(/\(pinned root\)[^]*exit 0/);
	const installed = await block('5. Install');
	expect(installed).toMatch(/greeter +1\.0\.0 +registry/);
	expect(installed).toContain('Loja da Ada is open from Monday to Friday, from 9 am to 6 pm.');
});

it('updates at once, and keeps what was changed on the machine', async () => {
	expect(await block('6. Update')).toMatch(/1\.0\.1: approved[^]*exit 0/);
	expect(await block('6. Update', 1)).toMatch(/1\.0\.1 is available[^]*the new one is beside it as \.new[^]*exit 1/);
	expect(await block('6. Update', 2)).toMatch(/8 am[^]*kept with your changes\n[^]*exit 0/);
	const file = join(folder, 'shop/agents/greeter-agent/handbook/opening-hours.md');
	expect(readFileSync(file, 'utf8')).toMatch(/8 am[^]*On Saturdays/);
	expect(existsSync(`${file}.new`)).toBe(false);
});

it('returns to the version before a revoked one, and says where the revoked one is installed', async () => {
	const revoked = await block('7. Revoke');
	expect(revoked).toMatch(/installed greeter 1\.0\.0 in \S+other\n/);
	expect(revoked).toMatch(
		/installed: greeter 1\.0\.1 in \S+shop; this version was withdrawn\. For 1\.0\.0: troupe template install greeter/,
	);
	expect(await type('troupe template install greeter@1.0.1 --to exact')).toMatch(/1\.0\.1 was revoked: wrong opening hours[^]*exit 1/);
});

it.each([
	['troupe template install greeter --to x --set compny=a', /no parameter compny \(did you mean company\?\)[^]*exit 2/],
	['troupe template install greeter', /greeter has other files of the same names[^]*exit 2/],
	[
		'troupe template publish ./greeter --as registry/people/ada@example.com',
		/greeter 1\.0\.1 is already published[^]*fix: Publish it under the next version[^]*exit 1/,
	],
	['troupe template install greetre --to x', /did you mean greeter\?/],
])('refuses what is wrong: %s', async (command, said) => expect(await type(command)).toMatch(said));

it('names the registry as the reason where a machine was never let in', async () => {
	await type('mkdir -p stranger && cp -r registry/machines/trust stranger/ && echo not.a.token > wrong');
	const said = await type('TROUPE_HOME=$PWD/stranger TROUPE_REGISTRY_TOKEN_FILE=$PWD/wrong troupe template install greeter --to x');
	expect(said).toMatch(/^warning: The registry does not allow this machine to read \S+ \(401\)/m);
	expect(said).toMatch(/has sent no snapshot[^]*exit 1/);
	expect(said).not.toContain('trace-warnings');
});

it('brings the templates to a site without a network, and refuses a bundle in which a byte changed', async () => {
	expect(await block('A site without a network')).toContain('A site lives by it until');
	expect(await block('A site without a network', 1)).toMatch(/installed greeter 1\.0\.0 in \S+site-shop[^]*exit 0/);
	await type(`sed 's/eyJ/eyK/2' site.bundle > changed.bundle`);
	expect(await type('troupe manifest bundle import changed.bundle --into site2/trust --root registry/root/root.jwt')).toMatch(
		/is refused[^]*exit 1/,
	);
	expect(existsSync(join(folder, 'site2/trust/snapshot.jwt'))).toBe(false);
});
