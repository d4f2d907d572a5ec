import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MachineStore, openMachineStore } from './machine-store';
import { testMachineStore } from './machine-store.contract';

let folder: string;
let opened: MachineStore[];
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-machines-'));
	opened = [];
});
afterEach(async () => {
	for (const store of opened) await store.close();
	rmSync(folder, { recursive: true, force: true });
});
const open = (clock = Date.now) => {
	const store = openMachineStore(join(folder, 'state.db'), clock);
	opened.push(store);
	return store;
};

testMachineStore(() => open());

it('forgets a process seven days after its last report', async () => {
	let now = 1_800_000_000_000;
	const store = open(() => now);
	const process = { id: 'old', machine: 'one', program: 'serve', report: '{}', uptimeMs: 0 };
	await store.report(process);
	now += 7 * 86_400_000;
	await store.report({ ...process, id: 'new' });
	expect((await store.list()).processes.map(({ id }) => id)).toEqual(['new', 'old']);
	now += 1;
	await store.report({ ...process, id: 'new' });
	expect((await store.list()).processes.map(({ id }) => id)).toEqual(['new']);
});
