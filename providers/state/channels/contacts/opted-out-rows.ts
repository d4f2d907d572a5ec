/** Names of contacts who are not to be written to, by keyed hashes: they hold after the contact was forgotten. */
import type { StateConnection } from '../../../database/state-database';

/** Replaces a name of a contact: equal for equal names of a tenant, and meaningless without the key of the host. */
export type HashName = (tenant: string, name: string) => string;

interface Whom {
	tenant: string;
	contact: string;
}

/** The id comes last: it stands for a contact of whom no provider tells a name. */
async function hashNames(connection: StateConnection, { tenant, contact }: Whom, hashName: HashName): Promise<string[]> {
	const names = await connection.all<{ kind: string; value: string }>(
		'SELECT kind, value FROM contact_alias WHERE tenant = ? AND contact = ?',
		...[tenant, contact],
	);
	return [...names.map(({ kind, value }) => `name ${kind}=${value}`), `contact ${contact}`].map((name) => hashName(tenant, name));
}

/** Returns the protocols under which the contact opted out, under any of its names. */
export async function findOptOuts(connection: StateConnection, whom: Whom, hashName: HashName): Promise<string[]> {
	const { tenant } = whom;
	if (!(await connection.get('SELECT protocol FROM opted_out WHERE tenant = ? LIMIT 1', tenant))) return [];
	const hashes = await hashNames(connection, whom, hashName);
	const rows = await connection.all<{ protocol: string }>(
		`SELECT DISTINCT protocol FROM opted_out WHERE tenant = ? AND name_hash IN (${hashes.map(() => '?').join(', ')})`,
		...[tenant, ...hashes],
	);
	return rows.map(({ protocol }) => protocol);
}

export const isOptedOut = async (connection: StateConnection, whom: Whom, hashName: HashName): Promise<boolean> =>
	(await findOptOuts(connection, whom, hashName)).length > 0;

export async function addOptOut(connection: StateConnection, whom: Whom, protocol: string, hashName: HashName): Promise<void> {
	const hashes = await hashNames(connection, whom, hashName);
	for (const hash of hashes.length > 1 ? hashes.slice(0, -1) : hashes)
		await connection.run(
			'INSERT INTO opted_out (tenant, name_hash, protocol) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
			whom.tenant,
			hash,
			protocol,
		);
}

/**
 * Other people who had a name in common with the contact stay opted out.
 * @returns the protocols under which the contact had opted out, and those of them that are no longer in force
 */
export async function removeOptOuts(
	connection: StateConnection,
	whom: Whom,
	hashName: HashName,
): Promise<{ protocols: string[]; over: string[] }> {
	const protocols = await findOptOuts(connection, whom, hashName);
	for (const hash of await hashNames(connection, whom, hashName))
		await connection.run('DELETE FROM opted_out WHERE tenant = ? AND name_hash = ?', whom.tenant, hash);
	const over: string[] = [];
	for (const protocol of protocols) {
		await removeForgotten(connection, whom, protocol, hashName);
		if (!(await connection.get('SELECT protocol FROM opted_out WHERE tenant = ? AND protocol = ?', whom.tenant, protocol)))
			over.push(protocol);
	}
	return { protocols, over };
}

/** Removes the former names of a contact who was forgotten and is back under one of them. */
async function removeForgotten(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	protocol: string,
	hashName: HashName,
): Promise<void> {
	const isForgotten = 'SELECT protocol FROM contact_request WHERE tenant = ? AND protocol = ? AND contact IS NULL';
	if (!(await connection.get(isForgotten, tenant, protocol))) return;
	const others = await connection.all<{ kind: string; value: string }>(
		`SELECT kind, value FROM contact_alias WHERE tenant = ?1 AND contact <> ?2
		AND contact IN (SELECT contact FROM contact_log WHERE tenant = ?1 AND kind IN ('split', 'alias-moved'))`,
		...[tenant, contact],
	);
	const kept = new Set(others.map(({ kind, value }) => hashName(tenant, `name ${kind}=${value}`)));
	const rows = await connection.all<{ hash: string }>(
		'SELECT name_hash AS hash FROM opted_out WHERE tenant = ? AND protocol = ?',
		...[tenant, protocol],
	);
	for (const { hash } of rows)
		if (!kept.has(hash)) await connection.run('DELETE FROM opted_out WHERE tenant = ? AND name_hash = ?', tenant, hash);
}

/** Forgets who demanded what. An opt-out then holds for every name that the contact has by now. */
export async function forgetRequester(connection: StateConnection, whom: Whom, hashName: HashName): Promise<void> {
	const [protocol] = await findOptOuts(connection, whom, hashName);
	if (protocol !== undefined) await addOptOut(connection, whom, protocol, hashName);
	await connection.run(
		'UPDATE contact_request SET contact = NULL, conversation = NULL WHERE tenant = ? AND contact = ?',
		whom.tenant,
		whom.contact,
	);
}
