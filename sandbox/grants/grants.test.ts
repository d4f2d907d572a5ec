import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { diskFolder } from '../../test/support/disk-folder';
import { describeSlow } from '../../test/support/slow-tests';
import { isAtLeast, type Level } from '../levels/level';
import { defaultLimits } from '../levels/limits';
import { findHighest } from '../probes/measure-levels';
import { readMeasurement } from '../run/measured-machine';
import { SandboxWorker } from '../workers/sandbox-worker';
import { grantCapabilities } from './grant-capabilities';
import type { RunPermissions } from './grants';

/** No installation there: koffi is that of the checkout. */
const stateFolder = '/nonexistent/home';
let folder: string;
const at = (name: string) => join(folder, name);

beforeAll(() => {
	folder = realpathSync(mkdtempSync(join(diskFolder, 'troupe-grants-')));
	for (const name of ['data', 'out']) mkdirSync(at(name));
	for (const name of ['data/one.txt', 'file.txt', 'other.txt', 'with,comma.txt', 'script.sh']) writeFileSync(at(name), name);
	chmodSync(at('script.sh'), 0o755);
	symlinkSync(at('other.txt'), at('link.txt'));
	symlinkSync(at('other.txt'), at('data/link.txt'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function replaceSetting(name: string, value: string): () => void {
	const before = process.env[name];
	process.env[name] = value;
	return () => void (before === undefined ? delete process.env[name] : (process.env[name] = before));
}
const list = (lists: Omit<Capabilities, 'version'>): Capabilities => ({ version: 1, ...lists });
const read = (...names: string[]) => list({ files: names.map((path) => ({ path, access: 'read' })) });
const grant = (permissions: RunPermissions, level: Level = 'L1') => grantCapabilities(permissions, level, stateFolder);

describe('a list', () => {
	it('gives files and folders that exist, by absolute paths or from its own folder', async () => {
		const { files, refused } = await grant({ capabilities: read(at('file.txt'), 'data'), folder });
		expect([files, refused]).toEqual([
			[
				{ path: at('file.txt'), access: 'read' },
				{ path: at('data'), access: 'read' },
			],
			[],
		]);
	});

	it.each([
		['a link', () => at('link.txt'), /A link on the way leads to .*other\.txt/],
		['a missing file', () => at('missing.txt'), /does not exist/],
		['a name that Node reads as several', () => at('with,comma.txt'), /character/],
		['a pattern', () => at('*'), /character/],
		['a path that leads out by ..', () => `${at('data')}/../file.txt`, /".."/],
		['a relative path that leads out', () => '../file.txt', /"\.\."/],
		['a relative path without a folder', () => 'file.txt', /relative/],
		['processes', () => '/proc/self', /processes, devices/],
		['everything', () => '/', /contains Troupe's home/],
		['the folder of temporary files', () => realpathSync(tmpdir()), /contains Troupe's home|processes, devices/],
		['keys of Troupe', () => join(stateFolder, 'keys'), /Troupe's home/],
		['the folder above them', () => '/nonexistent', /contains Troupe's home/],
		['a device', () => '/dev/zero', /devices/],
	])('does not give %s', async (_case, path, reason) => {
		const { files, refused } = await grant({ capabilities: read(path()) });
		expect(files).toEqual([]);
		expect(refused).toEqual([{ kind: 'files', value: path(), reason: expect.stringMatching(reason) as string }]);
	});

	it('gives no keys where the home is reached by a link, and begins relative paths where a link leads', async () => {
		mkdirSync(at('home/keys'), { recursive: true });
		symlinkSync(at('home'), at('home-link'));
		symlinkSync(at('data'), at('data-link'));
		const keys = await grantCapabilities({ capabilities: read(at('home/keys')) }, 'L1', at('home-link'));
		expect(keys.refused[0]!.reason).toMatch(/Troupe's home/);
		expect((await grant({ capabilities: read('one.txt'), folder: at('data-link') })).files).toEqual([
			{ path: at('data/one.txt'), access: 'read' },
		]);
	});

	it('gives changes only where a person allows them, from L0+ on', async () => {
		const capabilities = list({ files: [{ path: at('out'), access: 'write' }] });
		expect((await grant({ capabilities })).refused[0]!.reason).toMatch(/A person has to allow changes: pass --write/);
		expect((await grant({ capabilities, writable: [at('out')] })).files).toEqual([{ path: at('out'), access: 'write' }]);
		expect((await grant({ capabilities, writable: [at('out')] }, 'L0')).files).toEqual([]);
		const file = list({ files: [{ path: at('file.txt'), access: 'write' }] });
		expect((await grant({ capabilities: file, writable: [at('file.txt')] }, 'L0')).refused[0]!.reason).toMatch(/need level L0\+/);
	});

	it.each(['agents', 'agents/clerk', '.'])('gives no changes of what runs agents: %s, where TROUPE_AGENTS has agents', async (name) => {
		mkdirSync(at('agents/clerk'), { recursive: true });
		const undo = replaceSetting('TROUPE_AGENTS', at('agents'));
		try {
			const path = join(at(name));
			const grantOf = (access: 'read' | 'write') => grant({ capabilities: list({ files: [{ path, access }] }), writable: [path] });
			expect((await grantOf('write')).refused[0]!.reason).toMatch(/which no code of an agent changes/);
			expect((await grantOf('read')).refused).toEqual([]);
			expect(
				(await grant({ capabilities: list({ files: [{ path: at('out'), access: 'write' }] }), writable: [at('out')] })).refused,
			).toEqual([]);
		} finally {
			undo();
		}
	});

	it('gives files at L0, but no folders: a link in one would lead out of it', async () => {
		const { files, refused } = await grant({ capabilities: read(at('file.txt'), at('data')) }, 'L0');
		expect([files.length, refused[0]!.reason]).toEqual([1, expect.stringMatching(/Folders need level L0\+/)]);
	});

	it('gives programs in machine code from L1 on', async () => {
		const capabilities = list({ programs: ['sh', process.execPath, at('script.sh'), at('file.txt'), 'no-such-program', 'bin/sh'] });
		const { programs, environment, refused } = await grant({ capabilities });
		expect(programs).toEqual([expect.stringMatching(/\/sh$/), process.execPath]);
		expect(environment.PATH?.split(':')).toHaveLength(2);
		expect(refused.map(({ reason }) => reason)).toEqual([
			expect.stringMatching(/machine code/),
			expect.stringMatching(/machine code/),
			expect.stringMatching(/not installed/),
			expect.stringMatching(/absolute path/),
		]);
		expect((await grant({ capabilities: list({ programs: ['sh'] }) }, 'L0+')).refused[0]!.reason).toMatch(/need level L1/);
	});

	it('gives no variable by itself', async () => {
		const capabilities = list({ environment: ['HOME', 'TZ'] });
		const { environment, refused } = await grant({ capabilities, environment: { TZ: 'UTC' } });
		expect(environment).toEqual({ TZ: 'UTC' });
		expect(refused).toEqual([{ kind: 'environment', value: 'HOME', reason: expect.stringMatching(/--env HOME/) as string }]);
	});
});

describeSlow('on this machine', () => {
	let highest: Level;
	beforeAll(async () => {
		highest = findHighest((await readMeasurement(folder, new Date())).measured) as Level;
	}, 600_000);

	async function run(level: Level, source: string, permissions: RunPermissions) {
		const { files, programs, environment } = await grantCapabilities(permissions, level, stateFolder);
		const limits = { ...defaultLimits, timeMs: 60_000 };
		const worker = await SandboxWorker.start({ level, limits, permissions: true, readable: [], stateFolder, files, programs });
		const { stdout, stderr } = await worker.run({ name: 'script.cjs', source: `${attempt}\n${source}`, environment });
		await worker.gone;
		return `${stdout.toString()}${stderr.toString()}`.trim().split('\n');
	}
	const attempt = `const fs = require('fs'), { execFileSync, spawn } = require('child_process');
		const attempt = (work) => { try { console.log(String(work()).trim()); } catch (error) { console.log(error.code ?? error.message); } };`;

	it.each(['L0', 'L0+', 'L1', 'L2'] as const)('code at %s has its files, its variables and nothing beside them', async (level) => {
		if (!isAtLeast(highest, level)) return;
		const files = [
			{ path: at('file.txt'), access: 'read' as const },
			{ path: at('data'), access: 'read' as const },
			{ path: at('out'), access: 'write' as const },
		];
		rmSync(at('out/new.txt'), { force: true });
		const lines = await run(
			level,
			`attempt(() => fs.readFileSync('${at('file.txt')}')); attempt(() => fs.readFileSync('${at('other.txt')}'));
			attempt(() => fs.readdirSync('${at('data')}').length); attempt(() => fs.readFileSync('${at('data/one.txt')}'));
			attempt(() => fs.readFileSync('${at('data/link.txt')}')); attempt(() => fs.writeFileSync('${at('data/one.txt')}', 'x'));
			attempt(() => fs.writeFileSync('${at('out/new.txt')}', 'new') ?? 'written'); attempt(() => Object.keys(process.env)); attempt(() => process.env.TZ);`,
			{ capabilities: list({ files, environment: ['TZ', 'HOME'] }), environment: { TZ: 'UTC' }, writable: [at('out')] },
		);
		const refused = expect.stringMatching(/^(ERR_ACCESS_DENIED|EACCES|ENOENT|EROFS)$/) as string;
		const ofFolders = level === 'L0' ? [refused, refused] : ['2', 'data/one.txt'];
		expect(lines).toEqual(['file.txt', refused, ...ofFolders, refused, refused, level === 'L0' ? refused : 'written', 'TZ', 'UTC']);
		if (level !== 'L0') expect(readFileSync(at('out/new.txt'), 'utf8')).toBe('new');
	});

	it.each(['L1', 'L2'] as const)('code at %s starts its programs, which have what it has', async (level) => {
		if (!isAtLeast(highest, level)) return;
		const capabilities = list({ programs: ['sh', 'cat'], files: [{ path: at('file.txt'), access: 'read' }] });
		const lines = await run(
			level,
			`attempt(() => execFileSync('cat', ['${at('file.txt')}'])); attempt(() => execFileSync('cat', ['${at('other.txt')}'], { stdio: ['ignore', 'pipe', 'ignore'] }));
			attempt(() => execFileSync('sh', ['-c', 'echo $(cat ${at('file.txt')}) | cat'])); attempt(() => execFileSync('ls'));
			const child = spawn('sh', ['-c', 'while :; do :; done']); child.on('exit', (code, signal) => console.log(signal)); setTimeout(() => child.kill('SIGKILL'), 200);`,
			{ capabilities },
		);
		expect(lines).toEqual(['file.txt', 'Command failed: cat ' + at('other.txt'), 'file.txt', 'ENOENT', 'SIGKILL']);
	});

	it('below L1, code starts none', async () => {
		const lines = await run('L0', `attempt(() => execFileSync('cat', ['${at('file.txt')}']));`, {
			capabilities: list({ programs: ['cat'] }),
		});
		expect(lines).toEqual(['ERR_ACCESS_DENIED']);
	});
});
