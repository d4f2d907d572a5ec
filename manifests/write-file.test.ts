import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from './write-file';

it('creates private folders around a private file, and public ones around a public file', () => {
	const home = mkdtempSync(join(tmpdir(), 'troupe-write-file-'));
	writeAtomically(join(home, 'accepted-snapshots', 'one.jwt'), 'x', 0o600);
	writeAtomically(join(home, 'trust', 'root.jwt'), 'x');
	const modes = ['accepted-snapshots', 'trust'].map((folder) => (statSync(join(home, folder)).mode & 0o077) === 0);
	expect(modes).toEqual([true, (0o777 & ~process.umask() & 0o077) === 0]);
	rmSync(home, { recursive: true });
});
