import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { listParts } from '../contacts/contact-parts';
import { isContactKept } from './kept-persons';
import type { OldTimes } from './old-rows';
import { isPending } from './pending';

/** Returns old unrestricted contacts after `from`, by id. */
export async function listOldContacts(
	connection: StateConnection,
	tenant: string,
	{ from, before, max }: { from: string; before: number; max: number },
): Promise<string[]> {
	const rows = await connection.all<{ id: string }>(
		`SELECT id FROM contact WHERE tenant = ? AND id > ? AND created_at < ? AND merged_into IS NULL AND NOT ${isContactKept} ORDER BY id LIMIT ?`,
		...[tenant, from, before, max],
	);
	return rows.map(({ id }) => id);
}

export async function isIdle(connection: StateConnection, tenant: string, contact: string, times: OldTimes): Promise<boolean> {
	const used = await connection.get(
		`SELECT id FROM conversation WHERE tenant = ? AND contact IN ${textsOf(connection)}
		AND (last_at >= ? OR (last_at >= ? AND ${isPending})) LIMIT 1`,
		...[tenant, JSON.stringify(await listParts(connection, tenant, contact)), times.before, times.waitingBefore],
	);
	return used === undefined;
}
