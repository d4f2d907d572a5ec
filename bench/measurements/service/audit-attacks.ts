/**
 * Plays 500 seeded manipulations of audit logs, and counts those that `troupe audit verify` finds at the right index. The manipulations and the oracle of
 * their index (bench/audit) were written from the requirement, without the verifier. Logs without a manipulation must be right. Goal: 1.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { allAttacks } from '../../audit/all-attacks';
import { type HonestLog, openStore, tenant, writeHonestLog } from '../../audit/honest-log';
import { findFirstDifference, readView } from '../../audit/log-view';
import { type Manipulation, Scene } from '../../audit/scene';
import { createChance } from '../../samples/sample';

const plays = Number(process.env.BENCH_PLAYS ?? 500);
const only = process.env.BENCH_ONLY;
const sizes = [1, 2, 3, 200, 255, 256, 257, 511, 512, 700, 1_300];

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-audit-attacks-'));
	try {
		const logs: HonestLog[] = [];
		for (const size of sizes) logs.push(await writeHonestLog(join(folder, `log-${size}.db`), size));
		const missed = new Map<string, string[]>();
		let right = 0;
		for (let seed = 0; seed < plays; seed += 1) {
			const manipulation = allAttacks[seed % allAttacks.length]!;
			if (only !== undefined && !manipulation.name.includes(only)) continue;
			const miss = await play(manipulation, { logs, seed, file: join(folder, `played-${seed}.db`) });
			if (miss === undefined) right += 1;
			else missed.set(manipulation.name, [...(missed.get(manipulation.name) ?? []), miss]);
		}
		for (const [name, misses] of missed) console.log(`${name}: ${misses.length} missed. ${misses.slice(0, 3).join('; ')}`);
		console.log(`${plays} manipulations of ${allAttacks.length} kinds`);
		return Math.round((right / plays) * 10_000) / 10_000;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @returns what the verifier said instead of what is right */
async function play({ act, least = 1 }: Manipulation, { logs, seed, file }: { logs: HonestLog[]; seed: number; file: string }) {
	const chance = createChance(seed);
	const log = chance.pick(logs.filter(({ size }) => size >= least));
	copyFileSync(log.file, file);
	const database = new DatabaseSync(file);
	const outcome = await act(new Scene(database, log, chance, file));
	const difference = findFirstDifference(log.view, readView(database, tenant));
	database.close();
	const expected = outcome?.honest ? undefined : (outcome?.index ?? difference);
	const store = openStore(file);
	const { fault } = await store.verify(tenant, outcome?.kept);
	await store.close();
	for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
	if (expected === Infinity) throw new Error(`seed ${seed} changed nothing`);
	return fault?.index === expected
		? undefined
		: `seed ${seed}: expected ${expected} of ${log.size}, answered ${fault?.index} ${fault?.problem}`;
}
