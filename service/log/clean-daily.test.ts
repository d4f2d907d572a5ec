import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMemory } from '../../providers/compose/memory/memory';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { openGate } from '../../sandbox/fakes/permissive-gate';
import { waitUntil } from '../../test/support/wait-until';
import { cleanDaily } from './clean-daily';

let home: string;
let now: number;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-clean-daily-'));
	now = Date.now();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (tenant: string) => ({
	...{ gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, tenant, clock: { now: () => now } },
});
const talk = async (tenant: string) => (await openMemory(open(tenant))).addTurns('c', [{ message: 'Hi', reply: 'Hello', at: now }]);
const hasTurns = async (tenant: string) => (await (await openMemory(open(tenant))).conversation('c', 5)) !== undefined;

test('removes at its start, and again later, what an idle tenant left, and nothing of others', async () => {
	const tenants = (await openTenants({ stateFolder: home }))!;
	await tenants.set({ name: 'acme', rules: { retentionDays: 1 }, changedAt: 0, changedBy: 'ana' });
	await tenants.set({ name: 'globex', rules: { agents: 3 }, changedAt: 0, changedBy: 'ana' });
	for (const tenant of ['acme', 'globex']) await talk(tenant);
	now += 2 * 86_400_000;
	const logged: unknown[] = [];
	const cleaning = cleanDaily(open('default'), (_level, message, facts) => void logged.push([message, facts]), 5);
	await cleaning.firstCleaning;
	expect(logged).toEqual([['expired state removed', expect.objectContaining({ tenant: 'acme', conversations: 1, turns: 1 })]]);
	expect([await hasTurns('acme'), await hasTurns('globex')]).toEqual([false, true]);
	await talk('acme');
	now += 2 * 86_400_000;
	await waitUntil('a second cleaning', () => logged.length > 1, { seen: () => logged, everyMs: 5 });
	await cleaning.stop();
});

test('logs a fault and goes on', async () => {
	const logged: string[] = [];
	const broken = { ...open('default'), database: 'mysql://nowhere' };
	const cleaning = cleanDaily(broken, (_level, message) => void logged.push(message));
	await cleaning.firstCleaning;
	await cleaning.stop();
	expect(logged).toEqual(['what a tenant keeps too long was not removed']);
});
