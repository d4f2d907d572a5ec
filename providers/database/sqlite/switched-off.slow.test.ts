import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { bundleProgram } from '../../../test/support/bundle-program';
import { describeSlow } from '../../../test/support/slow-tests';

describeSlow('a process without databases, as the level L0 of the sandbox starts it', () => {
	it('says so, and not that its Node is too old', () => {
		const program = JSON.stringify(bundleProgram(join(__dirname, 'open-sqlite.ts')));
		const open = `require(${program}).openSqliteFile(':memory:').catch(({ message, fix }) => console.log(message, fix))`;
		const { stdout } = spawnSync(process.execPath, ['--no-experimental-sqlite', '-e', open], { encoding: 'utf8' });
		expect(stdout).toMatch(/^SQLite is switched off in this process: .* level L0\+/);
	});
});
