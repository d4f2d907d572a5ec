import type { AuditEntry } from '../../../core/audit/audit-leaf';
import type { StateConnection } from '../../database/state-database';
import { appendAudit } from './append-audit';
import type { AuditKeys } from './audit-keys';

/** An entry that was written in another database, in the transaction of what it tells about. */
export interface TakenEntry {
	/** 32 hexadecimal digits that begin with the time; no other entry has them. */
	id: string;
	entry: AuditEntry;
}

/**
 * Appends entries of one tenant that were not taken before, in their order. Their ids are stored in the same transaction, for ever: whoever hands them over
 * does so again after it was killed, after a backup of its database was restored, or at the same time as another process.
 * @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE
 */
export async function takeEntries(connection: StateConnection, taken: readonly TakenEntry[], keys: AuditKeys): Promise<void> {
	const fresh: AuditEntry[] = [];
	for (const { id, entry } of taken) {
		const insert = 'INSERT INTO audit_taken (tenant, id) VALUES (?, ?) ON CONFLICT DO NOTHING';
		if ((await connection.run(insert, entry.tenant, Buffer.from(id, 'hex'))) === 1) fresh.push(entry);
	}
	if (fresh.length > 0) await appendAudit(connection, fresh, keys);
}
