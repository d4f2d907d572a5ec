import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleVictim } from '../support/bundle-victim';

const [processes, rounds] = [3, 30];
/** Until all processes have started on a busy machine. One that comes later opens its first files alone. */
const startMs = 1_500;

it('several processes that open a new file at the same time all get it', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-opened-'));
	const program = bundleVictim(folder, join(__dirname, '../support/processes/open-at-once.ts'));
	const args = [program, folder, String(Date.now() + startMs), String(rounds)];
	const ended = Array.from({ length: processes }, () => promisify(execFile)(process.execPath, args));
	for (const { stderr } of await Promise.all(ended)) expect(stderr).toBe('');
	rmSync(folder, { recursive: true });
});
