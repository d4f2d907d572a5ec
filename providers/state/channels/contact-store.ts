import { normalizeAlias } from '../../../core/conversations/contacts/normalize-alias';
import type { Alias, Contact, ContactChange, Contacts } from '../../../core/ports';
import type { StateConnection } from '../../../database/state-database';
import type { ChannelDatabase } from './channel-database';
import { logContact, mergeContacts, type Merged } from './contact-rows';

export function createContacts({ database, change }: ChannelDatabase): Contacts {
	return {
		find: (tenant, id) => database.read(tenant, (connection) => findContact(connection, tenant, id)),
		findByAlias: (tenant, { kind, value }) =>
			database.read(tenant, async (connection) => {
				const alias = normalizeAlias({ kind, value, proof: 'entered' });
				const row =
					alias &&
					(await connection.get<{ contact: string }>(
						'SELECT contact FROM contact_alias WHERE tenant = ? AND kind = ? AND value = ?',
						...[tenant, alias.kind, alias.value],
					));
				return row && findContact(connection, tenant, row.contact);
			}),
		list: (tenant, limit, before) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ id: string }>(
					`SELECT id FROM contact WHERE tenant = ? AND merged_into IS NULL ${before === undefined ? '' : 'AND id < ?'} ORDER BY id DESC LIMIT ?`,
					...[tenant, ...(before === undefined ? [] : [before]), limit],
				);
				const contacts: Contact[] = [];
				for (const { id } of rows) contacts.push((await findContact(connection, tenant, id))!);
				return contacts;
			}),
		readChanges: (tenant, contact) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<Omit<ContactChange, 'details'> & { details: string }>(
					'SELECT number, at, kind, actor, details FROM contact_log WHERE tenant = ? AND contact = ? ORDER BY number',
					...[tenant, contact],
				);
				return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as Record<string, unknown> }));
			}),
		merge: (tenant, { from, into, by }) =>
			change(tenant, async (connection, now) => {
				if (from === into || !(await isContact(connection, tenant, from)) || !(await isContact(connection, tenant, into))) return false;
				const details = await mergeContacts(connection, tenant, { from, into });
				await logContact(connection, { tenant, contact: into, kind: 'merged', actor: by, details }, now);
				return true;
			}),
		split: (tenant, { from, into, by }) =>
			change(tenant, async (connection, now) => {
				const merged = await findMerge(connection, tenant, { from, into });
				if (merged === undefined) return false;
				await undoMerge(connection, tenant, merged);
				await logContact(connection, { tenant, contact: into, kind: 'split', actor: by, details: { from, into } }, now);
				return true;
			}),
		async forget(tenant, contact) {
			const removed = await change(tenant, (connection) => forget(connection, tenant, contact));
			// Otherwise the log would keep what the file no longer has.
			if (removed) await database.emptyLog();
			return removed;
		},
	};
}

async function findContact(connection: StateConnection, tenant: string, id: string): Promise<Contact | undefined> {
	const row = await connection.get<{ id: string; name: string | null; createdAt: number; mergedInto: string | null }>(
		'SELECT id, name, created_at AS "createdAt", merged_into AS "mergedInto" FROM contact WHERE tenant = ? AND id = ?',
		...[tenant, id],
	);
	if (row === undefined) return undefined;
	if (row.mergedInto !== null) return findContact(connection, tenant, row.mergedInto);
	const aliases = await connection.all<Alias>(
		'SELECT kind, value, proof, since FROM contact_alias WHERE tenant = ? AND contact = ? ORDER BY since, kind, value',
		...[tenant, id],
	);
	const { name, createdAt } = row;
	return { id, name, aliases, createdAt };
}

async function isContact(connection: StateConnection, tenant: string, id: string): Promise<boolean> {
	return (
		(await connection.get('SELECT 1 AS one FROM contact WHERE tenant = ? AND id = ? AND merged_into IS NULL', tenant, id)) !== undefined
	);
}

async function findMerge(
	connection: StateConnection,
	tenant: string,
	{ from, into }: { from: string; into: string },
): Promise<Merged | undefined> {
	const still = await connection.get('SELECT 1 AS one FROM contact WHERE tenant = ? AND id = ? AND merged_into = ?', tenant, from, into);
	if (still === undefined) return undefined;
	const entries = await connection.all<{ details: string }>(
		`SELECT details FROM contact_log WHERE tenant = ? AND contact = ? AND kind = 'merged' ORDER BY number DESC`,
		...[tenant, into],
	);
	return entries.map(({ details }) => JSON.parse(details) as Merged).find((merged) => merged.from === from);
}

async function undoMerge(connection: StateConnection, tenant: string, { from, into, aliases, conversations }: Merged): Promise<void> {
	await connection.run('UPDATE contact SET merged_into = NULL WHERE tenant = ? AND id = ?', tenant, from);
	for (const { kind, value } of aliases) {
		await connection.run(
			'UPDATE contact_alias SET contact = ? WHERE tenant = ? AND kind = ? AND value = ? AND contact = ?',
			...[from, tenant, kind, value, into],
		);
	}
	for (const id of conversations) {
		await connection.run('UPDATE conversation SET contact = ? WHERE tenant = ? AND id = ? AND contact = ?', from, tenant, id, into);
	}
}

/** Contacts that were merged into it are the same person. */
async function forget(connection: StateConnection, tenant: string, contact: string): Promise<boolean> {
	const whole = [contact];
	for (const id of whole) {
		const parts = await connection.all<{ id: string }>('SELECT id FROM contact WHERE tenant = ? AND merged_into = ?', tenant, id);
		whole.push(...parts.map((part) => part.id));
	}
	let removed = 0;
	for (const id of whole) removed += await forgetOne(connection, tenant, id);
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
		for (const table of ['message', 'audio', 'outgoing', 'own_write', 'hand_over', 'desk_write', 'desk_link']) {
			await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND conversation = ?`, ...of);
		}
	}
	await connection.run('DELETE FROM conversation WHERE tenant = ? AND contact = ?', tenant, contact);
	await connection.run('DELETE FROM contact_alias WHERE tenant = ? AND contact = ?', tenant, contact);
	await connection.run('DELETE FROM contact_log WHERE tenant = ? AND contact = ?', tenant, contact);
	return connection.run('DELETE FROM contact WHERE tenant = ? AND id = ?', tenant, contact);
}
