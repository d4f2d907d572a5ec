/** Counts what the next cleaning removes, by its conditions, without rows that only go with a contact, such as names. */
import type { OlderRows } from '../../../../core/ports/memory';
import { isAnyoneOnHold } from '../../../database/legal-holds';
import type { StateConnection, Value } from '../../../database/state-database';
import { conversationParts } from './conversation-parts';
import { isContactKept, isConversationKept } from './kept-persons';
import type { OldTimes } from './old-rows';
import { isPending } from './pending';

const inUse = `WITH RECURSIVE used (id) AS (
	SELECT contact FROM conversation WHERE tenant = ?1 AND (last_at >= ?2 OR (last_at >= ?3 AND ${isPending}))
	UNION SELECT contact.merged_into FROM contact JOIN used ON contact.id = used.id WHERE contact.tenant = ?1 AND contact.merged_into IS NOT NULL)`;

export async function countOldRows(connection: StateConnection, tenant: string, { before, waitingBefore }: OldTimes): Promise<OlderRows[]> {
	const values = [tenant, before, waitingBefore];
	const counts = [
		await count(connection, 'contact', {
			with: inUse,
			which: 'tenant = ?1 AND created_at < ?2 AND merged_into IS NULL AND id NOT IN (SELECT id FROM used)',
			held: isContactKept,
			values,
		}),
	];
	for (const [table, { oldBy }] of Object.entries(conversationParts)) {
		if (oldBy === undefined) continue;
		const pending = `SELECT id FROM conversation WHERE tenant = ?1 AND ${isPending}`;
		counts.push(
			await count(connection, table, {
				which: `tenant = ?1 AND ${oldBy} < ?2 AND (${oldBy} < ?3 OR conversation NOT IN (${pending}))`,
				held: `conversation IN (SELECT id FROM conversation WHERE tenant = ?1 AND ${isConversationKept})`,
				values,
			}),
		);
	}
	return counts;
}

export const countOldRequests = (connection: StateConnection, tenant: string, { before, waitingBefore }: OldTimes): Promise<OlderRows> =>
	count(connection, 'receipt', {
		which: 'tenant = ?1 AND (ended_at < ?2 OR (try_at IS NOT NULL AND received_at < ?3))',
		held: isAnyoneOnHold('receipt'),
		values: [tenant, before, waitingBefore],
	});

interface Condition {
	with?: string;
	which: string;
	held: string;
	values: Value[];
}

async function count(connection: StateConnection, table: string, { with: first = '', which, held, values }: Condition): Promise<OlderRows> {
	const row = await connection.get<{ rows: number; held: number | null }>(
		`${first} SELECT count(*) AS rows, sum(CASE WHEN ${held} THEN 1 ELSE 0 END) AS held FROM ${table} WHERE ${which}`,
		...values,
	);
	return { table, rows: Number(row!.rows), held: Number(row!.held ?? 0) };
}
