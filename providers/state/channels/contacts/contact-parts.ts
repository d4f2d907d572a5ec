import type { StateConnection } from '../../../database/state-database';

export async function listParts(connection: StateConnection, tenant: string, contact: string): Promise<string[]> {
	const whole = [contact];
	for (const id of whole) {
		const parts = await connection.all<{ id: string }>('SELECT id FROM contact WHERE tenant = ? AND merged_into = ?', tenant, id);
		whole.push(...parts.map((part) => part.id));
	}
	return whole;
}
