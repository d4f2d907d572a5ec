/**
 * Durable entries of the audit log a second, divided by bare synced SQLite batches of the same bytes. Goals: 0.5, and 10,000 entries a second. Also
 * printed: the same with the time until the entries have their index and a signed checkpoint, and the times of a proof and of its verification.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditEntry, createLeaf } from '../../../core/audit/audit-leaf';
import { verifyTlogProof } from '../../../core/audit/tlog-proof';
import { createVaultKeys } from '../../../core/guardrails/vault/vault-keys';
import { composeAuditKeys } from '../../../providers/compose/state/host-audit';
import { type AuditStore, openAuditStore } from '../../../providers/state/audit/audit-store';

const entries = Number(process.env.BENCH_ENTRIES ?? 100_000);
/** Entries of one transaction: what 50 ms bring at 20,000 a second. */
const batch = Number(process.env.BENCH_BATCH ?? 1_024);
const rounds = 3;
const tenant = 'acme';
const keys = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 9)));

/** An entry of a run: who asked is sealed, the agent and the run are not. */
const createEntry = (number: number): AuditEntry => ({
	...{ tenant, at: Date.UTC(2026, 0, 1) + number, action: 'agent.executed', outcome: 'completed' },
	...{ who: { kind: 'contact', value: { phone: `+55440000${number % 100}` }, subject: { kind: 'subject', id: `c${number % 100}` } } },
	...{ object: { kind: 'agent', value: 'support', hash: 'a'.repeat(64) }, details: { kind: 'run', value: `run-${number}` } },
});

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-audit-append-'));
	try {
		const ratios: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			const bare = writeBare(join(folder, `bare-${round}.db`));
			const store = openAuditStore(join(folder, `log-${round}.db`), () => Promise.resolve(keys));
			const { appended, sequenced } = await writeLog(store);
			ratios.push(appended / bare);
			console.log(
				`round ${round + 1}: ${Math.round(appended)} durable entries a second, ${Math.round(sequenced)} with index and checkpoint, bare ${Math.round(bare)}`,
			);
			if (round === rounds - 1) await timeProofs(store);
			await store.close();
		}
		return Math.round(ratios.sort((one, other) => one - other)[Math.floor(rounds / 2)]! * 100) / 100;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Writes the same bytes, leaf and sealed value, in rows of two bare tables, each batch synced. @returns entries a second */
function writeBare(file: string): number {
	const database = new DatabaseSync(file);
	database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
		CREATE TABLE leaf (id INTEGER PRIMARY KEY, leaf TEXT NOT NULL) STRICT;
		CREATE TABLE value (id INTEGER PRIMARY KEY, entry BLOB NOT NULL, part TEXT NOT NULL, key_id INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;`);
	const leaf = database.prepare('INSERT INTO leaf (leaf) VALUES (?)');
	const value = database.prepare('INSERT INTO value (entry, part, key_id, sealed) VALUES (?, ?, ?, ?)');
	const { id, text, committed } = createLeaf(createEntry(1), (bytes) => Buffer.alloc(bytes));
	const sealed = Buffer.alloc(2 * committed[0]!.text.length + 28);
	const begin = performance.now();
	for (let at = 0; at < entries; at += batch) {
		database.exec('BEGIN IMMEDIATE');
		for (let number = at; number < Math.min(at + batch, entries); number += 1) {
			leaf.run(text);
			value.run(id, 'who', number % 100, sealed);
		}
		database.exec('COMMIT');
	}
	const perSecond = entries / ((performance.now() - begin) / 1_000);
	database.close();
	return perSecond;
}

async function writeLog(store: AuditStore): Promise<{ appended: number; sequenced: number }> {
	let appending = 0;
	let sequencing = 0;
	for (let at = 0; at < entries; at += batch) {
		const some = Array.from({ length: Math.min(batch, entries - at) }, (_, place) => createEntry(at + place));
		const begin = performance.now();
		await store.append(some);
		const middle = performance.now();
		// A sequencer that is a second behind takes what came meanwhile.
		if (Math.floor(at / batch) % 4 === 3 || at + batch >= entries) await store.sequence(tenant);
		appending += middle - begin;
		sequencing += performance.now() - middle;
	}
	return { appended: (entries / appending) * 1_000, sequenced: (entries / (appending + sequencing)) * 1_000 };
}

async function timeProofs(store: AuditStore): Promise<void> {
	const { key } = keys.signerOf(tenant);
	const times: Record<'proof' | 'verification', number> = { proof: 0, verification: 0 };
	const count = 500;
	for (let at = 0; at < count; at += 1) {
		const index = Math.floor((at * entries) / count);
		let begin = performance.now();
		const proof = await store.prove(tenant, index);
		times.proof += performance.now() - begin;
		begin = performance.now();
		const { problem } = verifyTlogProof(proof, proof.extra!, [key]);
		if (problem !== undefined) throw new Error(`entry ${index}: ${problem}`);
		times.verification += performance.now() - begin;
	}
	const begin = performance.now();
	const { fault } = await store.verify(tenant);
	if (fault) throw new Error(`first bad index ${fault.index}`);
	const seconds = ((performance.now() - begin) / 1_000).toFixed(1);
	console.log(
		`a proof ${(times.proof / count).toFixed(2)} ms, its verification ${(times.verification / count).toFixed(2)} ms, the whole log ${seconds} s`,
	);
}
