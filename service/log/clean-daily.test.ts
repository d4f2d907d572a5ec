import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everyTenant } from '../../core/base/tenant';
import { openChannels } from '../../providers/compose/channels/open-channels';
import { openEvents } from '../../providers/compose/events/events';
import { openMemory } from '../../providers/compose/memory/memory';
import { openAudit } from '../../providers/compose/state/host-audit';
import { openKeptLog } from '../../providers/compose/state/host-log';
import { openTenants } from '../../providers/compose/state/host-tenants';
import { openGate } from '../../test/fakes/permissive-gate';
import { endReceipts, takeReceipts } from '../../test/support/channels/take-receipts';
import { waitUntil } from '../../test/support/wait-until';
import { cleanDaily } from './clean-daily';
import { KeptLines } from './kept-lines';

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
	const cleaning = cleanDaily(open('default'), { log: (_level, message, facts) => void logged.push([message, facts]) }, 5);
	await cleaning.first;
	expect(logged).toEqual([['expired state removed', expect.objectContaining({ tenant: 'acme', conversations: 1, turns: 1 })]]);
	expect([await hasTurns('acme'), await hasTurns('globex')]).toEqual([false, true]);
	await talk('acme');
	now += 2 * 86_400_000;
	await waitUntil('a second cleaning', () => logged.length > 1, { seen: () => logged, everyMs: 5 });
	await cleaning.stop();
});

test('removes requests of channels that ended long ago, also of tenants without rules', async () => {
	const { receipts } = await openChannels(open('globex'));
	await receipts.accept({ tenant: 'globex', channel: 'sales', key: 'm1', stored: '{"from":"5511"}', receivedAt: now });
	await endReceipts(receipts, (await takeReceipts(receipts))!);
	now += 31 * 86_400_000;
	const logged: unknown[] = [];
	const cleaning = cleanDaily(open('default'), { log: (_level, message, facts) => void logged.push([message, facts]) });
	await cleaning.first;
	await cleaning.stop();
	expect(logged).toEqual([['old requests of channels removed', { requests: 1 }]]);
	expect(await receipts.list('globex', {}, 9)).toEqual([]);
});

test('removes lines of the log of an earlier setting, also where none are kept now', async () => {
	const read = async () => (await (await openKeptLog(open('default')))!.read(everyTenant, {}, 10)).map(({ line }) => line);
	const row = { tenant: 'acme', level: 'warn', run: null, trace: null, source: 'serve a:1' };
	await (await openKeptLog(open('default')))!.append([6, 8].map((days) => ({ ...row, at: now - days * 86_400_000, line: `${days}` })));
	const log = () => undefined;
	for (const [days, left] of [
		[7, ['6']],
		[0, []],
	] as const) {
		const kept = new KeptLines(days);
		await kept.start(open('default'), 'serve', log);
		const cleaning = cleanDaily(open('default'), { log, kept });
		await cleaning.first;
		await Promise.all([cleaning.stop(), kept.close()]);
		expect(await read()).toEqual(left);
	}
});

test('warns once a week before it removes more than usual, and notes the numbers after it (RocketChat/Rocket.Chat#12862)', async () => {
	const weekMs = 7 * 86_400_000;
	now = Math.floor(now / weekMs) * weekMs;
	await (await openTenants({ stateFolder: home }))!.set({ name: 'acme', rules: { retentionDays: 31 }, changedAt: 0, changedBy: 'ana' });
	const memory = await openMemory(open('acme'));
	await memory.addTurns(
		'import',
		Array.from({ length: 150 }, (_, number) => ({ message: `${number}`, reply: 'ok', at: now + number })),
	);
	const clean = async () => {
		const cleaning = cleanDaily(open('default'), { log: () => undefined });
		await cleaning.first;
		await cleaning.stop();
		return (await (await openEvents(open('acme'))).read('acme', 0, 9)).map(({ type, data }) => [type, data]);
	};
	now += 21 * 86_400_000;
	expect(await clean()).toEqual([]);
	now += 7 * 86_400_000;
	const warning = ['retention.due', { class: 'memory', rows: 151, withinDays: 7 }];
	expect([await clean(), await clean()]).toEqual([[warning], [warning]]);
	now += 4 * 86_400_000;
	expect(await clean()).toEqual([warning]);
	const { store } = (await openAudit(open('acme')))!;
	await store.sequence('acme');
	const { entries } = await store.search('acme', { limit: 9, act: 'data.expired' });
	expect(entries.map(({ leaf }) => (JSON.parse(leaf) as { details: unknown }).details)).toEqual([
		{ kind: 'removed', value: { conversations: 1, turns: 150 } },
	]);
});

test('logs a fault and goes on', async () => {
	const logged: string[] = [];
	const broken = { ...open('default'), database: 'mysql://nowhere' };
	const cleaning = cleanDaily(broken, { log: (_level, message) => void logged.push(message) });
	await cleaning.first;
	await cleaning.stop();
	expect(logged).toEqual(['what a tenant keeps too long was not removed']);
});
