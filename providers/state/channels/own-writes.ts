import type { ConversationEvent } from '../../../core/ports/channels/channel-events';
import type { StateConnection } from '../../database/state-database';
import type { ConversationRow } from './conversation-rows';

type WrittenField = 'status' | 'assignee' | 'labels';

export async function noteOwnWrite(
	connection: StateConnection,
	{ tenant, id }: Pick<ConversationRow, 'tenant' | 'id'>,
	write: { field: WrittenField; value: string; until: number },
): Promise<void> {
	await connection.run(
		`INSERT INTO own_write (tenant, conversation, field, value, number, until)
		VALUES (?1, ?2, ?3, ?4, (SELECT coalesce(max(number), 0) + 1 FROM own_write WHERE tenant = ?1 AND conversation = ?2 AND field = ?3 AND value = ?4), ?5)`,
		tenant,
		id,
		write.field,
		write.value,
		write.until,
	);
}

/** Returns fields changed by others. Each own write matches once. */
export async function matchOwnWrites(
	connection: StateConnection,
	{ tenant, id }: ConversationRow,
	{ changes, mark }: ConversationEvent,
	now: number,
): Promise<WrittenField[]> {
	await connection.run('DELETE FROM own_write WHERE tenant = ? AND conversation = ? AND until < ?', tenant, id, now);
	const foreign: WrittenField[] = [];
	for (const field of ['status', 'assignee', 'labels'] as const) {
		if (changes[field] === undefined) continue;
		const matched = await connection.run(
			`DELETE FROM own_write WHERE tenant = ?1 AND conversation = ?2 AND field = ?3 AND value = ?4 AND number =
			(SELECT min(number) FROM own_write WHERE tenant = ?1 AND conversation = ?2 AND field = ?3 AND value = ?4)`,
			tenant,
			id,
			field,
			writtenValue(changes[field]),
		);
		if (matched === 0 && mark === undefined) foreign.push(field);
	}
	return foreign;
}

/** Labels have no order. */
export function writtenValue(value: string | string[] | null): string {
	return Array.isArray(value) ? JSON.stringify([...value].sort()) : (value ?? '');
}
