import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOperationStore } from './operation-store';
import { testOperations } from './operation-store.contract';
import type { OperationStore } from './operations';

let folder: string;
const opened: OperationStore[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-operations-'))));
afterEach(async () => {
	for (const store of opened.splice(0)) await store.close();
	rmSync(folder, { recursive: true, force: true });
});

testOperations((bounds) => {
	const store = openOperationStore(join(folder, 'state.db'), bounds);
	opened.push(store);
	return store;
});
