/**
 * Share of seeded manipulations of an audit log that a verification finds at the first index that was touched. The kinds are those of issue 37: changed,
 * cut, forked, reordered, re-hashed, and the clock turned back. Whoever attacks writes the database; who forks or turns the clock back has the key of
 * the installation too, and the auditor has kept a checkpoint, with its leaf hashes. Goal: 1.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditEntry } from '../../../core/audit/audit-leaf';
import { parseSignedCheckpoint } from '../../../core/audit/checkpoint';
import { decodeBundle, encodeBundle } from '../../../core/audit/entry-bundle';
import { hashLeaf } from '../../../core/audit/hashes';
import { TileEdge } from '../../../core/audit/tile-edge';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { composeAuditKeys } from '../../../providers/compose/state/host-audit';
import { openAuditStore } from '../../../providers/state/audit/audit-store';
import type { KeptCheckpoint } from '../../../providers/state/audit/verify-audit';
import { createChance, type Chance } from '../../samples/sample';

const attacks = Number(process.env.BENCH_ATTACKS ?? 500);
const seed = Number(process.env.BENCH_SEED ?? 37);
const size = 700;
const tenant = 'acme';
const keys = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 5)));
const hour = 3_600_000;

const createEntry = (number: number, at = Date.UTC(2026, 0, 1) + number * 60_000): AuditEntry => ({
	...{ tenant, at, action: 'agent.executed', outcome: 'completed', object: { kind: 'agent', value: 'support' } },
	...{
		who: { kind: 'user', value: `u${number % 7}`, subject: { kind: 'subject', id: `u${number % 7}` } },
		details: { kind: 'run', value: number },
	},
});

/** A log in a file that nothing of the product has open. */
class LogFile {
	constructor(readonly database: DatabaseSync) {}

	readEntries(length = size): Buffer[] {
		return this.#read(-1).flatMap((bundle, place) => decodeBundle(bundle, Math.min(256, length - place * 256)));
	}

	writeEntries(entries: readonly Buffer[]): void {
		this.#replace(
			-1,
			entries.map((entry) => encodeBundle([entry])),
		);
	}

	/** Makes all hashes again, so that they fit the entries. */
	writeHashes(entries: readonly Buffer[]): void {
		const edge = new TileEdge(0, []);
		for (const entry of entries) edge.append(hashLeaf(entry));
		this.database.exec('DELETE FROM audit_tile WHERE level >= 0');
		for (const { level, index, hashes } of edge.takeChanged()) this.#insert(level, index, hashes);
	}

	readMarks(): Buffer[] {
		return this.#read(-2).flatMap((marks) =>
			Array.from({ length: marks.length / 32 }, (_, place) => marks.subarray(place * 32, place * 32 + 32)),
		);
	}

	writeMarks(marks: readonly Buffer[]): void {
		this.#replace(-2, marks);
	}

	#read(level: number): Buffer[] {
		const rows = this.database.prepare('SELECT content FROM audit_tile WHERE level = ? ORDER BY place').all(level) as Array<{
			content: Uint8Array;
		}>;
		return rows.map(({ content }) => Buffer.from(content));
	}

	#replace(level: number, items: readonly Buffer[]): void {
		this.database.prepare('DELETE FROM audit_tile WHERE level = ?').run(level);
		for (let place = 0; place * 256 < items.length; place += 1)
			this.#insert(level, place, Buffer.concat(items.slice(place * 256, place * 256 + 256)));
	}

	#insert(level: number, place: number, content: Buffer): void {
		this.database.prepare('INSERT INTO audit_tile (tenant, level, place, content) VALUES (?, ?, ?, ?)').run(tenant, level, place, content);
	}
}

/** Manipulates a log. @returns the first index that is not as it was */
type Attack = (log: LogFile, chance: Chance) => number;

const changeByte = (entry: Buffer, chance: Chance): Buffer => {
	const changed = Buffer.from(entry);
	changed[chance.below(changed.length)]! ^= 1 << chance.below(7);
	return changed;
};

