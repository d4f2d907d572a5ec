import { normalizeAlias } from '../../../../core/conversations/contacts/normalize-alias';
import type { Alias, Contact, ContactChange, Contacts } from '../../../../core/ports/channels/contacts';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { sessionName } from '../conversation-rows';
import type { Inbox } from '../receipts/inbox';
import { listParts } from './contact-parts';
import { findRequestsOf } from './forget-requests';
import { listDeskCopies } from './desk-copies';
import { forgetContact } from './forget-contact';
import { rectifyContact } from './rectify-contact';
import { toKind } from './request-rows';
import { tellEvents } from '../../events/event-database';
import { addEvent } from '../../events/event-rows';
import { mergeByPerson, separateByPerson, splitByPerson } from './merge-by-person';
import type { Act } from '../../audit/audited-database';

export function createContacts({ database, change, now, wakeUps }: ChannelDatabase, inbox: Pick<Inbox, 'empty' | 'emptyLog'>): Contacts {
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
		merge: (tenant, merge) =>
			change(tenant, async (connection, now, hashName, note) => {
				const merged = await mergeByPerson(connection, tenant, merge, { now, hashName });
				if (merged) await note(tenant, acted('merged', merge.into, merge.by));
				return merged;
			}),
		split: (tenant, split) =>
			change(tenant, async (connection, now, _hash, note) => {
				const done = await splitByPerson(connection, tenant, split, now);
				if (done) await note(tenant, acted('split', split.from, split.by));
				return done;
			}),
		separate: (tenant, separation) =>
			change(tenant, async (connection, now, _hash, note) => {
				const done = await separateByPerson(connection, tenant, separation, now);
				if (done !== undefined) await note(tenant, acted('split', separation.contact, separation.by));
				return done;
			}),
		async rectify(tenant, contact, correction) {
			const outcome = await change(tenant, async (connection, now, hashName, note) => {
				const done = await rectifyContact(connection, { tenant, contact }, correction, { now, hashName });
				if (done.kind !== 'done' || done.changes.length === 0) return done;
				const fields = [...new Set(done.changes.map(({ field }) => field))];
				await note(tenant, { ...acted('rectified', contact, correction.by), details: { kind: 'fields', value: fields } });
				const data = { contact, fields, by: toKind(correction.by) };
				await addEvent(connection, tenant, { type: 'contact.rectified', data }, now);
				return done;
			});
			tellEvents(wakeUps, tenant);
			return outcome;
		},
		listDeskCopies: (tenant, parts) => database.read(tenant, (connection) => listDeskCopies(connection, tenant, parts)),
		listParts: (tenant, contact) => database.read(tenant, (connection) => listParts(connection, tenant, contact)),
		listConversations: (tenant, contacts) => database.read(tenant, (connection) => listConversations(connection, tenant, contacts)),
		async forget(tenant, contact) {
			// Requests not yet moved would restore the contact.
			await inbox.empty();
			const at = await database.read(tenant, async (connection) => now(connection));
			const requests = await findRequestsOf((work) => database.read(tenant, work), tenant, [contact], at);
			const { isKnown } = await change(tenant, (connection, _, hashName) =>
				forgetContact(connection, tenant, contact, hashName, { requests }),
			);
			// Otherwise the logs would keep the removed data.
			if (isKnown) await Promise.all([database.emptyLog(), inbox.emptyLog()]);
			return isKnown;
		},
	};
}

/** The contact id is random, and names nobody after forgetting. */
const acted = (done: string, contact: string, by?: string): Act => ({
	...{ action: `contact.${done}`, by, object: { kind: 'contact', value: contact } },
});

async function findContact(connection: StateConnection, tenant: string, id: string): Promise<Contact | undefined> {
	type Row = Pick<Contact, 'id' | 'name' | 'createdAt'> & { mergedInto: string | null; company: string | null };
	const row = await connection.get<Row>(
		`SELECT id, name, created_at AS "createdAt", merged_into AS "mergedInto", (SELECT value FROM contact_correction
		WHERE contact_correction.tenant = contact.tenant AND contact_correction.contact = contact.id AND field = 'company') AS company
		FROM contact WHERE tenant = ? AND id = ?`,
		...[tenant, id],
	);
	if (row === undefined) return undefined;
	if (row.mergedInto !== null) return findContact(connection, tenant, row.mergedInto);
	const aliases = await connection.all<Alias>(
		'SELECT kind, value, proof, since FROM contact_alias WHERE tenant = ? AND contact = ? ORDER BY since, kind, value',
		...[tenant, id],
	);
	const { name, createdAt } = row;
	return { id, name, ...(row.company !== null && { company: row.company }), aliases, createdAt };
}

async function listConversations(connection: StateConnection, tenant: string, contacts: readonly string[]) {
	const [among, theirs] = [textsOf(connection, '?2'), 'SELECT id FROM conversation WHERE tenant = ?1 AND contact IN'];
	const rows = await connection.all<{ id: string; channel: string; session: number }>(
		`SELECT id, channel, session FROM conversation WHERE tenant = ?1 AND (contact IN ${among} OR joined_into IN (${theirs} ${among})) ORDER BY id`,
		...[tenant, JSON.stringify(contacts)],
	);
	return rows.map(({ id, channel, session }) => ({ id, channel, session: sessionName({ id, session: Number(session) }) }));
}
