import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownImage } from '../../sandbox/levels/container/container-settings';
import { koffiFolder, koffiVersion } from '../../sandbox/levels/kernel/koffi-files';
import { loadLibc } from '../../sandbox/levels/kernel/libc';
import { findSystemCalls } from '../../sandbox/levels/kernel/system-calls';

const dockerfile = readFileSync(join(__dirname, '../../deploy/Dockerfile'), 'utf8');
const installation = /^RUN (npm install --prefix \S+ [^\\&]*)/m.exec(dockerfile)![1]!;
let home: string;

beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-image-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

it('has an image for containers of the sandbox, under the name that they look for', () => {
	expect(dockerfile).toContain(`docker build --target sandbox --tag ${ownImage} deploy\n`);
	// The stages after it need the package.
	expect(/^FROM (\S+) AS (\w+)/m.exec(dockerfile)!.slice(1)).toEqual([expect.stringMatching(/^node:24\./), 'sandbox']);
});

it('installs what the sandbox needs into the home of the image, in the version that is tested', () => {
	expect(dockerfile).toContain('ENV TROUPE_HOME=/var/lib/troupe ');
	// What follows VOLUME would not be in a new volume.
	expect(dockerfile.indexOf(installation)).toBeLessThan(dockerfile.indexOf('VOLUME /var/lib/troupe'));
	expect(installation).toContain(`koffi@${koffiVersion}`);
	const [program, ...args] = installation.trim().replace('/var/lib/troupe', home).split(' ');
	execFileSync(program!, args, { stdio: 'pipe', env: { ...process.env, npm_config_prefer_offline: 'true' } });
	const libc = loadLibc(koffiFolder(join(home, 'node_modules')));
	const calls = findSystemCalls(process.arch)!;
	expect(libc.call('fcntl', calls.numbers.fcntl, 0, 1, 0)).toBeGreaterThanOrEqual(0);
}, 300_000);