/** Those who can write the database, and have no key. */
const outsiders: Record<string, Attack> = {
	changed(log, chance) {
		const entries = log.readEntries();
		const index = chance.below(size);
		log.writeEntries(entries.with(index, changeByte(entries[index]!, chance)));
		return index;
	},
	cut(log, chance) {
		const length = chance.below(size);
		log.writeEntries(log.readEntries().slice(0, length));
		if (chance.once(2)) log.writeMarks(log.readMarks().slice(0, length));
		return length;
	},
	reordered(log, chance) {
		const entries = log.readEntries();
		const first = chance.below(size - 1);
		const second = first + 1 + chance.below(size - first - 1);
		log.writeEntries(entries.with(first, entries[second]!).with(second, entries[first]!));
		if (chance.once(2)) {
			const marks = log.readMarks();
			log.writeMarks(marks.with(first, marks[second]!).with(second, marks[first]!));
			log.writeHashes(log.readEntries());
		}
		return first;
	},
	rehashed(log, chance) {
		const entries = log.readEntries();
		const index = chance.below(size);
		const changed = entries.with(index, changeByte(entries[index]!, chance));
		log.writeEntries(changed);
		log.writeHashes(changed);
		return index;
	},
	removed(log, chance) {
		const entries = log.readEntries();
		const index = chance.below(size - 1);
		const left = entries.toSpliced(index, 1);
		log.writeEntries(left);
		log.writeMarks(log.readMarks().toSpliced(index, 1));
		log.writeHashes(left);
		return index;
	},
};

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-audit-attacks-'));
	const chance = createChance(seed);
	const results = new Map<string, { found: number; tried: number }>();
	try {
		const original = join(folder, 'original.db');
		const kept = await write(
			original,
			Array.from({ length: size }, (_, number) => createEntry(number)),
		);
		const names = [...Object.keys(outsiders), 'forked', 'clock back', 'rolled back'];
		for (let attack = 0; attack < attacks; attack += 1) {
			const name = names[attack % names.length]!;
			const file = join(folder, `${attack}.db`);
			const expected = await manipulate(name, { original, file, chance });
			const store = openAuditStore(file, () => Promise.resolve(keys));
			const { fault } = await store.verify(tenant, [kept]);
			await store.close();
			rmSync(file);
			const result = results.get(name) ?? { found: 0, tried: 0 };
			const isFound = fault?.index === expected;
			results.set(name, { found: result.found + Number(isFound), tried: result.tried + 1 });
			if (!isFound) console.log(`attack ${attack}, ${name}: expected ${expected}, found ${JSON.stringify(fault)}`);
		}
		for (const [name, { found, tried }] of results) console.log(`${name}: ${found} of ${tried}`);
		return Math.round((1_000 * [...results.values()].reduce((sum, { found }) => sum + found, 0)) / attacks) / 1_000;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

interface Place {
	original: string;
	file: string;
	chance: Chance;
}

async function manipulate(name: string, { original, file, chance }: Place): Promise<number> {
	const outsider = outsiders[name];
	if (outsider) {
		copyFileSync(original, file);
		const database = new DatabaseSync(file);
		const index = outsider(new LogFile(database), chance);
		database.close();
		return index;
	}
	const index = 1 + chance.below(size - 1);
	const entries = Array.from({ length: size }, (_, number) => createEntry(number));
	if (name === 'clock back') {
		copyFileSync(original, file);
		// Goes on with entries whose time is before those that the log has.
		const later = [createEntry(size), createEntry(size + 1, createEntry(size).at - hour * (1 + chance.below(48)))];
		await append(file, later);
		return size + 1;
	}
	// Writes the log again with the key, and the entries of the beginning as they were.
	await write(file, [], original, index);
	if (name === 'forked')
		await append(
			file,
			entries.slice(index).map((entry) => ({ ...entry, outcome: 'blocked' })),
		);
	return index;
}

/** Writes a log, or the beginning of another one. @returns what an auditor keeps of it */
async function write(file: string, entries: AuditEntry[], original?: string, length = 0): Promise<KeptCheckpoint> {
	if (original === undefined) await append(file, entries);
	else {
		copyFileSync(original, file);
		const database = new DatabaseSync(file);
		const beginning = new LogFile(database).readEntries().slice(0, length);
		database.exec('DELETE FROM audit_tile; DELETE FROM audit_head; DELETE FROM audit_waiting;');
		const insert = database.prepare('INSERT INTO audit_waiting (tenant, leaf) VALUES (?, ?)');
		for (const entry of beginning) insert.run(tenant, entry.toString());
		database.close();
	}
	const store = openAuditStore(file, () => Promise.resolve(keys));
	const { note } = (await store.sequence(tenant))!;
	await store.close();
	const { checkpoint } = parseSignedCheckpoint(note);
	const database = new DatabaseSync(file, { readOnly: true });
	const leafHashes = Buffer.concat(new LogFile(database).readEntries(Number(checkpoint.size)).map((entry) => hashLeaf(entry)));
	database.close();
	return { size: Number(checkpoint.size), root: checkpoint.root, leafHashes };
}

async function append(file: string, entries: AuditEntry[]): Promise<void> {
	const store = openAuditStore(file, () => Promise.resolve(keys));
	await store.append(entries);
	await store.sequence(tenant);
	await store.close();
}
