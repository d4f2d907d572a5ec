import type { StateConnection } from '../../../database/state-database';

export async function findOwnRestriction(
	connection: StateConnection,
	{ tenant, contact }: { tenant: string; contact: string },
): Promise<string | undefined> {
	const row = await connection.get<{ protocol: string }>(
		`SELECT protocol FROM contact_request WHERE tenant = ? AND contact = ? AND kind = 'restriction' AND settled_at IS NULL LIMIT 1`,
		tenant,
		contact,
	);
	return row?.protocol;
}

export async function findContactOf(connection: StateConnection, tenant: string, conversation: string): Promise<string | undefined> {
	const row = await connection.get<{ contact: string }>(
		'SELECT contact FROM conversation WHERE tenant = ? AND id = ?',
		tenant,
		conversation,
	);
	return row?.contact;
}
