import type { AuditEntry } from '../../../core/audit/audit-leaf';
import type { AuditQuery } from '../../../core/audit/audit-query';

/** An entry that was written in the transaction of a change. */
export interface OutboxEntry {
	/** Begins with the time, in hexadecimal digits; no other entry has it. */
	id: string;
	entry: AuditEntry;
}

/** An entry with its index in the log. */
export interface LoggedEntry {
	index: number;
	/** The leaf, as JSON. */
	leaf: string;
	/** By commitment: the values that can still be read. */
	values: Record<string, unknown>;
}

/** The audit log of each tenant, of which the registry's changes are a part. It is in another database. */
export interface TenantAudit {
	/** Appends entries of one tenant that it has not taken yet, however often it gets them. They survive a loss of power then. */
	take(entries: readonly OutboxEntry[]): Promise<void>;
	/** Gives entries their index. @throws TroupeError STORAGE_DAMAGED */
	sequence(tenant: string): Promise<unknown>;
	/** Returns entries with an index, the last ones first. `next`: where to go on, also from an empty page. */
	search(tenant: string, search: AuditQuery & { limit: number; before?: number }): Promise<{ entries: LoggedEntry[]; next?: number }>;
	verify(tenant: string): Promise<{ entries: number; fault?: { index: number; problem: string } }>;
}
