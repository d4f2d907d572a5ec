import type { AuditEntry } from '../../../core/audit/audit-leaf';
import type { AuditQuery } from '../../../core/audit/audit-query';

export interface OutboxEntry {
	/** Begins with the time in hex; unique. */
	id: string;
	entry: AuditEntry;
}

export interface LoggedEntry {
	index: number;
	leaf: string;
	/** By commitment: values that are still readable. */
	values: Record<string, unknown>;
}

/** Audit log per tenant, in another database. Includes the registry's changes. */
export interface TenantAudit {
	/** Appends new entries once. They then survive a power loss. */
	take(entries: readonly OutboxEntry[]): Promise<void>;
	/** Indexes the entries. @throws TroupeError STORAGE_DAMAGED */
	sequence(tenant: string): Promise<unknown>;
	/** Last entries first. `next`: where to continue, also after an empty page. */
	search(tenant: string, search: AuditQuery & { limit: number; before?: number }): Promise<{ entries: LoggedEntry[]; next?: number }>;
	verify(tenant: string): Promise<{ entries: number; fault?: { index: number; problem: string } }>;
}
