/**
 * Plays 500 seeded manipulations of audit logs, in the database and in exported files, and counts those that `troupe audit verify` and the verifier without
 * Troupe (bin/verify-audit-log.mjs) find at the right index. The manipulations and the oracle of
 * their index (bench/audit) were written from the requirement, without the verifier. Logs without a manipulation must be right. Goal: 1.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { allAttacks } from '../../audit/all-attacks';
import { attacksOnValues } from '../../audit/attacks-on-values';
import { type FolderAttack, folderAttacks } from '../../audit/folder';
import { type HonestLog, openStore, tenant, writeHonestLog } from '../../audit/honest-log';
import { findFirstDifference, readView } from '../../audit/log-view';
import { playExport, playFolder } from '../../audit/play-folder';
import { type Manipulation, Scene } from '../../audit/scene';
import { createChance } from '../../samples/sample';

const plays = Number(process.env.BENCH_PLAYS ?? 500);
const only = process.env.BENCH_ONLY;
const kinds: Array<FolderAttack | Manipulation> = [...allAttacks, ...folderAttacks];
const sizes = [1, 2, 3, 200, 255, 256, 257, 511, 512, 700, 1_300];

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-audit-attacks-'));
	try {
		const logs: HonestLog[] = [];
		for (const size of sizes) logs.push(await writeHonestLog(join(folder, `log-${size}.db`), size));
		const missed = new Map<string, string[]>();
		let right = 0;
		for (let seed = 0; seed < plays; seed += 1) {
			const manipulation = kinds[seed % kinds.length]!;
			if (only !== undefined && !manipulation.name.includes(only)) continue;
			const at = { logs, seed, file: join(folder, `played-${seed}.db`) };
			const miss = isOnFolder(manipulation) ? await playOnFolder(manipulation, at) : await play(manipulation, at);
			if (miss === undefined) right += 1;
			else missed.set(manipulation.name, [...(missed.get(manipulation.name) ?? []), miss]);
		}
		for (const [name, misses] of missed) console.log(`${name}: ${misses.length} missed. ${misses.slice(0, 3).join('; ')}`);
		console.log(`${plays} manipulations of ${kinds.length} kinds`);
		return Math.round((right / plays) * 10_000) / 10_000;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** @returns what the verifier said instead of what is right */
async function play(manipulation: Manipulation, { logs, seed, file }: Place): Promise<string | undefined> {
	const { act, least = 1 } = manipulation;
	const chance = createChance(seed);
	const log = chance.pick(logs.filter(({ size }) => size >= least));
	copyFileSync(log.file, file);
	const database = new DatabaseSync(file);
	const outcome = await act(new Scene(database, log, chance, file));
	const difference = findFirstDifference(log.view, readView(database, tenant));
	database.close();
	const expected = outcome?.honest ? undefined : (outcome?.index ?? difference);
	const exported = attacksOnValues.includes(manipulation) ? undefined : await playExport(file, log, outcome);
	const store = openStore(file);
	const { fault } = await store.verify(tenant, outcome?.kept);
	await store.close();
	for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
	if (expected === Infinity) throw new Error(`seed ${seed} changed nothing`);
	if (fault?.index !== expected) return `seed ${seed}: expected ${expected} of ${log.size}, answered ${fault?.index} ${fault?.problem}`;
	return exported && `seed ${seed}, export: ${exported}`;
}

interface Place {
	logs: HonestLog[];
	seed: number;
	file: string;
}

const isOnFolder = (kind: FolderAttack | Manipulation): kind is FolderAttack => (folderAttacks as unknown[]).includes(kind);

async function playOnFolder(attack: FolderAttack, { logs, seed, file }: Place): Promise<string | undefined> {
	const chance = createChance(seed);
	const log = chance.pick(logs.filter(({ size }) => size >= attack.least));
	const miss = await playFolder(attack, log, file, chance);
	return miss && `seed ${seed}, folder: ${miss}`;
}
