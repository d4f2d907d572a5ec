import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys } from './keys';

test('keeps the keys from all others, also in a folder that was open to them', async () => {
	const into = mkdtempSync(join(tmpdir(), 'troupe-keys-'));
	chmodSync(into, 0o755);
	await createKeys({ into, development: true, nowMs: Date.now() });
	const modes = ['', 'root.pem', 'author.pem', 'approver.pem', 'snapshot.pem'].map((name) => statSync(join(into, name)).mode & 0o777);
	expect(modes).toEqual([0o700, 0o600, 0o600, 0o600, 0o600]);
	rmSync(into, { recursive: true });
});
