import { normalizeAlias } from '../../../../core/conversations/contacts/normalize-alias';
import type { NormalAlias } from '../../../../core/conversations/contacts/normalize-alias';
import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import type {
	Alias,
	Contact,
	ContactAct,
	ContactChange,
	Contacts,
	Corrected,
	Correction,
	CorrectionOutcome,
} from '../../../../core/ports/channels/contacts';
import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import type { ChannelDatabase } from '../channel-database';
import { sessionName } from '../conversation-rows';
import type { Inbox } from '../receipts/inbox';
import { logContact } from './contact-log';
import { listParts } from './contact-parts';
import { moveAlias } from './contact-rows';
import { allowAgain, fix, keepRemoved, readFixed, readName } from './correction-rows';
import { findRequestsOf } from './forget-requests';
import { listDeskCopies } from './desk-copies';
import { forgetContact } from './forget-contact';
import { extendOptOut } from './opted-out-rows';
import type { HashName } from './opted-out-rows';
import { toKind } from './request-rows';
import { tellEvents } from '../../events/event-database';
import { addEvent } from '../../events/event-rows';
import { mergeByPerson, separateByPerson, splitByPerson } from './merge-by-person';
import type { Act } from '../../audit/audited-database';

interface Whom {
	tenant: string;
	contact: string;
}

interface Work extends Whom {
	connection: StateConnection;
	now: number;
	hashName: HashName;
	changes: Corrected[];
}

