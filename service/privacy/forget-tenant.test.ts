import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { listTenantColumn } from '../../core/base/privacy/personal-data';
import { chain, endEvent, messageCatch, processModel, startEvent } from '../../test/contract/model-builder';
import { composeForgetting } from '../../engine-adapter/embedded/forget/compose-forgetting';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate } from '../../test/fakes/permissive-gate';
import { openEveryStore } from '../../test/support/privacy/open-every-store';
import { searchBytes } from '../../test/support/privacy/search-bytes';
import { forgetTenant } from '../operations/privacy/forget-tenant';
import { addHold, listHolds, removeHold } from '../operations/privacy/holds';
import { registeredTables } from './register';

const { signal } = new AbortController();
const [gone, stays] = ['acme', 'globex'] as const;
const values: Record<string, string> = { [gone]: 'acmeqzvalue', [stays]: 'globexqzvalue' };
const waits = processModel('waits', [
	startEvent(),
	messageCatch('reply', 'hi', '=personId'),
	endEvent(),
	...chain('start', 'reply', 'end'),
]);

let home: string;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-tenant-'));
	await openEveryStore(home);
	await closeOpened();
});
afterEach(async () => {
	await closeOpened();
	rmSync(home, { recursive: true, force: true });
});

const hostOf = (tenant: string) => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant },
	...{ memoryStore: 'memory.db', knowledgeStore: { kind: 'sqlite' as const } },
});
const ofTenants = registeredTables.filter(({ name, data }) => listTenantColumn({ [name]: data }).length > 0);
const stores = [...new Set(ofTenants.map(({ store }) => store))];

/** A row for each tenant in each table that has tenants, whatever the table is for. */
function fillEveryTable(): void {
	for (const store of stores) {
		const database = new DatabaseSync(join(home, store), { enableForeignKeyConstraints: false });
		database.exec('PRAGMA ignore_check_constraints = ON');
		for (const { name } of ofTenants.filter((table) => table.store === store)) {
			const columns = database.prepare('SELECT name, type, pk FROM pragma_table_info(?)').all(name) as Array<{
				name: string;
				type: string;
			}>;
			for (const tenant of [gone, stays]) {
				const row = columns.map((column): SQLInputValue => (column.name === 'tenant' ? tenant : valueOf(column.type, tenant)));
				database
					.prepare(`INSERT INTO ${name} (${columns.map((column) => column.name).join()}) VALUES (${row.map(() => '?').join()})`)
					.run(...row);
			}
		}
		database.close();
	}
}

function valueOf(type: string, tenant: string): SQLInputValue {
	if (/INT|REAL/i.test(type)) return tenant === gone ? 4_711 : 4_712;
	return /BLOB/i.test(type) ? Buffer.from(values[tenant]!) : values[tenant]!;
}

function countRows(tenant: string): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const store of stores) {
		const database = new DatabaseSync(join(home, store), { readOnly: true });
		for (const { name } of ofTenants.filter((table) => table.store === store))
			counts[name] = Number(database.prepare(`SELECT count(*) AS rows FROM ${name} WHERE tenant = ?`).get(tenant)!.rows);
		database.close();
	}
	return counts;
}

/** Processes that run and that ended, and messages that wait. */
async function fillEngine() {
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	for (const tenantId of [gone, stays]) {
		await engine.deploy([waits], tenantId);
		for (const personId of ['one', 'two'])
			await engine.start({ processId: 'waits', variables: { personId, wish: values[tenantId]! }, tenantId });
		await engine.publishMessage({ name: 'hi', correlationKey: 'one', tenantId });
		await engine.publishMessage({
			name: 'late',
			correlationKey: 'nobody',
			timeToLiveMs: 60_000,
			variables: { wish: values[tenantId]! },
			tenantId,
		});
	}
	return engine;
}

const forget = (tenant: string, host: object = {}) =>
	forgetTenant.perform({ tenant, reason: 'They left' }, { host: { ...hostOf('default'), ...host }, by: 'user:ana', signal });

