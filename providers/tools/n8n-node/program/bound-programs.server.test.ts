import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleVictim } from '../../../../test/support/bundle-victim';

/** Runs in a process of its own, because the change is to Node.js itself. */
const starts = `
	const { BoundPrograms } = require(process.argv[1]);
	const bound = BoundPrograms.install();
	const programs = require('node:child_process');
	const ways = {
		spawn: () => programs.spawn('git', ['-c', 'safe.bareRepository=explicit', 'clone', 'http://127.0.0.1/a.git']),
		'spawn in a shell': () => programs.spawn('git clone http://127.0.0.1/a.git', { shell: true }),
		exec: () => programs.exec('ssh 127.0.0.1'),
		execFile: () => programs.execFile('/usr/bin/git', ['ls-remote']),
		fork: () => programs.fork('/tmp/a.js'),
		spawnSync: () => programs.spawnSync('curl', ['http://127.0.0.1']),
		execSync: () => programs.execSync('curl http://127.0.0.1'),
		execFileSync: () => programs.execFileSync('git', ['ls-remote']),
		'gm of Edit Image': () => programs.spawn('gm', ['identify', '-']).on('error', () => undefined),
	};
	const results = {};
	for (const [way, start] of Object.entries(ways)) {
		const watched = bound.watch();
		try { start(); results[way] = 'started'; } catch (error) { results[way] = error.code; }
		results[way] += ' ' + watched.refused;
	}
	import('node:child_process').then(({ spawnSync }) => {
		try { spawnSync('curl'); results.import = 'started'; } catch (error) { results.import = error.code; }
		process.stdout.write(JSON.stringify(results), () => process.exit());
	});
`;

it('starts no program that could call private networks (gitbucket/gitbucket#4044, astrid-runtime/astrid#177, yamadashy/repomix#1703)', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-programs-'));
	const program = bundleVictim(join(folder, 'program'), join(__dirname, 'bound-programs.ts'));
	const { stdout } = await promisify(execFile)(process.execPath, ['-e', starts, program]);
	rmSync(folder, { recursive: true });
	expect(JSON.parse(stdout)).toEqual({
		...{
			spawn: 'ADDRESS_REFUSED git',
			'spawn in a shell': 'ADDRESS_REFUSED git',
			exec: 'ADDRESS_REFUSED ssh',
			execFile: 'ADDRESS_REFUSED git',
		},
		...{
			fork: 'ADDRESS_REFUSED node',
			spawnSync: 'ADDRESS_REFUSED curl',
			execSync: 'ADDRESS_REFUSED curl',
			execFileSync: 'ADDRESS_REFUSED git',
		},
		...{ 'gm of Edit Image': 'started undefined', import: 'ADDRESS_REFUSED' },
	});
});
