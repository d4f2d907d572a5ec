import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandboxRunStore } from './sandbox-run-store';
import { testSandboxRuns } from './sandbox-run-store.contract';
import type { SandboxRunStore } from './sandbox-runs';

let folder: string;
const opened: SandboxRunStore[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-sandbox-runs-'))));
afterEach(async () => {
	for (const store of opened.splice(0)) await store.close();
	rmSync(folder, { recursive: true, force: true });
});

testSandboxRuns((bounds) => {
	const store = openSandboxRunStore(join(folder, 'sandbox-runs.db'), bounds);
	opened.push(store);
	return store;
});
