import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantRules } from '../../core/ports/tenants';
import { closeOpened } from '../../providers/compose/open-once';
import { cleanTenant } from '../../providers/compose/state/clean-tenant';
import { dropReadRules, openTenants } from '../../providers/compose/state/host-tenants';
import { noteExecution } from '../../providers/compose/workflows/execution-index';
import { type FakeN8n, startN8n } from '../../test/fakes/n8n-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { addCredential } from '../operations/credentials/add-credential';
import { addHold } from '../operations/privacy/holds';
import { purgeData } from '../operations/privacy/purge';
import { readRetention } from '../operations/privacy/retention';
import { cleanTenant as cleanOperation } from '../operations/tenants';
import { readDue } from './due-rows';

const dayMs = 86_400_000;
const { signal } = new AbortController();
let home: string;
let n8n: FakeN8n;
let now: number;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-expire-executions-'));
	n8n = await startN8n();
	now = Date.now();
});
afterEach(async () => {
	await Promise.all([closeOpened(), n8n.close()]);
	rmSync(home, { recursive: true, force: true });
});

const host = () => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, database: '', tenant: 'default', allowPrivateNetworks: true },
	clock: { now: () => now },
});
const addKey = () =>
	addCredential.perform(
		{ name: 'n8n', type: 'n8nApi', data: { apiKey: 'n8n-api-key', baseUrl: `${n8n.url}/api/v1` }, servers: ['127.0.0.1'] },
		{ host: host(), by: 'user:ana', signal },
	);
const note = (execution: string, person = 'ana') => noteExecution(host(), { instance: 'n8n-1', workflow: 'sales', execution, person });
async function setRules(rules: TenantRules): Promise<void> {
	await (await openTenants(host()))!.set({ name: 'default', rules, changedAt: 0, changedBy: 'ana' });
	dropReadRules(host());
}
const statuses = (...ids: string[]) => ids.map((id) => n8n.statusOf(id));

it('removes executions of persons when their days are over, and leaves those that run or wait (n8n-io/n8n#7333)', async () => {
	await addKey();
	await setRules({ retention: { execution: 5 } });
	const [old, waiting, running] = [
		n8n.add({ workflow: 'sales' }),
		n8n.add({ workflow: 'sales', status: 'waiting' }),
		n8n.add({ workflow: 'sales', status: 'running' }),
	];
	for (const id of [old, waiting, running]) await note(id);
	now += 6 * dayMs;
	const fresh = n8n.add({ workflow: 'sales' });
	await note(fresh);
	expect(await readDue('execution', { retention: { execution: 5 } }, host())).toMatchObject({ due: 3, dueSoon: 4 });
	const { items } = await readRetention.perform({}, { host: host(), by: 'user:ana', signal });
	expect(items.find((one) => one.class === 'execution')).toMatchObject({ days: 5, from: 'retention', canSet: true, due: 3 });
	expect(await cleanTenant(host())).toMatchObject({ executions: 1 });
	expect(statuses(old, waiting, running, fresh)).toEqual([undefined, 'waiting', 'running', 'success']);
	expect((await cleanTenant(host())).executions).toBe(0);
});

it('leaves executions to n8n without a rule, and those of a person on hold', async () => {
	await addKey();
	const [one, held] = [n8n.add({ workflow: 'sales' }), n8n.add({ workflow: 'sales' })];
	await note(one);
	await note(held, 'bia');
	now += 400 * dayMs;
	expect(await cleanTenant(host())).toMatchObject({ executions: 0 });
	await setRules({ retentionDays: 30 });
	await addHold.perform({ person: 'bia', reason: 'a lawsuit' }, { host: host(), by: 'user:ana', signal });
	expect(await cleanTenant(host())).toMatchObject({ executions: 1 });
	expect(statuses(one, held)).toEqual([undefined, 'success']);
});

it('says which stay where there is no key, or n8n is away, and removes them later', async () => {
	await setRules({ retention: { execution: 5 } });
	const id = n8n.add({ workflow: 'sales' });
	await note(id);
	now += 6 * dayMs;
	const clean = () => cleanOperation.perform({ tenant: 'default' }, { host: host(), by: 'user:ana', signal });
	const { executions, notReached } = await clean();
	expect([executions, notReached]).toEqual([0, expect.stringMatching(/the execution 1 of workflow sales until .*no API key.*n8nApi/)]);
	await addKey();
	expect(await clean()).toMatchObject({ executions: 1, notReached: null });
});

it('purges them before a date, whatever the rules say', async () => {
	await addKey();
	const id = n8n.add({ workflow: 'sales' });
	await note(id);
	now += 2 * dayMs;
	const purge = { tenant_id: 'default', entity_type: 'execution', before_date: new Date(now - dayMs).toISOString(), reason: 'closed case' };
	const { removed } = await purgeData.perform(purge, { host: host(), by: 'user:ana', signal });
	expect(removed).toEqual([{ store: 'state.db', table: 'n8n_execution', rows: 1 }]);
	expect(n8n.statusOf(id)).toBeUndefined();
});

it('tells what a purge removed, and why n8n keeps the rest', async () => {
	await addKey();
	const gone = n8n.add({ workflow: 'sales' });
	await note(gone);
	await noteExecution(host(), { instance: 'n8n-1', workflow: 'deleted', execution: '999', person: 'ana' });
	now += 2 * dayMs;
	const purge = { tenant_id: 'default', entity_type: 'execution', before_date: new Date(now - dayMs).toISOString(), reason: 'closed case' };
	const { removed, notReached } = await purgeData.perform(purge, { host: host(), by: 'user:ana', signal });
	expect(removed).toEqual([{ store: 'state.db', table: 'n8n_execution', rows: 1 }]);
	expect(notReached).toMatch(/^n8n keeps longer than the tenant says the execution 999 of workflow deleted .*API key/);
	expect(n8n.statusOf(gone)).toBeUndefined();
});
