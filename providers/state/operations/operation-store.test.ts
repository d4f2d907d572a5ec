import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOperationStore } from './operation-store';
import { testOperations } from './operation-store.contract';
import { operationBounds } from '../../compose/state/host-operations';
import type { OperationBounds, OperationStore } from './operations';

let folder: string;
const opened: OperationStore[] = [];
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-operations-'))));
afterEach(async () => {
	for (const store of opened.splice(0)) await store.close();
	rmSync(folder, { recursive: true, force: true });
});

const open = (bounds: OperationBounds) => {
	const store = openOperationStore(join(folder, 'state.db'), bounds);
	opened.push(store);
	return store;
};
testOperations(open);

test('its input is written once, not with each change of its progress', async () => {
	const store = open(operationBounds);
	const input = new Uint8Array(500_000).fill(7);
	await store.add('acme', { id: 'a', name: 'uploadDocument', scope: 'knowledge:manage', caller: 'key:ana', isRepeatable: true, input });
	const [work] = await store.queue.take('one', { max: 1, leaseMs: 60_000 });
	// It grows up to 4 MB.
	const logBytes = () => statSync(join(folder, 'state.db-wal')).size;
	const before = logBytes();
	for (const done of [1, 10, 100]) await store.report(work!, { done, unit: 'chunk' });
	expect(logBytes() - before).toBeLessThan(input.length);
});
