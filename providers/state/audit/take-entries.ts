import type { AuditEntry } from '../../../core/audit/audit-leaf';
import type { StateConnection } from '../../database/state-database';
import { appendAudit } from './append-audit';
import type { AuditKeys } from './audit-keys';

export interface TakenEntry {
	/** 32 hexadecimal digits, beginning with the time; unique. */
	id: string;
	entry: AuditEntry;
}

/**
 * Appends new entries in their order. Ids are stored forever in the same transaction: a sender repeats entries after a kill, after a restore, or
 * concurrently with another process. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE
 */
export async function takeEntries(connection: StateConnection, taken: readonly TakenEntry[], keys: AuditKeys): Promise<void> {
	const fresh: AuditEntry[] = [];
	for (const { id, entry } of taken) {
		const insert = 'INSERT INTO audit_taken (tenant, id) VALUES (?, ?) ON CONFLICT DO NOTHING';
		if ((await connection.run(insert, entry.tenant, Buffer.from(id, 'hex'))) === 1) fresh.push(entry);
	}
	if (fresh.length > 0) await appendAudit(connection, fresh, keys);
}
