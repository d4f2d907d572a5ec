/** Names of contacts who are not to be written to, by keyed hashes: they hold after the contact was forgotten. */
import { listOptOutNames } from '../../../../core/conversations/contacts/opt-out-names';
import type { StateConnection } from '../../../database/state-database';

/** Replaces a name of a contact: equal for equal names of a tenant, and meaningless without the key of the host. */
export type HashName = (tenant: string, name: string) => string;

interface Whom {
	tenant: string;
	contact: string;
}

interface Hashes {
	/** Hashes of names; empty for a contact of whom no provider tells one. */
	names: string[];
	/** Hashes of the id and the addresses, which stand for such a contact. */
	instead: string[];
}

async function hashNames(connection: StateConnection, { tenant, contact }: Whom, hashName: HashName): Promise<Hashes> {
	const aliases = await connection.all<{ kind: string; value: string }>(
		'SELECT kind, value FROM contact_alias WHERE tenant = ? AND contact = ?',
		...[tenant, contact],
	);
	const places = await connection.all<{ channel: string; address: string }>(
		'SELECT channel, address FROM conversation WHERE tenant = ? AND contact = ?',
		...[tenant, contact],
	);
	const hash = (names: readonly string[]) => [...new Set(names)].map((name) => hashName(tenant, name));
	const channels = [...new Set(places.map(({ channel }) => channel))];
	return {
		names: hash(listOptOutNames(aliases, channels)),
		instead: hash([`contact ${contact}`, ...places.map(({ address }) => `address ${address}`)]),
	};
}

const hashAll = async (...given: Parameters<typeof hashNames>): Promise<string[]> => {
	const { names, instead } = await hashNames(...given);
	return [...names, ...instead];
};

/** Returns the protocols under which the contact opted out, under any of its names. */
export async function findOptOuts(connection: StateConnection, whom: Whom, hashName: HashName): Promise<string[]> {
	const { tenant } = whom;
	return (await hasOptOuts(connection, tenant)) ? findByHash(connection, tenant, await hashAll(connection, whom, hashName)) : [];
}

const hasOptOuts = async (connection: StateConnection, tenant: string): Promise<boolean> =>
	(await connection.get('SELECT protocol FROM opted_out WHERE tenant = ? LIMIT 1', tenant)) !== undefined;

async function findByHash(connection: StateConnection, tenant: string, hashes: readonly string[]): Promise<string[]> {
	const rows = await connection.all<{ protocol: string }>(
		`SELECT DISTINCT protocol FROM opted_out WHERE tenant = ? AND name_hash IN (${hashes.map(() => '?').join(', ')})`,
		...[tenant, ...hashes],
	);
	return rows.map(({ protocol }) => protocol);
}

export const isOptedOut = async (connection: StateConnection, whom: Whom, hashName: HashName): Promise<boolean> =>
	(await findOptOuts(connection, whom, hashName)).length > 0;

export async function addOptOut(connection: StateConnection, whom: Whom, protocol: string, hashName: HashName): Promise<void> {
	const { names, instead } = await hashNames(connection, whom, hashName);
	for (const hash of names.length > 0 ? names : instead)
		await connection.run(
			'INSERT INTO opted_out (tenant, name_hash, protocol) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
			whom.tenant,
			hash,
			protocol,
		);
}

/** An opt-out holds for every name that an event ties to the contact: that name can be another contact's later. */
export async function extendOptOut(connection: StateConnection, whom: Whom, hashName: HashName): Promise<void> {
	for (const protocol of await findOptOuts(connection, whom, hashName)) await addOptOut(connection, whom, protocol, hashName);
}

/**
 * A new contact is one who opted out if their event shows a name of such a one. A name that people typed proves nobody, but whom people answer in place
 * of an agent suffers no harm.
 */
export async function inheritOptOut(
	connection: StateConnection,
	whom: Whom,
	shown: ReadonlyArray<{ kind: string; value: string }>,
	hashName: HashName,
): Promise<void> {
	const { tenant } = whom;
	if (!(await hasOptOuts(connection, tenant)) || (await isOptedOut(connection, whom, hashName))) return;
	const hashes = listOptOutNames(shown, []).map((name) => hashName(tenant, name));
	if (hashes.length === 0) return;
	for (const protocol of await findByHash(connection, tenant, hashes)) await addOptOut(connection, whom, protocol, hashName);
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
	for (const hash of await hashAll(connection, whom, hashName))
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
	const others = await connection.all<{ contact: string }>(
		`SELECT DISTINCT contact FROM contact_alias WHERE tenant = ?1 AND contact <> ?2
		AND contact IN (SELECT contact FROM contact_log WHERE tenant = ?1 AND kind IN ('split', 'alias-moved'))`,
		...[tenant, contact],
	);
	const kept = new Set<string>();
	for (const other of others) for (const hash of (await hashNames(connection, { tenant, ...other }, hashName)).names) kept.add(hash);
	const rows = await connection.all<{ hash: string }>(
		'SELECT name_hash AS hash FROM opted_out WHERE tenant = ? AND protocol = ?',
		...[tenant, protocol],
	);
	for (const { hash } of rows)
		if (!kept.has(hash)) await connection.run('DELETE FROM opted_out WHERE tenant = ? AND name_hash = ?', tenant, hash);
}

/** Forgets who demanded what, and what people wrote about it. An opt-out then holds for every name that the contact has by now. */
export async function forgetRequester(connection: StateConnection, whom: Whom, hashName: HashName): Promise<void> {
	const [protocol] = await findOptOuts(connection, whom, hashName);
	if (protocol !== undefined) await addOptOut(connection, whom, protocol, hashName);
	await connection.run(
		`UPDATE contact_request SET contact = NULL, conversation = NULL, extension_reason = NULL,
			outcome = CASE WHEN settled_by = 'system' THEN outcome END WHERE tenant = ? AND contact = ?`,
		whom.tenant,
		whom.contact,
	);
}
