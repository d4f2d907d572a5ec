import type { Kernel } from '../flow/kernel';

/** Written with its change, and waits here for the audit log, which is in another database. */
export interface NotedEntry {
	id: string;
	tenantId: string;
	/** JSON. */
	content: string;
	/** Proves that this installation wrote the entry. */
	mark: string;
}

export interface WaitingEntry extends NotedEntry {
	number: number;
}

type Rows = Pick<Kernel, 'database'>;

export function noteEntry({ database }: Rows, { id, tenantId, content, mark }: NotedEntry): void {
	database.run('INSERT INTO audit_outbox (id, tenant_id, content, mark) VALUES (?, ?, ?, ?)', id, tenantId, content, mark);
}

export const listNoted = ({ database }: Rows, after: number, limit: number): WaitingEntry[] =>
	database.all<WaitingEntry>(
		'SELECT number, id, tenant_id AS tenantId, content, mark FROM audit_outbox WHERE number > ? ORDER BY number LIMIT ?',
		after,
		limit,
	);

export const listNotedOf = ({ database }: Rows, tenantIds: readonly string[], after: number, limit: number): WaitingEntry[] =>
	database.all<WaitingEntry>(
		`SELECT number, id, tenant_id AS tenantId, content, mark FROM audit_outbox
			WHERE tenant_id IN (SELECT value FROM json_each(?)) AND number > ? ORDER BY number LIMIT ?`,
		JSON.stringify(tenantIds),
		after,
		limit,
	);

export function removeNoted({ database }: Rows, numbers: readonly number[]): void {
	database.run('DELETE FROM audit_outbox WHERE number IN (SELECT value FROM json_each(?))', JSON.stringify(numbers));
}
