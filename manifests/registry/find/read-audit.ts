import type { AuditEntry, AuditFilter, Page } from '../registry-api';
import type { Connection, Database } from '../store/tables';
import { decodeCursor, encodeCursor, checkLimit } from './cursor';

/** The newest first. */
export async function readAudit(
	connection: Database | Connection,
	tenant: string,
	{ action, subject, manifest, cursor, limit }: AuditFilter,
): Promise<Page<AuditEntry>> {
	const length = checkLimit(limit);
	let query = connection.selectFrom('audit').selectAll();
	if (action !== undefined) query = query.where('action', '=', action);
	if (subject !== undefined) query = query.where('subject', '=', subject);
	if (manifest !== undefined) query = query.where('object', '=', manifest);
	if (cursor !== undefined) query = query.where('id', '<', decodeCursor(cursor));
	const rows = await query
		.orderBy('id', 'desc')
		.limit(length + 1)
		.execute();
	const items = rows
		.slice(0, length)
		.map(({ mark: _, ...row }) => ({ ...row, tenant, details: JSON.parse(row.details) as Record<string, unknown> }));
	return { items, ...(rows.length > length && { cursor: encodeCursor(items.at(-1)!.id) }) };
}
