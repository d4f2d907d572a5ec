/** A report is not better where something else stops every attack. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTenantStore } from '../providers/state/tenant-store';
import type { TenantRules } from '../core/ports/tenants';
import { startFakeServer } from '../sandbox/fakes/fake-server';
import { openTestRange } from '../test/support/open-test-range';
import { attacks } from './attacks';
import { requireArrival } from './range/control-scene';
import type { Range } from './range/range';

const open = { TROUPE_ALLOW_PRIVATE_NETWORKS: 'true' };
let home: string;
let range: Range;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-stopping-'));
	chmodSync(home, 0o700);
});
afterEach(async () => {
	await range.close();
	rmSync(home, { recursive: true });
});

const play = async (id: string): Promise<string> => (await attacks.find((attack) => attack.id === id)!.play(range)).state;

async function demand(rules: TenantRules): Promise<void> {
	const store = openTenantStore(join(home, 'state.db'));
	await store.set({ name: 'default', rules, changedAt: 1, changedBy: 'the test' });
	await store.close();
}

test.each([
	['denies', { status: 200, body: '{"decision":false}' }],
	['is silent (msaleme/red-team-blue-team-agent-fabric#412)', { status: 200, body: '', cutAfter: 0 }],
])('attacks are played without a decision point, which gets no request, where it %s', async (_title, reply) => {
	const server = await startFakeServer(() => reply);
	range = await openTestRange(home, { ...open, TROUPE_DECISION_POINT: server.url });
	expect([await play('ASI02.14'), await play('ASI08.09')]).toEqual(['open', 'held']);
	await server.close();
	expect(server.calls).toEqual([]);
	expect(range.leftOut).toEqual(['TROUPE_DECISION_POINT']);
});

test('attacks are played without budgets and limits that are used up (msaleme/red-team-blue-team-agent-fabric#44)', async () => {
	writeFileSync(join(home, 'budgets.json'), JSON.stringify({ budgets: [{ name: 'b', per: 'hour', calls: 0 }] }));
	await demand({ runsPerMonth: 0, tokensPerMonth: 1 });
	range = await openTestRange(home, open);
	expect([await play('ASI02.14'), await play('ASI02.61')]).toEqual(['open', 'held']);
	expect(range.leftOut).toEqual(['budgets', 'limit runsPerMonth of the tenant', 'limit tokensPerMonth of the tenant']);
});

test('attacks in English are played without a check that stops English; the other checks of its policy hold', async () => {
	const language = { check: 'language', action: 'block', stages: ['input'], strict: true, allowed: ['pt'] };
	const pattern = { check: 'pattern', patterns: ['BLUE-HERON-[0-9]+'], are: 'forbidden', stages: ['output'], action: 'block' };
	mkdirSync(join(home, 'policies'));
	writeFileSync(join(home, 'policies', 'br.json'), JSON.stringify({ id: 'br', checks: [language, pattern] }));
	await demand({ policies: ['br'] });
	range = await openTestRange(home, { ...open, TROUPE_STANDARD_WITHOUT: 'injection prompt-leak' });
	expect([await play('ASI02.14'), await play('ASI01.13')]).toEqual(['open', 'held']);
	expect(range.leftOut).toEqual(['check language of policy br']);
});

test('no attack on agents is tried where a harmless message is stopped (wandb/rai-toolkit#66)', async () => {
	range = await openTestRange(home);
	const error = { code: 'SOMETHING', message: 'Nobody may run.' };
	const refusal = /^A harmless message is stopped here too.* SOMETHING: Nobody may run\./;
	await expect(requireArrival(range, async () => ({ error, asked: [], web: { find: () => [], sent: [], fetch } }))).rejects.toThrow(
		refusal,
	);
	await expect(play('ASI01.01')).rejects.toThrow(refusal);
});
