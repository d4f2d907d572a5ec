/** Logs of two tenants as Troupe writes them, which attacks begin with. */
import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { AuditEntry } from '../../core/audit/audit-leaf';
import { createVaultKeys } from '../../core/guardrails/vault/vault-keys';
import { composeAuditKeys } from '../../providers/compose/state/host-audit';
import { type AuditStore, openAuditStore } from '../../providers/state/audit/audit-store';
import type { KeptCheckpoint } from '../../providers/state/audit/verify-audit';
import { entries, hashLevels, hashRoot, listItems, type LogView, readView } from './log-view';

export const tenant = 'acme';
export const otherTenant = 'globex';
export const people = 7;
/** Entries of the older checkpoint, of twelve. */
const olderShare = 7;
const vaultKeys = createVaultKeys(Buffer.alloc(32, 7));
export const keys = composeAuditKeys(vaultKeys);
export const strangerKeys = composeAuditKeys(createVaultKeys(Buffer.alloc(32, 8)));

export interface HonestLog {
	file: string;
	size: number;
	view: LogView;
	/** The log as it was before. */
	older: { file: string; size: number; note: string };
}

export const startOfLog = Date.UTC(2026, 0, 1);

export const createEntry = (of: string, number: number, at = startOfLog + number * 1_000): AuditEntry => ({
	tenant: of,
	at,
	action: 'agent.executed',
	outcome: number % 5 === 0 ? 'failed' : 'completed',
	who: { kind: 'contact', value: { phone: `+5544${number}` }, subject: { kind: 'subject', id: `p${number % people}` } },
	object: { kind: 'agent', value: 'support' },
	...(number % 3 === 0 && {
		details: { kind: 'message', value: `text ${number}`, subject: { kind: 'conversation', id: `c${number % 4}` } },
	}),
});

const createEntries = (of: string, from: number, to: number) => Array.from({ length: to - from }, (_, at) => createEntry(of, from + at));

export const openStore = (file: string): AuditStore => openAuditStore(file, () => Promise.resolve(keys));

export async function writeHonestLog(file: string, size: number): Promise<HonestLog> {
	const middle = Math.max(1, Math.floor((size * olderShare) / 12));
	const older = { file: `${file}.older`, size: middle, note: '' };
	await extend(file, [
		[tenant, 0, middle],
		[otherTenant, 0, middle + 3],
	]);
	copyFileSync(file, older.file);
	if (middle < size) await extend(file, [[tenant, middle, size]]);
	await extend(file, [[otherTenant, middle + 3, size + 9]]);
	older.note = use(older.file, (database) => readNote(database, tenant));
	return { file, size, older, view: use(file, (database) => readView(database, tenant)) };
}

async function extend(file: string, parts: ReadonlyArray<readonly [of: string, from: number, to: number]>): Promise<void> {
	const store = openStore(file);
	for (const [of, from, to] of parts) {
		await store.append(createEntries(of, from, to));
		await store.sequence(of);
	}
	await store.close();
	// One file, which can be copied.
	use(file, (database) => database.exec('PRAGMA journal_mode = DELETE'));
}

export const readNote = (database: DatabaseSync, of: string): string =>
	String(database.prepare('SELECT note FROM audit_head WHERE tenant = ?').get(of)?.note);

export function use<Result>(file: string, act: (database: DatabaseSync) => Result): Result {
	const database = new DatabaseSync(file);
	try {
		return act(database);
	} finally {
		database.close();
	}
}

/** Returns what an auditor kept of the first entries of a log. */
export function keepCheckpoint(view: LogView, size: number): KeptCheckpoint {
	const bundled = listItems(view, entries).slice(0, size);
	const leafHashes = hashLevels(bundled)[0]!;
	return { size, root: hashRoot(leafHashes), leafHashes: Buffer.concat(leafHashes) };
}
