/** The attacks of `troupe verify` from both tarballs, as somebody installs them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { name, version } from '../../package.json';

const folder = mkdtempSync(join(tmpdir(), 'troupe-attacks-'));
const npm = (...args: string[]) => execFileSync('npm', args, { encoding: 'utf8', timeout: 120_000, stdio: ['ignore', 'pipe', 'pipe'] });
const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `--cache=${join(folder, 'empty-cache')}`];
const install = (tarball: string) => npm('install', '--prefix', folder, ...flags, tarball);

function run(program: string, ...args: string[]) {
	const env = { PATH: process.env.PATH, HOME: folder, TROUPE_HOME: join(folder, 'home') };
	const file = join(folder, 'node_modules/.bin', program);
	return spawnSync(process.execPath, [file, ...args], { cwd: folder, env, encoding: 'utf8', timeout: 120_000 });
}

beforeAll(() => {
	writeFileSync(join(folder, 'package.json'), '{ "private": true }');
	install(resolve(`build/${name}-${version}.tgz`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('says what is missing and how to get it, then plays the attacks of the tarball beside Troupe', () => {
	const missing = run('troupe', 'verify', '--list');
	expect(missing.stderr).toMatch(/^error: The attacks are a package of their own, troupe-verify,.*\nfix: .*npm pack -w verify/);
	expect(missing.status).toBe(1);

	npm('pack', '--workspace', 'verify', '--pack-destination', folder);
	install(join(folder, `troupe-verify-${version}.tgz`));
	expect(run('troupe', 'verify', '--list', '--only', 'ASI02.04').stdout).toBe('ASI02.04  A denied tool is called\n');
	expect(run('troupe-verify', '--list', '--only', 'ASI02.04').stdout).toBe('ASI02.04  A denied tool is called\n');

	const report = run('troupe', 'verify', '--only', 'ASI02.04,ASI03.01', '--json');
	expect(JSON.parse(report.stdout)).toMatchObject({ counts: { tried: 2, held: 2, open: 0, failed: 0 } });
	expect(report.status).toBe(0);
});
