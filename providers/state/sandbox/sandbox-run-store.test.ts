import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandboxRunStore, type SandboxRunStore } from './sandbox-run-store';
import { testSandboxRuns } from './sandbox-run-store.contract';

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
