import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownImage } from '../../sandbox/levels/container/container-settings';
import { findKoffi } from '../../sandbox/levels/kernel/find-koffi';
import { koffiVersion } from '../../sandbox/levels/kernel/koffi-files';
import { loadLibc } from '../../sandbox/levels/kernel/libc';
import { findSystemCalls } from '../../sandbox/levels/kernel/system-calls';

const dockerfile = readFileSync(join(__dirname, '../../deploy/Dockerfile'), 'utf8');
const installation = /^RUN (npm install --cache \S+ .*) \/tmp\/n8n-nodes-troupe\.tgz (koffi@\S+) \\\n\t&& rm -rf (\S+)/m.exec(dockerfile)!;
let home: string;

beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-image-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

it('has an image for containers of the sandbox, under the name that they look for', () => {
	expect(dockerfile).toContain(`docker build --target sandbox --tag ${ownImage} deploy\n`);
	// The stages after it need the package.
	expect(/^FROM (\S+) AS (\w+)/m.exec(dockerfile)!.slice(1)).toEqual([expect.stringMatching(/^node:24\./), 'sandbox']);
});

it('installs what the sandbox needs beside the package, in the version that is tested', () => {
	const [, command, library, removed] = installation;
	expect(library).toBe(`koffi@${koffiVersion}`);
	const [program, ...args] = command!.replace('/tmp/npm', join(home, 'cache')).split(' ');
	execFileSync(program!, [...args, library!], { cwd: home, stdio: 'pipe', env: { ...process.env, npm_config_prefer_offline: 'true' } });
	rmSync(join(home, removed!), { recursive: true });
	const folder = findKoffi(join(home, 'volume'), join(home, 'node_modules/n8n-nodes-troupe'));
	const calls = findSystemCalls(process.arch)!;
	expect(loadLibc(folder).call('fcntl', calls.numbers.fcntl, 0, 1, 0)).toBeGreaterThanOrEqual(0);
}, 300_000);
