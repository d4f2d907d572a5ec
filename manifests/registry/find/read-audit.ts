import type { AuditEntry, AuditFilter, Page } from '../registry-api';
import type { Connection, Database } from '../store/tables';
import { decodePlace, toPage } from '../../../service/http/page';
import { checkLimit } from './check-limit';

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
	const last = decodePlace(cursor, 0);
	if (last) query = query.where('id', '<', last[0]);
	const rows = await query
		.orderBy('id', 'desc')
		.limit(length + 1)
		.execute();
	const { items, ...more } = toPage(rows, length, ({ id }) => [id]);
	const describe = ({ mark: _, ...row }: (typeof rows)[number]) => ({
		...row,
		tenant,
		details: JSON.parse(row.details) as Record<string, unknown>,
	});
	return { items: items.map(describe), ...more };
}
