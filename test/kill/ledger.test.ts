import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleVictim } from '../support/bundle-victim';
import { openUsageStore } from '../../providers/state/usage/usage-store';
import { liveAndDie } from '../support/processes/live-and-die';
import type { Answered } from './ledger-victim';

const kills = Math.ceil(Number(process.env.TROUPE_KILLS ?? 100) / 5);
const atOnce = 10;
/** Room for some fifty calls of each process: the last ones are refused. */
const cap = kills * 0.002;

/** Each takes 1.3 s on a busy machine; one that hangs ends by itself after 45 s. */
const limitMs = 60_000 + kills * 6_000;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-kill-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test(
	`the ledger survives ${kills} kills in the middle of calls: each answer is in it once, each call that died counts with what it reserved, and the cap holds`,
	async () => {
		const victim = bundleVictim(folder, join(__dirname, 'ledger-victim.ts'));
		const answered: Answered[] = [];
		for (let life = 0; life < kills; life += 2)
			answered.push(...(await Promise.all([life, life + 1].map((one) => liveAndDie(victim, [folder, String(cap), String(one)])))).flat());
		answered.push(...(await liveAndDie(victim, [folder, String(cap), String(kills)], { untilRefused: true })));

		const store = openUsageStore(join(folder, 'state.db'), { leaseMs: 0 });
		const now = Date.now() + 1000;
		const entries = await store.entries(0, 1_000_000, now);
		const [balance] = await store.balances([{ name: 'cap', per: 'total', costUsd: cap }], now);
		await store.close();

		const costs = new Map(entries.map(({ tenant, costUsd }) => [tenant, costUsd]));
		const settled = new Set(entries.filter(({ state }) => state === 'ok').map(({ tenant }) => tenant));
		expect(costs.size).toBe(entries.length);
		expect(answered.filter(({ call, costUsd }) => !settled.has(call) || costs.get(call) !== costUsd)).toEqual([]);
		expect(answered.length).toBeGreaterThan(kills);
		const lost = entries.filter(({ state }) => state === 'lost');
		expect(lost.length).toBeLessThanOrEqual(kills * atOnce);
		expect(lost.every(({ costUsd, usage }) => costUsd! > 0 && usage.estimated)).toBe(true);
		expect(entries.length - settled.size - lost.length).toBe(0);
		expect(balance!.spent.calls).toBe(entries.length);
		expect(balance!.spent.costUsd).toBeCloseTo(
			entries.reduce((sum, { costUsd }) => sum + costUsd!, 0),
			8,
		);
		expect(balance!.spent.costUsd).toBeLessThanOrEqual(cap);
		expect(balance!.spent.costUsd).toBeGreaterThan(cap * 0.9);
	},
	limitMs,
);
