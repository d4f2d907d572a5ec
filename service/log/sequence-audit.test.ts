import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeOpened } from '../../providers/compose/open-once';
import { openAudit } from '../../providers/compose/state/host-audit';
import { openStateDatabase } from '../../providers/database/state-database';
import { auditSchema } from '../../providers/state/audit/audit-schema';
import { openGate } from '../../test/fakes/permissive-gate';
import { until } from '../../test/support/wait-until';
import { sequenceAudits } from './sequence-audit';
import { slowTest } from '../../test/support/slow-tests';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-sequence-'));
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true });
});

const open = async () => (await openAudit({ stateFolder: home, database: '' }))!.store;
const entry = (tenant: string, number: number) => ({
	...{ tenant, at: Date.UTC(2026, 0, 1) + number, action: 'agent.executed', outcome: 'success', who: { kind: 'system' } },
});

slowTest('gives entries of every tenant their index, once, also where two processes do it', async () => {
	const store = await open();
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '' };
	const lines: unknown[] = [];
	const machines = [1, 2].map(() => sequenceAudits(host, (...line) => void lines.push(line)));
	for (let number = 0; number < 5; number++) await store.append([entry('acme', number), entry('acme', number)]);
	await store.append([entry('globex', 0)]);
	await until(async () => (await store.countWaiting('acme')) + (await store.countWaiting('globex')) === 0);
	await Promise.all(machines.map((machine) => machine.stop()));
	expect([await store.verify('acme'), await store.verify('globex'), lines]).toEqual([{ entries: 10 }, { entries: 1 }, []]);
});

it('reports a log that is damaged, whose entries wait, and goes on with those of other tenants', async () => {
	const store = await open();
	await store.append([entry('acme', 0)]);
	await store.sequence('acme');
	const database = openStateDatabase(join(home, 'state.db'), auditSchema);
	await database.change('acme', (connection) => connection.run("DELETE FROM audit_tile WHERE tenant = 'acme'"));
	await database.close();
	await store.append([entry('acme', 1)]);
	await store.append([entry('globex', 0)]);
	expect(await store.sequenceAll()).toMatchObject([{ code: 'STORAGE_DAMAGED' }]);
	expect([await store.countWaiting('acme'), await store.countWaiting('globex')]).toEqual([1, 0]);
});
