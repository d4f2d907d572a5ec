import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeOpened } from '../../providers/compose/open-once';
import { isPostgresAddress } from '../../providers/database/database-place';
import { openGate } from '../fakes/permissive-gate';
import { forgetTenant } from '../../service/operations/privacy/forget-tenant';
import { listTenants, setTenantRules } from '../../service/operations/tenants';
import { fillWithPerson, valuesOf } from '../support/privacy/fill-with-person';
import { findValues } from '../support/privacy/find-values';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('a tenant that is forgotten', (openDatabases) => {
	let databases: Databases;
	let home: string;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterAll(() => databases.remove());
	afterEach(async () => {
		await closeOpened();
		rmSync(home, { recursive: true, force: true });
	});

	it('leaves nothing of its people and rules, and those of others', async () => {
		home = mkdtempSync(join(tmpdir(), 'troupe-tenant-'));
		const place = await databases.create();
		const database = isPostgresAddress(place) ? place : '';
		const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database, memoryStore: database || undefined };
		await fillWithPerson('ana', host);
		const context = { host: { ...host, tenant: 'operator' }, by: 'user:ana', signal: new AbortController().signal };
		for (const tenant of ['default', 'globex']) await setTenantRules.perform({ tenant, agents: 3 }, context);
		// With PostgreSQL, another machine can have an engine.
		const forgetInProcesses = () => Promise.resolve({ cancelled: 0, instances: 0, messages: 0, left: [] });
		const asked = { ...context, host: { ...context.host, forgetInProcesses } };
		const { receipt } = await forgetTenant.perform({ tenant: 'default', reason: 'They left' }, asked);
		expect(receipt!.places).toEqual(
			expect.arrayContaining([
				{ place: 'state.db message', removed: 3 },
				{ place: 'memory.db memory_facts', removed: 1 },
			]),
		);
		expect(await findValues(home, database, Object.values(valuesOf('ana')))).toEqual([]);
		expect((await listTenants.perform({}, context)).items.map(({ tenant }) => tenant)).toEqual(['globex']);
		const again = await forgetTenant.perform({ tenant: 'default', reason: 'They left' }, asked);
		expect(again).not.toHaveProperty('receipt');
	});
});
