import type { ForgottenPerson, StateConnection } from '../../../database/state-database';
import { removeApart } from './contact-apart';
import { forgetRequester, type HashName } from './opted-out-rows';

/** Returns a contact and those that were merged into it: they are the same person. */
export async function listParts(connection: StateConnection, tenant: string, contact: string): Promise<string[]> {
	const whole = [contact];
	for (const id of whole) {
		const parts = await connection.all<{ id: string }>('SELECT id FROM contact WHERE tenant = ? AND merged_into = ?', tenant, id);
		whole.push(...parts.map((part) => part.id));
	}
	return whole;
}

/** Removes the contacts with these keyed hashes. @returns how many, without those that were merged into them */
export async function forgetContacts(connection: StateConnection, { tenant, pseudonyms, ...whom }: ForgottenPerson): Promise<number> {
	const contacts = await connection.all<{ id: string }>('SELECT id FROM contact WHERE tenant = ?', tenant);
	const named = new Set(pseudonyms);
	const hashName: HashName = (_, name) => whom.pseudonym('subject', name);
	let forgotten = 0;
	for (const { id } of contacts)
		if (named.has(whom.pseudonym('subject', id)) && (await forgetContact(connection, tenant, id, hashName))) forgotten += 1;
	return forgotten;
}

export async function forgetContact(connection: StateConnection, tenant: string, contact: string, hashName: HashName): Promise<boolean> {
	let removed = 0;
	await forgetRequester(connection, { tenant, contact }, hashName);
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
			'DELETE FROM receipt WHERE tenant = ? AND id IN (SELECT receipt FROM message WHERE tenant = ? AND conversation = ?)',
			...[tenant, ...of],
		);
		for (const table of ['outgoing_id', 'unsent'])
			await connection.run(
				`DELETE FROM ${table} WHERE tenant = ? AND outgoing IN (SELECT id FROM outgoing WHERE tenant = ? AND conversation = ?)`,
				...[tenant, ...of],
			);
		for (const table of [
			...['message', 'audio', 'outgoing', 'own_write', 'session_memory', 'hand_over', 'desk_write', 'desk_link', 'conversation_note'],
			...['late_conversation', 'conversation_deal', 'follow_up'],
		]) {
			await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND conversation = ?`, ...of);
		}
	}
	await connection.run('DELETE FROM conversation WHERE tenant = ? AND contact = ?', tenant, contact);
	await forgetRequests(connection, tenant, contact);
	for (const table of ['contact_alias', 'contact_log', 'contact_origin'])
		await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND contact = ?`, tenant, contact);
	await removeApart(connection, tenant, contact);
	return connection.run('DELETE FROM contact WHERE tenant = ? AND id = ?', tenant, contact);
}

/** Shorter names stand by chance in the requests of others. */
const shortestName = 4;

/** Removes the stored requests that name the contact, also those that became no message or wait to be read. */
async function forgetRequests(connection: StateConnection, tenant: string, contact: string): Promise<void> {
	const aliases = await connection.all<{ value: string }>(
		'SELECT value FROM contact_alias WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
	);
	for (const { value } of aliases) {
		// Providers write phone numbers with and without the plus sign.
		const name = value.replace(/^\+/, '').toLowerCase();
		if (name.length < shortestName) continue;
		const requests = await connection.all<{ id: string; stored: string }>(
			"SELECT id, stored FROM receipt WHERE tenant = ? AND lower(stored) LIKE ? ESCAPE '!'",
			...[tenant, `%${name.replace(/[!%_]/g, '!$&')}%`],
		);
		const isNamed = new RegExp(`(?<![\\p{L}\\p{N}])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u');
		for (const { id, stored } of requests)
			if (isNamed.test(stored.toLowerCase())) await connection.run('DELETE FROM receipt WHERE tenant = ? AND id = ?', tenant, id);
	}
}