/** Corrects contact data. Refuses before changing anything. */
async function rectifyContact(
	connection: StateConnection,
	whom: Whom,
	{ by, reason, ...correction }: Correction & ContactAct,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<CorrectionOutcome> {
	const before = await readName(connection, whom.tenant, whom.contact);
	if (before === undefined) return { kind: 'unknown' };
	const entered = (['email', 'phone'] as const).flatMap((kind) => normalize({ kind, value: correction[kind] ?? '' }) ?? []);
	const wrong = correction.remove ?? [];
	const refusal = (await findTaken(connection, whom, entered)) ?? (await findProven(connection, whom, wrong));
	if (refusal) return refusal;
	const work: Work = { ...whom, connection, now, hashName, changes: [] };
	if (correction.name !== undefined) await correctName(work, before, correction.name.trim());
	if (correction.company !== undefined) await correctCompany(work, correction.company.trim());
	for (const alias of entered) await correctAlias(work, alias);
	for (const alias of wrong) await removeAlias(work, normalize(alias)!, 'alias');
	if (work.changes.length > 0) await extendOptOut(connection, whom, hashName);
	for (const { field, from, to } of work.changes) {
		const details = { kind: field, ...(from !== null && { from }), ...(to !== null && { to }), reason };
		await logContact(connection, { ...whom, kind: 'rectified', actor: by, details }, now);
	}
	return { kind: 'done', changes: work.changes };
}

const normalize = ({ kind, value }: { kind: string; value: string }): NormalAlias | undefined =>
	normalizeAlias({ kind: kind as AliasClaim['kind'], value, proof: 'entered' });

/** Numbers and addresses are unique: a second owner is the same person or an error. */
async function findTaken(connection: StateConnection, { tenant, contact }: Whom, entered: readonly NormalAlias[]) {
	for (const { kind, value } of entered) {
		const owner = await findAlias(connection, tenant, { kind, value });
		if (owner && owner.contact !== contact) return { kind: 'taken' as const, field: kind as 'email' | 'phone', contact: owner.contact };
	}
	return undefined;
}

async function findProven(connection: StateConnection, { tenant, contact }: Whom, wrong: ReadonlyArray<Pick<Alias, 'kind' | 'value'>>) {
	for (const alias of wrong) {
		const normal = normalize(alias);
		const owner = normal && (await findAlias(connection, tenant, normal));
		if (owner?.contact !== contact) return { kind: 'missing' as const, alias };
		if (owner.proof === 'provider') return { kind: 'proven' as const, alias };
	}
	return undefined;
}

const findAlias = (connection: StateConnection, tenant: string, { kind, value }: { kind: string; value: string }) =>
	connection.get<{ contact: string; proof: Alias['proof'] }>(
		'SELECT contact, proof FROM contact_alias WHERE tenant = ? AND kind = ? AND value = ?',
		tenant,
		kind,
		value,
	);

async function correctName({ connection, now, changes, ...whom }: Work, from: string | null, to: string): Promise<void> {
	if ((await readFixed(connection, whom, 'name')) === to) return;
	await connection.run('UPDATE contact SET name = ? WHERE tenant = ? AND id = ?', to, whom.tenant, whom.contact);
	await fix(connection, whom, 'name', to, now);
	changes.push({ field: 'name', from, to });
}

async function correctCompany({ connection, now, changes, ...whom }: Work, to: string): Promise<void> {
	const from = (await readFixed(connection, whom, 'company')) ?? null;
	if (from === to) return;
	await fix(connection, whom, 'company', to, now);
	changes.push({ field: 'company', from, to });
}

async function correctAlias(work: Work, alias: NormalAlias): Promise<void> {
	const { connection, tenant, contact, now, hashName, changes } = work;
	const typed = await connection.all<{ value: string }>(
		`SELECT value FROM contact_alias WHERE tenant = ? AND contact = ? AND kind = ? AND proof = 'entered' AND value <> ?`,
		tenant,
		contact,
		alias.kind,
		alias.value,
	);
	const field = alias.kind as 'email' | 'phone';
	const isNew = (await findAlias(connection, tenant, alias)) === undefined;
	await allowAgain(connection, { tenant, contact }, alias, hashName);
	if (isNew) {
		await moveAlias(connection, tenant, alias, { contact, tie: '' }, now);
		const [first] = typed;
		changes.push({ field, from: first?.value ?? null, to: alias.value });
	}
	for (const [index, { value }] of typed.entries())
		await removeAlias(work, { ...alias, value }, isNew && index === 0 ? undefined : 'alias');
}

/** @param field reported field; undefined if another change reports it */
async function removeAlias(work: Work, alias: NormalAlias, field: 'alias' | undefined): Promise<void> {
	const { connection, tenant, contact, now, hashName, changes } = work;
	await connection.run(
		'DELETE FROM contact_alias WHERE tenant = ? AND contact = ? AND kind = ? AND value = ?',
		tenant,
		contact,
		alias.kind,
		alias.value,
	);
	await keepRemoved(connection, { tenant, contact }, alias, { now, hashName });
	if (field) changes.push({ field, from: `${alias.kind}=${alias.value}`, to: null });
}

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
						tenant,
						alias.kind,
						alias.value,
					));
				return row && findContact(connection, tenant, row.contact);
			}),
		list: (tenant, limit, before) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<{ id: string }>(
					`SELECT id FROM contact WHERE tenant = ? AND merged_into IS NULL ${before === undefined ? '' : 'AND id < ?'} ORDER BY id DESC LIMIT ?`,
					tenant,
					...(before === undefined ? [] : [before]),
					limit,
				);
				const contacts: Contact[] = [];
				for (const { id } of rows) contacts.push((await findContact(connection, tenant, id))!);
				return contacts;
			}),
		readChanges: (tenant, contact) =>
			database.read(tenant, async (connection) => {
				const rows = await connection.all<Omit<ContactChange, 'details'> & { details: string }>(
					'SELECT number, at, kind, actor, details FROM contact_log WHERE tenant = ? AND contact = ? ORDER BY number',
					tenant,
					contact,
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
	action: `contact.${done}`,
	by,
	object: { kind: 'contact', value: contact },
});

async function findContact(connection: StateConnection, tenant: string, id: string): Promise<Contact | undefined> {
	type Row = Pick<Contact, 'id' | 'name' | 'createdAt'> & { mergedInto: string | null; company: string | null };
	const row = await connection.get<Row>(
		`SELECT id, name, created_at AS "createdAt", merged_into AS "mergedInto", (SELECT value FROM contact_correction
		WHERE contact_correction.tenant = contact.tenant AND contact_correction.contact = contact.id AND field = 'company') AS company
		FROM contact WHERE tenant = ? AND id = ?`,
		tenant,
		id,
	);
	if (row === undefined) return undefined;
	if (row.mergedInto !== null) return findContact(connection, tenant, row.mergedInto);
	const aliases = await connection.all<Alias>(
		'SELECT kind, value, proof, since FROM contact_alias WHERE tenant = ? AND contact = ? ORDER BY since, kind, value',
		tenant,
		id,
	);
	const { name, createdAt } = row;
	return { id, name, ...(row.company !== null && { company: row.company }), aliases, createdAt };
}

async function listConversations(connection: StateConnection, tenant: string, contacts: readonly string[]) {
	const among = textsOf(connection, '?2');
	const theirs = 'SELECT id FROM conversation WHERE tenant = ?1 AND contact IN';
	const rows = await connection.all<{ id: string; channel: string; session: number }>(
		`SELECT id, channel, session FROM conversation WHERE tenant = ?1 AND (contact IN ${among} OR joined_into IN (${theirs} ${among})) ORDER BY id`,
		tenant,
		JSON.stringify(contacts),
	);
	return rows.map(({ id, channel, session }) => ({ id, channel, session: sessionName({ id, session: Number(session) }) }));
}