it('leaves nothing of a tenant in any table or byte of any store, and everything of another', async () => {
	fillEveryTable();
	const engine = await fillEngine();
	const forgetInProcesses = composeForgetting(engine, 'default', () => Promise.resolve(() => []));
	const before = countRows(stays);
	expect(Object.values(before).every((rows) => rows > 0)).toBe(true);
	const { receipt } = await forget(gone, { forgetInProcesses });
	await engine.close();
	await closeOpened();
	expect(Object.entries(countRows(gone)).filter(([, rows]) => rows > 0)).toEqual([]);
	expect(countRows(stays)).toEqual(before);
	expect(searchBytes(home, [values[gone]!])).toEqual([]);
	expect(
		searchBytes(home, [values[stays]!])
			.map(({ file }) => file)
			.sort(),
	).toEqual([...stores, 'engine.db'].sort());
	expect(receipt).toMatchObject({ tenant: gone, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
	expect(receipt!.places).toEqual(
		expect.arrayContaining([
			{ place: 'state.db message', removed: 1 },
			{ place: 'memory.db memory_facts', removed: 1 },
			{ place: 'knowledge.db knowledge_documents', removed: 1 },
			{ place: 'registry.db manifests', removed: 1 },
			{ place: 'processes: instances', removed: 2 },
		]),
	);
	expect(readFileSync(join(home, 'forgotten.jsonl'), 'utf8')).toContain('"isWhole":true');
	expect(listEngineTenants()).toEqual([stays]);
});

it('rewrites every file that had rows of the tenant, not only those with persons', async () => {
	fillEveryTable();
	const files = ['knowledge.db', 'registry.db'];
	const use = (file: string, act: (database: DatabaseSync) => void) => {
		const database = new DatabaseSync(join(home, file), { enableForeignKeyConstraints: false });
		act(database);
		database.close();
	};
	// Rows longer than a page leave pages that nothing uses.
	const [document, manifest] = ['knowledge_documents', 'manifests'].map((table) => registeredTables.find(({ name }) => name === table)!);
	for (const { name, store } of [document!, manifest!])
		use(store, (database) => {
			database.exec('PRAGMA ignore_check_constraints = ON');
			const columns = database.prepare("SELECT name FROM pragma_table_info(?) WHERE pk = 0 AND type IN ('TEXT', 'BLOB')").all(name);
			database.prepare(`UPDATE ${name} SET ${String(columns[0]!.name)} = ? WHERE tenant = ?`).run('x'.repeat(100_000), gone);
		});
	await forget(gone, { forgetInProcesses: () => Promise.resolve({ cancelled: 0, instances: 0, messages: 0, left: [] }) });
	await closeOpened();
	const free: unknown[] = [];
	for (const file of files) use(file, (database) => free.push(database.prepare('PRAGMA freelist_count').get()!.freelist_count));
	expect(free).toEqual([0, 0]);
});

function listEngineTenants(): string[] {
	const database = new DatabaseSync(join(home, 'engine.db'), { readOnly: true });
	const tables = database.prepare(
		"SELECT DISTINCT tables.name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns WHERE tables.type = 'table' AND columns.name = 'tenant_id'",
	);
	const named = tables.all().flatMap(({ name }) => database.prepare(`SELECT DISTINCT tenant_id AS tenant FROM ${String(name)}`).all());
	database.close();
	return [...new Set(named.map(({ tenant }) => String(tenant)))];
}

it('is refused under a legal hold, for the tenant that asks, and while the engine is elsewhere', async () => {
	const { id } = await addHold.perform({ person: 'all', reason: 'a lawsuit' }, { host: hostOf(gone), by: 'user:bia', signal });
	const forgetInProcesses = () => Promise.reject(new Error('must not be called'));
	await expect(forget(gone, { forgetInProcesses })).rejects.toMatchObject({ code: 'STATE_CONFLICT', details: { hold: id } });
	const { items } = await listHolds.perform({}, { host: hostOf(gone), by: 'user:bia', signal });
	expect(items).toHaveLength(1);
	await expect(forget('default')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	await removeHold.perform({ hold: id }, { host: hostOf(gone), by: 'user:bia', signal });
	await expect(forget(gone)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE', retryable: true });
});
