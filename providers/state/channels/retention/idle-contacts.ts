/** Contacts with whom nothing was written for longer than their tenant keeps it. */
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { listParts } from '../contacts/contact-parts';
import { isContactKept } from './kept-persons';
import type { OldTimes } from './old-rows';
import { isPending } from './pending';

/** Returns contacts that began before a time and whose data may be used, after `from` in the order of their ids. */
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

/** Whether no part of the contact has written or was written to lately, and nothing waits for them. */
export async function isIdle(connection: StateConnection, tenant: string, contact: string, times: OldTimes): Promise<boolean> {
	const used = await connection.get(
		`SELECT id FROM conversation WHERE tenant = ? AND contact IN ${textsOf(connection)}
		AND (last_at >= ? OR (last_at >= ? AND ${isPending})) LIMIT 1`,
		...[tenant, JSON.stringify(await listParts(connection, tenant, contact)), times.before, times.waitingBefore],
	);
	return used === undefined;
}
