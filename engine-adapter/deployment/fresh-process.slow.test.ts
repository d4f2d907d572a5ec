import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSlow } from '../../test/support/slow-tests';
import { bundleVictim } from '../../test/support/bundle-victim';

/** Earlier evaluations must not decide whether a model can be deployed. */
describeSlow('in a process in which nothing else happened yet', () => {
	let folder: string;
	let program: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'troupe-deploy-'));
		program = bundleVictim(folder, join(__dirname, '../../test/support/processes/deploy-once.ts'));
	}, 120_000);
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it.each(['engine', 'rest', 'case', 'linter'])('a model whose inputs come from an agent passes the %s', (path) => {
		const { status, stderr } = spawnSync(process.execPath, [program, path], { encoding: 'utf8', timeout: 60_000 });
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	});
});
