import type { ForgottenPerson, StateConnection } from '../../../database/state-database';
import { removeConversationParts } from '../retention/remove-conversation';
import { removeApart } from './contact-apart';
import { listParts } from './contact-parts';
import { listDeskCopies } from './desk-copies';
import { type Naming, readNaming } from './contact-naming';
import { forgetRequests, type FoundRequests } from './forget-requests';
import { forgetRequester, type HashName } from './opted-out-rows';
import { forgetRestriction } from './restricted-rows';

async function findByHash(connection: StateConnection, tenant: string, named: ReadonlySet<string>, hashName: HashName): Promise<string[]> {
	const contacts = await connection.all<{ id: string }>('SELECT id FROM contact WHERE tenant = ?', tenant);
	return contacts.map(({ id }) => id).filter((id) => named.has(hashName(tenant, id)));
}

export async function forgetContacts(
	connection: StateConnection,
	{ tenant, pseudonyms, requests, ...whom }: ForgottenPerson,
): Promise<number> {
	const hashName: HashName = (_, name) => whom.pseudonym('subject', name);
	let forgotten = 0;
	for (const id of whom.persons ?? (await findByHash(connection, tenant, new Set(pseudonyms), hashName)))
		if ((await forgetContact(connection, tenant, id, hashName, { ...(requests && { requests }) })).isKnown) forgotten += 1;
	return forgotten;
}

/**
 * @param inRequests also searches others' stored requests, which opens all of them, or only those after `requests` was read @returns whether the
 * contact existed, and its number of messages
 */
export async function forgetContact(
	connection: StateConnection,
	tenant: string,
	contact: string,
	hashName: HashName,
	{ inRequests = true, requests }: { inRequests?: boolean; requests?: FoundRequests } = {},
): Promise<{ isKnown: boolean; messages: number }> {
	const removed = { isKnown: false, messages: 0 };
	await forgetRestriction(connection, { tenant, contact }, { now: connection.serverTime ?? Date.now(), hashName });
	await forgetRequester(connection, { tenant, contact }, hashName);
	const parts = await listParts(connection, tenant, contact);
	const written: string[] = [];
	for (const id of [...(await listDeskCopies(connection, tenant, parts)), ...parts]) {
		const naming = await readNaming(connection, tenant, id);
		removed.messages += await forgetConversations(connection, tenant, id);
		written.push(...naming.written);
		await forgetInLogs(connection, tenant, id, naming);
		removed.isKnown = (await forgetOne(connection, tenant, id)) || removed.isKnown;
	}
	// One pass for all names, as it opens every request.
	if (inRequests) await forgetRequests(connection, tenant, [...new Set(written)], requests);
	return removed;
}

async function forgetConversations(connection: StateConnection, tenant: string, contact: string): Promise<number> {
	const conversations = await connection.all<{ id: string }>(
		'SELECT id FROM conversation WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
	);
	let messages = 0;
	for (const { id } of conversations) messages += await removeConversationParts(connection, tenant, id);
	await connection.run('DELETE FROM conversation WHERE tenant = ? AND contact = ?', tenant, contact);
	return messages;
}

/** The index of `contact_log` has the same kinds. */
const ofTwo = "kind IN ('merged', 'split', 'alias-moved')";

async function forgetInLogs(connection: StateConnection, tenant: string, contact: string, { aliases }: Naming): Promise<void> {
	const rows = await connection.all<{ other: string; number: number; details: string }>(
		`SELECT contact AS other, number, details FROM contact_log WHERE tenant = ? AND ${ofTwo} AND contact <> ?`,
		tenant,
		contact,
	);
	const names = [contact, ...aliases].map((name) => JSON.stringify(name));
	for (const { other, number, details } of rows) {
		if (!names.some((name) => details.includes(name))) continue;
		const { from, into } = JSON.parse(details) as { from?: string; into?: string };
		await connection.run(
			'UPDATE contact_log SET details = ? WHERE tenant = ? AND contact = ? AND number = ?',
			JSON.stringify({ from, into, aliases: [], conversations: [] }),
			tenant,
			other,
			number,
		);
	}
}

async function forgetOne(connection: StateConnection, tenant: string, contact: string): Promise<boolean> {
	for (const table of ['contact_alias', 'contact_consent', 'contact_correction', 'contact_log', 'contact_origin'])
		await connection.run(`DELETE FROM ${table} WHERE tenant = ? AND contact = ?`, tenant, contact);
	await removeApart(connection, tenant, contact);
	return (await connection.run('DELETE FROM contact WHERE tenant = ? AND id = ?', tenant, contact)) > 0;
}
