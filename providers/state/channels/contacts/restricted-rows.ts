import { textsOf } from '../../../database/in-list';
import type { StateConnection } from '../../../database/state-database';
import { addOptOut, findOptOuts, type HashName } from './opted-out-rows';
import { findOwnRestriction } from './own-restriction';

interface Whom {
	tenant: string;
	contact: string;
}

/** SQL condition: processing is restricted. @param contact a column of the same statement, with its table */
export const restrictedContact = (tenant: string, contact: string): string =>
	`EXISTS (SELECT 1 FROM contact_request AS restriction WHERE restriction.tenant = ${tenant} AND restriction.contact = ${contact}
	AND restriction.kind = 'restriction' AND restriction.settled_at IS NULL)`;

export async function findRestriction(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	hashName: HashName,
): Promise<string | undefined> {
	const open = `SELECT protocol FROM contact_request WHERE tenant = ? AND kind = 'restriction' AND settled_at IS NULL`;
	const own = await findOwnRestriction(connection, { tenant, contact });
	if (own !== undefined || !(await connection.get(`${open} LIMIT 1`, tenant))) return own;
	const protocols = await findOptOuts(connection, { tenant, contact }, hashName);
	const named = await connection.get<{ protocol: string }>(
		`${open} AND protocol IN ${textsOf(connection)} LIMIT 1`,
		tenant,
		JSON.stringify(protocols),
	);
	return named?.protocol;
}

/** True if the contact opted out, apart from restrictions. */
export async function wantsNoMessages(connection: StateConnection, whom: Whom, hashName: HashName): Promise<boolean> {
	const protocols = await findOptOuts(connection, whom, hashName);
	const row = await connection.get(
		`SELECT protocol FROM contact_request WHERE tenant = ?1 AND kind <> 'restriction' AND
		(protocol IN ${textsOf(connection, '?2')} OR (contact = ?3 AND kind IN ('opt-out', 'wrong-number') AND settled_at IS NULL)) LIMIT 1`,
		whom.tenant,
		JSON.stringify(protocols),
		whom.contact,
	);
	return row !== undefined;
}

/** An ended restriction gets no names: they would never be removed. */
export async function keepNames(
	connection: StateConnection,
	{ tenant, protocol, names }: { tenant: string; protocol: string; names: readonly string[] },
): Promise<void> {
	const inForce = `SELECT 1 FROM contact_request WHERE tenant = ?1 AND protocol = ?3 AND kind = 'restriction' AND settled_at IS NULL`;
	for (const name of new Set(names))
		await connection.run(
			`INSERT INTO held_name (tenant, name, hold) SELECT ?1, ?2, ?3 WHERE EXISTS (${inForce}) ON CONFLICT DO NOTHING`,
			tenant,
			name,
			protocol,
		);
}

export async function removeRestriction(
	connection: StateConnection,
	whom: Whom,
	{ protocol, by, outcome }: { protocol: string; by: string; outcome: string },
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<void> {
	await connection.run(
		'UPDATE contact_request SET settled_at = ?, settled_by = ?, outcome = ? WHERE tenant = ? AND protocol = ?',
		now,
		by,
		outcome,
		whom.tenant,
		protocol,
	);
	await connection.run('DELETE FROM opted_out WHERE tenant = ? AND protocol = ?', whom.tenant, protocol);
	await connection.run('DELETE FROM held_name WHERE tenant = ? AND hold = ?', whom.tenant, protocol);
	const own = await connection.get<{ protocol: string }>(
		`SELECT protocol FROM contact_request WHERE tenant = ? AND contact = ? AND kind IN ('opt-out', 'wrong-number') AND settled_at IS NULL LIMIT 1`,
		whom.tenant,
		whom.contact,
	);
	if (own) await addOptOut(connection, whom, own.protocol, hashName);
}

export async function forgetRestriction(
	connection: StateConnection,
	whom: Whom,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<void> {
	const protocol = await findRestriction(connection, whom, hashName);
	if (protocol === undefined) return;
	await removeRestriction(connection, whom, { protocol, by: 'system', outcome: 'forgotten' }, { now, hashName });
}
