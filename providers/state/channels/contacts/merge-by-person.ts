import { isAddressOf, normalizeAlias } from '../../../../core/conversations/contacts/normalize-alias';
import type { AliasClaim } from '../../../../core/ports/channels/channel-events';
import { endedByOptOut } from '../../../../core/ports/channels/contact-consents';
import type { Alias, ContactAct } from '../../../../core/ports/channels/contacts';
import type { StateConnection } from '../../../database/state-database';
import { newId } from '../new-id';
import { addConsent, findLastActs, selectedConsent } from './consent-rows';
import type { ConsentRow } from './consent-rows';
import { keepApart, letJoin } from './contact-apart';
import { giveBackCorrections } from './correction-rows';
import { logContact } from './contact-log';
import { createContact, mergeContacts, type Merged } from './contact-rows';
import type { HashName } from './opted-out-rows';
import { partConversations } from '../join-conversations';

type Pair = ContactAct & { from: string; into: string };

export async function mergeByPerson(
	connection: StateConnection,
	tenant: string,
	{ from, into, by, reason }: Pair,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<boolean> {
	if (from === into || !(await isContact(connection, tenant, from)) || !(await isContact(connection, tenant, into))) return false;
	await letJoin(connection, tenant, [from, into]);
	const details = { ...(await mergeContacts(connection, tenant, { from, into }, hashName)), reason };
	await logContact(connection, { tenant, contact: into, kind: 'merged', actor: by, details }, now);
	return true;
}

export async function splitByPerson(
	connection: StateConnection,
	tenant: string,
	{ from, into, by, reason }: Pair,
	now: number,
): Promise<boolean> {
	const merged = await findMerge(connection, tenant, { from, into });
	if (merged === undefined) return false;
	await keepEnded(connection, { tenant, from, into, since: merged.at }, now);
	await undoMerge(connection, tenant, merged);
	await keepApart(connection, tenant, [from, into]);
	for (const contact of [into, from])
		await logContact(connection, { tenant, contact, kind: 'split', actor: by, details: { from, into, reason } }, now);
	return true;
}

type Separation = ContactAct & { contact: string; aliases: ReadonlyArray<Pick<Alias, 'kind' | 'value'>>; conversations: readonly string[] };

export async function separateByPerson(
	connection: StateConnection,
	tenant: string,
	{ contact, aliases, conversations, by, reason }: Separation,
	now: number,
): Promise<string | undefined> {
	if (!(await isContact(connection, tenant, contact))) return undefined;
	const own = await connection.all<Pick<Alias, 'kind' | 'value'>>(
		'SELECT kind, value FROM contact_alias WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
	);
	const wanted = own.filter((alias) => aliases.some((other) => isSame(alias, other)));
	if (wanted.length === 0 || wanted.length < aliases.length || wanted.length === own.length) return undefined;
	const ofContact = await connection.all<{ id: string; address: string }>(
		'SELECT id, address FROM conversation WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
	);
	if (!conversations.every((id) => ofContact.some((conversation) => conversation.id === id))) return undefined;
	const moved = ofContact.filter(({ id, address }) => conversations.includes(id) || wanted.some((alias) => isAddressOf(address, alias)));
	const fresh = await createContact(connection, tenant, undefined, now);
	for (const { kind, value } of wanted)
		await connection.run(
			'UPDATE contact_alias SET contact = ?1, tie = ?1 WHERE tenant = ?2 AND kind = ?3 AND value = ?4',
			fresh,
			tenant,
			kind,
			value,
		);
	for (const { id } of moved) await connection.run('UPDATE conversation SET contact = ? WHERE tenant = ? AND id = ?', fresh, tenant, id);
	await partConversations(connection, tenant, [contact, fresh]);
	await keepApart(connection, tenant, [contact, fresh]);
	const details = { from: fresh, into: contact, aliases: wanted, conversations: moved.map(({ id }) => id), reason };
	for (const each of [contact, fresh]) await logContact(connection, { tenant, contact: each, kind: 'split', actor: by, details }, now);
	return fresh;
}

function isSame(alias: Pick<Alias, 'kind' | 'value'>, typed: Pick<Alias, 'kind' | 'value'>): boolean {
	return (
		alias.kind === typed.kind &&
		alias.value === normalizeAlias({ ...typed, kind: typed.kind as AliasClaim['kind'], proof: 'entered' })?.value
	);
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
): Promise<(Merged & { at: number }) | undefined> {
	const still = await connection.get('SELECT 1 AS one FROM contact WHERE tenant = ? AND id = ? AND merged_into = ?', tenant, from, into);
	if (still === undefined) return undefined;
	const entries = await connection.all<{ at: number; details: string }>(
		`SELECT at, details FROM contact_log WHERE tenant = ? AND contact = ? AND kind = 'merged' ORDER BY number DESC`,
		tenant,
		into,
	);
	return entries.map(({ at, details }) => ({ ...(JSON.parse(details) as Merged), at: Number(at) })).find((merged) => merged.from === from);
}

async function undoMerge(
	connection: StateConnection,
	tenant: string,
	{ from, into, aliases, conversations, apart = [], requests = [], corrected }: Merged,
): Promise<void> {
	await connection.run('UPDATE contact SET merged_into = NULL WHERE tenant = ? AND id = ?', tenant, from);
	for (const { kind, value } of aliases) {
		await connection.run(
			'UPDATE contact_alias SET contact = ?1, tie = ?1 WHERE tenant = ?2 AND kind = ?3 AND value = ?4 AND contact = ?5',
			from,
			tenant,
			kind,
			value,
			into,
		);
	}
	for (const other of apart) await letJoin(connection, tenant, [into, other]);
	for (const id of conversations) {
		await connection.run('UPDATE conversation SET contact = ? WHERE tenant = ? AND id = ? AND contact = ?', from, tenant, id, into);
	}
	if (corrected) await giveBackCorrections(connection, { tenant, contact: into }, corrected);
	// Restrictions return to the separated part.
	for (const protocol of requests)
		await connection.run(
			'UPDATE contact_request SET contact = ? WHERE tenant = ? AND protocol = ? AND contact = ?',
			from,
			tenant,
			protocol,
			into,
		);
	await partConversations(connection, tenant, [from, into]);
}

/* Splits consents: endings during the merge apply to both parts, which cannot be told apart for that time. */

interface Split {
	tenant: string;
	from: string;
	into: string;
	since: number;
}

async function keepEnded(connection: StateConnection, { tenant, from, into, since }: Split, now: number): Promise<void> {
	const add = (row: Omit<ConsentRow, 'id'>) => addConsent(connection, { tenant, contact: from }, { ...row, id: newId(now) });
	for (const whole of await listWhole(connection, tenant, into)) {
		const withdrawals = await connection.all<ConsentRow>(
			`SELECT ${selectedConsent} FROM contact_consent WHERE tenant = ? AND contact = ? AND act = 'withdrawn' AND recorded_at >= ? ORDER BY at, id`,
			tenant,
			whole,
			since,
		);
		for (const withdrawal of withdrawals) await add(withdrawal);
		const optOuts = await connection.all<{ protocol: string; at: number; by: string }>(
			`SELECT protocol, at, requested_by AS by FROM contact_request WHERE tenant = ? AND contact = ? AND at >= ?
			AND kind IN ('opt-out', 'wrong-number') AND requested_by <> 'provider' ORDER BY at, protocol`,
			tenant,
			whole,
			since,
		);
		for (const { protocol, at, by } of optOuts)
			for (const { purpose, act, basis } of await findLastActs(connection, { tenant, contact: from }, Number(at)))
				if (act === 'granted' && endedByOptOut.includes(basis!))
					await add({
						purpose,
						act: 'withdrawn',
						basis: null,
						at,
						recordedAt: now,
						by,
						way: 'other',
						reference: protocol,
						textVersion: null,
						textHash: null,
						until: null,
						reason: 'Opted out while merged with another contact.',
					});
	}
}

/** Includes merged contacts: their acts are stored with the last of them. */
async function listWhole(connection: StateConnection, tenant: string, contact: string): Promise<string[]> {
	const whole: string[] = [];
	for (let id: string | null | undefined = contact; id && !whole.includes(id);) {
		whole.push(id);
		const row: { into: string | null } | undefined = await connection.get<{ into: string | null }>(
			'SELECT merged_into AS "into" FROM contact WHERE tenant = ? AND id = ?',
			tenant,
			id,
		);
		id = row?.into;
	}
	return whole;
}
