/**
 * Durable entries of the audit log a second, divided by bare synced SQLite batches of the same bytes. Goals: 0.5, and 10,000 entries a second. Both write
 * their batches in turn, so that both meet the same disk. Also printed: the same with the time until the entries have their index and a signed checkpoint,
 * entries that are appended one by one at the same time, and the times of a proof and of its verification.
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
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
/** Appended one by one, each of them a change of its own, some of them at a time. */
const alone = 10_000;
const atOnce = 100;
/** A nonce and a tag. */
const sealingBytes = 28;
const tenant = 'acme';
const keys = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 9)));

/** An entry of a run: who asked is sealed, the agent and the run are not. */
const createEntry = (number: number): AuditEntry => ({
	tenant,
	at: Date.UTC(2026, 0, 1) + number,
	action: 'agent.executed',
	outcome: 'completed',
	who: { kind: 'contact', value: { phone: `+55440000${number % 100}` }, subject: { kind: 'subject', id: `c${number % 100}` } },
	object: { kind: 'agent', value: 'support', hash: 'a'.repeat(64) },
	details: { kind: 'run', value: `run-${number}` },
});

const createEntries = (from: number, to: number) => Array.from({ length: to - from }, (_, place) => createEntry(from + place));

export async function run(): Promise<number> {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-audit-append-'));
	try {
		const ratios: number[] = [];
		for (let round = 0; round < rounds; round += 1) {
			const bare = openBare(join(folder, `bare-${round}.db`));
			const store = openAuditStore(join(folder, `log-${round}.db`), () => Promise.resolve(keys));
			const times = await writeBoth(store, bare);
			bare.close();
			ratios.push(times.bare / times.append);
			console.log(
				`round ${round + 1}: ${perSecond(times.append)} durable entries a second, ${perSecond(times.append + times.sequence)} with index and ` +
					`checkpoint, bare ${perSecond(times.bare)}`,
			);
			if (round === rounds - 1) {
				await timeProofs(store);
				await timeAlone(store);
			}
			await store.close();
		}
		return Math.round(ratios.sort((one, other) => one - other)[Math.floor(rounds / 2)]! * 100) / 100;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

const perSecond = (ms: number, count = entries) => Math.round((count / ms) * 1_000);

/** Writes the same bytes, leaf and sealed value, in rows of two bare tables, each batch in a transaction that is synced. */
function openBare(file: string): { write(from: number, to: number): void; close(): void } {
	const database = new DatabaseSync(file);
	database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
		CREATE TABLE leaf (id INTEGER PRIMARY KEY, leaf TEXT NOT NULL) STRICT;
		CREATE TABLE value (id INTEGER PRIMARY KEY, entry BLOB NOT NULL, part TEXT NOT NULL, key_id INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;`);
	const leaf = database.prepare('INSERT INTO leaf (leaf) VALUES (?)');
	const value = database.prepare('INSERT INTO value (entry, part, key_id, sealed) VALUES (?, ?, ?, ?)');
	const { id: digits, text, committed } = createLeaf(createEntry(1));
	const id = Buffer.from(digits, 'hex');
	const sealed = Buffer.alloc(committed[0]!.text.length + sealingBytes);
	return {
		write(from, to) {
			database.exec('BEGIN IMMEDIATE');
			for (let number = from; number < to; number += 1) {
				leaf.run(text);
				value.run(id, 'who', number % 100, sealed);
			}
			database.exec('COMMIT');
		},
		close: () => database.close(),
	};
}

/** Writes all entries into both. @returns milliseconds */
async function writeBoth(store: AuditStore, bare: { write(from: number, to: number): void }) {
	const times = { bare: 0, append: 0, sequence: 0 };
	for (let at = 0; at < entries; at += batch) {
		const end = Math.min(at + batch, entries);
		const some = createEntries(at, end);
		const begin = performance.now();
		bare.write(at, end);
		const afterBare = performance.now();
		await store.append(some);
		const afterAppend = performance.now();
		// A sequencer that is a second behind takes what came meanwhile.
		if (Math.floor(at / batch) % 4 === 3 || end === entries) await store.sequence(tenant);
		times.bare += afterBare - begin;
		times.append += afterAppend - afterBare;
		times.sequence += performance.now() - afterAppend;
	}
	return times;
}

async function timeAlone(store: AuditStore): Promise<void> {
	const begin = performance.now();
	for (let at = 0; at < alone; at += atOnce)
		await Promise.all(createEntries(entries + at, entries + at + atOnce).map((entry) => store.append([entry])));
	console.log(`one by one, ${atOnce} at a time: ${perSecond(performance.now() - begin, alone)} durable entries a second`);
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
