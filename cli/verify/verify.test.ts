import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../../package.json';
import { testTerminal } from '../../test/support/test-terminal';
import { runTroupe } from '../program';
import { findAttacks } from './load-attacks';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-attacks-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each([
	[['--json', '--html'], /cannot be used with/],
	[['extra'], /too many arguments/],
])('refuses %j as wrong use', async (args, message) => {
	const terminal = testTerminal({ TROUPE_HOME: folder });
	expect(await runTroupe(['verify', ...args], terminal)).toBe(2);
	expect(terminal.noted.join('\n')).toMatch(message);
});

test('names the package that is missing, and how to build it', async () => {
	const terminal = testTerminal({ TROUPE_HOME: folder });
	expect(await runTroupe(['verify', '--from', folder], terminal)).toBe(1);
	const noted = terminal.noted.join('\n');
	expect(noted).toContain(`error: The attacks are a package of their own, troupe-verify, which is not in ${folder}.`);
	expect(noted).toContain(`fix: In a checkout of Troupe ${version}, run \`npm run build\` and \`npm pack -w verify\`.`);
	expect(noted).toContain(`npm install ./troupe-verify-${version}.tgz`);
});

function install(into: string, found = version): string {
	mkdirSync(join(into, 'dist'), { recursive: true });
	writeFileSync(join(into, 'package.json'), JSON.stringify({ name: 'troupe-verify', version: found }));
	writeFileSync(join(into, 'dist/verify.js'), '');
	return into;
}

test('finds the package in a checkout, beside Troupe, in its home, and where it is named', () => {
	const places = { packageFolder: join(folder, 'node_modules/n8n-nodes-troupe'), home: join(folder, 'home') };
	const inHome = install(join(places.home, 'node_modules/troupe-verify'));
	expect(findAttacks(places)).toBe(inHome);
	const beside = install(join(folder, 'node_modules/troupe-verify'));
	expect(findAttacks(places)).toBe(beside);
	const inCheckout = install(join(places.packageFolder, 'verify'));
	expect(findAttacks(places)).toBe(inCheckout);
	expect(findAttacks({ ...places, from: inHome })).toBe(inHome);
});

test('refuses a package of another version, and one that is not built', () => {
	const places = { packageFolder: folder, home: folder };
	const installed = install(join(folder, 'verify'), '0.0.9');
	expect(() => findAttacks(places)).toThrow(`${installed} contains version 0.0.9 of troupe-verify, but this is Troupe ${version}.`);
	install(installed);
	rmSync(join(installed, 'dist'), { recursive: true });
	expect(() => findAttacks(places)).toThrow(
		expect.objectContaining({ code: 'DEPENDENCY_MISSING', fix: expect.stringContaining('npm run build') }),
	);
});
