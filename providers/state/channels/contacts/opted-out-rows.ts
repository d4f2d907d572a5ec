import { listOptOutNames } from '../../../../core/conversations/contacts/opt-out-names';
import type { StateConnection } from '../../../database/state-database';

/** Hashes a name: equal for equal names of a tenant, meaningless without the host's key. */
export type HashName = (tenant: string, name: string) => string;

interface Whom {
	tenant: string;
	contact: string;
}

interface Hashes {
	names: string[];
	instead: string[];
}

async function hashNames(connection: StateConnection, { tenant, contact }: Whom, hashName: HashName): Promise<Hashes> {
	const aliases = await connection.all<{ kind: string; value: string }>(
		'SELECT kind, value FROM contact_alias WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
	);
	const places = await connection.all<{ channel: string; address: string }>(
		'SELECT channel, address FROM conversation WHERE tenant = ? AND contact = ?',
		tenant,
		contact,
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

export async function findOptOuts(connection: StateConnection, whom: Whom, hashName: HashName): Promise<string[]> {
	const { tenant } = whom;
	return (await hasOptOuts(connection, tenant)) ? findByHash(connection, tenant, await hashAll(connection, whom, hashName)) : [];
}

const hasOptOuts = async (connection: StateConnection, tenant: string): Promise<boolean> =>
	(await connection.get('SELECT protocol FROM opted_out WHERE tenant = ? LIMIT 1', tenant)) !== undefined;

async function findByHash(connection: StateConnection, tenant: string, hashes: readonly string[]): Promise<string[]> {
	const rows = await connection.all<{ protocol: string }>(
		`SELECT DISTINCT protocol FROM opted_out WHERE tenant = ? AND name_hash IN (${hashes.map(() => '?').join(', ')})`,
		tenant,
		...hashes,
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

/** Extends an opt-out to every tied name, which can move to another contact later. */
export async function extendOptOut(connection: StateConnection, whom: Whom, hashName: HashName): Promise<void> {
	for (const protocol of await findOptOuts(connection, whom, hashName)) await addOptOut(connection, whom, protocol, hashName);
}

/**
 * Applies an opt-out to a new contact whose event shows an opted-out name. Typed names prove nobody's identity, but a person's answer instead of the
 * agent's does no harm.
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

/** Others who shared a name stay opted out. @returns the contact's protocols, and those no longer in force */
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
		tenant,
		contact,
	);
	const kept = new Set<string>();
	for (const other of others) for (const hash of (await hashNames(connection, { tenant, ...other }, hashName)).names) kept.add(hash);
	const rows = await connection.all<{ hash: string }>(
		'SELECT name_hash AS hash FROM opted_out WHERE tenant = ? AND protocol = ?',
		tenant,
		protocol,
	);
	for (const { hash } of rows)
		if (!kept.has(hash)) await connection.run('DELETE FROM opted_out WHERE tenant = ? AND name_hash = ?', tenant, hash);
}

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
