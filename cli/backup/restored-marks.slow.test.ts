import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HighWater } from '../../manifests/trust/high-water';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { closeOpened } from '../../providers/compose/open-once';
import { slowTest } from '../../test/support/slow-tests';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let folder: string;
let home: string;
let archive: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-marks-'));
	home = join(folder, 'home');
	archive = join(folder, 'backup');
});
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true, force: true });
});

async function troupe(args: string[], environment: NodeJS.ProcessEnv = {}) {
	await closeOpened();
	const terminal = testTerminal({ TROUPE_HOME: home, TROUPE_BACKUP_PASSPHRASE: 'secret', ...environment });
	return { code: await runTroupe(args, terminal) };
}

slowTest('a machine stays as strict as it was: marks against rollback never get lower by a restore', async () => {
	const task = { operation: 'remember' as const, person: 'ana', facts: ['Likes tea'] };
	await runMemoryTask(task, { stateFolder: home, providers: {} }, new AbortController().signal);
	const marks = new HighWater(home);
	marks.noteRoot({ real: true });
	marks.advance('registry', { root: { version: 2, sha256: 'a'.repeat(64) } }, 1_000);
	await troupe(['backup', archive]);
	marks.noteRoot({ pinned: true });
	marks.advance('registry', { root: { version: 3, sha256: 'b'.repeat(64) } }, 2_000_000);
	expect((await troupe(['restore', archive, '--replace'])).code).toBe(0);
	const restored = new HighWater(home);
	expect([restored.acceptedRoot(), restored.marks('registry').root?.version, restored.now(0)]).toEqual([
		{ pinned: true, real: true },
		3,
		2_000_000,
	]);
	// On a new machine those of the backup count.
	const there = join(folder, 'there');
	await troupe(['restore', archive], { TROUPE_HOME: there });
	expect([new HighWater(there).acceptedRoot(), new HighWater(there).marks('registry').root?.version]).toEqual([
		{ pinned: false, real: true },
		2,
	]);
});
