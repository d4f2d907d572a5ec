import type { StateConnection } from '../../../../database/state-database';
import { removeApart } from './contact-apart';

/** Returns a contact and those that were merged into it: they are the same person. */
export async function listParts(connection: StateConnection, tenant: string, contact: string): Promise<string[]> {
	const whole = [contact];
	for (const id of whole) {
		const parts = await connection.all<{ id: string }>('SELECT id FROM contact WHERE tenant = ? AND merged_into = ?', tenant, id);
		whole.push(...parts.map((part) => part.id));
	}
	return whole;
}

export async function forgetContact(connection: StateConnection, tenant: string, contact: string): Promise<boolean> {
	let removed = 0;
	for (const id of await listParts(connection, tenant, contact)) removed += await forgetOne(connection, tenant, id);
	return removed > 0;
}

async function forgetOne(connection: StateConnection, tenant: string, contact: string): Promise<number> {
	const conversations = await connection.all<{ id: string }>(
		'SELECT id FROM conversation WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
	);
	for (const { id } of conversations) {
		const of = [tenant, id] as const;
		await connection.run(
			'DELETE FROM delivery WHERE tenant = ? AND id IN (SELECT delivery FROM message WHERE tenant = ? AND conversation = ?)',
			...[tenant, ...of],
		);
		await connection.run(
			'DELETE FROM outgoing_id WHERE tenant = ? AND outgoing IN (SELECT id FROM outgoing WHERE tenant = ? AND conversation = ?)',
			tenant,
			...of,
		);
		for (const table of ['message', 'audio', 'outgoing', 'own_write', 'session_memory', 'hand_over', 'desk_write', 'desk_link']) {
			await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND conversation = ?`, ...of);
		}
	}
	await connection.run('DELETE FROM conversation WHERE tenant = ? AND contact = ?', tenant, contact);
	await connection.run('DELETE FROM contact_alias WHERE tenant = ? AND contact = ?', tenant, contact);
	await connection.run('DELETE FROM contact_log WHERE tenant = ? AND contact = ?', tenant, contact);
	await removeApart(connection, tenant, contact);
	return connection.run('DELETE FROM contact WHERE tenant = ? AND id = ?', tenant, contact);
}
