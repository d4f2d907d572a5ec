import type { StateConnection } from '../../../database/state-database';

export async function listApart(connection: StateConnection, tenant: string, contact: string): Promise<string[]> {
	const rows = await connection.all<{ other: string }>(
		'SELECT other FROM contact_apart WHERE tenant = ? AND contact = ? ORDER BY other',
		tenant,
		contact,
	);
	return rows.map(({ other }) => other);
}

export async function keepApart(connection: StateConnection, tenant: string, [one, other]: [string, string]): Promise<void> {
	for (const pair of [
		[one, other],
		[other, one],
	] as const) {
		await connection.run('INSERT INTO contact_apart (tenant, contact, other) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', tenant, ...pair);
	}
}

export async function letJoin(connection: StateConnection, tenant: string, [one, other]: [string, string]): Promise<void> {
	await connection.run(
		'DELETE FROM contact_apart WHERE tenant = ?1 AND ((contact = ?2 AND other = ?3) OR (contact = ?3 AND other = ?2))',
		tenant,
		one,
		other,
	);
}

/** Extends separations to all parts of a person. @returns the newly separated contacts */
export async function inheritApart(
	connection: StateConnection,
	tenant: string,
	{ from, into }: { from: string; into: string },
): Promise<string[]> {
	const known = new Set(await listApart(connection, tenant, into));
	const fresh = (await listApart(connection, tenant, from)).filter((other) => other !== into && !known.has(other));
	for (const other of fresh) await keepApart(connection, tenant, [into, other]);
	return fresh;
}

export async function removeApart(connection: StateConnection, tenant: string, contact: string): Promise<void> {
	await connection.run('DELETE FROM contact_apart WHERE tenant = ?1 AND (contact = ?2 OR other = ?2)', tenant, contact);
}
